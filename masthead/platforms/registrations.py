"""What this chapter declares to the floors below."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from masthead.core.navigation import entry
from masthead.core.permissions import capability
from masthead.core.secrets import sealed_column
from masthead.org.registry import ROLE_SEEDS, role_gets
from masthead.platforms import connectors
from masthead.platforms.actions.tokens import token_context
from masthead.platforms.events import PlatformEvent
from masthead.trail.registry import register_events

capability("platforms.catalogue.read", _("查看平台目录"), clause="3.1.1", scoped=False)
for _role in ROLE_SEEDS:
    role_gets(_role, ["platforms.catalogue.read"])

register_events(PlatformEvent, {PlatformEvent.CATALOGUE_SYNCED: (_("更新了平台目录"), "3.1.1", "refresh")})

entry(
    "platforms.catalogue",
    chapter="accounts",
    label=pgettext_lazy("nav", "平台"),
    url_name="platforms:catalogue",
    capability="platforms.catalogue.read",
    order=10,
)

sealed_column(
    "platforms.PlatformToken", "sealed", context=lambda row: token_context(row.account_id, row.version, row.issued_for)
)
sealed_column(
    "platforms.PlatformToken",
    "sealed_kept",
    context=lambda row: token_context(row.account_id, row.version, f"{row.issued_for}|kept"),
)

connectors.load()
