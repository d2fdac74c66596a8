"""Front door of the tables of chapter 1.3 (compliance)."""

from masthead.compliance.models.changes import ChangeState, IndustryProfile, RuleChange
from masthead.compliance.models.checks import Check, CheckedText, Finding, Severity
from masthead.compliance.models.remarks import Remark, RemarkKind
from masthead.compliance.models.sets import RuleSet

__all__ = [
    "ChangeState",
    "Check",
    "CheckedText",
    "Finding",
    "IndustryProfile",
    "Remark",
    "RemarkKind",
    "RuleChange",
    "RuleSet",
    "Severity",
]
