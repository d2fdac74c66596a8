"""Joint work as the search index knows it, and how far a member sees it: the same lines as the lists draw."""

from collections.abc import Callable, Collection, Iterator
from typing import Any

from django.db.models import QuerySet

from masthead.collab.models import CrossRequest, Decision, Idea, Meeting, Ticket, TicketKind
from masthead.collab.queries.decisions import decisions_visible_to
from masthead.collab.queries.ideas import ideas_visible_to
from masthead.collab.queries.meetings import meetings_visible_to
from masthead.collab.queries.requests import requests_visible_to
from masthead.collab.queries.scopes import (
    IDEA_READ,
    MEETING_AUDIT,
    MEETING_MANAGE,
    MEETING_READ,
    REQUEST_READ,
    TICKET_HANDLE,
    TICKET_READ,
    own_unit_ids,
)
from masthead.collab.queries.tickets import tickets_visible_to
from masthead.collab.states import MeetingState
from masthead.core import clock
from masthead.core.search.registry import Document, Reach
from masthead.org import queries as org
from masthead.org.models import Member

CHUNK = 500
EVERY_READER = 0  # no department has this key: it stands for whoever may read this kind at all


def _rows(rows: QuerySet[Any], pks: Collection[int] | None) -> Iterator[Any]:
    return (rows.order_by("pk") if pks is None else rows.filter(pk__in=pks)).iterator(chunk_size=CHUNK)


def idea_documents(pks: Collection[int] | None) -> Iterator[Document]:
    """Ideas with their proposer."""
    for idea in _rows(Idea.objects.select_related("proposer"), pks):
        text = f"{idea.text} {idea.proposer.name}"
        yield Document(
            idea.pk, idea.title, idea.get_absolute_url(), text, idea.get_state_display(), idea.proposed_at, [EVERY_READER]
        )  # fmt: skip


def request_documents(pks: Collection[int] | None) -> Iterator[Document]:
    """Requests of both departments and everybody with a part in them."""
    rows = CrossRequest.objects.select_related("from_unit", "to_unit", "requester", "owner").prefetch_related("tasks")
    for request in _rows(rows, pks):
        people = {request.requester_id, request.owner_id, *(t.owner_id for t in request.tasks.all())}
        sides = f"{request.from_unit.name} → {request.to_unit.name}"
        yield Document(
            pk=request.pk,
            title=request.title,
            url=request.get_absolute_url(),
            text=f"{request.text} {request.requester.name} {request.owner.name if request.owner else ''}",
            note=f"{sides} · {request.get_state_display()}",
            at=request.asked_at,
            unit_ids=[request.from_unit_id, request.to_unit_id],
            member_ids=[pk for pk in people if pk],
        )


def ticket_documents(pks: Collection[int] | None) -> Iterator[Document]:
    """Tickets of a department; feature requests are for every reader."""
    for ticket in _rows(Ticket.objects.select_related("unit", "requester", "assignee"), pks):
        units = [ticket.unit_id, EVERY_READER] if ticket.kind == TicketKind.FEATURE else [ticket.unit_id]
        yield Document(
            pk=ticket.pk,
            title=ticket.title,
            url=ticket.get_absolute_url(),
            text=f"{ticket.text} {ticket.requester.name} {ticket.assignee.name if ticket.assignee else ''}",
            note=f"{ticket.get_kind_display()} · {ticket.get_state_display()}",
            at=ticket.opened_at,
            unit_ids=units,
            member_ids=[pk for pk in (ticket.requester_id, ticket.assignee_id) if pk],
        )


def meeting_documents(pks: Collection[int] | None) -> Iterator[Document]:
    """Meetings with agenda and minutes; approved ones are for every reader."""
    for meeting in _rows(Meeting.objects.prefetch_related("agenda", "attendance"), pks):
        agenda = " ".join(item.title for item in meeting.agenda.all())
        yield Document(
            pk=meeting.pk,
            title=meeting.title,
            url=meeting.get_absolute_url(),
            text=f"{agenda} {meeting.minutes}",
            note=f"{clock.china(meeting.start_at):%Y-%m-%d} · {meeting.get_state_display()}",
            at=meeting.start_at,
            unit_ids=[EVERY_READER] if meeting.state == MeetingState.APPROVED else [],
            member_ids=[row.member_id for row in meeting.attendance.all()],
        )


def decision_documents(pks: Collection[int] | None) -> Iterator[Document]:
    """Numbered decisions."""
    rows = Decision.objects.filter(number__isnull=False).select_related("owner", "meeting")
    for decision in _rows(rows, pks):
        yield Document(
            pk=decision.pk,
            title=decision.text[:80],
            url=decision.get_absolute_url(),
            text=f"{decision.label} {decision.text} {decision.owner.name}",
            note=f"{decision.label} · {decision.get_state_display()}",
            at=decision.meeting.approved_at,
            unit_ids=[EVERY_READER],
            member_ids=[decision.owner_id],
        )


def _readers(member: Member, capability: str) -> Reach:
    units = [EVERY_READER] if member.has_perm(capability) else []
    return Reach(unit_ids=units, member_id=member.pk)


def reach_of_ideas(member: Member) -> Reach:
    return _readers(member, IDEA_READ)


def reach_of_requests(member: Member) -> Reach:
    scope = org.scope_of(member, REQUEST_READ)
    return Reach(scope.company, {*scope.unit_ids, *own_unit_ids(member)}, (), member.pk)


def reach_of_tickets(member: Member) -> Reach:
    scope = org.scope_of(member, TICKET_READ)
    units = set(scope.unit_ids) if scope.empty else {*scope.unit_ids, EVERY_READER}
    return Reach(scope.company or member.has_perm(TICKET_HANDLE), units, (), member.pk)


def reach_of_meetings(member: Member) -> Reach:
    if member.has_perm(MEETING_MANAGE) or member.has_perm(MEETING_AUDIT):
        return Reach(everything=True, member_id=member.pk)
    return _readers(member, MEETING_READ)


def reach_of_decisions(member: Member) -> Reach:
    return _readers(member, MEETING_READ)


def _found_in(visible: Callable[[Member], QuerySet[Any]]) -> Callable[[Member, Collection[int]], set[int]]:
    def readable(member: Member, pks: Collection[int]) -> set[int]:
        return set(visible(member).filter(pk__in=pks).values_list("pk", flat=True))

    return readable


find_ideas = _found_in(ideas_visible_to)
find_requests = _found_in(requests_visible_to)
find_tickets = _found_in(tickets_visible_to)
find_meetings = _found_in(meetings_visible_to)
find_decisions = _found_in(decisions_visible_to)
