from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotifyConfig(AppConfig):
    name = "masthead.notify"
    label = "notify"
    verbose_name = _("通知")

    def ready(self) -> None:
        from masthead.notify import registrations  # noqa: F401
