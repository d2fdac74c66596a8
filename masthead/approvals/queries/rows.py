"""Rows of the list page and the path of the case page, in rounds."""

from dataclasses import dataclass

from django.db.models import Model, QuerySet

from masthead.approvals.duties import ROUND, first_number
from masthead.approvals.models import Case, CaseState, Copy, StepRun, StepState, Task, TaskState
from masthead.approvals.queries.cases import WAITING_ORDER, all_cases, cases_of, copies_for, path_of, tasks_of
from masthead.approvals.queries.preview import walk
from masthead.approvals.registry import SUBJECTS
from masthead.approvals.resolve import place_of
from masthead.org.models import Member


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


def task_rows(member: Member, *, done: bool, text: str = "", late: bool = False) -> QuerySet[Task]:
    """Tasks of the member whose title holds `text`; `late` keeps those past their due time, which somebody reminded of."""
    rows = tasks_of(member, done=done)
    rows = rows.filter(step__reminded_percent=100) if late else rows
    return rows.filter(case__title__icontains=text) if text else rows


def case_rows(member: Member, *, own: bool, text: str = "", state: str = "") -> QuerySet[Case]:
    """Cases that the member opened, or all inside the member's scope, whose title holds `text`."""
    rows = cases_of(member) if own else all_cases(member)
    rows = rows.filter(state=state) if state in CaseState.values else rows
    return rows.filter(title__icontains=text) if text else rows


def copy_rows(member: Member, *, text: str = "") -> QuerySet[Copy]:
    """Copies for the member whose title holds `text`."""
    rows = copies_for(member)
    return rows.filter(case__title__icontains=text) if text else rows


def rounds_of(case: Case, thing: Model) -> list[Round]:
    """The whole path, the newest round first, with the people who come next by name."""
    steps = path_of(case)
    expected = _expected(case, thing, steps)
    rounds: dict[int, list[PathRow]] = {}
    for step in steps:
        number = (step.number - 1) // ROUND + 1
        rounds.setdefault(number, []).append(PathRow(step, list(step.tasks.all()), expected.get(step.pk, [])))
    return [Round(number, rows) for number, rows in sorted(rounds.items(), reverse=True)]


def _expected(case: Case, thing: Model, steps: list[StepRun]) -> dict[int, list[Member]]:
    """{waiting step: people}: the case's own flow, without those who decided on the way or are the only ones asked now."""
    waiting = [s for s in steps if s.state == StepState.WAITING]
    if case.state != CaseState.RUNNING or not waiting:
        return {}
    entry = SUBJECTS[case.subject_kind]
    known: set[int] = set()
    for step in steps:
        if step.number < first_number(case) or step.superseded:
            continue
        tasks = list(step.tasks.all())
        known |= {t.assignee_id for t in tasks if t.state == TaskState.APPROVED}
        asked = {t.assignee_id for t in tasks if t.state == TaskState.PENDING}
        known |= asked if len(asked) == 1 else set()
    parties = set(entry.parties(thing)) | {case.requester_id}
    data = [
        {"name": s.name, "mode": s.mode, "resolver": s.resolver, "quorum": s.quorum, "distinct": s.distinct}
        for s in waiting
    ]
    path = walk(data, entry, place_of(entry, thing), case.facts, parties, approved=known)
    return {step.pk: seen.people for step, seen in zip(waiting, path, strict=True)}


def next_task_of(member: Member, *, after: Case) -> Task | None:
    """Another task that waits for the member, or None."""
    return tasks_of(member).exclude(case=after).order_by(*WAITING_ORDER).first()
