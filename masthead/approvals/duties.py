"""Separation of duties: who may never decide a step. Asked when a step finds its people and again whenever a person acts or is brought in."""

from dataclasses import dataclass
from typing import Any

from masthead.approvals.models import Case, StepRun, StepState, Task, TaskState
from masthead.approvals.registry import SUBJECTS, Subject
from masthead.approvals.resolve import Place, fit, place_of
from masthead.org import queries as org
from masthead.org.models import Member

ROUND = 100  # step numbers of one round


@dataclass(frozen=True)
class Desk:
    """A case with what is needed to work on it. `place` is where the case was handed in, whatever moved since."""

    case: Case
    subject: Subject
    thing: Any
    place: Place


def desk_of(case: Case, thing: Any = None) -> Desk:
    """The case on the desk; the thing is loaded unless the caller holds it."""
    subject = SUBJECTS[case.subject_kind]
    held = subject.load(case.subject_id) if thing is None else thing
    return Desk(case, subject, held, Place(case.unit_id, place_of(subject, held).owner_id))


def first_number(case: Case) -> int:
    """Number of the first step in the case's round."""
    return (case.round - 1) * ROUND + 1


def parties_of(desk: Desk) -> set[int]:
    """The requester and the authors."""
    return set(desk.subject.parties(desk.thing)) | {desk.case.requester_id}


def earlier_approvers(case: Case, step: StepRun) -> set[int]:
    """Who approved another step of this round, by themselves or through a delegate; what was superseded does not count."""
    rows = Task.objects.filter(
        case=case, state=TaskState.APPROVED, step__superseded=False, step__number__gte=first_number(case)
    ).exclude(step=step)
    pairs = rows.values_list("assignee_id", "behalf_id")
    return {pk for pair in pairs for pk in pair if pk is not None}


def deciders_of(case: Case) -> set[int]:
    """Who approved with their own hand in this round; two seats of one person are one decider."""
    rows = Task.objects.filter(
        case=case, state=TaskState.APPROVED, step__superseded=False, step__number__gte=first_number(case)
    )
    return set(rows.values_list("assignee_id", flat=True))


def wants_somebody_new(desk: Desk, step: StepRun) -> bool:
    """Must this step be decided by somebody who approved no other one: because the flow says so, or because too few people have decided yet?"""
    if step.distinct:
        return True
    least = desk.subject.least_deciders(desk.thing)
    return least > 1 and len(deciders_of(desk.case)) < least


def excluded_from(desk: Desk, step: StepRun) -> set[int]:
    """Members who may not decide this step."""
    return parties_of(desk) | (earlier_approvers(desk.case, step) if wants_somebody_new(desk, step) else set())


def approvals_just_before(desk: Desk, step: StepRun) -> dict[int, Task]:
    """{member: approval} of the step walked directly before, of the same content; for steps where one person twice is merged."""
    if wants_somebody_new(desk, step):
        return {}
    case = desk.case
    before = (
        StepRun.objects.filter(
            case=case,
            state=StepState.APPROVED,
            superseded=False,
            number__gte=first_number(case),
            number__lt=step.number,
        )
        .order_by("-number")
        .first()
    )
    if before is None:
        return {}
    rows = Task.objects.filter(step=before, state=TaskState.APPROVED, hash_seen=case.content_hash, behalf=None)
    return {task.assignee_id: task for task in rows}


def newcomers(desk: Desk, step: StepRun, named: list[Member]) -> list[Member]:
    """Those of `named` who may be brought into a running step: fit to decide and not asked in it before."""
    asked = set(Task.objects.filter(step=step).values_list("assignee_id", flat=True))
    return fit(named, desk.subject, desk.place, excluded_from(desk, step) | asked)


def candidates(desk: Desk, step: StepRun) -> list[Member]:
    """Everybody who may be brought into a running step, by name."""
    return newcomers(desk, step, list(org.active_members().order_by("name", "pk")))
