"""What is done with rules and checks."""

from masthead.compliance.actions.changes import draft_rule, draft_rules, drop_draft, put_live
from masthead.compliance.actions.checks import check_text
from masthead.compliance.actions.profile import set_industry
from masthead.compliance.actions.remarks import except_finding, explain_finding
from masthead.compliance.actions.sets import adopt_built_in_rules

__all__ = [
    "adopt_built_in_rules",
    "check_text",
    "draft_rule",
    "draft_rules",
    "drop_draft",
    "except_finding",
    "explain_finding",
    "put_live",
    "set_industry",
]
