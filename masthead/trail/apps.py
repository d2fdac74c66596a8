from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrailConfig(AppConfig):
    name = "masthead.trail"
    label = "trail"
    verbose_name = _("留痕")

    def ready(self) -> None:
        from masthead.trail import registrations  # noqa: F401
