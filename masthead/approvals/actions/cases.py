"""Opening, handing in again, and withdrawing a case."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from masthead.approvals.actions.steps import activate_step, close_open_tasks, first_number
from masthead.approvals.events import ApprovalEvent
from masthead.approvals.models import Case, CaseState, FlowState, FlowVersion, StepRun, StepState
from masthead.approvals.registry import SUBJECTS
from masthead.core import clock
from masthead.core.errors import NotPermitted, RuleBroken, Stale
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded


@guarded("3.3.2")
@transaction.atomic
def open_case(*, kind: str, subject: Model, by: Member, at: dt.datetime | None = None) -> Case:
    """Ask for approval of the subject's exact content. A case that was returned goes on as its next round, under the flow now in force.

    Clause: 3.3.2.  Raises: RuleBroken (no flow, running already, nobody may decide).  Events: approvals:case:opened.
    Races: two submissions collide on the one-running-case constraint; one wins.
    """
    entry, moment = SUBJECTS[kind], at or clock.now()
    flow = FlowVersion.objects.filter(key=entry.flow_key, state=FlowState.PUBLISHED).first()
    if flow is None:
        raise RuleBroken(
            _("还没有生效的审批流程。"), code="no_flow", clause=entry.clause, advice=_("请系统管理员先发布审批流程。")
        )
    if Case.objects.filter(subject_kind=kind, subject_id=subject.pk, state=CaseState.RUNNING).exists():
        raise _running(entry.clause)
    case = _new_round(kind, subject, flow, by, moment)
    for offset, step in enumerate(flow.steps):
        StepRun.objects.create(
            case=case,
            number=first_number(case) + offset,
            name=step["name"],
            mode=step["mode"],
            resolver=step["resolver"],
        )
    activate_step(case=case, step=case.steps.get(number=first_number(case)), thing=subject, by=by, at=moment)
    trail.record(
        ApprovalEvent.CASE_OPENED,
        target=subject,
        by=by,
        version=case.content_hash,
        data={"case": case.pk, "round": case.round},
    )
    return case


def _running(clause: str) -> RuleBroken:
    return RuleBroken(
        _("已在审批中，不能重复提交。"), code="case_running", clause=clause, advice=_("请等待审批结果，或先撤回。")
    )


def _new_round(kind: str, subject: Model, flow: FlowVersion, by: Member, at: dt.datetime) -> Case:
    entry = SUBJECTS[kind]
    returned = Case.objects.filter(subject_kind=kind, subject_id=subject.pk).order_by("-pk").first()
    values = {
        "flow": flow,
        "title": entry.title(subject)[:200],
        "content_hash": entry.content_hash(subject),
        "requester": by,
        "unit_id": entry.unit_id(subject),
        "state": CaseState.RUNNING,
        "opened_at": at,
        "closed_at": None,
    }
    if returned is None or returned.state != CaseState.RETURNED:
        try:
            with (
                transaction.atomic()
            ):  # a savepoint: losing the race on the constraint must not spoil the caller's transaction
                return Case.objects.create(subject_kind=kind, subject_id=subject.pk, **values)
        except IntegrityError:
            raise _running(entry.clause) from None
    changed = Case.objects.filter(pk=returned.pk, state=CaseState.RETURNED, round=returned.round).update(
        round=returned.round + 1, **values
    )
    if changed != 1:
        raise Stale(_("刚才有人先提交了，请刷新后再看。"), code="case_raced", clause=entry.clause)
    return Case.objects.get(pk=returned.pk)


@guarded("3.3.2")
@transaction.atomic
def withdraw_case(*, case: Case, by: Member, reason: str, at: dt.datetime | None = None) -> Case:
    """The requester takes a running case back.

    Clause: 3.3.2.  Raises: NotPermitted for others, Stale when it was decided first.  Events: approvals:case:withdrawn.
    """
    entry = SUBJECTS[case.subject_kind]
    if by.pk != case.requester_id:
        raise NotPermitted(_("只有提交人可以撤回。"), code="not_requester", clause=entry.clause)
    moment = at or clock.now()
    close_case(case=case, state=CaseState.WITHDRAWN, at=moment)
    thing = entry.load(case.subject_id)
    entry.on_withdrawn(thing, case, by, reason)
    trail.record(
        ApprovalEvent.CASE_WITHDRAWN,
        target=thing,
        by=by,
        reason=reason,
        version=case.content_hash,
        data={"case": case.pk},
    )
    return case


def close_case(*, case: Case, state: CaseState, at: dt.datetime) -> None:
    """End a running case; exactly one of two racers does. Inner part of an action, in its transaction. Raises Stale."""
    if (
        Case.objects.filter(pk=case.pk, state=CaseState.RUNNING, round=case.round).update(state=state, closed_at=at)
        != 1
    ):
        raise Stale(
            _("这张审批单已经有结果了，请刷新后再看。"), code="case_closed", clause=SUBJECTS[case.subject_kind].clause
        )
    case.state, case.closed_at = state, at
    close_open_tasks(case=case)
    ended = {CaseState.RETURNED: StepState.RETURNED, CaseState.REJECTED: StepState.REJECTED}.get(
        state, StepState.CANCELLED
    )
    StepRun.objects.filter(case=case, state=StepState.ACTIVE).update(
        state=StepState.APPROVED if state == CaseState.APPROVED else ended, closed_at=at
    )
    StepRun.objects.filter(case=case, state=StepState.WAITING).update(state=StepState.CANCELLED, closed_at=at)
