"""Builders for tests of upper rooms."""

from masthead.compliance import actions
from masthead.compliance.models import RuleSet


def rules_in_force() -> RuleSet:
    """The built-in rule set, in force."""
    return actions.adopt_built_in_rules()
