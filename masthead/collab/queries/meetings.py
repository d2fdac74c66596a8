"""Meetings as people look for them: what is not approved yet is for the group, those invited, secretaries and the audit."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.approvals import queries as approvals
from masthead.collab import errors
from masthead.collab.models import AgendaItem, Attendance, Decision, Meeting, MeetingKind
from masthead.collab.queries.ideas import quarter_of
from masthead.collab.queries.minutes import MINUTES_KIND
from masthead.collab.queries.scopes import MEETING_AUDIT, MEETING_MANAGE, MEETING_READ, is_leader
from masthead.collab.queries.steps import Step, post, split
from masthead.collab.states import MeetingState
from masthead.core import clock
from masthead.core.paging import Page, page_of
from masthead.org import queries as org
from masthead.org.models import Member

ORDER, SIGN_IN_OPENS = ("-start_at", "-id"), dt.timedelta(hours=1)


@dataclass(frozen=True)
class MeetingFilter:
    """What the list is narrowed to; empty values do not narrow."""

    q: str = ""
    state: str = ""


@dataclass(frozen=True)
class Roll:
    """Who was asked, who came: `signed` of `quorum` needed."""

    rows: list[Attendance]
    signed: int
    mine: Attendance | None


def meetings_visible_to(member: Member) -> QuerySet[Meeting]:
    """Approved ones for every reader; others for those invited, secretaries and the audit."""
    rows = Meeting.objects.select_related("planned_by")
    if member.has_perm(MEETING_MANAGE) or member.has_perm(MEETING_AUDIT):
        return rows
    asked = Exists(Attendance.objects.filter(meeting=OuterRef("pk"), member=member))
    mine = Q(asked)
    if member.has_perm(MEETING_READ):
        mine |= Q(state=MeetingState.APPROVED)
    return rows.filter(mine)


def get_meeting_for(member: Member, pk: int) -> Meeting:
    """A meeting that the member may read. Raises NotThere."""
    rows = meetings_visible_to(member).select_related("minutes_by", "approved_by", "group")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise errors.not_there(_("会议"), "2.1")
    return found


def meeting_page(member: Member, wanted: MeetingFilter, cursor: str = "") -> Page[Meeting]:
    """One page, newest first, with the number of points and decisions."""
    rows = meetings_visible_to(member)
    if wanted.q:
        rows = rows.filter(title__icontains=wanted.q)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    rows = rows.annotate(points=Count("agenda", distinct=True), decided=Count("decisions", distinct=True))
    return page_of(rows, order=ORDER, cursor=cursor)


def held_this_quarter() -> int:
    """How many times the group met since the quarter began."""
    first, _following = quarter_of(clock.today())
    return Meeting.objects.filter(kind=MeetingKind.GROUP, held_at__gte=clock.at_china(first, 0)).count()


def roll_of(meeting: Meeting, member: Member) -> Roll:
    """Attendance, seats first; one query."""
    rows = list(meeting.attendance.select_related("member").order_by("-counts", "pk"))
    signed = sum(1 for r in rows if r.counts and r.signed_at)
    return Roll(rows, signed, next((r for r in rows if r.member_id == member.pk), None))


def agenda_of(meeting: Meeting) -> list[AgendaItem]:
    """Points in order; one query."""
    return list(meeting.agenda.select_related("presenter").order_by("number"))


def decisions_of(meeting: Meeting) -> list[Decision]:
    """Decisions in order; one query."""
    return list(meeting.decisions.select_related("owner", "done_by").order_by("order"))


def is_invited(meeting: Meeting, member: Member) -> bool:
    """Is the member on the list?"""
    return Attendance.objects.filter(meeting=meeting, member=member).exists()


def has_signed(meeting: Meeting, member: Member) -> bool:
    """Was the member there?"""
    return Attendance.objects.filter(meeting=meeting, member=member, signed_at__isnull=False).exists()


def may_write_minutes(member: Member, meeting: Meeting, roll: Roll) -> bool:
    """A secretary or somebody who was there, while the minutes are in hand."""
    there = roll.mine is not None and roll.mine.signed_at is not None
    return meeting.state == MeetingState.HELD and (there or member.has_perm(MEETING_MANAGE))


def meeting_steps(member: Member, meeting: Meeting, roll: Roll) -> tuple[Step | None, list[Step]]:
    """What this person may do now, the most useful first."""
    if meeting.state == MeetingState.PLANNED:
        return split(_before(member, meeting, roll))
    found: list[Step] = []
    if may_write_minutes(member, meeting, roll):
        if meeting.minutes and not is_leader(member):
            found.append(Step(_("提交组长批准"), "send", dialog="submit"))
        found.append(Step(_("修改纪要") if meeting.minutes else _("写纪要"), "writing", dialog="minutes"))
        found.append(Step(_("添加决议"), "plus", dialog="decision"))
    if meeting.state == MeetingState.IN_REVIEW:
        found += _while_reviewed(member, meeting)
    return split(found)


def _while_reviewed(member: Member, meeting: Meeting) -> list[Step]:
    """For the leader who decides and for who handed them in; nobody else may open the case."""
    case, url = approvals.latest_case(MINUTES_KIND, meeting.pk), reverse("approvals:case", args=[meeting.case_id])
    if is_leader(member):
        return [Step(_("去批准"), "checklist", href=url)]
    if case is None or case.requester_id != member.pk:
        return []
    withdraw = Step(_("撤回纪要"), "arrow-back-up", dialog="withdraw", danger=True)
    return [Step(_("查看审批"), "checklist", href=url), withdraw]


def _before(member: Member, meeting: Meeting, roll: Roll) -> list[Step]:
    name, found, manager = "collab:meeting_deed", [], member.has_perm(MEETING_MANAGE)
    open_now, mine = clock.now() >= meeting.start_at - SIGN_IN_OPENS, roll.mine
    if mine and not mine.signed_at and open_now:
        found.append(post(name, meeting.pk, "sign", _("签到"), "signature"))
    if manager and clock.now() >= meeting.start_at and roll.signed >= meeting.quorum:
        found.append(post(name, meeting.pk, "hold", _("记录召开"), "check"))
    if mine or manager:
        found.append(Step(_("添加议题"), "plus", dialog="agenda"))
    if mine and not mine.signed_at and not mine.excuse:
        found.append(Step(_("请假"), "coffee", dialog="excuse"))
    if manager:
        found.append(Step(_("取消会议"), "circle-x", dialog="cancel", danger=True))
    return found


def group_is_ready() -> bool:
    """Are there seats to invite?"""
    return bool(org.seats_today())
