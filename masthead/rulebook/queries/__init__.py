"""Reads of `rulebook`, by noun."""

from masthead.rulebook.queries.board import Board, BoardChapter, BoardRow, board
from masthead.rulebook.queries.clauses import (
    Reading,
    clause_in_force,
    clauses_by_key,
    get_clause,
    policy_in_force,
    reading,
    screens_for,
)
from masthead.rulebook.queries.detail import ClauseDetail, clause_detail, results_of
from masthead.rulebook.queries.evidence import grades, last_states, latest_runs, states_since
from masthead.rulebook.queries.search import clause_documents, find_clauses
from masthead.rulebook.queries.imports import ImportDesk, import_desk, key_plan, open_import, open_imports, reading_of

__all__ = [
    "Board",
    "BoardChapter",
    "BoardRow",
    "ClauseDetail",
    "ImportDesk",
    "Reading",
    "board",
    "clause_detail",
    "clause_documents",
    "clause_in_force",
    "clauses_by_key",
    "find_clauses",
    "get_clause",
    "grades",
    "import_desk",
    "key_plan",
    "last_states",
    "latest_runs",
    "open_import",
    "open_imports",
    "policy_in_force",
    "reading",
    "reading_of",
    "results_of",
    "screens_for",
    "states_since",
]
