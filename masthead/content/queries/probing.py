"""Populations of this room's probes."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Count, Q, QuerySet

from masthead.collab.models import Experiment
from masthead.content.models import ExperimentArm, PlanningMeeting, PlanningSeries, Topic
from masthead.content.states import TopicState
from masthead.core import clock
from masthead.org.models import ManagementGroup

PLANNED = (TopicState.ADOPTED, TopicState.IN_PROGRESS, TopicState.DONE)


def topics_adopted(start: dt.datetime, end: dt.datetime) -> QuerySet[Topic]:
    """Adopted in the span and still in the plan, with accounts; two queries."""
    rows = Topic.objects.filter(state__in=PLANNED, decided_at__gte=start, decided_at__lt=end)
    return rows.select_related("owner").prefetch_related("accounts").order_by("pk")


def series_with_meetings(start: dt.datetime, end: dt.datetime) -> Iterator[tuple[PlanningSeries, int]]:
    """Running series with how often they met in the span; one query."""
    met = Q(meetings__meeting__held_at__gte=start, meetings__meeting__held_at__lt=end)
    for row in (
        PlanningSeries.objects.filter(paused_at=None).annotate(held=Count("meetings", filter=met)).order_by("pk")
    ):
        yield row, row.held


def planning_held(start: dt.datetime, end: dt.datetime) -> QuerySet[PlanningMeeting]:
    """Planning meetings held in the span."""
    rows = PlanningMeeting.objects.filter(meeting__held_at__gte=start, meeting__held_at__lt=end)
    return rows.select_related("meeting").order_by("pk")


def groups() -> QuerySet[ManagementGroup]:
    """The group that answers for the whole house."""
    return ManagementGroup.objects.order_by("pk")


def experiments_in(start: dt.datetime, end: dt.datetime) -> tuple[int, int]:
    """How many experiments ran and how many were concluded in the span; one query."""
    first, last = clock.china(start).date(), clock.china(end).date()
    ran, done = Q(start_on__lte=last, end_on__gte=first), Q(concluded_at__gte=start, concluded_at__lt=end)
    found = Experiment.objects.aggregate(run=Count("pk", filter=ran), done=Count("pk", filter=done))
    return found["run"], found["done"]


def concluded_with_arms(start: dt.datetime, end: dt.datetime) -> Iterator[tuple[Experiment, list[str]]]:
    """Experiments concluded in the span that name arms, with the arms that have no figure; two queries."""
    rows = (
        Experiment.objects.filter(concluded_at__gte=start, concluded_at__lt=end).select_related("idea").order_by("pk")
    )
    arms: dict[int, list[ExperimentArm]] = defaultdict(list)
    for arm in ExperimentArm.objects.filter(experiment__in=rows).order_by("number"):
        arms[arm.experiment_id].append(arm)
    for row in rows:
        if row.pk in arms:
            yield row, [a.name for a in arms[row.pk] if a.measured is None]
