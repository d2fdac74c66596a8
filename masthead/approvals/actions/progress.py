"""From a decision to the next step, and to the end of the case."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.approvals.actions.steps import activate_step
from masthead.approvals.actions.summons import close_open_tasks, summon
from masthead.approvals.duties import Desk, deciders_of
from masthead.approvals.events import ApprovalEvent
from masthead.approvals.lines import Said, next_in_line, step_says
from masthead.approvals.models import Case, CaseState, Origin, Resume, StepRun, StepState, Task, TaskState
from masthead.approvals.registry import SUBJECTS
from masthead.core.errors import RuleBroken, Stale
from masthead.notify import actions as notify
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import silent

ENDS = {
    CaseState.RETURNED: StepState.RETURNED,
    CaseState.REJECTED: StepState.REJECTED,
    CaseState.APPROVED: StepState.APPROVED,
}


@silent("inner step of a decision that is on the trail")
@transaction.atomic
def advance(*, desk: Desk, step: StepRun, by: Member, at: dt.datetime) -> None:
    """After an approval: ask the next of a line, or close the step and begin the next one, or approve the case."""
    tasks = list(Task.objects.filter(step=step).select_related("assignee", "behalf", "step"))
    if step_says(step, tasks) != Said.APPROVED:
        if following := next_in_line(step, tasks):
            summon(task=following, desk=desk, by=by, at=at)
        return
    close_open_tasks(case=desk.case, step=step)
    StepRun.objects.filter(pk=step.pk, state=StepState.ACTIVE).update(
        state=StepState.APPROVED, closed_at=at, look_at=None
    )
    coming = StepRun.objects.filter(case=desk.case, state=StepState.WAITING).order_by("number").first()
    if coming is None:
        _approve_case(desk, by, at)
    elif activate_step(desk=desk, step=coming, by=by, at=at):
        advance(desk=desk, step=coming, by=by, at=at)


def _approve_case(desk: Desk, by: Member, at: dt.datetime) -> None:
    case = desk.case
    if len(deciders_of(case)) < (least := desk.subject.least_deciders(desk.thing)):
        raise RuleBroken(
            _("至少要由 %(n)d 个不同的人审批，您是最后一个节点，还差一个人。") % {"n": least},
            code="too_few_deciders",
            clause=desk.subject.clause,
            advice=_("请加签一位没有审批过的同事，或退回给提交人。"),
        )
    close_case(case=case, state=CaseState.APPROVED, at=at)
    trail.record(
        ApprovalEvent.CASE_APPROVED, target=desk.thing, by=by, version=case.content_hash, data={"case": case.pk}, at=at
    )
    desk.subject.on_approved(desk.thing, case, by)
    tell_requester(desk=desk, by=by, title=_("已通过：%(title)s") % {"title": case.title}, body="")


@silent("inner step of a decision that is on the trail")
@transaction.atomic
def wake_line(*, task: Task, desk: Desk, by: Member, at: dt.datetime) -> None:
    """After an approval inside a seat: who waited for an added signer is asked again; who was added for afterwards is asked now."""
    rows = {
        t.pk: t
        for t in Task.objects.filter(step=task.step_id, line=task.line).select_related("assignee", "behalf", "step")
    }
    if not task.added:
        for later in rows.values():
            if later.added and later.state == TaskState.QUEUED:
                summon(task=later, desk=desk, by=by, at=at)
        return
    if any(t.state == TaskState.PENDING and _how_added(t, rows) == Origin.BEFORE for t in rows.values()):
        return
    for held in rows.values():
        if held.state == TaskState.HELD:
            summon(task=held, desk=desk, by=by, at=at)


def _how_added(task: Task, rows: dict[int, Task]) -> str:
    """How the signer in this seat was added, also when the task was passed on since; '' for a principal."""
    if not task.added:
        return ""
    while task.origin not in (Origin.BEFORE, Origin.PARALLEL, Origin.AFTER) and task.parent_id in rows:
        task = rows[task.parent_id]
    return task.origin


def close_case(*, case: Case, state: CaseState, at: dt.datetime, resume_place: int | None = None) -> None:
    """End a running case; exactly one of two racers does. Inner part of an action, in its transaction. Raises Stale."""
    running = Case.objects.filter(pk=case.pk, state=CaseState.RUNNING, round=case.round)
    if running.update(state=state, closed_at=at, resume_place=resume_place) != 1:
        raise Stale(
            _("这张审批单已经有结果了，请刷新后再看。"), code="case_closed", clause=SUBJECTS[case.subject_kind].clause
        )
    case.state, case.closed_at, case.resume_place = state, at, resume_place
    close_open_tasks(case=case)
    StepRun.objects.filter(case=case, state=StepState.ACTIVE).update(
        state=ENDS.get(state, StepState.CANCELLED), closed_at=at, look_at=None
    )
    StepRun.objects.filter(case=case, state=StepState.WAITING).update(state=StepState.CANCELLED, closed_at=at)


def resume_place_of(step: StepRun, resume: Resume) -> int | None:
    """Which place the next round begins at, if the content stays the same."""
    return step.place if resume == Resume.DIRECT else None


@silent("tells the requester about a decision that is on the trail")
@transaction.atomic
def tell_requester(*, desk: Desk, by: Member | None, title: str, body: str) -> None:
    """The requester hears the result, with a way to the thing."""
    url = desk.subject.url(desk.subject.load(desk.case.subject_id))
    notify.tell(
        kind="approvals.result",
        members=[desk.case.requester],
        title=title,
        body=body,
        url=url,
        by=by,
        clause=desk.subject.clause,
    )
