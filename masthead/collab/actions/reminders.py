"""What the clock does by itself: reminders and escalations. Each row is claimed by a conditional update, so two ticks remind once."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.collab import queries
from masthead.collab.actions.requests import bring_before_leader
from masthead.collab.actions.tickets import STEPS
from masthead.collab.events import CollabEvent
from masthead.collab.models import CrossRequest, Decision, Meeting, RequestTask, Ticket
from masthead.collab.states import DecisionState, MeetingState, RequestState
from masthead.core import clock
from masthead.notify import actions as notify
from masthead.org import queries as org
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

HEAD_AT, LEADER_AT = 100, 150


@guarded("1.3.5")
@transaction.atomic
def nudge_request(*, request: CrossRequest, at: dt.datetime | None = None) -> bool:
    """An unanswered request: the department at 50 and 80 per cent of its time, its head at 100, the leader at 150.

    Clause: 1.3.5.  Events: collab:request:nudged, collab:request:escalated.  Races: the step is claimed on the row.
    """
    step = queries.step_after(request.nudge, queries.NUDGES)
    if step is None or request.nudge_at is None:
        return False
    following = queries.next_nudge(request.asked_at, request.target_minutes, step)
    rows = CrossRequest.objects.filter(
        pk=request.pk, state=RequestState.PENDING, nudge=request.nudge, nudge_at=request.nudge_at
    )
    if rows.update(nudge=step, nudge_at=following) != 1:
        return False
    request.refresh_from_db()
    trail.record(CollabEvent.REQUEST_NUDGED, target=request, data={"step": step}, at=at)
    if step >= LEADER_AT:
        bring_before_leader(request=request, why=_("超过时限一半仍未答复"), by=None, at=at)
        return True
    if step == HEAD_AT:
        trail.record(CollabEvent.REQUEST_ESCALATED, target=request, data={"to": "head"}, at=at)
    heads = org.heads_of(request.to_unit_id)
    people = (heads if step == HEAD_AT else []) or queries.receivers_of(request)
    title = _("已超时未答复：%(title)s") if step == HEAD_AT else _("请答复：%(title)s")
    _tell("collab.overdue" if step == HEAD_AT else "collab.request", request, people, title, "1.3.5", at)
    return True


@guarded("2.2.4")
@transaction.atomic
def nudge_ticket(*, ticket: Ticket, at: dt.datetime | None = None) -> bool:
    """A ticket near its time: who works on it, or the desk; past it the head of the technical department too.

    Clause: 2.2.4.  Events: collab:ticket:nudged.  Races: the step is claimed on the row.
    """
    step = queries.step_after(ticket.nudge, STEPS)
    if step is None or ticket.nudge_at is None:
        Ticket.objects.filter(pk=ticket.pk).update(nudge_at=None)
        return False
    following = queries.next_nudge(ticket.opened_at, ticket.target_minutes + ticket.paused_minutes, step, STEPS)
    rows = Ticket.objects.filter(pk=ticket.pk, state=ticket.state, nudge=ticket.nudge, nudge_at=ticket.nudge_at)
    if rows.update(nudge=step, nudge_at=following) != 1:
        return False
    trail.record(CollabEvent.TICKET_NUDGED, target=ticket, data={"step": step}, at=at)
    people = [ticket.assignee] if ticket.assignee else queries.desk_members()
    desk = queries.desk_unit()
    if step == HEAD_AT and desk:
        people = [*people, *org.heads_of(desk.pk)]
    title = _("工单已超时：%(title)s") if step == HEAD_AT else _("工单即将超时：%(title)s")
    _tell("collab.overdue" if step == HEAD_AT else "collab.ticket", ticket, people, title, "2.2.4", at)
    return True


@guarded("1.3.5")
@transaction.atomic
def nudge_task(*, task: RequestTask, at: dt.datetime | None = None) -> bool:
    """A shared task: its owner the day before, and once more when it is late.

    Clause: 1.3.5.  Events: collab:request:task_nudged.  Races: claimed by the day of the reminder.
    """
    today = clock.china(at or clock.now()).date()
    rows = RequestTask.objects.filter(pk=task.pk, done_at=None, reminded_on=task.reminded_on)
    if rows.update(reminded_on=today) != 1:
        return False
    trail.record(CollabEvent.REQUEST_TASK_NUDGED, target=task.request, data={"task": task.pk}, at=at)
    title = _("事项已到期：%(title)s") if task.due_on < today else _("事项即将到期：%(title)s")
    notify.tell(
        kind="collab.request", members=[task.owner_id], title=title % {"title": task.title},
        url=task.request.get_absolute_url(), clause="1.3.5", at=at,
    )  # fmt: skip
    return True


@guarded("2.1")
@transaction.atomic
def nudge_decision(*, decision: Decision, at: dt.datetime | None = None) -> bool:
    """A decision: its owner the day before; when it is late the leader too.

    Clause: 2.1.  Events: collab:decision:nudged.  Races: claimed by the day of the reminder.
    """
    today = clock.china(at or clock.now()).date()
    rows = Decision.objects.filter(pk=decision.pk, state=DecisionState.IN_PROGRESS, reminded_on=decision.reminded_on)
    if rows.update(reminded_on=today) != 1:
        return False
    late, leader = decision.is_late(today), org.leader_of_group()
    trail.record(CollabEvent.DECISION_NUDGED, target=decision, data={"late": late}, at=at)
    people = {decision.owner_id} | ({leader.pk} if late and leader else set())
    title = _("决议逾期未落实：%(title)s") if late else _("决议即将到期：%(title)s")
    notify.tell(
        kind="collab.overdue" if late else "collab.decision", members=people, title=title % {"title": decision.label},
        body=decision.text, url=decision.get_absolute_url(), clause="2.1", at=at,
    )  # fmt: skip
    return True


@guarded("2.1")
@transaction.atomic
def remind_of_meeting(*, meeting: Meeting, at: dt.datetime | None = None) -> bool:
    """Everybody who is invited, a day before.  Clause: 2.1.  Events: collab:meeting:reminded.  Races: claimed on the row."""
    rows = Meeting.objects.filter(pk=meeting.pk, state=MeetingState.PLANNED, reminded_at=None)
    if rows.update(reminded_at=at or clock.now()) != 1:
        return False
    trail.record(CollabEvent.MEETING_REMINDED, target=meeting, at=at)
    people = list(meeting.attendance.filter(excuse="").values_list("member_id", flat=True))
    notify.tell(
        kind="collab.meeting", members=people, title=_("明天开会：%(title)s") % {"title": meeting.title}, body=meeting.place,
        url=meeting.get_absolute_url(), clause="2.1", at=at,
    )  # fmt: skip
    return True


def _tell(
    kind: str, thing: CrossRequest | Ticket, people: list[Member], title: str, clause: str, at: dt.datetime | None
) -> None:
    words = {"title": thing.title}
    notify.tell(kind=kind, members=people, title=title % words, url=thing.get_absolute_url(), clause=clause, at=at)
