"""Approved drafts on their way to the calendar."""

from masthead.accounts.models import Account
from masthead.content import queries as content_queries
from masthead.content.models import Draft
from masthead.content.states import DraftState
from masthead.core import clock
from masthead.org import queries as org_queries
from masthead.org.models import Member
from masthead.publishing.queries.gates import Gate, draft_gate
from masthead.publishing.queries.publications import (
    SCHEDULE,
    drafts_with_live_publication,
    live_account_ids,
    may_send_through,
)

MOST_WAITING = 8


def schedule_gate(draft: Draft) -> Gate | None:
    """Why the draft cannot be scheduled now, or None."""
    if code := draft_gate(draft, draft.approved_hash):
        return Gate(code)
    if draft.window_start is None or draft.window_end is None:
        return Gate("no_window")
    return Gate("window_over", over=True) if clock.now() > draft.window_end else None


def accounts_to_schedule(member: Member, draft: Draft) -> list[Account]:
    """Accounts of the seal that do not hold this version yet and through which the member may send."""
    held = live_account_ids(draft, draft.approved_hash) if draft.approved_hash else set()
    accounts = draft.accounts.select_related("platform").exclude(pk__in=held).order_by("name")
    return [a for a in accounts if a.status == "active" and not a.frozen and may_send_through(member, a)]


def drafts_to_schedule(member: Member) -> list[Draft]:
    """Approved drafts whose window is still open and that nobody has scheduled; two queries."""
    rows = content_queries.drafts_visible_to(member).filter(state=DraftState.APPROVED, window_end__gt=clock.now())
    found = [
        d
        for d in rows.order_by("window_end", "pk")[: MOST_WAITING * 4]
        if org_queries.may(member, SCHEDULE, unit_id=d.unit_id)
    ]
    held = drafts_with_live_publication(d.pk for d in found)
    return [d for d in found if d.pk not in held][:MOST_WAITING]
