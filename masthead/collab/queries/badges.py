"""How much of the joint work is in a member's hands: what the badges of the side bar count."""

from masthead.collab.models import CrossRequest, Decision, RequestTask, Ticket
from masthead.collab.states import OPEN_REQUESTS, OPEN_TICKETS, DecisionState

REQUESTS_BADGE, TICKETS_BADGE, DECISIONS_BADGE = "collab.requests", "collab.tickets", "collab.decisions"


def requests_in_hand(member_id: int) -> int:
    """Open requests that the member owns, and open shared tasks."""
    tasks = RequestTask.objects.filter(owner=member_id, done_at=None, request__state__in=OPEN_REQUESTS)
    return CrossRequest.objects.filter(owner=member_id, state__in=OPEN_REQUESTS).count() + tasks.count()


def tickets_in_hand(member_id: int) -> int:
    """Open tickets given to the member."""
    return Ticket.objects.filter(assignee=member_id, state__in=OPEN_TICKETS).count()


def decisions_in_hand(member_id: int) -> int:
    """Decisions in force that the member carries out."""
    return Decision.objects.filter(owner=member_id, state=DecisionState.IN_PROGRESS).count()


IN_HAND = {REQUESTS_BADGE: requests_in_hand, TICKETS_BADGE: tickets_in_hand, DECISIONS_BADGE: decisions_in_hand}
