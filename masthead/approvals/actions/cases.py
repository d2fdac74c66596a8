"""Opening, handing in again, and withdrawing a case."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from masthead.approvals.actions.progress import advance, close_case
from masthead.approvals.actions.rounds import plan_round
from masthead.approvals.actions.steps import activate_step
from masthead.approvals.duties import desk_of
from masthead.approvals.events import ApprovalEvent
from masthead.approvals.models import Case, CaseState, FlowState, FlowVersion
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
    case, carry_before = _new_round(kind, subject, flow, by, moment)
    desk = desk_of(case, subject)
    first = plan_round(desk=desk, carry_before=carry_before, at=moment)
    trail.record(
        ApprovalEvent.CASE_OPENED,
        target=subject,
        by=by,
        version=case.content_hash,
        data={"case": case.pk, "round": case.round, "flow": str(flow), "facts": case.facts},
        at=moment,
    )
    if activate_step(desk=desk, step=first, by=by, at=moment):
        advance(desk=desk, step=first, by=by, at=moment)
    return case


def _running(clause: str) -> RuleBroken:
    return RuleBroken(
        _("已在审批中，不能重复提交。"), code="case_running", clause=clause, advice=_("请等待审批结果，或先撤回。")
    )


def _new_round(kind: str, subject: Model, flow: FlowVersion, by: Member, at: dt.datetime) -> tuple[Case, int | None]:
    """(case, carry_before): approvals are carried over only when the returner asked for it and flow and content are the same."""
    entry = SUBJECTS[kind]
    returned = Case.objects.filter(subject_kind=kind, subject_id=subject.pk).order_by("-pk").first()
    values = {
        "flow": flow,
        "title": entry.title(subject)[:200],
        "content_hash": entry.content_hash(subject),
        "requester": by,
        "unit_id": entry.unit_id(subject),
        "state": CaseState.RUNNING,
        "facts": dict(entry.facts(subject)),
        "low_risk": entry.low_risk(subject),
        "resume_place": None,
        "opened_at": at,
        "closed_at": None,
    }
    if returned is None or returned.state != CaseState.RETURNED:
        try:
            with (
                transaction.atomic()
            ):  # a savepoint: losing the race on the constraint must not spoil the caller's transaction
                return Case.objects.create(subject_kind=kind, subject_id=subject.pk, **values), None
        except IntegrityError:
            raise _running(entry.clause) from None
    changed = Case.objects.filter(pk=returned.pk, state=CaseState.RETURNED, round=returned.round).update(
        round=returned.round + 1, **values
    )
    if changed != 1:
        raise Stale(_("刚才有人先提交了，请刷新后再看。"), code="case_raced", clause=entry.clause)
    same = returned.flow_id == flow.pk and returned.content_hash == values["content_hash"]
    return Case.objects.get(pk=returned.pk), returned.resume_place if same else None


@guarded("3.3.2")
@transaction.atomic
def withdraw_case(*, case: Case, by: Member, reason: str, at: dt.datetime | None = None) -> Case:
    """The requester takes a running case back.

    Clause: 3.3.2.  Raises: NotPermitted for others, Stale when it was decided first.  Events: approvals:case:withdrawn.
    Races: the case row is locked first; a decision that came before makes this Stale.
    """
    entry = SUBJECTS[case.subject_kind]
    if by.pk != case.requester_id:
        raise NotPermitted(_("只有提交人可以撤回。"), code="not_requester", clause=entry.clause)
    moment = at or clock.now()
    Case.objects.select_for_update().get(pk=case.pk)
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
        at=moment,
    )
    return case


@guarded("3.3.2")
@transaction.atomic
def expire_case(*, case: Case, reason: str, by: Member | None = None, at: dt.datetime | None = None) -> Case:
    """Close a running case because a decision would come too late; the room that owns the subject says what becomes of it.

    Clause: 3.3.2.  Raises: Stale when it was decided first.  Events: approvals:case:expired.
    Races: the case row is locked first; a decision that came before makes this Stale.
    """
    moment, entry = at or clock.now(), SUBJECTS[case.subject_kind]
    held = Case.objects.select_for_update().get(pk=case.pk)
    close_case(case=held, state=CaseState.EXPIRED, at=moment)
    trail.record(
        ApprovalEvent.CASE_EXPIRED, target=entry.load(held.subject_id), by=by, reason=reason, version=held.content_hash,
        data={"case": held.pk}, at=moment,
    )  # fmt: skip
    return held
