"""Cards of the workbench: what of the joint work waits for this member; at most two queries each."""

from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.collab.models import CrossRequest, Decision, Ticket, TicketKind
from masthead.collab.queries.badges import DECISIONS_BADGE
from masthead.collab.queries.scopes import MINUTES_APPROVE, own_unit_ids
from masthead.collab.states import OPEN_REQUESTS, DecisionState, RequestState, TicketState
from masthead.core import clock
from masthead.core.workbench import Card, CardItem
from masthead.org import queries as org
from masthead.org.models import Member

SHOWN, COUNTED = 5, 50


def request_card(member: Member) -> Card | None:
    """Requests to answer or to carry out, for the leader those to be settled too; silent when there are none."""
    waiting = CrossRequest.objects.filter(to_unit__in=own_unit_ids(member), state=RequestState.PENDING)
    mine = CrossRequest.objects.filter(owner=member, state__in=OPEN_REQUESTS)
    if member.has_perm(MINUTES_APPROVE):
        mine |= CrossRequest.objects.filter(leader_asked_at__isnull=False, ruled_at=None).exclude(
            state__in=[RequestState.DONE, RequestState.WITHDRAWN]
        )
    rows = list((waiting | mine).select_related("from_unit").order_by("answer_due_at", "pk")[:COUNTED])
    if not rows:
        return None
    items = [
        CardItem(r.title, r.get_absolute_url(), r.from_unit.name, r.answer_due_at, r.state, str(r.get_state_display()))
        for r in rows[:SHOWN]
    ]
    return Card(_("协作请求"), len(rows), items, url=reverse("collab:requests"), icon="arrow-forward-up")


def ticket_card(member: Member) -> Card | None:
    """Tickets that the desk has not taken, and the member's own work; one query."""
    states = [TicketState.WORKING]
    waiting = Ticket.objects.filter(state=TicketState.PENDING).exclude(kind=TicketKind.FEATURE)
    rows = Ticket.objects.filter(assignee=member, state__in=states) | waiting
    found = list(rows.order_by("due_at", "pk")[:COUNTED])
    if not found:
        return None
    items = [
        CardItem(
            t.title, t.get_absolute_url(), str(t.get_priority_display()), t.due_at, t.state, str(t.get_state_display())
        )
        for t in found[:SHOWN]
    ]
    return Card(_("技术工单"), len(found), items, url=reverse("collab:tickets"), icon="lifebuoy")


def decision_card(member: Member) -> Card | None:
    """Decisions that the member carries out; one query while there are any."""
    if not org.counters_of(member).get(DECISIONS_BADGE):
        return None
    rows = Decision.objects.filter(owner=member, state=DecisionState.IN_PROGRESS).order_by("due_on", "pk")
    found = list(rows[:COUNTED])
    if not found:
        return None
    items = [
        CardItem(
            d.text, d.get_absolute_url(), d.label, clock.at_china(d.due_on, 18), d.state, str(d.get_state_display())
        )
        for d in found[:SHOWN]
    ]
    url = f"{reverse('collab:decisions')}?side=mine"
    return Card(_("待落实的决议"), len(found), items, url=url, icon="gavel")
