from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "masthead.web"
    label = "web"
    verbose_name = _("工作台")

    def ready(self) -> None:
        from masthead.web import registrations  # noqa: F401
