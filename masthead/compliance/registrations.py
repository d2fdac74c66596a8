"""What `compliance` declares to the floors below."""

from django.utils.translation import gettext_lazy as _

from masthead.compliance.events import ComplianceEvent
from masthead.core.navigation import entry
from masthead.core.permissions import capability
from masthead.org.registry import ROLE_SEEDS, role_gets
from masthead.trail.registry import register_events

capability("compliance.rule.read", _("查看检查规则"), clause="1.3.1", scoped=False)
for _role in ROLE_SEEDS:
    role_gets(_role, ["compliance.rule.read"])

register_events(
    ComplianceEvent,
    {
        ComplianceEvent.RULE_SET_ADOPTED: (_("启用了检查规则"), "1.3.1", "list-check"),
        ComplianceEvent.CHECKED: (_("完成了机器检查"), "1.3.1", "scan"),
    },
)

entry(
    "compliance.rules",
    chapter="rulebook",
    label=_("检查规则"),
    url_name="compliance:rules",
    capability="compliance.rule.read",
    order=60,
)
