"""Builders for tests of upper rooms."""

from typing import Any

from masthead.compliance import actions
from masthead.compliance.models import RuleChange, RuleSet
from masthead.org.models import Member


def rules_in_force() -> RuleSet:
    """The built-in rule set, in force."""
    return actions.adopt_built_in_rules()


def make_rule_draft(by: Member, rule: str = "own.words", term: str = "云雾甲号") -> RuleChange:
    """A draft of a rule of the company's own whose tests hold."""
    row = {
        "name": "本公司用语",
        "severity": "warn",
        "terms": [term],
        "must_hit": [f"新到{term}"],
        "must_not_hit": ["新到的茶"],
    }
    return actions.draft_rule(rule=rule, category="own", row=row, reason="内部用语", by=by)


def things_of_rules(by: Member) -> dict[str, list[Any]]:
    """Arguments of the addresses of this room."""
    return {"rule_of_check": ["own.words"], "rule_draft": [make_rule_draft(by).pk]}
