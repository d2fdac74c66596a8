"""What the clock does to a step: remind at 50, 80 and 100 percent of its office time, then escalate. It never decides anything."""

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.approvals.actions.moves import drop_leaver, hand_over_task
from masthead.approvals.actions.summons import summon, take_over
from masthead.approvals.duties import Desk, desk_of, newcomers
from masthead.approvals.events import ApprovalEvent
from masthead.approvals.models import Case, CaseState, Mode, Origin, StepRun, StepState, Task, TaskState
from masthead.approvals.queries.overdue import MARKS, look_times
from masthead.approvals.resolve import find, line_above
from masthead.core import clock
from masthead.notify import actions as notify
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded


@guarded("3.3.2")
@transaction.atomic
def mind_step(*, step_id: int, at: dt.datetime | None = None) -> bool:
    """Remind the people of a step that comes near its due time; at the due time ask somebody above. False = nothing was due.

    Clause: 3.3.2.  Events: approvals:step:reminded, approvals:task:escalated.
    Races: case lock first; the conditional UPDATE on `look_at` lets one of two ticks through, and none after the step was decided.
    """
    moment = at or clock.now()
    case = Case.objects.select_for_update().get(steps=step_id)
    step = StepRun.objects.get(pk=step_id)
    if case.state != CaseState.RUNNING or step.look_at is None or step.look_at > moment or step.activated_at is None:
        return False
    times = look_times(step.activated_at, step.due_minutes or 0)
    passed = max(mark for mark, when in zip(MARKS, times, strict=True) if when <= moment)
    following = next((when for when in times if when > moment), None)
    claimed = StepRun.objects.filter(pk=step.pk, state=StepState.ACTIVE, look_at=step.look_at).update(
        look_at=following, reminded_percent=passed
    )
    if claimed != 1:
        return False
    desk = desk_of(case)
    pending = _pending(step)
    _remind(desk, step, pending, passed, moment)
    if passed == MARKS[-1]:
        _escalate(desk, step, pending, moment)
    return True


def _pending(step: StepRun) -> list[Task]:
    rows = Task.objects.filter(step=step, state=TaskState.PENDING).order_by("line", "pk")
    return list(rows.select_related("assignee", "behalf", "step"))


def _remind(desk: Desk, step: StepRun, pending: list[Task], percent: int, at: dt.datetime) -> None:
    due = clock.china(step.due_at).strftime("%m-%d %H:%M") if step.due_at else ""
    late = percent == MARKS[-1]
    title = _("审批已超时：%(title)s") if late else _("审批快到时限：%(title)s")
    notify.tell(
        kind="approvals.remind",
        members=[t.assignee_id for t in pending],
        title=title % {"title": desk.case.title},
        body=_("节点「%(step)s」的时限是 %(due)s，工作时间已用 %(percent)s%%。")
        % {"step": step.name, "due": due, "percent": percent},
        url=reverse("approvals:case", args=[desk.case.pk]),
        clause=desk.subject.clause,
        at=at,
    )
    trail.record(
        ApprovalEvent.STEP_REMINDED, target=desk.thing, by=None, version=desk.case.content_hash, at=at,
        data={"case": desk.case.pk, "step": step.name, "percent": percent, "to": [t.assignee.name for t in pending]},
    )  # fmt: skip


def _escalate(desk: Desk, step: StepRun, pending: list[Task], at: dt.datetime) -> None:
    """或签: one more person is asked. Otherwise each late seat is taken by one person above, as far as there are such people."""
    named = find(step.escalate_to, desk.place) if step.escalate_to else line_above(desk.place)
    above = newcomers(desk, step, named)
    if not pending or not above:
        return
    StepRun.objects.filter(pk=step.pk).update(escalated_at=at)
    if step.mode == Mode.ANY:
        _ask_one_more(desk, step, above[0], at)
        pairs = [(pending[0], above[0])]
    else:
        pairs = list(zip(pending, above, strict=False))
        for task, member in pairs:
            take_over(task=task, to=member, origin=Origin.ESCALATED, desk=desk, by=None, at=at, words=_("超时升级"))
    trail.record(
        ApprovalEvent.TASK_ESCALATED, target=desk.thing, by=None, version=desk.case.content_hash, at=at,
        data={"case": desk.case.pk, "step": step.name, "from": [t.assignee.name for t, _m in pairs],
              "to": [m.name for _t, m in pairs]},
    )  # fmt: skip


def _ask_one_more(desk: Desk, step: StepRun, member: Member, at: dt.datetime) -> None:
    line = (Task.objects.filter(step=step).aggregate(m=Max("line"))["m"] or 0) + 1
    task = Task.objects.create(
        step=step, case=desk.case, assignee=member, order=line, line=line, origin=Origin.ESCALATED, words=_("超时升级")
    )
    summon(task=task, desk=desk, by=None, at=at)


@guarded("3.3.2")
@transaction.atomic
def replace_leaver(*, task: Task, at: dt.datetime | None = None) -> Task | None:
    """An open task of somebody who left goes to whom the step names now, else to the line above; None when nobody may take it.

    Clause: 3.3.2.  Raises: Stale when it was decided.  Events: approvals:task:handed_over.  Races: see hand_over_task.
    """
    moment, words = at or clock.now(), _("原审批人已离开公司")
    step, desk = task.step, desk_of(task.case)
    others = Task.objects.filter(step=step, state=TaskState.PENDING, assignee__is_active=True).exclude(line=task.line)
    if step.mode == Mode.ANY and others.exists():
        drop_leaver(task=task, words=words, at=moment)
        return None
    heirs = newcomers(desk, step, [*find(step.resolver, desk.place), *line_above(desk.place)])
    return hand_over_task(task=task, to=heirs[0], by=None, words=words, at=moment) if heirs else None
