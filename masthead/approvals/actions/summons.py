"""Asking people: a task becomes pending, is counted and told. Somebody who is away is asked through the standing delegate."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.approvals.delegates import standing_delegate
from masthead.approvals.duties import Desk, newcomers
from masthead.approvals.events import ApprovalEvent
from masthead.approvals.models import OPEN_TASKS, Case, Origin, StepRun, Task, TaskState
from masthead.core.errors import Stale
from masthead.notify import actions as notify
from masthead.org import actions as org_actions
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import silent

COUNTER = "approvals.todo"


@silent("inner step of a deed that is on the trail")
@transaction.atomic
def summon(*, task: Task, desk: Desk, by: Member | None, at: dt.datetime) -> None:
    """A queued or held task comes to its person; to the person's standing delegate when there is a fit one."""
    if task.state == TaskState.QUEUED and (stand_in := _stand_in(task, desk)):
        Task.objects.filter(pk=task.pk, state=TaskState.QUEUED).update(state=TaskState.PASSED_ON)
        trail.record(
            ApprovalEvent.TASK_DELEGATED, target=desk.thing, by=None, behalf=task.assignee, at=at,
            data={"case": desk.case.pk, "step": task.step.name, "to": stand_in.name, "standing": True},
        )  # fmt: skip
        task = Task.objects.create(
            **seat_of(task), assignee=stand_in, origin=Origin.DELEGATE, parent=task, behalf=task.assignee
        )
    if Task.objects.filter(pk=task.pk, state__in=[TaskState.QUEUED, TaskState.HELD]).update(
        state=TaskState.PENDING, opened_at=at
    ):
        ask(case=desk.case, desk=desk, task=task, by=by)


def _stand_in(task: Task, desk: Desk) -> Member | None:
    found = standing_delegate(task.assignee, desk.subject.capability, desk.place.unit_id)
    return next(iter(newcomers(desk, task.step, [found])), None) if found else None


def seat_of(task: Task) -> dict[str, object]:
    """What a task that takes the place of another has in common with it."""
    return {
        "step": task.step,
        "case_id": task.case_id,
        "order": task.order,
        "line": task.line,
        "added": task.added,
    }


@silent("inner step of a deed that is on the trail")
@transaction.atomic
def ask(*, case: Case, desk: Desk, task: Task, by: Member | None) -> None:
    """Count the task and tell the person."""
    org_actions.add_to_counter(member_id=task.assignee_id, key=COUNTER, by_amount=1)
    words = {"who": case.requester.name, "what": desk.subject.label, "for": task.behalf.name if task.behalf else ""}
    body = (
        _("%(who)s 提交的%(what)s等待您代 %(for)s 审批。") if task.behalf else _("%(who)s 提交的%(what)s等待您审批。")
    )
    notify.tell(
        kind="approvals.asked",
        members=[task.assignee],
        title=_("请审批：%(title)s") % {"title": case.title},
        body=body % words,
        url=reverse("approvals:case", args=[case.pk]),
        by=by,
        clause=desk.subject.clause,
    )


@silent("inner step of a deed that is on the trail")
@transaction.atomic
def close_open_tasks(
    *, case: Case, step: StepRun | None = None, line: int | None = None, keep: Collection[int] = ()
) -> None:
    """Nobody else needs to decide: open tasks are closed and leave the counters, in the order of people so that locks cannot cross."""
    rows = Task.objects.filter(case=case, state__in=OPEN_TASKS).exclude(pk__in=keep)
    if step is not None:
        rows = rows.filter(step=step)
    if line is not None:
        rows = rows.filter(line=line)
    for pk, assignee_id, state in list(rows.order_by("assignee_id", "pk").values_list("pk", "assignee_id", "state")):
        if Task.objects.filter(pk=pk, state=state).update(state=TaskState.CLOSED) and state == TaskState.PENDING:
            org_actions.add_to_counter(member_id=assignee_id, key=COUNTER, by_amount=-1)


@silent("inner step of a deed that is on the trail")
@transaction.atomic
def take_over(
    *, task: Task, to: Member, origin: Origin, desk: Desk, by: Member | None, at: dt.datetime,
    behalf: Member | None = None, words: str = "",
) -> Task:  # fmt: skip
    """Another person sits down in the same seat, with a task in the same state. Raises Stale when the task was decided meanwhile."""
    state = task.state
    moved = Task.objects.filter(pk=task.pk, state=state, state__in=OPEN_TASKS).update(
        state=TaskState.PASSED_ON, words=words[:500]
    )
    if moved != 1:
        raise Stale(_("这项审批已经处理过了。"), code="task_decided", clause=desk.subject.clause)
    if state == TaskState.PENDING:
        org_actions.add_to_counter(member_id=task.assignee_id, key=COUNTER, by_amount=-1)
    heir = Task.objects.create(
        **seat_of(task), assignee=to, origin=origin, parent=task, behalf=behalf, state=state, opened_at=at
    )
    if state == TaskState.PENDING:
        ask(case=desk.case, desk=desk, task=heir, by=by)
    return heir
