"""What this chapter declares to the floors below."""

from django.utils.translation import gettext_lazy as _

from masthead.core.health import health_check
from masthead.core.navigation import entry
from masthead.core.permissions import capability
from masthead.core.secrets import set_keeper
from masthead.org.registry import role_gets
from masthead.trail.registry import register_events
from masthead.vault import health, probes  # noqa: F401  the probe registers itself
from masthead.vault.events import VaultEvent
from masthead.vault.keeper import VaultKeeper

set_keeper(VaultKeeper())

capability("vault.secret.list", _("查看保险箱目录"), clause="3.2.2", scoped=False)
capability("vault.secret.store", _("存入和更换凭据"), clause="3.2.2", sensitive=True, scoped=False)
role_gets("account_admin", ["vault.secret.list", "vault.secret.store"])
role_gets("auditor", ["vault.secret.list"])

register_events(
    VaultEvent,
    {
        VaultEvent.SECRET_STORED: (_("存入了凭据"), "3.2.2", "lock"),
        VaultEvent.SECRET_REPLACED: (_("更换了凭据"), "3.2.2", "refresh"),
        VaultEvent.ROTATION_DEMANDED: (_("要求更换凭据"), "3.2.2", "alert-triangle"),
    },
)

entry(
    "vault.secrets",
    chapter="accounts",
    label=_("保险箱"),
    url_name="vault:secrets",
    capability="vault.secret.list",
    order=30,
)

health_check("vault.keys", label=_("保险箱密钥"), run=health.keys, vital=True, order=22)
