"""Minutes and decisions as they are written, handed to the leader, and come back from the approval engine."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from masthead.approvals import actions as approvals
from masthead.approvals import queries as approval_queries
from masthead.approvals.models import Case
from masthead.collab import errors, queries, states
from masthead.collab.actions.badges import recount
from masthead.collab.events import CollabEvent
from masthead.collab.models import Decision, Meeting
from masthead.collab.states import DecisionState, MeetingState
from masthead.core import clock
from masthead.notify import actions as notify
from masthead.org.models import ManagementGroup, Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

CLAUSE, KIND = "2.1", "collab.minutes"
FLOW: list[dict[str, Any]] = [{"name": "组长批准", "mode": "any", "resolver": {"kind": "leader"}}]


@silent("publish_flow records it; the same flow again changes nothing")
@transaction.atomic
def adopt_minutes_flow(*, by: Member | None = None) -> None:
    """The rulebook's own path of minutes: the leader, and nobody else."""
    approvals.publish_flow(key=KIND, name="小组会议纪要批准", steps=FLOW, by=by)


@guarded("2.1")
@transaction.atomic
def save_minutes(*, meeting: Meeting, text: str, by: Member, at: dt.datetime | None = None) -> Meeting:
    """Write the minutes of a meeting that was held; a secretary or somebody who was there.

    Clause: 2.1.  Raises: NotPermitted, BadInput, RuleBroken while they wait for the leader.  Events: collab:minutes:saved.
    Races: the conditional update writes only while the meeting is still in the secretary's hands.
    """
    _require_writer(meeting, by)
    words = text.replace("\r\n", "\n").strip()[:8000]
    if not words:
        raise errors.field("minutes", _("请写下纪要。"), CLAUSE)
    before = meeting.minutes
    if Meeting.objects.filter(pk=meeting.pk, state=MeetingState.HELD).update(minutes=words, minutes_by=by) != 1:
        raise errors.minutes_sealed()
    trail.record(CollabEvent.MINUTES_SAVED, target=meeting, by=by, before=before, after=words, at=at)
    meeting.refresh_from_db()
    return meeting


@guarded("2.1")
@transaction.atomic
def draft_decision(
    *,
    meeting: Meeting,
    text: str,
    owner: Member,
    due_on: dt.date,
    by: Member,
    clause: str = "",
    at: dt.datetime | None = None,
) -> Decision:
    """Write down what the meeting decided, who carries it out and until when; it gets its number with the leader's approval.

    Clause: 2.1.  Raises: NotPermitted, BadInput, RuleBroken.  Events: collab:decision:drafted.
    """
    _require_writer(meeting, by)
    held = _in_hand(meeting)
    if not text.strip():
        raise errors.field("text", _("请写明决议内容。"), CLAUSE)
    last = held.decisions.aggregate(n=Max("order"))["n"] or 0
    decision = Decision.objects.create(
        meeting=held, order=last + 1, text=text.strip()[:500], owner=owner, due_on=due_on, clause=clause.strip()[:20]
    )
    trail.record(CollabEvent.DECISION_DRAFTED, target=held, by=by, after=text, data={"owner": owner.pk}, at=at)
    return decision


@guarded("2.1")
@transaction.atomic
def remove_decision(*, meeting: Meeting, decision_id: int, by: Member, at: dt.datetime | None = None) -> None:
    """Strike a decision that was never approved.

    Clause: 2.1.  Raises: NotPermitted, NotThere, RuleBroken.  Events: collab:decision:removed.
    """
    held = _in_hand(meeting)
    _require_writer(meeting, by)
    found = held.decisions.filter(pk=decision_id, state=DecisionState.DRAFT).first()
    if found is None:
        raise errors.not_there(pgettext("one", "决议"), CLAUSE)
    found.delete()
    trail.record(CollabEvent.DECISION_REMOVED, target=held, by=by, before=found.text, at=at)


@guarded("2.1")
@transaction.atomic
def submit_minutes(*, meeting: Meeting, by: Member, at: dt.datetime | None = None) -> Meeting:
    """Hand minutes and decisions to the leader; both are sealed together by their hash.

    Clause: 2.1.  Raises: NotPermitted, RuleBroken (no minutes, the leader wrote them, nobody may decide), Stale.
    Events: collab:minutes:submitted.  Races: the conditional update lets one submission through.
    """
    _require_writer(meeting, by)
    held = _in_hand(meeting)
    if not held.minutes:
        raise errors.field("minutes", _("请先写下纪要。"), CLAUSE)
    if any(queries.is_leader(m) for m in (by, held.minutes_by) if m):
        raise errors.leader_writes_no_minutes()
    if not queries.minutes_flow_is_published():
        adopt_minutes_flow()
    states.MEETING.move(held, to=MeetingState.IN_REVIEW, note="")
    case = approvals.open_case(kind=KIND, subject=held, by=by, at=at)
    Meeting.objects.filter(pk=held.pk).update(case_id=case.pk)
    trail.record(
        CollabEvent.MINUTES_SUBMITTED, target=held, by=by, version=case.content_hash, data={"case": case.pk}, at=at
    )
    meeting.refresh_from_db()
    return meeting


@guarded("2.1")
@transaction.atomic
def withdraw_minutes(*, meeting: Meeting, reason: str, by: Member, at: dt.datetime | None = None) -> Meeting:
    """Take them back before the leader decides; only who handed them in may.

    Clause: 2.1.  Raises: NotPermitted, RuleBroken, Stale.  Events: collab:minutes:withdrawn (through note_minutes_back).
    """
    case = approval_queries.latest_case(KIND, meeting.pk)
    if meeting.state != MeetingState.IN_REVIEW or case is None:
        states.MEETING.require(meeting, to=MeetingState.IN_REVIEW)
        raise errors.raced("meeting", CLAUSE)
    approvals.withdraw_case(case=case, by=by, reason=reason.strip(), at=at)
    meeting.refresh_from_db()
    return meeting


@guarded("2.2.1")
@transaction.atomic
def note_minutes_approved(*, meeting: Meeting, case: Case, by: Member, at: dt.datetime | None = None) -> None:
    """The leader approved: the minutes are sealed, each decision gets its number and is in force.

    Clause: 2.2.1.  Raises: NotPermitted unless it was the leader, Stale when the content moved.
    Events: collab:minutes:approved, collab:decision:numbered.
    Races: the row of the group is locked, so that two approvals at once do not give one number twice.
    """
    if not queries.is_leader(by):
        raise errors.leader_approves()
    ManagementGroup.objects.select_for_update().get(pk=meeting.group_id)
    held, moment = Meeting.objects.select_for_update().get(pk=meeting.pk), at or clock.now()
    sealed = queries.minutes_hash(held)
    if sealed != case.content_hash:
        raise errors.raced("minutes", "2.2.1")
    states.MEETING.move(
        held, to=MeetingState.APPROVED, approved_hash=sealed, approved_by=by, approved_at=moment, case_id=case.pk
    )
    trail.record(CollabEvent.MINUTES_APPROVED, target=held, by=by, version=sealed, data={"case": case.pk}, at=at)
    _number(held, sealed, by, moment)
    _send(held, by, moment)


def _send(meeting: Meeting, by: Member, at: dt.datetime) -> None:
    """Approved minutes go to everybody who was asked to come."""
    notify.tell(
        kind="collab.meeting", members=list(meeting.attendance.values_list("member_id", flat=True)),
        title=_("会议纪要已批准：%(title)s") % {"title": meeting.title}, body=meeting.minutes[:300],
        url=meeting.get_absolute_url(), by=by, clause=CLAUSE, at=at,
    )  # fmt: skip


def _number(meeting: Meeting, sealed: str, by: Member, at: dt.datetime) -> None:
    year = clock.china(at).year
    last = Decision.objects.filter(year=year).aggregate(n=Max("number"))["n"] or 0
    drafts = list(meeting.decisions.filter(state=DecisionState.DRAFT).order_by("order").select_related("owner"))
    for number, decision in enumerate(drafts, last + 1):
        states.DECISION.move(
            decision, to=DecisionState.IN_PROGRESS, year=year, number=number, approved_hash=sealed, approved_by=by
        )
        trail.record(CollabEvent.DECISION_NUMBERED, target=decision, by=by, version=sealed, at=at)
        notify.tell(
            kind="collab.decision", members=[decision.owner_id], title=_("%(number)s 由您负责落实") % {"number": decision.label},
            body=decision.text, url=decision.get_absolute_url(), by=by, clause=CLAUSE, at=at,
        )  # fmt: skip
    recount(badge=queries.DECISIONS_BADGE, member_ids=[d.owner_id for d in drafts])


@guarded("2.2.1")
@transaction.atomic
def note_minutes_back(
    *, meeting: Meeting, case: Case, by: Member, words: str, event: CollabEvent = CollabEvent.MINUTES_RETURNED
) -> None:
    """The leader returned or refused them, or they were withdrawn: they are in the secretary's hands again.

    Clause: 2.2.1.  Raises: Stale.  Events: collab:minutes:returned, collab:minutes:withdrawn.
    """
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    states.MEETING.move(held, to=MeetingState.HELD, note=words.strip()[:500])
    trail.record(event, target=held, by=by, version=case.content_hash, reason=words)


def _require_writer(meeting: Meeting, by: Member) -> None:
    """Who writes minutes: a secretary, or somebody who signed in."""
    if not (by.has_perm(queries.MEETING_MANAGE) or queries.has_signed(meeting, by)):
        raise errors.not_yours(_("会议召集人或到会成员"), CLAUSE)


def _in_hand(meeting: Meeting) -> Meeting:
    held = Meeting.objects.select_for_update(of=("self",)).select_related("minutes_by").get(pk=meeting.pk)
    if held.state != MeetingState.HELD:
        raise errors.minutes_sealed()
    return held
