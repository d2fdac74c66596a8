from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "masthead.content"
    label = "content"
    verbose_name = _("内容")

    def ready(self) -> None:
        from masthead.content import registrations  # noqa: F401
