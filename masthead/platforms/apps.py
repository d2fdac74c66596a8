from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlatformsConfig(AppConfig):
    name = "masthead.platforms"
    label = "platforms"
    verbose_name = _("平台")

    def ready(self) -> None:
        from masthead.platforms import registrations  # noqa: F401
