"""Technical tickets: opened, taken, asked back, solved, reopened, rated; feature requests voted on and decided."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from masthead.collab import errors, queries, states
from masthead.collab.actions.badges import recount
from masthead.collab.events import CollabEvent
from masthead.collab.models import FeatureDecision, Ticket, TicketKind, TicketVote
from masthead.collab.states import TicketState
from masthead.core import clock
from masthead.notify import actions as notify
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

CLAUSE, STEPS = "2.2.4", (80, 100)


@guarded("2.2.4")
@transaction.atomic
def open_ticket(
    *,
    kind: str,
    category: str,
    priority: str,
    title: str,
    text: str,
    by: Member,
    link: str = "",
    at: dt.datetime | None = None,
) -> Ticket:
    """Ask the technical department; the target time follows from the priority.

    Clause: 2.2.4.  Raises: NotPermitted, RuleBroken without a position, BadInput.  Events: collab:ticket:opened.
    """
    queries.require(by, queries.TICKET_OPEN)
    home, moment = queries.home_of(by, CLAUSE), at or clock.now()
    if not title.strip() or not text.strip():
        raise errors.field("title", _("请写明标题和情况。"), CLAUSE)
    minutes = queries.target_minutes("ticket", priority)
    nudge_at = None if kind == TicketKind.FEATURE else queries.next_nudge(moment, minutes, 0, STEPS)
    ticket = Ticket.objects.create(
        kind=kind, category=category, priority=priority, title=title.strip(), text=text.strip(), unit=home, requester=by,
        opened_at=moment, target_minutes=minutes, due_at=queries.later(moment, minutes), nudge_at=nudge_at,
        **queries.link_of(link, by),
    )  # fmt: skip
    trail.record(CollabEvent.TICKET_OPENED, target=ticket, by=by, after=text, data={"priority": priority}, at=at)
    _tell(ticket, queries.desk_members(), _("新工单：%(title)s"), by, at)
    return ticket


@guarded("2.2.4")
@transaction.atomic
def assign_ticket(
    *, ticket: Ticket, assignee: Member, by: Member, reason: str = "", at: dt.datetime | None = None
) -> Ticket:
    """Somebody of the technical desk takes the ticket, or is given it.

    Clause: 2.2.4.  Raises: NotPermitted, BadInput (not of the desk), RuleBroken, Stale.  Events: collab:ticket:taken.
    """
    before = ticket.assignee_id
    queries.require(by, queries.TICKET_HANDLE)
    if assignee.pk not in {m.pk for m in queries.desk_members()}:
        raise errors.field("assignee", _("工单只能交给技术部的受理人员。"), CLAUSE)
    if ticket.state == TicketState.PENDING and ticket.kind == TicketKind.FEATURE:
        raise errors.field("assignee", _("功能需求先作出决定，采纳后再安排。"), CLAUSE)
    if ticket.state == TicketState.PENDING:
        states.TICKET.move(ticket, to=TicketState.WORKING, assignee=assignee)
    elif ticket.is_open:
        if Ticket.objects.filter(pk=ticket.pk, state=ticket.state).update(assignee=assignee) != 1:
            raise errors.raced("ticket", CLAUSE)
        ticket.assignee = assignee
    else:
        states.TICKET.require(ticket, to=TicketState.WORKING)
    trail.record(CollabEvent.TICKET_TAKEN, target=ticket, by=by, reason=reason, data={"assignee": assignee.pk}, at=at)
    _tell(ticket, [assignee, ticket.requester], _("工单「%(title)s」由 %(assignee)s 处理"), by, at)
    recount(badge=queries.TICKETS_BADGE, member_ids=[before, assignee.pk])
    return ticket


@guarded("2.2.4")
@transaction.atomic
def set_priority(*, ticket: Ticket, priority: str, reason: str, by: Member, at: dt.datetime | None = None) -> Ticket:
    """The desk ranks a ticket anew; the target time is counted again from the opening.

    Clause: 2.2.4.  Raises: NotPermitted, RuleBroken, Stale.  Events: collab:ticket:priority_set.
    """
    queries.require(by, queries.TICKET_HANDLE)
    if not ticket.is_open:
        states.TICKET.require(ticket, to=TicketState.WORKING)
    minutes, before = queries.target_minutes("ticket", priority), ticket.priority
    changed = Ticket.objects.filter(pk=ticket.pk, state=ticket.state).update(
        priority=priority, target_minutes=minutes, **_clock(ticket, minutes + ticket.paused_minutes, 0)
    )
    if changed != 1:
        raise errors.raced("ticket", CLAUSE)
    trail.record(
        CollabEvent.TICKET_PRIORITY_SET, target=ticket, by=by, before=before, after=priority, reason=reason, at=at
    )
    ticket.refresh_from_db()
    return ticket


@guarded("2.2.4")
@transaction.atomic
def ask_back(*, ticket: Ticket, question: str, by: Member, at: dt.datetime | None = None) -> Ticket:
    """The requester must add something: the clock stands still until then.

    Clause: 2.2.4.  Raises: NotPermitted, BadInput, RuleBroken, Stale.  Events: collab:ticket:asked_back.
    """
    _require_assignee(ticket, by)
    if not question.strip():
        raise errors.field("reason", _("请写明需要补充什么。"), CLAUSE)
    moment = at or clock.now()
    states.TICKET.move(
        ticket, to=TicketState.ON_REQUESTER, question=question.strip()[:500], paused_at=moment, nudge_at=None
    )
    trail.record(CollabEvent.TICKET_ASKED_BACK, target=ticket, by=by, reason=question, at=at)
    _tell(ticket, [ticket.requester], _("工单「%(title)s」需要您补充"), by, at, question)
    return ticket


@guarded("2.2.4")
@transaction.atomic
def answer_ticket(*, ticket: Ticket, answer: str, by: Member, at: dt.datetime | None = None) -> Ticket:
    """The requester adds what was asked for; the clock goes on and the time is longer by the pause.

    Clause: 2.2.4.  Raises: NotPermitted, BadInput, RuleBroken, Stale.  Events: collab:ticket:answered.
    """
    _require_requester(ticket, by)
    if not answer.strip():
        raise errors.field("reason", _("请写下补充的内容。"), CLAUSE)
    moment = at or clock.now()
    pause = queries.office_minutes(ticket.paused_at, moment) if ticket.paused_at else 0
    going = _clock(ticket, ticket.target_minutes + ticket.paused_minutes + pause, min(ticket.nudge, STEPS[0]))
    text = f"{ticket.text}\n\n{_('补充')}：{answer.strip()}"[:4000]
    states.TICKET.move(
        ticket, to=TicketState.WORKING, paused_at=None, paused_minutes=ticket.paused_minutes + pause, text=text,
        **going,
    )  # fmt: skip
    trail.record(CollabEvent.TICKET_ANSWERED, target=ticket, by=by, after=answer, data={"pause": pause}, at=at)
    _tell(ticket, [ticket.assignee] if ticket.assignee else [], _("工单「%(title)s」已补充"), by, at, answer)
    return ticket


@guarded("2.2.4")
@transaction.atomic
def resolve_ticket(*, ticket: Ticket, resolution: str, by: Member, at: dt.datetime | None = None) -> Ticket:
    """Solved: how, and how long it took in office time.

    Clause: 2.2.4.  Raises: NotPermitted, BadInput, RuleBroken, Stale.  Events: collab:ticket:resolved.
    """
    _require_assignee(ticket, by)
    if not resolution.strip():
        raise errors.field("reason", _("请写明怎样解决的。"), CLAUSE)
    moment = at or clock.now()
    spent = max(0, queries.office_minutes(ticket.opened_at, moment) - ticket.paused_minutes)
    states.TICKET.move(
        ticket, to=TicketState.RESOLVED, resolution=resolution.strip()[:1000], resolved_at=moment, spent_minutes=spent,
        nudge_at=None,
    )  # fmt: skip
    trail.record(CollabEvent.TICKET_RESOLVED, target=ticket, by=by, reason=resolution, data={"minutes": spent}, at=at)
    _tell(ticket, [ticket.requester], _("工单「%(title)s」已解决，请确认"), by, at, resolution)
    recount(badge=queries.TICKETS_BADGE, member_ids=[ticket.assignee_id])
    return ticket


@guarded("2.2.4")
@transaction.atomic
def reopen_ticket(*, ticket: Ticket, reason: str, by: Member, at: dt.datetime | None = None) -> Ticket:
    """The requester says within seven days that it is not solved; the clock goes on, the time since the solution left out.

    Clause: 2.2.4.  Raises: NotPermitted, BadInput, RuleBroken (too late), Stale.  Events: collab:ticket:reopened.
    """
    _require_requester(ticket, by)
    moment = at or clock.now()
    states.TICKET.require(ticket, to=TicketState.WORKING)
    if not ticket.resolved_at or moment > ticket.resolved_at + dt.timedelta(days=queries.REOPEN_DAYS):
        raise errors.reopen_too_late(queries.REOPEN_DAYS)
    if not reason.strip():
        raise errors.field("reason", _("请写明还有什么问题。"), CLAUSE)
    pause = ticket.paused_minutes + queries.office_minutes(ticket.resolved_at, moment)
    going = _clock(ticket, ticket.target_minutes + pause, min(ticket.nudge, STEPS[0]))
    states.TICKET.move(
        ticket, to=TicketState.WORKING, resolved_at=None, spent_minutes=None, reopened=ticket.reopened + 1, paused_minutes=pause,
        **going,
    )  # fmt: skip
    trail.record(CollabEvent.TICKET_REOPENED, target=ticket, by=by, reason=reason, at=at)
    _tell(ticket, [ticket.assignee] if ticket.assignee else [], _("工单「%(title)s」被重新打开"), by, at, reason)
    recount(badge=queries.TICKETS_BADGE, member_ids=[ticket.assignee_id])
    return ticket


@guarded("2.2.4")
@transaction.atomic
def rate_ticket(*, ticket: Ticket, score: int, words: str, by: Member, at: dt.datetime | None = None) -> Ticket:
    """The requester confirms the solution with one to five and a word.

    Clause: 2.2.4.  Raises: NotPermitted, BadInput, RuleBroken, Stale.  Events: collab:ticket:rated.
    """
    _require_requester(ticket, by)
    if score not in range(1, 6):
        raise errors.field("score", _("请评 1 至 5 分。"), CLAUSE)
    states.TICKET.move(ticket, to=TicketState.CLOSED, score=score, score_words=words.strip()[:200])
    trail.record(CollabEvent.TICKET_RATED, target=ticket, by=by, reason=words, data={"score": score}, at=at)
    return ticket


@guarded("2.2.4")
@transaction.atomic
def close_ticket(*, ticket: Ticket, by: Member | None = None, at: dt.datetime | None = None) -> Ticket:
    """A solved ticket to which nobody objected for seven days is closed by the house.

    Clause: 2.2.4.  Raises: RuleBroken, Stale.  Events: collab:ticket:closed.
    """
    states.TICKET.move(ticket, to=TicketState.CLOSED)
    trail.record(CollabEvent.TICKET_CLOSED, target=ticket, by=by, at=at)
    return ticket


@guarded("2.2.4")
@transaction.atomic
def withdraw_ticket(*, ticket: Ticket, reason: str, by: Member, at: dt.datetime | None = None) -> Ticket:
    """Who asked takes it back.  Clause: 2.2.4.  Raises: NotPermitted, RuleBroken, Stale.  Events: collab:ticket:withdrawn."""
    _require_requester(ticket, by)
    states.TICKET.move(ticket, to=TicketState.WITHDRAWN, nudge_at=None)
    trail.record(CollabEvent.TICKET_WITHDRAWN, target=ticket, by=by, reason=reason, at=at)
    _tell(ticket, [ticket.assignee] if ticket.assignee else [], _("工单「%(title)s」已撤回"), by, at, reason)
    recount(badge=queries.TICKETS_BADGE, member_ids=[ticket.assignee_id])
    return ticket


@guarded("2.2.4")
@transaction.atomic
def decide_feature(*, ticket: Ticket, decision: str, reason: str, by: Member, at: dt.datetime | None = None) -> Ticket:
    """Adopt, put off or refuse a feature request, with the reason; who asked for it does not decide.

    Clause: 2.2.4.  Raises: NotPermitted, BadInput, RuleBroken, Stale.  Events: collab:ticket:decided.
    """
    queries.require(by, queries.FEATURE_DECIDE)
    if by.pk == ticket.requester_id:
        raise errors.not_yours(_("提交人以外的负责人"), CLAUSE)
    if ticket.kind != TicketKind.FEATURE or decision not in FeatureDecision.values:
        raise errors.field("decision", _("只有功能需求可以这样决定。"), CLAUSE)
    if not reason.strip():
        raise errors.field("reason", _("请写明决定的理由。"), CLAUSE)
    to = {"adopted": TicketState.WORKING, "deferred": TicketState.DEFERRED, "refused": TicketState.REFUSED}[decision]
    assignee = ticket.assignee or (by if by.has_perm(queries.TICKET_HANDLE) else None)
    states.TICKET.move(
        ticket, to=to, decision=decision, decision_reason=reason.strip()[:500], decided_by=by, assignee=assignee
    )
    trail.record(CollabEvent.FEATURE_DECIDED, target=ticket, by=by, reason=reason, data={"decision": decision}, at=at)
    _tell(ticket, [ticket.requester], _("功能需求「%(title)s」：%(decision)s"), by, at, reason)
    recount(badge=queries.TICKETS_BADGE, member_ids=[ticket.assignee_id])
    return ticket


@guarded("2.2.4")
@transaction.atomic
def vote_for_ticket(*, ticket: Ticket, by: Member, at: dt.datetime | None = None) -> Ticket:
    """One member, one vote for a feature.  Clause: 2.2.4.  Raises: RuleBroken.  Events: collab:ticket:voted.  Races: unique row."""
    queries.require(by, queries.TICKET_READ)
    if ticket.kind != TicketKind.FEATURE or ticket.state not in (TicketState.PENDING, TicketState.DEFERRED):
        raise errors.voting_closed()
    try:
        with transaction.atomic():
            TicketVote.objects.create(ticket=ticket, member=by, at=at or clock.now())
    except IntegrityError:
        raise errors.voted_already() from None
    Ticket.objects.filter(pk=ticket.pk).update(votes=F("votes") + 1)
    trail.record(CollabEvent.TICKET_VOTED, target=ticket, by=by, at=at)
    ticket.refresh_from_db()
    return ticket


@guarded("2.2.4")
@transaction.atomic
def take_back_ticket_vote(*, ticket: Ticket, by: Member, at: dt.datetime | None = None) -> Ticket:
    """The vote is gone, the trail remembers it.  Clause: 2.2.4.  Events: collab:ticket:unvoted.  Races: the deleted row counts once."""
    if TicketVote.objects.filter(ticket=ticket, member=by).delete()[0]:
        Ticket.objects.filter(pk=ticket.pk).update(votes=F("votes") - 1)
        trail.record(CollabEvent.TICKET_UNVOTED, target=ticket, by=by, at=at)
    ticket.refresh_from_db()
    return ticket


def _tell(
    ticket: Ticket, people: list[Member], title: str, by: Member | None, at: dt.datetime | None, body: str = ""
) -> None:
    words = {
        "title": ticket.title,
        "assignee": ticket.assignee.name if ticket.assignee else "",
        "decision": ticket.get_decision_display(),
    }
    url = ticket.get_absolute_url()
    notify.tell(
        kind="collab.ticket", members=people, title=title % words, body=body[:500], url=url, by=by, clause=CLAUSE, at=at
    )


def _clock(ticket: Ticket, minutes: int, step: int) -> dict[str, Any]:
    """When the ticket is due after so much office time from its opening, and its next reminder after `step`; wishes have none."""
    following = queries.next_nudge(ticket.opened_at, minutes, step, STEPS)
    nudge_at = None if ticket.kind == TicketKind.FEATURE else following
    return {"due_at": queries.later(ticket.opened_at, minutes), "nudge": step, "nudge_at": nudge_at}


def _require_assignee(ticket: Ticket, by: Member) -> None:
    if by.pk != ticket.assignee_id:
        raise errors.not_yours(ticket.assignee.name if ticket.assignee else _("技术部"), CLAUSE)


def _require_requester(ticket: Ticket, by: Member) -> None:
    if by.pk != ticket.requester_id:
        raise errors.not_yours(ticket.requester.name, CLAUSE)
