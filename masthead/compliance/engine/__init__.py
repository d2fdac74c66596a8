"""The compliance engine: text in, findings out. Pure Python on shipped files; knows no database and no settings."""

from masthead.compliance.engine.book import RuleBook, load, shipped
from masthead.compliance.engine.checking import check, check_many
from masthead.compliance.engine.document import Document
from masthead.compliance.engine.finding import BLOCK, INFO, WARN, Finding, Hit
from masthead.compliance.engine.personal import personal_spans
from masthead.compliance.engine.rules import BadRule
from masthead.compliance.engine.structure import Profile

__all__ = [
    "BLOCK",
    "INFO",
    "WARN",
    "BadRule",
    "Document",
    "Finding",
    "Hit",
    "Profile",
    "RuleBook",
    "check",
    "check_many",
    "load",
    "personal_spans",
    "shipped",
]
