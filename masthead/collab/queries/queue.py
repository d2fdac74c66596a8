"""Rows whose moment has come: the queue of the clock."""

import datetime as dt

from django.db.models import F, Q

from masthead.collab.models import CrossRequest, Decision, Meeting, RequestTask, Ticket
from masthead.collab.queries.scopes import members_of
from masthead.collab.queries.tickets import REOPEN_DAYS
from masthead.collab.states import OPEN_REQUESTS, DecisionState, MeetingState, RequestState, TicketState
from masthead.core import clock
from masthead.org.models import Member

BATCH, MOST_TOLD, DAY = 100, 20, dt.timedelta(days=1)


def requests_to_nudge(now: dt.datetime) -> list[CrossRequest]:
    """Unanswered requests whose next reminder is due, longest first."""
    rows = CrossRequest.objects.filter(nudge_at__lte=now, state=RequestState.PENDING)
    return list(rows.select_related("to_unit", "from_unit", "requester", "owner").order_by("nudge_at")[:BATCH])


def tickets_to_nudge(now: dt.datetime) -> list[Ticket]:
    """Tickets whose next reminder is due; a stopped clock reminds nobody."""
    rows = Ticket.objects.filter(nudge_at__lte=now, state__in=[TicketState.PENDING, TicketState.WORKING])
    return list(rows.select_related("assignee").order_by("nudge_at")[:BATCH])


def tickets_to_close(now: dt.datetime) -> list[Ticket]:
    """Solved, and nobody objected within the days."""
    limit = now - dt.timedelta(days=REOPEN_DAYS)
    return list(
        Ticket.objects.filter(state=TicketState.RESOLVED, resolved_at__lt=limit).order_by("resolved_at")[:BATCH]
    )


def _unreminded(today: dt.date) -> Q:
    """The day before and not told, or late and not told since it is late."""
    ahead = Q(due_on__lte=today + DAY, reminded_on=None)
    return ahead | Q(due_on__lt=today, reminded_on__lte=F("due_on"))


def tasks_to_nudge(now: dt.datetime) -> list[RequestTask]:
    """Open shared tasks near or past their day."""
    rows = RequestTask.objects.filter(_unreminded(clock.china(now).date()), done_at=None)
    return list(rows.filter(request__state__in=OPEN_REQUESTS).select_related("request").order_by("due_on")[:BATCH])


def decisions_to_nudge(now: dt.datetime) -> list[Decision]:
    """Decisions in force near or past their day."""
    rows = Decision.objects.filter(_unreminded(clock.china(now).date()), state=DecisionState.IN_PROGRESS)
    return list(rows.select_related("owner").order_by("due_on")[:BATCH])


def meetings_to_announce(now: dt.datetime) -> list[Meeting]:
    """Meetings of the next day of which nobody was reminded."""
    rows = Meeting.objects.filter(
        state=MeetingState.PLANNED, reminded_at=None, start_at__gt=now, start_at__lte=now + DAY
    )
    return list(rows.order_by("start_at")[:BATCH])


def receivers_of(request: CrossRequest) -> list[Member]:
    """Who of the asked department is reminded."""
    return members_of(request.to_unit)[:MOST_TOLD]
