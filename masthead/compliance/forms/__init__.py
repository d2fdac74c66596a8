"""Forms of the compliance room."""

from masthead.compliance.forms.rules import NewRuleForm, RuleForm, row_from, rule_initial
from masthead.compliance.forms.trials import ImportForm, IndustryForm, SearchForm, TryForm

__all__ = ["ImportForm", "IndustryForm", "NewRuleForm", "RuleForm", "SearchForm", "TryForm", "row_from", "rule_initial"]
