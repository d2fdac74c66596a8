"""Seats at the table of a step, and what the table says. Pure: rows in, words out.

A line is one seat: the person whom the flow names (or who took the place) and the signers added to it. It has approved when the
principal and everyone added have; the step has passed when its mode says so about the lines.
"""

from collections.abc import Iterable
from enum import StrEnum

from masthead.approvals.blueprint import needed
from masthead.approvals.models import OPEN_TASKS, Mode, StepRun, Task, TaskState


class Said(StrEnum):
    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    EMPTY = "empty"


def lines_of(tasks: Iterable[Task]) -> dict[int, list[Task]]:
    """Tasks by seat, seats in their order."""
    lines: dict[int, list[Task]] = {}
    for task in sorted(tasks, key=lambda t: (t.line, t.pk)):
        lines.setdefault(task.line, []).append(task)
    return lines


def line_says(tasks: Iterable[Task]) -> Said:
    """One seat's word."""
    rows = list(tasks)
    if any(t.state == TaskState.REJECTED for t in rows):
        return Said.REJECTED
    if any(t.state in OPEN_TASKS for t in rows):
        return Said.OPEN
    if any(t.state == TaskState.APPROVED and not t.added for t in rows):
        return Said.APPROVED
    return Said.EMPTY


def step_says(step: StepRun, tasks: Iterable[Task]) -> Said:
    """The whole table's word. 票决 fails as soon as the votes that are still possible do not reach the quorum."""
    words = [line_says(rows) for rows in lines_of(tasks).values()]
    approved, still_open = words.count(Said.APPROVED), words.count(Said.OPEN)
    if step.mode == Mode.VOTE:
        wanted = needed(step.quorum, len(words))
        if approved >= wanted:
            return Said.APPROVED
        return Said.REJECTED if approved + still_open < wanted else Said.OPEN
    if Said.REJECTED in words:
        return Said.REJECTED
    if step.mode == Mode.ANY:
        return Said.APPROVED if approved else Said.OPEN
    return Said.APPROVED if words and approved == len(words) else Said.OPEN


def next_in_line(step: StepRun, tasks: Iterable[Task]) -> Task | None:
    """依次: the person of the first seat that has not approved, if nobody has been asked there yet."""
    if step.mode != Mode.SEQUENTIAL:
        return None
    for rows in lines_of(tasks).values():
        if line_says(rows) == Said.OPEN:
            return next((t for t in rows if not t.added and t.state == TaskState.QUEUED), None)
    return None
