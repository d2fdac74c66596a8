"""Decisions in force: progress told by the owner, carried out by the word of another, or dropped by the leader."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.collab import errors, queries, states
from masthead.collab.actions.badges import recount
from masthead.collab.events import CollabEvent
from masthead.collab.models import Decision
from masthead.collab.states import DecisionState
from masthead.core import clock
from masthead.notify import actions as notify
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

CLAUSE = "2.1"


@guarded("2.1")
@transaction.atomic
def report_decision(
    *, decision: Decision, progress: int, note: str, by: Member, at: dt.datetime | None = None
) -> Decision:
    """The owner says how far it is; at 100 those who may confirm it are asked.

    Clause: 2.1.  Raises: NotPermitted, BadInput, RuleBroken, Stale.  Events: collab:decision:reported.
    Races: only a decision that is still in progress is written.
    """
    if by.pk != decision.owner_id:
        raise errors.not_yours(decision.owner.name, CLAUSE)
    if progress not in range(101):
        raise errors.field("progress", _("进度填 0 至 100。"), CLAUSE)
    if not note.strip():
        raise errors.field("note", _("请写明做了什么、还差什么。"), CLAUSE)
    states.DECISION.require(decision, to=DecisionState.DONE)
    rows = Decision.objects.filter(pk=decision.pk, state=DecisionState.IN_PROGRESS)
    if rows.update(progress=progress, progress_note=note.strip()[:500]) != 1:
        raise errors.raced("decision", CLAUSE)
    trail.record(CollabEvent.DECISION_REPORTED, target=decision, by=by, reason=note, data={"progress": progress}, at=at)
    decision.refresh_from_db()
    if progress == 100:
        planner = decision.meeting.planned_by_id
        people = [p for p in (planner, decision.approved_by_id) if p]
        _tell(decision, people, _("请确认落实：%(label)s"), by, at, note)
    return decision


@guarded("2.1")
@transaction.atomic
def confirm_decision(*, decision: Decision, by: Member, at: dt.datetime | None = None) -> Decision:
    """Somebody else than the owner sees that it was carried out.

    Clause: 2.1.  Raises: NotPermitted (the owner), RuleBroken (not reported as finished), Stale.  Events: collab:decision:done.
    """
    queries.require(by, queries.MEETING_MANAGE)
    if by.pk == decision.owner_id:
        raise errors.owner_cannot_confirm()
    if decision.progress < 100:
        raise errors.field("progress", _("责任人还没有报告完成。"), CLAUSE)
    states.DECISION.move(
        decision, to=DecisionState.DONE, where={"progress": 100}, done_at=at or clock.now(), done_by=by
    )
    trail.record(CollabEvent.DECISION_DONE, target=decision, by=by, at=at)
    _tell(decision, [decision.owner_id], _("已确认落实：%(label)s"), by, at, decision.text)
    recount(badge=queries.DECISIONS_BADGE, member_ids=[decision.owner_id])
    return decision


@guarded("2.2.1")
@transaction.atomic
def drop_decision(*, decision: Decision, reason: str, by: Member, at: dt.datetime | None = None) -> Decision:
    """Only the leader takes a decision out of force, with the reason.

    Clause: 2.2.1.  Raises: NotPermitted, BadInput, RuleBroken, Stale.  Events: collab:decision:dropped.
    """
    if not queries.is_leader(by):
        raise errors.not_yours(_("运营管理小组组长"), "2.2.1")
    if not reason.strip():
        raise errors.field("reason", _("请写明不再执行的理由。"), "2.2.1")
    if decision.state == DecisionState.DRAFT:
        raise errors.minutes_sealed()
    states.DECISION.move(decision, to=DecisionState.DROPPED, dropped_why=reason.strip()[:500])
    trail.record(CollabEvent.DECISION_DROPPED, target=decision, by=by, reason=reason, at=at)
    _tell(decision, [decision.owner_id], _("不再执行：%(label)s"), by, at, reason)
    recount(badge=queries.DECISIONS_BADGE, member_ids=[decision.owner_id])
    return decision


def _tell(decision: Decision, people: list[int], title: str, by: Member, at: dt.datetime | None, body: str) -> None:
    notify.tell(
        kind="collab.decision", members=people, title=title % {"label": decision.label}, body=body[:500],
        url=decision.get_absolute_url(), by=by, clause=CLAUSE, at=at,
    )  # fmt: skip
