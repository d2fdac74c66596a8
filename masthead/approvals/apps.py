from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    name = "masthead.approvals"
    label = "approvals"
    verbose_name = _("审批")

    def ready(self) -> None:
        from masthead.approvals import registrations  # noqa: F401
