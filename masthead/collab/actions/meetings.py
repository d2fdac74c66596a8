"""Meetings of the management group: called, agenda, sign-in, held or cancelled."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from masthead.collab import errors, queries, states
from masthead.collab.events import CollabEvent
from masthead.collab.models import AgendaItem, Attendance, Meeting, MeetingKind
from masthead.collab.states import MeetingState
from masthead.core import clock, figures
from masthead.notify import actions as notify
from masthead.org import queries as org
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

CLAUSE, FEWEST_ASKED = "2.1", 2


@guarded("2.1")
@transaction.atomic
def plan_meeting(
    *,
    title: str,
    start_at: dt.datetime,
    place: str,
    agenda: Collection[str],
    by: Member,
    guests: Collection[Member] = (),
    at: dt.datetime | None = None,
) -> Meeting:
    """Call the group together: every seat of today is invited and counts for the quorum, guests do not.

    Clause: 2.1.  Raises: NotPermitted, BadInput (in the past, no agenda), RuleBroken before the group is set up.
    Events: collab:meeting:planned.
    """
    queries.require(by, queries.MEETING_MANAGE)
    group, seats = org.management_group(), org.seats_today()
    if group is None or not seats:
        raise errors.no_group()
    topics = [line.strip()[:120] for line in agenda if line.strip()]
    if not topics:
        raise errors.field("agenda", _("请至少列出一项议题。"), CLAUSE)
    if start_at <= (at or clock.now()):
        raise errors.field("start_at", _("会议时间已经过去。"), CLAUSE)
    members = {s.member_id for s in seats}
    meeting = Meeting.objects.create(
        group=group, title=title.strip()[:80], start_at=start_at, place=place.strip()[:60], quorum=len(members) // 2 + 1,
        planned_by=by,
    )  # fmt: skip
    AgendaItem.objects.bulk_create(AgendaItem(meeting=meeting, number=n, title=t) for n, t in enumerate(topics, 1))
    asked = [(pk, True) for pk in sorted(members)] + [(g.pk, False) for g in guests if g.pk not in members]
    Attendance.objects.bulk_create(Attendance(meeting=meeting, member_id=pk, counts=counts) for pk, counts in asked)
    trail.record(CollabEvent.MEETING_PLANNED, target=meeting, by=by, after=topics, data={"asked": len(asked)}, at=at)
    _announce(meeting, [pk for pk, _counts in asked], by, at)
    return meeting


@guarded("2.1")
@transaction.atomic
def call_meeting(
    *,
    kind: MeetingKind,
    title: str,
    start_at: dt.datetime,
    place: str,
    agenda: Collection[str],
    invited: Collection[Member],
    by: Member,
    at: dt.datetime | None = None,
) -> Meeting:
    """Call people together for a purpose of a room above: who is invited counts for the quorum, more than half must come.

    Attendance, minutes, decisions and the leader's approval are those of every meeting.
    Clause: 2.1.  Raises: NotPermitted, BadInput (in the past, no agenda, nobody asked), RuleBroken before the group is set up.
    Events: collab:meeting:planned.
    """
    queries.require(by, queries.MEETING_MANAGE)
    group, points = org.management_group(), [line.strip()[:120] for line in agenda if line.strip()]
    people = sorted({m.pk for m in invited if m.is_active} | {by.pk})
    if group is None:
        raise errors.no_group()
    if not points:
        raise errors.field("agenda", _("请至少列出一项议题。"), CLAUSE)
    if len(people) < FEWEST_ASKED:
        raise errors.field("invited", _("请至少邀请一位参会人。"), CLAUSE)
    if start_at <= (at or clock.now()):
        raise errors.field("start_at", _("会议时间已经过去。"), CLAUSE)
    meeting = Meeting.objects.create(
        group=group, kind=kind, title=title.strip()[:80], start_at=start_at, place=place.strip()[:60],
        quorum=len(people) // 2 + 1, planned_by=by,
    )  # fmt: skip
    AgendaItem.objects.bulk_create(AgendaItem(meeting=meeting, number=n, title=t) for n, t in enumerate(points, 1))
    Attendance.objects.bulk_create(Attendance(meeting=meeting, member_id=pk) for pk in people)
    trail.record(CollabEvent.MEETING_PLANNED, target=meeting, by=by, after=points, data={"asked": len(people)}, at=at)
    _announce(meeting, people, by, at)
    return meeting


@guarded("2.1")
@transaction.atomic
def add_agenda_item(
    *, meeting: Meeting, title: str, by: Member, presenter: Member | None = None, at: dt.datetime | None = None
) -> AgendaItem:
    """Anybody who is invited may put a point on the agenda before the meeting.

    Clause: 2.1.  Raises: NotPermitted, BadInput, RuleBroken when it was held.  Events: collab:meeting:agenda_added.
    Races: the meeting row is locked, so that numbers stay one after the other.
    """
    held = _locked(meeting)
    if not (by.has_perm(queries.MEETING_MANAGE) or queries.is_invited(meeting, by)):
        raise errors.not_invited()
    if held.state != MeetingState.PLANNED:
        states.MEETING.require(held, to=MeetingState.HELD)
    if not title.strip():
        raise errors.field("title", _("请写明议题。"), CLAUSE)
    last = held.agenda.aggregate(n=Max("number"))["n"] or 0
    item = AgendaItem.objects.create(meeting=held, number=last + 1, title=title.strip()[:120], presenter=presenter)
    trail.record(CollabEvent.AGENDA_ADDED, target=held, by=by, after=title, at=at)
    return item


@guarded("2.1")
@transaction.atomic
def remove_agenda_item(*, meeting: Meeting, item_id: int, by: Member, at: dt.datetime | None = None) -> None:
    """Take a point off before the meeting.

    Clause: 2.1.  Raises: NotPermitted, NotThere, BadInput for the last one, RuleBroken.  Events: collab:meeting:agenda_removed.
    """
    queries.require(by, queries.MEETING_MANAGE)
    held = _locked(meeting)
    if held.state != MeetingState.PLANNED:
        states.MEETING.require(held, to=MeetingState.HELD)
    item = held.agenda.filter(pk=item_id).first()
    if item is None:
        raise errors.not_there(_("议题"), CLAUSE)
    if held.agenda.count() == 1:
        raise errors.field("title", _("会议至少要有一项议题；不开了请取消会议。"), CLAUSE)
    item.delete()
    trail.record(CollabEvent.AGENDA_REMOVED, target=held, by=by, before=item.title, at=at)


@guarded("2.1")
@transaction.atomic
def sign_in(*, meeting: Meeting, by: Member, at: dt.datetime | None = None) -> Attendance:
    """Whoever is there signs in, each for themselves, from an hour before.

    Clause: 2.1.  Raises: RuleBroken (too early, held already), NotPermitted (not invited, signed already).
    Events: collab:meeting:signed.  Races: the conditional update lets one signature in.
    """
    moment = at or clock.now()
    if meeting.state != MeetingState.PLANNED:
        states.MEETING.require(meeting, to=MeetingState.CANCELLED)
    if moment < meeting.start_at - queries.SIGN_IN_OPENS:
        raise errors.sign_in_not_open()
    rows = Attendance.objects.filter(meeting=meeting, member=by, signed_at=None)
    if rows.update(signed_at=moment, excuse="") != 1:
        raise errors.not_invited()
    trail.record(CollabEvent.MEETING_SIGNED, target=meeting, by=by, at=at)
    return Attendance.objects.get(meeting=meeting, member=by)


@guarded("2.1")
@transaction.atomic
def excuse_oneself(*, meeting: Meeting, reason: str, by: Member, at: dt.datetime | None = None) -> Attendance:
    """Say beforehand that one cannot come, and why.

    Clause: 2.1.  Raises: NotPermitted, BadInput, RuleBroken.  Events: collab:meeting:excused.
    """
    if meeting.state != MeetingState.PLANNED:
        states.MEETING.require(meeting, to=MeetingState.CANCELLED)
    if not reason.strip():
        raise errors.field("reason", _("请写明请假的理由。"), CLAUSE)
    rows = Attendance.objects.filter(meeting=meeting, member=by, signed_at=None, excuse="")
    if rows.update(excuse=reason.strip()[:200]) != 1:
        raise errors.not_invited()
    trail.record(CollabEvent.MEETING_EXCUSED, target=meeting, by=by, reason=reason, at=at)
    _tell(meeting, [meeting.planned_by_id], _("有人请假：%(title)s"), by, at, f"{by.name}：{reason}")
    return Attendance.objects.get(meeting=meeting, member=by)


@guarded("2.1")
@transaction.atomic
def hold_meeting(*, meeting: Meeting, by: Member, at: dt.datetime | None = None) -> Meeting:
    """Note that it was held: only with a quorum of those who signed in themselves.

    Clause: 2.1.  Raises: NotPermitted, RuleBroken (no quorum, not begun), Stale.  Events: collab:meeting:held.
    """
    queries.require(by, queries.MEETING_MANAGE)
    moment, held = at or clock.now(), _locked(meeting)
    if moment < held.start_at:
        raise errors.meeting_not_begun()
    signed = held.attendance.filter(counts=True, signed_at__isnull=False).count()
    if signed < held.quorum:
        raise errors.no_quorum(signed, held.quorum)
    states.MEETING.move(meeting, to=MeetingState.HELD, held_at=moment)
    data = {"signed": signed, "quorum": held.quorum}
    trail.record(CollabEvent.MEETING_HELD, target=meeting, by=by, data=data, at=at)
    return meeting


@guarded("2.1")
@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: Member, at: dt.datetime | None = None) -> Meeting:
    """Call it off, and say why.  Clause: 2.1.  Raises: NotPermitted, BadInput, RuleBroken, Stale.  Events: collab:meeting:cancelled."""
    queries.require(by, queries.MEETING_MANAGE)
    if not reason.strip():
        raise errors.field("reason", _("请写明取消的原因。"), CLAUSE)
    states.MEETING.move(meeting, to=MeetingState.CANCELLED, note=reason.strip()[:500])
    trail.record(CollabEvent.MEETING_CANCELLED, target=meeting, by=by, reason=reason, at=at)
    people = list(meeting.attendance.values_list("member_id", flat=True))
    _tell(meeting, people, _("会议取消：%(title)s"), by, at, reason)
    return meeting


def _locked(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update().get(pk=meeting.pk)


def _announce(meeting: Meeting, people: list[int], by: Member, at: dt.datetime | None) -> None:
    when = figures.moment_text(clock.china(meeting.start_at))
    _tell(
        meeting,
        people,
        _("会议通知：%(title)s"),
        by,
        at,
        _("%(when)s，%(place)s") % {"when": when, "place": meeting.place},
    )


def _tell(
    meeting: Meeting, people: list[int], title: str, by: Member | None, at: dt.datetime | None, body: str = ""
) -> None:
    notify.tell(
        kind="collab.meeting", members=people, title=title % {"title": meeting.title}, body=body[:500],
        url=meeting.get_absolute_url(), by=by, clause=CLAUSE, at=at,
    )  # fmt: skip
