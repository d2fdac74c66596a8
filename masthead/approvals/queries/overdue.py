"""What the clock must look at: steps that come near their due time or passed it, and tasks whose person left."""

import datetime as dt

from django.db.models import QuerySet

from masthead.approvals.models import OPEN_TASKS, StepRun, StepState, Task
from masthead.org import queries as org
from masthead.org.models import Member

MARKS = (50, 80, 100)
A_TICK = 200


def look_times(start: dt.datetime, minutes: int) -> list[dt.datetime]:
    """When 50, 80 and 100 percent of the office time have passed."""
    return [org.add_office_time(start, max(1, minutes * mark // 100)) for mark in MARKS]


def steps_to_look_at(moment: dt.datetime) -> list[int]:
    """Running steps with a reminder or an escalation due, the longest waiting first."""
    rows = StepRun.objects.filter(state=StepState.ACTIVE, look_at__isnull=False, look_at__lte=moment)
    return list(rows.order_by("look_at", "pk").values_list("pk", flat=True)[:A_TICK])


def tasks_of_leavers() -> list[int]:
    """Open tasks of people who no longer work here."""
    gone = Member.objects.filter(is_active=False).values("pk")
    rows = Task.objects.filter(assignee__in=gone, state__in=OPEN_TASKS)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:A_TICK])


def open_tasks_of(member: Member) -> QuerySet[Task]:
    """Every open task of a member, the oldest first."""
    return Task.objects.filter(assignee=member, state__in=OPEN_TASKS).select_related("case", "step").order_by("pk")


def steps_left_lying(before: dt.datetime) -> int:
    """Running steps that the clock should have looked at before that moment and did not."""
    return StepRun.objects.filter(state=StepState.ACTIVE, look_at__isnull=False, look_at__lte=before).count()
