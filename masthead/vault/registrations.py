"""What this chapter declares to the floors below."""

from django.utils.translation import gettext_lazy as _

from masthead.core.health import health_check
from masthead.core.navigation import entry
from masthead.core.permissions import capability
from masthead.core.secrets import set_keeper
from masthead.notify.registry import notice_kind
from masthead.org.registry import role_gets
from masthead.trail.registry import register_events
from masthead.vault import access_probes, access_registrations, health, probes  # noqa: F401  the probes register themselves
from masthead.vault.events import VaultEvent
from masthead.vault.keeper import VaultKeeper

set_keeper(VaultKeeper())

capability("vault.secret.list", _("查看保险箱目录"), clause="3.2.2", scoped=False)
capability("vault.secret.store", _("存入和更换凭据"), clause="3.2.2", sensitive=True, scoped=False)
capability("vault.rotation.manage", _("要求更换凭据、更正更换规则"), clause="3.2.2", sensitive=True, scoped=False)
capability("vault.key.read", _("查看保险箱密钥状态"), clause="3.2.2", scoped=False)
role_gets("account_admin", ["vault.secret.list", "vault.secret.store", "vault.rotation.manage"])
role_gets("auditor", ["vault.secret.list", "vault.key.read"])
role_gets("admin", ["vault.key.read"])

register_events(
    VaultEvent,
    {
        VaultEvent.SECRET_STORED: (_("存入了凭据"), "3.2.2", "lock"),
        VaultEvent.SECRET_REPLACED: (_("更换了凭据"), "3.2.2", "refresh"),
        VaultEvent.ROTATION_DEMANDED: (_("要求更换凭据"), "3.2.2", "alert-triangle"),
        VaultEvent.RULE_CORRECTED: (_("更正了更换规则"), "3.2.2", "edit"),
        VaultEvent.CODE_SHOWN: (_("查看了动态验证码"), "3.2.2", "eye"),
        VaultEvent.KEY_ROTATED: (_("更换了保险箱密钥"), "3.2.2", "key"),
        VaultEvent.KEY_REWRAPPED: (_("改用新密钥加密"), "3.2.2", "key"),
        VaultEvent.KEY_RETIRED: (_("停用了保险箱密钥"), "3.2.2", "key"),
        **access_registrations.EVENTS,
    },
)

notice_kind("vault.asked", _("要求更换凭据"), icon="key")
notice_kind("vault.due", _("凭据即将到期"), icon="key")
notice_kind("vault.overdue", _("凭据逾期未换"), icon="key")

entry(
    "vault.secrets",
    chapter="accounts",
    label=_("保险箱"),
    url_name="vault:secrets",
    capability="vault.secret.list",
    order=30,
)

health_check("vault.keys", label=_("保险箱密钥"), run=health.keys, vital=True, order=22)
