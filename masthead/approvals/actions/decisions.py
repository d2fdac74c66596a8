"""Approve, return, reject: the three decisions of a person on the exact content that the person saw."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.approvals.actions.cases import close_case
from masthead.approvals.actions.steps import COUNTER, activate_step, ask, close_open_tasks
from masthead.approvals.events import ApprovalEvent
from masthead.approvals.models import Case, CaseState, Mode, StepRun, StepState, Task, TaskState
from masthead.approvals.registry import SUBJECTS, Subject
from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.notify import actions as notify
from masthead.org import actions as org_actions
from masthead.org import queries as org
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded


@guarded("3.3.2")
@transaction.atomic
def approve_task(
    *,
    task: Task,
    by: Member,
    hash_seen: str,
    confirmations: Collection[str],
    comment: str = "",
    at: dt.datetime | None = None,
) -> Case:
    """One person approves what the page showed, confirming every aspect. The last approval of the last step approves the case.

    Clause: 3.3.2.  Raises: NotPermitted (not asked, a party, lacks the capability), Stale (content moved, decided already), RuleBroken
    (an aspect is not confirmed).  Events: approvals:task:approved, approvals:case:approved.
    Races: the case row is locked first, so two approvers of one 会签 cannot both miss that they were the last.
    """
    moment = at or clock.now()
    case, subject, thing = _entered(task, by, hash_seen)
    wanted = {key for key, _label in subject.confirmations}
    if missing := wanted - set(confirmations):
        labels = "、".join(str(label) for key, label in subject.confirmations if key in missing)
        raise RuleBroken(
            _("还没有确认：%(what)s。") % {"what": labels},
            code="not_confirmed",
            clause=subject.clause,
            advice=_("逐项核对后勾选再通过。"),
        )
    _decide(task, TaskState.APPROVED, hash_seen, comment, moment, sorted(wanted))
    trail.record(
        ApprovalEvent.TASK_APPROVED, target=thing, by=by, version=hash_seen, reason=comment,
        data={"case": case.pk, "step": task.step.name, "confirmed": sorted(wanted)}, at=moment,
    )  # fmt: skip
    _advance(case, task.step, subject, thing, by, moment)
    return case


@guarded("3.3.2")
@transaction.atomic
def return_task(*, task: Task, by: Member, hash_seen: str, comment: str, at: dt.datetime | None = None) -> Case:
    """Send it back for changes, saying which. The case may come again as a new round.

    Clause: 3.3.2.  Raises: as approve_task; BadInput without a comment.  Events: approvals:case:returned.
    """
    return _turn_down(
        task, by, hash_seen, comment, TaskState.RETURNED, CaseState.RETURNED, ApprovalEvent.CASE_RETURNED, at
    )


@guarded("3.3.2")
@transaction.atomic
def reject_task(*, task: Task, by: Member, hash_seen: str, comment: str, at: dt.datetime | None = None) -> Case:
    """Say no for good: the case ends.

    Clause: 3.3.2.  Raises: as approve_task; BadInput without a comment.  Events: approvals:case:rejected.
    """
    return _turn_down(
        task, by, hash_seen, comment, TaskState.REJECTED, CaseState.REJECTED, ApprovalEvent.CASE_REJECTED, at
    )


def _entered(task: Task, by: Member, hash_seen: str) -> tuple[Case, Subject, Any]:
    """The gate of every decision: lock the case, then check person, duties, state and hash, in this order."""
    case = Case.objects.select_for_update().get(pk=task.case_id)
    subject = SUBJECTS[case.subject_kind]
    thing = subject.load(case.subject_id)
    if task.assignee_id != by.pk:
        raise NotPermitted(_("这项审批没有指派给您。"), code="not_asked", clause=subject.clause)
    if by.pk == case.requester_id or by.pk in subject.parties(thing):
        raise NotPermitted(
            _("不能审批自己提交或参与编写的内容。"),
            code="own_content",
            clause=subject.clause,
            advice=_("请由其他审核人员审批。"),
        )
    if not org.may(by, subject.capability, unit_id=case.unit_id):
        raise NotPermitted(
            _("您已不具备该部门的审批权限。"),
            code="lost_capability",
            clause=subject.clause,
            advice=_("请联系系统管理员。"),
        )
    if case.state != CaseState.RUNNING:
        raise Stale(_("这张审批单已经有结果了，请刷新后再看。"), code="case_closed", clause=subject.clause)
    if not (hash_seen == case.content_hash == subject.content_hash(thing)):
        raise Stale(
            _("内容与您看到的版本不一致，没有记录您的意见。"),
            code="content_moved",
            clause=subject.clause,
            advice=_("请刷新页面，看过最新内容后再审批。"),
        )
    return case, subject, thing


def _decide(task: Task, state: TaskState, hash_seen: str, comment: str, at: dt.datetime, confirmed: list[str]) -> None:
    """The conditional UPDATE that lets exactly one decision through. Raises Stale."""
    changed = Task.objects.filter(pk=task.pk, state=TaskState.PENDING).update(
        state=state, hash_seen=hash_seen, comment=comment.strip(), decided_at=at, confirmations=confirmed
    )
    if changed != 1:
        raise Stale(_("这项审批已经处理过了。"), code="task_decided", clause=SUBJECTS[task.case.subject_kind].clause)
    org_actions.add_to_counter(member_id=task.assignee_id, key=COUNTER, by_amount=-1)


def _advance(case: Case, step: StepRun, subject: Subject, thing: Any, by: Member, at: dt.datetime) -> None:
    if step.mode == Mode.ANY:
        close_open_tasks(case=case, step=step)
    elif step.mode == Mode.SEQUENTIAL and (
        following := Task.objects.filter(step=step, state=TaskState.QUEUED).order_by("order").first()
    ):
        Task.objects.filter(pk=following.pk).update(state=TaskState.PENDING, opened_at=at)
        ask(case=case, subject=subject, member=following.assignee, by=by)
        return
    elif Task.objects.filter(step=step, state=TaskState.PENDING).exists():
        return
    StepRun.objects.filter(pk=step.pk, state=StepState.ACTIVE).update(state=StepState.APPROVED, closed_at=at)
    if coming := StepRun.objects.filter(case=case, state=StepState.WAITING).order_by("number").first():
        activate_step(case=case, step=coming, thing=thing, by=by, at=at)
        return
    close_case(case=case, state=CaseState.APPROVED, at=at)
    trail.record(
        ApprovalEvent.CASE_APPROVED, target=thing, by=by, version=case.content_hash, data={"case": case.pk}, at=at
    )
    subject.on_approved(thing, case, by)
    _tell_requester(case, subject, by, _("已通过：%(title)s") % {"title": case.title}, "")


def _turn_down(
    task: Task,
    by: Member,
    hash_seen: str,
    comment: str,
    to: TaskState,
    ends: CaseState,
    event: ApprovalEvent,
    at: dt.datetime | None,
) -> Case:
    moment = at or clock.now()
    case, subject, thing = _entered(task, by, hash_seen)
    if not comment.strip():
        raise BadInput(
            _("请写明意见，提交人才知道怎样修改。"),
            code="comment_missing",
            clause=subject.clause,
            fields={"comment": [_("请填写意见。")]},
        )
    _decide(task, to, hash_seen, comment, moment, [])
    close_case(case=case, state=ends, at=moment)
    trail.record(
        event,
        target=thing,
        by=by,
        version=hash_seen,
        reason=comment,
        data={"case": case.pk, "step": task.step.name},
        at=moment,
    )
    callback = subject.on_returned if ends == CaseState.RETURNED else subject.on_rejected
    callback(thing, case, by, comment)
    words = _("被退回：%(title)s") if ends == CaseState.RETURNED else _("被驳回：%(title)s")
    _tell_requester(case, subject, by, words % {"title": case.title}, comment)
    return case


def _tell_requester(case: Case, subject: Subject, by: Member, title: str, body: str) -> None:
    url = subject.url(subject.load(case.subject_id))
    notify.tell(
        kind="approvals.result", members=[case.requester], title=title, body=body, url=url, by=by, clause=subject.clause
    )
