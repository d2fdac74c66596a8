from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgConfig(AppConfig):
    name = "masthead.org"
    label = "org"
    verbose_name = _("组织")

    def ready(self) -> None:
        from masthead.org import registrations  # noqa: F401
