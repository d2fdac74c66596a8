"""Beginning a step: its people, the due time, the copies. Called inside the transaction that holds the case row."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.approvals.actions.copies import send_copies
from masthead.approvals.actions.summons import summon
from masthead.approvals.duties import Desk, approvals_just_before, excluded_from
from masthead.approvals.events import ApprovalEvent
from masthead.approvals.lines import next_in_line
from masthead.approvals.models import Mode, Origin, StepNote, StepRun, StepState, Task, TaskState
from masthead.approvals.queries.overdue import look_times
from masthead.approvals.resolve import find, people_for
from masthead.core.errors import RuleBroken
from masthead.org import queries as org
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import silent


@silent("inner step of a deed that is on the trail")
@transaction.atomic
def activate_step(*, desk: Desk, step: StepRun, by: Member | None, at: dt.datetime) -> bool:
    """Ask the people of a step; True when somebody's approval of the step before was merged, so that the step may have passed already.

    Raises RuleBroken when nobody may decide: the deed is refused, nothing passes by itself.
    """
    people, raised = people_for(
        step.resolver, subject=desk.subject, place=desk.place, excluded=excluded_from(desk, step)
    )
    if not people:
        raise RuleBroken(
            _("节点「%(step)s」没有可以审批的人：回避本人和已审批的人之后无人可选。") % {"step": step.name},
            code="nobody_may_decide",
            clause=desk.subject.clause,
            advice=_("请系统管理员为相应岗位授予审核角色，或调整审批流程。"),
        )
    minutes = due_minutes_of(desk, step, at)
    times = look_times(at, minutes) if minutes else []
    StepRun.objects.filter(pk=step.pk).update(
        state=StepState.ACTIVE,
        activated_at=at,
        due_minutes=minutes,
        due_at=times[-1] if times else None,
        look_at=times[0] if times else None,
        note=_why_raised(desk, step) if raised else step.note,
    )
    step.refresh_from_db()
    merged = _seat(desk, step, people, by, at)
    tasks = list(Task.objects.filter(step=step).select_related("assignee", "behalf", "step"))
    first = next_in_line(step, tasks)
    for task in tasks:
        if task.state == TaskState.QUEUED and (step.mode != Mode.SEQUENTIAL or task == first):
            summon(task=task, desk=desk, by=by, at=at)
    send_copies(desk=desk, step=step, by=by, at=at)
    return merged


def _why_raised(desk: Desk, step: StepRun) -> StepNote:
    """The leader stands in: for a seat that nobody holds, or because whoever holds it may not decide here."""
    return StepNote.RAISED if find(step.resolver, desk.place) else StepNote.VACANT


def due_minutes_of(desk: Desk, step: StepRun, at: dt.datetime) -> int | None:
    """Office minutes until the step is late: the flow's, or an equal share of what is left until the subject's deadline if that is less."""
    deadline = desk.subject.deadline(desk.thing)
    if deadline is None:
        return step.due_minutes
    left = 1 + StepRun.objects.filter(case=desk.case, state=StepState.WAITING).exclude(pk=step.pk).count()
    share = max(1, org.office_minutes_between(at, deadline) // left)
    return min(step.due_minutes, share) if step.due_minutes else share


def _seat(desk: Desk, step: StepRun, people: list[Member], by: Member | None, at: dt.datetime) -> bool:
    """One line for each; who approved the step before, of the same content, is merged with a mark instead of asked twice in a row."""
    before = approvals_just_before(desk, step)
    for line, member in enumerate(people):
        task = Task(step=step, case=desk.case, assignee=member, order=line, line=line)
        if approval := before.get(member.pk):
            task.state, task.origin, task.parent = TaskState.APPROVED, Origin.MERGED, approval
            task.hash_seen, task.decided_at = approval.hash_seen, at
            task.confirmations = approval.confirmations
        task.save()
        if task.origin == Origin.MERGED:
            trail.record(
                ApprovalEvent.TASK_MERGED, target=desk.thing, by=by, version=task.hash_seen, at=at,
                data={"case": desk.case.pk, "step": step.name, "member": member.name},
            )  # fmt: skip
    return any(m.pk in before for m in people)
