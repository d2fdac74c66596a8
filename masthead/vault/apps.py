from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VaultConfig(AppConfig):
    name = "masthead.vault"
    label = "vault"
    verbose_name = _("保险箱")

    def ready(self) -> None:
        from masthead.vault import registrations  # noqa: F401
