"""Reading rules, checks and findings."""

from masthead.compliance.queries.books import book_of, files_in_force, rule_set_in_force, rule_sets
from masthead.compliance.queries.changes import changes_waiting, draft_change, draft_of, last_changes, live_changes
from masthead.compliance.queries.checks import (
    findings_of,
    latest_check,
    remarks_on,
    said_of,
    spans,
    unexcepted,
    unexplained,
)
from masthead.compliance.queries.effects import Effect, effect_of
from masthead.compliance.queries.finding import (
    Match,
    Place,
    find_in_parts,
    find_in_text,
    industry_words,
    personal_data_in,
)
from masthead.compliance.queries.shelf import CategoryRow, RuleView, categories, rule_rows, rule_view
from masthead.compliance.queries.trials import Mark, marked
from masthead.compliance.queries.versions import VersionRow, versions

__all__ = [
    "CategoryRow",
    "Effect",
    "Mark",
    "Match",
    "Place",
    "RuleView",
    "VersionRow",
    "book_of",
    "categories",
    "changes_waiting",
    "draft_change",
    "draft_of",
    "effect_of",
    "files_in_force",
    "find_in_parts",
    "find_in_text",
    "findings_of",
    "industry_words",
    "last_changes",
    "latest_check",
    "live_changes",
    "marked",
    "personal_data_in",
    "remarks_on",
    "rule_rows",
    "rule_set_in_force",
    "rule_sets",
    "rule_view",
    "spans",
    "unexcepted",
    "said_of",
    "unexplained",
    "versions",
]
