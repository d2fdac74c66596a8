"""Reads of the approval engine."""

from masthead.approvals.queries.cases import (
    all_cases,
    cases_of,
    get_case_for,
    get_task_for,
    latest_case,
    open_task_of,
    path_of,
    tasks_of,
)
from masthead.approvals.queries.preview import PathStep, preview_path
from masthead.approvals.queries.rows import Round, case_rows, next_task_of, rounds_of, task_rows

__all__ = [
    "PathStep",
    "Round",
    "all_cases",
    "case_rows",
    "cases_of",
    "get_case_for",
    "get_task_for",
    "latest_case",
    "next_task_of",
    "open_task_of",
    "path_of",
    "preview_path",
    "rounds_of",
    "task_rows",
    "tasks_of",
]
