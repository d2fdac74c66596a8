"""Moving a case from step to step. Called inside the transaction that holds the case row."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.approvals.models import Case, Mode, StepRun, StepState, Task, TaskState
from masthead.approvals.registry import SUBJECTS, Subject
from masthead.approvals.resolve import people_for
from masthead.core.errors import RuleBroken
from masthead.notify import actions as notify
from masthead.org import actions as org_actions
from masthead.org.models import Member
from masthead.trail.guards import silent

COUNTER = "approvals.todo"


@silent("inner step of a decision that is on the trail")
@transaction.atomic
def activate_step(*, case: Case, step: StepRun, thing: object, by: Member, at: dt.datetime) -> None:
    """Ask the people of a step. Raises RuleBroken when nobody may decide: the deed is refused, nothing passes by itself."""
    subject = SUBJECTS[case.subject_kind]
    earlier = Task.objects.filter(case=case, step__number__gt=_round_start(case), state=TaskState.APPROVED).exclude(
        step=step
    )
    excluded = subject.parties(thing) | {case.requester_id} | set(earlier.values_list("assignee_id", flat=True))
    people, _raised = people_for(step.resolver, subject=subject, unit_id=case.unit_id, excluded=excluded)
    if not people:
        raise RuleBroken(
            _("节点「%(step)s」没有可以审批的人：回避本人和已审批的人之后无人可选。") % {"step": step.name},
            code="nobody_may_decide",
            clause=subject.clause,
            advice=_("请系统管理员为相应岗位授予审核角色，或调整审批流程。"),
        )
    StepRun.objects.filter(pk=step.pk).update(state=StepState.ACTIVE, activated_at=at)
    for order, member in enumerate(people):
        first = step.mode != Mode.SEQUENTIAL or order == 0
        Task.objects.create(
            step=step,
            case=case,
            assignee=member,
            order=order,
            state=TaskState.PENDING if first else TaskState.QUEUED,
            opened_at=at if first else None,
        )
        if first:
            ask(case=case, subject=subject, member=member, by=by)


@silent("inner step of a decision that is on the trail")
@transaction.atomic
def ask(*, case: Case, subject: Subject, member: Member, by: Member) -> None:
    """Count the task and tell the person."""
    org_actions.add_to_counter(member_id=member.pk, key=COUNTER, by_amount=1)
    notify.tell(
        kind="approvals.asked",
        members=[member],
        title=_("请审批：%(title)s") % {"title": case.title},
        body=_("%(who)s 提交的%(what)s等待您审批。") % {"who": case.requester.name, "what": subject.label},
        url=f"/approvals/cases/{case.pk}/",
        by=by,
        clause=subject.clause,
    )


@silent("inner step of a decision that is on the trail")
@transaction.atomic
def close_open_tasks(*, case: Case, step: StepRun | None = None) -> None:
    """Nobody else needs to decide: pending and queued tasks are closed and leave the counters."""
    rows = Task.objects.filter(case=case, state__in=[TaskState.PENDING, TaskState.QUEUED])
    if step is not None:
        rows = rows.filter(step=step)
    for pk, assignee_id, state in list(rows.values_list("pk", "assignee_id", "state")):
        if Task.objects.filter(pk=pk, state=state).update(state=TaskState.CLOSED) and state == TaskState.PENDING:
            org_actions.add_to_counter(member_id=assignee_id, key=COUNTER, by_amount=-1)


def _round_start(case: Case) -> int:
    """Step numbers of the running round lie above this one (100 numbers a round)."""
    return (case.round - 1) * 100


def first_number(case: Case) -> int:
    """Number of the first step in the case's round."""
    return _round_start(case) + 1
