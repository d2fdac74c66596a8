"""Tickets as people look for them, and how fast they are solved."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from masthead.collab import errors
from masthead.collab.models import Ticket, TicketKind, TicketVote
from masthead.collab.queries.requests import Rate
from masthead.collab.queries.scopes import FEATURE_DECIDE, TICKET_HANDLE, TICKET_READ
from masthead.collab.queries.steps import Step, post, split
from masthead.collab.registry import COMMENTABLE
from masthead.collab.states import OPEN_TICKETS, TicketState
from masthead.core import clock
from masthead.core.paging import Page, page_of
from masthead.org import queries as org
from masthead.org.models import Member

ORDER, WINDOW, REOPEN_DAYS, MOST_COUNTED = ("-opened_at", "-id"), dt.timedelta(days=90), 7, 5000
BY_VOTES = ("-votes", "-id")


@dataclass(frozen=True)
class TicketFilter:
    """What the list is narrowed to. `side` = asked | mine | free; `late` = yes."""

    q: str = ""
    state: str = ""
    kind: str = ""
    category: str = ""
    side: str = ""
    late: str = ""


@dataclass(frozen=True)
class Turnaround:
    """Minutes of office time from opening to solution, stopped clocks left out: the median and the nine in ten."""

    p50: int | None
    p90: int | None
    on_time: Rate
    late: int


def tickets_visible_to(member: Member) -> QuerySet[Ticket]:
    """Tickets of departments in scope, the own ones, all for the technical desk; feature requests are for every reader."""
    rows = Ticket.objects.select_related("requester", "assignee", "unit")
    if member.has_perm(TICKET_HANDLE):
        return rows
    scope = org.scope_of(member, TICKET_READ)
    seen = scope.as_q(unit="unit_id") | Q(requester=member) | Q(assignee=member)
    return rows.filter(seen | Q(kind=TicketKind.FEATURE)) if not scope.empty else rows.filter(seen)


def get_ticket_for(member: Member, pk: int) -> Ticket:
    """A ticket that the member may see. Raises NotThere."""
    found = tickets_visible_to(member).select_related("decided_by").filter(pk=pk).first()
    if found is None:
        raise errors.not_there(_("技术工单"), "2.2.4")
    return found


def late_ticket_q(now: dt.datetime) -> Q:
    """Open past its time, or solved after it; a stopped clock does not run out."""
    late = Q(resolved_at__gt=F("due_at")) | Q(
        state__in=[TicketState.PENDING, TicketState.WORKING], due_at__lt=now, resolved_at=None
    )
    return ~Q(kind=TicketKind.FEATURE) & late


def _narrowed(member: Member, wanted: TicketFilter) -> QuerySet[Ticket]:
    rows = tickets_visible_to(member)
    exact = {"state": wanted.state, "kind": wanted.kind, "category": wanted.category}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.q:
        rows = rows.filter(title__icontains=wanted.q)
    if wanted.side == "asked":
        rows = rows.filter(requester=member)
    if wanted.side == "mine":
        rows = rows.filter(assignee=member, state__in=OPEN_TICKETS)
    if wanted.side == "free":
        rows = rows.filter(state=TicketState.PENDING)
    if wanted.late == "yes":
        rows = rows.filter(late_ticket_q(clock.now()))
    return rows


def ticket_page(member: Member, wanted: TicketFilter, cursor: str = "") -> Page[Ticket]:
    """One page, newest first; feature requests by votes."""
    order = BY_VOTES if wanted.kind == TicketKind.FEATURE else ORDER
    return page_of(_narrowed(member, wanted), order=order, cursor=cursor)


def ticket_counts(member: Member) -> dict[str, int]:
    """How many wait where; one query."""
    return tickets_visible_to(member).aggregate(
        free=Count("pk", filter=Q(state=TicketState.PENDING)),
        mine=Count("pk", filter=Q(assignee=member, state__in=OPEN_TICKETS)),
        asked=Count("pk", filter=Q(requester=member, state__in=OPEN_TICKETS)),
        late=Count("pk", filter=late_ticket_q(clock.now()) & Q(state__in=OPEN_TICKETS)),
    )


def percentile(values: list[int], share: int) -> int | None:
    """The smallest value that at least `share` per cent do not exceed (nearest rank)."""
    if not values:
        return None
    ranked = sorted(values)
    return ranked[max(0, -(-len(ranked) * share // 100) - 1)]


def turnaround(member: Member) -> Turnaround:
    """P50 and P90 of the tickets solved in the last 90 days; two queries."""
    now = clock.now()
    rows = tickets_visible_to(member).filter(opened_at__gte=now - WINDOW, spent_minutes__isnull=False)
    rows = rows.exclude(kind=TicketKind.FEATURE)
    pairs = rows.values_list("spent_minutes", "target_minutes")[:MOST_COUNTED]
    found = [(spent, target) for spent, target in pairs if spent is not None]
    spent = [minutes for minutes, _target in found]
    good = sum(minutes <= target for minutes, target in found)
    late = tickets_visible_to(member).filter(late_ticket_q(now), state__in=OPEN_TICKETS).count()
    return Turnaround(percentile(spent, 50), percentile(spent, 90), Rate(good, len(found)), late)


def link_of(word: str, member: Member) -> dict[str, Any]:
    """`kind:pk` of a thing that a ticket may name and the member may read → the ticket's columns; nothing for anything else."""
    kind, _colon, pk = word.partition(":")
    entry = COMMENTABLE.get(kind)
    if entry is None or not entry.tickets or not pk.isdecimal() or len(pk) > 18:
        return {}
    thing = entry.load(int(pk))
    if thing is None or not entry.may_read(member, thing):
        return {}
    return {"link_kind": kind, "link_id": thing.pk, "link_name": entry.title(thing)[:200]}


def link_url(ticket: Ticket, member: Member) -> str:
    """Address of the linked thing for those who may read it."""
    entry = COMMENTABLE.get(ticket.link_kind) if ticket.link_id else None
    thing = entry.load(ticket.link_id or 0) if entry else None
    return entry.url(thing) if entry and thing is not None and entry.may_read(member, thing) else ""


def has_voted(ticket: Ticket, member: Member) -> bool:
    """Did the member vote for this feature?"""
    return TicketVote.objects.filter(ticket=ticket, member=member).exists()


def ticket_steps(member: Member, ticket: Ticket) -> tuple[Step | None, list[Step]]:
    """What this person may do now, the most useful first."""
    name, state, found = "collab:ticket_deed", ticket.state, []
    desk, asked = member.has_perm(TICKET_HANDLE), ticket.requester_id == member.pk
    feature = ticket.kind == TicketKind.FEATURE
    if feature and state in (TicketState.PENDING, TicketState.DEFERRED) and member.has_perm(FEATURE_DECIDE):
        found.append(Step(_("作出决定"), "gavel", dialog="decide"))
    if desk and state == TicketState.PENDING and not feature:
        found.append(post(name, ticket.pk, "take", _("受理"), "check"))
    if state == TicketState.WORKING and ticket.assignee_id == member.pk:
        found.append(Step(_("已解决"), "circle-check", dialog="resolve"))
        found.append(Step(_("请提交人补充"), "help", dialog="ask_back"))
    if asked and state == TicketState.ON_REQUESTER:
        found.append(Step(_("补充说明"), "message", dialog="answer"))
    if asked and state == TicketState.RESOLVED:
        found.append(Step(_("确认并评价"), "star", dialog="rate"))
        if ticket.resolved_at and clock.now() < ticket.resolved_at + dt.timedelta(days=REOPEN_DAYS):
            found.append(Step(_("重新打开"), "refresh", dialog="reopen"))
    if desk and ticket.is_open:
        found.append(Step(_("转派"), "user-check", dialog="assign"))
        found.append(Step(_("调整优先级"), "flag", dialog="priority"))
    if feature and state in (TicketState.PENDING, TicketState.DEFERRED):
        voted = has_voted(ticket, member)
        label, deed = (_("收回我的一票"), "unvote") if voted else (_("投一票"), "vote")
        found.append(post(name, ticket.pk, deed, label, "thumb-up"))
    if asked and (ticket.is_open or state == TicketState.DEFERRED):
        found.append(Step(_("撤回工单"), "arrow-back-up", dialog="withdraw", danger=True))
    return split(found)
