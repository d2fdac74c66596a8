"""Rows of the list page and the path of the case page, in rounds."""

from dataclasses import dataclass

from django.db.models import Model, QuerySet

from masthead.approvals.models import Case, CaseState, StepRun, StepState, Task
from masthead.approvals.queries.cases import all_cases, cases_of, path_of, tasks_of
from masthead.approvals.queries.preview import preview_path
from masthead.org.models import Member

ROUND = 100  # step numbers of one round


@dataclass(frozen=True)
class PathRow:
    """One step as the case page shows it; `expected` are those who would be asked when a waiting step is reached."""

    step: StepRun
    tasks: list[Task]
    expected: list[Member]


@dataclass(frozen=True)
class Round:
    """The steps of one handing-in, first to last."""

    number: int
    rows: list[PathRow]


def task_rows(member: Member, *, done: bool, text: str = "") -> QuerySet[Task]:
    """Tasks of the member whose title holds `text`."""
    rows = tasks_of(member, done=done)
    return rows.filter(case__title__icontains=text) if text else rows


def case_rows(member: Member, *, own: bool, text: str = "") -> QuerySet[Case]:
    """Cases that the member opened, or all inside the member's scope, whose title holds `text`."""
    rows = cases_of(member) if own else all_cases(member)
    return rows.filter(title__icontains=text) if text else rows


def rounds_of(case: Case, thing: Model) -> list[Round]:
    """The whole path, the newest round first, with the people who come next by name."""
    steps = path_of(case)
    expected: list[list[Member]] = []
    if case.state == CaseState.RUNNING and any(s.state == StepState.WAITING for s in steps):
        expected = [s.people for s in preview_path(case.subject_kind, thing, case.requester)]
    rounds: dict[int, list[PathRow]] = {}
    for step in steps:
        number, place = divmod(step.number - 1, ROUND)
        coming = expected[place] if step.state == StepState.WAITING and place < len(expected) else []
        rounds.setdefault(number + 1, []).append(PathRow(step, list(step.tasks.all()), coming))
    return [Round(number, rows) for number, rows in sorted(rounds.items(), reverse=True)]


def next_task_of(member: Member, *, after: Case) -> Task | None:
    """Another task that waits for the member, or None."""
    return tasks_of(member).exclude(case=after).order_by("-pk").first()
