"""Violations on purpose, each inside a savepoint that is always rolled back."""

import datetime as dt

from django.utils.crypto import get_random_string

from masthead.collab.models import Experiment, Idea, Meeting, MeetingKind
from masthead.collab.states import IdeaState, MeetingState
from masthead.content.models import ExperimentArm, PlanningMeeting, PlanningSeries, Topic
from masthead.content.states import TopicState
from masthead.core import clock
from masthead.org.models import ManagementGroup, Member, Unit

DAY, NAME = dt.timedelta(days=1), "探针"


def _somebody() -> Member:
    return Member.objects.create(username=f"probe-{get_random_string(10)}", name=NAME, is_active=False)


def _unit() -> Unit:
    unit = Unit.objects.create(name=f"{NAME}{get_random_string(6)}")
    Unit.objects.filter(pk=unit.pk).update(path=f"/{unit.pk}/")
    return unit


def topic_without_a_day() -> tuple[str, int]:
    """Adopted yesterday, for no account and no day."""
    person = _somebody()
    topic = Topic.objects.create(
        title=NAME, theme=NAME, unit=_unit(), owner=person, planned_on=None, state=TopicState.ADOPTED, proposed_by=person,
        proposed_at=clock.now() - 2 * DAY, decided_by=person, decided_at=clock.now() - DAY,
    )  # fmt: skip
    return "content.topic", topic.pk


def series_that_does_not_meet() -> tuple[str, int]:
    """A monthly series that has run for half a year and never met."""
    person, today = _somebody(), clock.today()
    series = PlanningSeries.objects.create(
        name=NAME, unit=_unit(), organiser=person, begins_at=dt.time(9), place=NAME, first_on=today - 180 * DAY
    )
    return "content.planningseries", series.pk


def minutes_nobody_approved() -> tuple[str, int]:
    """Held three weeks ago, and the minutes still lie there."""
    person, held = _somebody(), clock.now() - 21 * DAY
    group = ManagementGroup.objects.first() or ManagementGroup.objects.create(name=NAME, founded_on=clock.today())
    meeting = Meeting.objects.create(
        group=group, kind=MeetingKind.PLANNING, title=NAME, start_at=held, held_at=held, place="-", quorum=1,
        planned_by=person, state=MeetingState.HELD,
    )  # fmt: skip
    row = PlanningMeeting.objects.create(meeting=meeting, unit=_unit(), for_day=clock.china(held).date())
    return "content.planningmeeting", row.pk


def experiment_judged_without_figures() -> tuple[str, int]:
    """Concluded, though one of its arms was never measured."""
    person, other, today = _somebody(), _somebody(), clock.today()
    idea = Idea.objects.create(
        title=NAME, text=NAME, proposer=person, state=IdeaState.CONCLUDED, proposed_at=clock.now() - 40 * DAY
    )
    row = Experiment.objects.create(
        idea=idea, hypothesis="-", metric="-", variants="-", owner=person, start_on=today - 30 * DAY, end_on=today - 3 * DAY,
        adopted_by=other, adopted_at=clock.now() - 30 * DAY, result="-", conclusion="effective", concluded_by=other,
        concluded_at=clock.now() - DAY,
    )  # fmt: skip
    ExperimentArm.objects.create(experiment=row, number=1, name="甲", measured=3)
    ExperimentArm.objects.create(experiment=row, number=2, name="乙")
    return "collab.experiment", row.pk


def quarter_without_an_experiment() -> tuple[str, int]:
    """All experiments lie a year back."""
    group = ManagementGroup.objects.first() or ManagementGroup.objects.create(name=NAME, founded_on=clock.today())
    ManagementGroup.objects.filter(pk=group.pk).update(founded_on=clock.today() - 800 * DAY)
    today = clock.today()
    Experiment.objects.update(start_on=today - 400 * DAY, end_on=today - 390 * DAY)
    Experiment.objects.exclude(concluded_at=None).update(concluded_at=clock.now() - 380 * DAY)
    return "org.managementgroup", group.pk
