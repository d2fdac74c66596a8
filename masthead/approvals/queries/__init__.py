"""Reads of the approval engine."""

from masthead.approvals.queries.cases import (
    all_cases,
    cases_of,
    copies_for,
    copies_of,
    copy_of,
    get_case_for,
    get_copy_for,
    get_task_for,
    held_task_of,
    latest_case,
    open_task_of,
    path_of,
    tasks_of,
)
from masthead.approvals.queries.handovers import burdened, get_burdened
from masthead.approvals.queries.moves import Room, moves_of, room_of
from masthead.approvals.queries.overdue import open_tasks_of, steps_to_look_at, tasks_of_leavers
from masthead.approvals.queries.preview import PathStep, preview_path
from masthead.approvals.queries.rows import Round, case_rows, copy_rows, next_task_of, rounds_of, task_rows

__all__ = [
    "PathStep",
    "Room",
    "Round",
    "all_cases",
    "burdened",
    "case_rows",
    "cases_of",
    "copies_for",
    "copies_of",
    "copy_of",
    "copy_rows",
    "get_burdened",
    "get_case_for",
    "get_copy_for",
    "get_task_for",
    "held_task_of",
    "latest_case",
    "moves_of",
    "next_task_of",
    "open_task_of",
    "open_tasks_of",
    "path_of",
    "preview_path",
    "room_of",
    "rounds_of",
    "steps_to_look_at",
    "task_rows",
    "tasks_of",
    "tasks_of_leavers",
]
