"""Populations of the probes."""

import datetime as dt

from django.db.models import Q, QuerySet

from masthead.collab.models import CrossRequest, Decision, Experiment, Meeting, MeetingKind, Ticket, TicketKind
from masthead.collab.states import DecisionState, RequestState, TicketState
from masthead.core import clock
from masthead.org.models import GroupSeat, ManagementGroup, Seat


def experiments_over(start: dt.datetime, end: dt.datetime, grace: dt.timedelta) -> QuerySet[Experiment]:
    """Experiments concluded in the span, and those whose last day and days of grace were over in it."""
    days = (clock.china(start - grace).date(), clock.china(end - grace).date())
    due = Q(end_on__gte=days[0], end_on__lt=days[1])
    rows = Experiment.objects.filter(due | Q(concluded_at__gte=start, concluded_at__lt=end))
    return rows.select_related("idea", "owner").order_by("pk")


def requests_due(start: dt.datetime, end: dt.datetime) -> QuerySet[CrossRequest]:
    """Requests whose answer was due in the span, withdrawn ones left out."""
    rows = CrossRequest.objects.filter(answer_due_at__gte=start, answer_due_at__lt=end)
    return rows.exclude(state=RequestState.WITHDRAWN).select_related("to_unit").order_by("pk")


def tickets_due(start: dt.datetime, end: dt.datetime) -> QuerySet[Ticket]:
    """Tickets (no feature requests) whose time ran out in the span or that were solved in it; waiting and withdrawn ones left out."""
    inside = Q(due_at__gte=start, due_at__lt=end) | Q(resolved_at__gte=start, resolved_at__lt=end)
    rows = Ticket.objects.filter(inside).exclude(kind=TicketKind.FEATURE)
    return rows.exclude(state__in=[TicketState.WITHDRAWN, TicketState.ON_REQUESTER]).order_by("pk")


def decisions_due(start: dt.datetime, end: dt.datetime) -> QuerySet[Decision]:
    """Decisions in force or carried out whose day lies in the span."""
    days = (clock.china(start).date(), clock.china(end).date())
    rows = Decision.objects.filter(due_on__gte=days[0], due_on__lt=days[1], number__isnull=False)
    return rows.exclude(state=DecisionState.DROPPED).order_by("pk")


def decisions_in_force(start: dt.datetime, end: dt.datetime) -> QuerySet[Decision]:
    """Decisions that came into force in the span."""
    rows = Decision.objects.filter(meeting__approved_at__gte=start, meeting__approved_at__lt=end, number__isnull=False)
    return rows.select_related("meeting", "approved_by").order_by("pk")


def rulings_due(start: dt.datetime, end: dt.datetime) -> QuerySet[CrossRequest]:
    """Requests that were brought before the leader in the span."""
    rows = CrossRequest.objects.filter(leader_asked_at__gte=start, leader_asked_at__lt=end)
    return rows.exclude(state=RequestState.WITHDRAWN).order_by("pk")


def groups() -> QuerySet[ManagementGroup]:
    """The group."""
    return ManagementGroup.objects.order_by("pk")


def last_meeting(group: ManagementGroup, start: dt.datetime, end: dt.datetime) -> Meeting | None:
    """The newest meeting with a quorum in the span."""
    rows = Meeting.objects.filter(group=group, kind=MeetingKind.GROUP, held_at__gte=start, held_at__lt=end)
    return rows.order_by("-held_at").first()


def led_the_group(member_id: int | None, at: dt.datetime | None) -> bool:
    """Did the member hold the leader's seat on that day?"""
    if member_id is None or at is None:
        return False
    day = clock.china(at).date()
    seats = GroupSeat.objects.filter(member_id=member_id, seat=Seat.LEADER, start_on__lte=day)
    return seats.filter(Q(end_on=None) | Q(end_on__gte=day)).exists()
