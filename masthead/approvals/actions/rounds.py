"""The runs of a round: which steps are walked, which are left out by their condition, which are carried over."""

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.approvals.blueprint import Step, holds, needed, parse
from masthead.approvals.duties import Desk, first_number
from masthead.approvals.models import Case, Mode, Origin, StepNote, StepRun, StepState, Task, TaskState
from masthead.approvals.resolve import find
from masthead.core.errors import RuleBroken
from masthead.trail.guards import silent


@silent("inner step of a handing-in that is on the trail")
@transaction.atomic
def plan_round(*, desk: Desk, carry_before: int | None, at: dt.datetime) -> StepRun:
    """Write the runs of the case's round; the first one that waits is returned. Raises RuleBroken when no step is left.

    `carry_before`: places before this one keep the approvals of the round before, because the same content was approved there.
    """
    case = desk.case
    for place, data in enumerate(case.flow.steps):
        step = parse(data)
        run = run_of(case, step, place=place, number=first_number(case) + place)
        if not holds(step.when, case.facts):
            run.state, run.note, run.closed_at = StepState.SKIPPED, StepNote.CONDITION, at
        run.save()
        if run.state == StepState.WAITING and carry_before is not None and place < carry_before:
            _carry(case, run, at)
    first = StepRun.objects.filter(
        case=case, number__gte=first_number(case), state=StepState.WAITING
    ).order_by("number").first()  # fmt: skip
    if first is None:
        raise RuleBroken(
            _("按这份内容的情况，流程里没有一个节点需要审批，不能提交。"),
            code="no_step_applies",
            clause=desk.subject.clause,
            advice=_("请系统管理员检查流程的条件：没有人审批的内容不会自动通过。"),
        )
    _require_deciders(desk)
    return first


def _require_deciders(desk: Desk) -> None:
    """Can the walked steps bring together as many different people as the subject demands? Raises RuleBroken."""
    least = desk.subject.least_deciders(desk.thing)
    if least < 2:
        return
    runs = StepRun.objects.filter(case=desk.case, number__gte=first_number(desk.case)).exclude(state=StepState.SKIPPED)
    able = sum(_deciders_of(desk, run) for run in runs)
    if able < least:
        raise RuleBroken(
            _("至少要由 %(least)d 个不同的人审批，按现在的流程只有 %(n)d 个，不能提交。") % {"least": least, "n": able},
            code="too_few_deciders",
            clause=desk.subject.clause,
            advice=_("请系统管理员在审批流程里补上一个节点；等不及的，按普通流程提交。"),
        )


def _deciders_of(desk: Desk, run: StepRun) -> int:
    """How many people a step asks for at the least."""
    if run.mode == Mode.ANY:
        return 1
    people = len(find(run.resolver, desk.place))
    return max(1, needed(run.quorum, people) if run.mode == Mode.VOTE else people)


def run_of(case: Case, step: Step, *, place: int, number: int) -> StepRun:
    """A run of the step, not saved yet."""
    return StepRun(
        case=case,
        number=number,
        place=place,
        name=step.name,
        mode=step.mode,
        resolver=step.resolver,
        quorum=step.quorum,
        distinct=step.distinct,
        allow=sorted(step.allow),
        cc=list(step.cc),
        due_minutes=step.due_hours * 60 if step.due_hours else None,
        escalate_to=step.escalate_to,
    )


def _carry(case: Case, run: StepRun, at: dt.datetime) -> None:
    """Approvals of exactly this content from the last time, with a mark; a step that has none is walked again."""
    old = (
        StepRun.objects.filter(
            case=case, place=run.place, number__lt=first_number(case), state=StepState.APPROVED, superseded=False
        )
        .order_by("-number")
        .first()
    )
    kept = list(Task.objects.filter(step=old, state=TaskState.APPROVED, hash_seen=case.content_hash)) if old else []
    if not kept:
        return
    for task in kept:
        Task.objects.create(
            step=run, case=case, assignee_id=task.assignee_id, behalf_id=task.behalf_id, order=task.order, line=task.line,
            added=task.added, origin=Origin.CARRIED, parent=task, state=TaskState.APPROVED, hash_seen=task.hash_seen,
            decided_at=task.decided_at, confirmations=task.confirmations, comment=task.comment,
        )  # fmt: skip
    StepRun.objects.filter(pk=run.pk).update(state=StepState.APPROVED, note=StepNote.CARRIED, closed_at=at)


@silent("inner step of a return that is on the trail")
@transaction.atomic
def walk_again(*, case: Case, places: list[int], after: StepRun) -> StepRun:
    """New runs for `places`, put directly behind `after`; the waiting ones move up to make room. Returns the first.

    Raises RuleBroken when the round has no numbers left: then it must go back to the requester.
    """
    waiting = list(StepRun.objects.filter(case=case, state=StepState.WAITING).order_by("-number"))
    last = max([after.number, *(run.number for run in waiting)])
    if last + len(places) >= first_number(case) + ROOM:
        raise RuleBroken(_("这一次提交已经退回得太多，请退回给提交人。"), code="too_many_returns", clause="3.3.2")
    for run in waiting:  # one by one from the end, so that no number is taken twice in between
        StepRun.objects.filter(pk=run.pk).update(number=run.number + len(places))
    runs = []
    for offset, place in enumerate(places, start=1):
        step = parse(case.flow.steps[place])
        run = run_of(case, replace(step, when=None), place=place, number=after.number + offset)
        run.note = StepNote.AGAIN
        run.save()
        runs.append(run)
    return runs[0]


ROOM = 99  # runs of one round
