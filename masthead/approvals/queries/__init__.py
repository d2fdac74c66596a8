"""Reads of the approval engine."""

from masthead.approvals.queries.cases import all_cases, cases_of, get_case_for, get_task_for, latest_case, open_task_of, path_of, tasks_of
from masthead.approvals.queries.preview import PathStep, preview_path

__all__ = [
    "PathStep",
    "all_cases",
    "cases_of",
    "get_case_for",
    "get_task_for",
    "latest_case",
    "open_task_of",
    "path_of",
    "preview_path",
    "tasks_of",
]
