from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplianceConfig(AppConfig):
    name = "masthead.compliance"
    label = "compliance"
    verbose_name = _("合规")

    def ready(self) -> None:
        from masthead.compliance import registrations  # noqa: F401
