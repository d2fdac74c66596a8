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

capability("compliance.rule.edit", _("修改检查规则"), clause="1.3.1", scoped=False)
for _role in ("reviewer", "leader"):
    role_gets(_role, ["compliance.rule.edit"])

register_events(
    ComplianceEvent,
    {
        ComplianceEvent.RULE_SET_ADOPTED: (_("启用了检查规则"), "1.3.1", "list-check"),
        ComplianceEvent.CHECKED: (_("完成了机器检查"), "1.3.1", "scan"),
        ComplianceEvent.CHANGE_DRAFTED: (_("起草了规则修改"), "1.3.1", "list-check"),
        ComplianceEvent.CHANGE_DROPPED: (_("放弃了规则修改"), "1.3.1", "list-check"),
        ComplianceEvent.CHANGE_LIVE: (_("规则修改已生效"), "1.3.1", "list-check"),
        ComplianceEvent.EXPLAINED: (_("说明了检查提醒"), "1.3.3", "scan"),
        ComplianceEvent.EXCEPTED: (_("申请了检查例外"), "1.3.3", "scan"),
        ComplianceEvent.INDUSTRY_SET: (_("设置了公司行业"), "1.3.1", "list-check"),
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
