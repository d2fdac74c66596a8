"""Violations on purpose, each inside a savepoint that is always rolled back."""

import datetime as dt

from django.utils.crypto import get_random_string

from masthead.collab.models import CrossRequest, Decision, Experiment, Idea, Meeting, Ticket
from masthead.collab.states import DecisionState, IdeaState, MeetingState
from masthead.core import clock
from masthead.org.models import GroupSeat, ManagementGroup, Member, Unit

DAY = dt.timedelta(days=1)


def _somebody() -> Member:
    return Member.objects.create(username=f"probe-{get_random_string(10)}", name="探针", is_active=False)


def _unit() -> Unit:
    unit = Unit.objects.create(name=f"探针{get_random_string(6)}")
    Unit.objects.filter(pk=unit.pk).update(path=f"/{unit.pk}/")
    return unit


def _group() -> ManagementGroup:
    return ManagementGroup.objects.first() or ManagementGroup.objects.create(name="探针", founded_on=clock.today())


def _request(**more: object) -> CrossRequest:
    asked = clock.now() - 9 * DAY
    fields: dict[str, object] = {"from_unit": _unit(), "to_unit": _unit(), "requester": _somebody(), "title": "探针"}
    due = {"asked_at": asked, "target_minutes": 900, "answer_due_at": asked + 2 * DAY}
    return CrossRequest.objects.create(text="探针", **fields, **due, **more)


def _meeting(**more: object) -> Meeting:
    start = clock.now() - 5 * DAY
    return Meeting.objects.create(
        group=_group(), title="探针", start_at=start, place="-", quorum=2, planned_by=_somebody(), **more
    )


def experiment_without_conclusion() -> tuple[str, int]:
    """Over for three weeks, and nobody said whether it worked."""
    person, today = _somebody(), clock.today()
    idea = Idea.objects.create(
        title="探针", text="探针", proposer=person, state=IdeaState.EXPERIMENT, proposed_at=clock.now()
    )
    row = Experiment.objects.create(
        idea=idea, hypothesis="-", metric="-", variants="-", owner=person, start_on=today - 40 * DAY, end_on=today - 21 * DAY,
        adopted_by=person, adopted_at=clock.now(),
    )  # fmt: skip
    return "collab.experiment", row.pk


def request_without_answer() -> tuple[str, int]:
    """A week past its time."""
    return "collab.crossrequest", _request().pk


def ruling_missing() -> tuple[str, int]:
    """Before the leader for nine days."""
    return "collab.crossrequest", _request(leader_asked_at=clock.now() - 9 * DAY).pk


def decision_not_carried_out() -> tuple[str, int]:
    """In force, and its day is over."""
    person = _somebody()
    meeting = _meeting(
        state=MeetingState.APPROVED, approved_hash="0" * 64, approved_by=person, approved_at=clock.now() - 4 * DAY
    )
    row = Decision.objects.create(
        meeting=meeting, order=1, year=9999, number=1, text="探针", owner=person, due_on=clock.today() - 2 * DAY,
        state=DecisionState.IN_PROGRESS, approved_hash="0" * 64, approved_by=person,
    )  # fmt: skip
    return "collab.decision", row.pk


def decision_nobody_approved() -> tuple[str, int]:
    """In force by the word of somebody who never led the group."""
    return decision_not_carried_out()


def group_that_never_met() -> tuple[str, int]:
    """An old group without a meeting this quarter: all its meetings are set back a year."""
    group = _group()
    ManagementGroup.objects.filter(pk=group.pk).update(founded_on=clock.today() - 800 * DAY)
    Meeting.objects.filter(group=group, held_at__isnull=False).update(held_at=clock.now() - 365 * DAY)
    return "org.managementgroup", group.pk


def group_without_a_leader() -> tuple[str, int]:
    """The leader's seat ended yesterday, and nobody took it."""
    group = _group()
    GroupSeat.objects.filter(group=group).update(start_on=clock.today() - 400 * DAY, end_on=clock.today() - DAY)
    return "org.managementgroup", group.pk


def ticket_past_its_time() -> tuple[str, int]:
    """Open, and late for a week."""
    opened = clock.now() - 9 * DAY
    row = Ticket.objects.create(
        title="探针", text="探针", unit=_unit(), requester=_somebody(), opened_at=opened, target_minutes=450,
        due_at=opened + 2 * DAY,
    )  # fmt: skip
    return "collab.ticket", row.pk
