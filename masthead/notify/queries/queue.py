"""What waits to be sent. Rows are the queue."""

import datetime as dt

from django.db.models import Q, QuerySet

from masthead.notify.models import Delivery, RobotChannel
from masthead.notify.states import ChannelState, DeliveryState, Medium

MOST_TARGETS = 200
MOST_IN_ONE = 50
MERGE_FROM = 4


def _due(moment: dt.datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(state=DeliveryState.DUE, due_at__lte=moment)


def due_targets(moment: dt.datetime) -> list[tuple[str, int]]:
    """(medium, key) of places with something due, robots that may not be spoken to left out."""
    free = Q(medium=Medium.MAIL) | Q(robot__state=ChannelState.OK) & (
        Q(robot__paused_until=None) | Q(robot__paused_until__lte=moment)
    )
    rows = _due(moment).filter(free).order_by().values_list("medium", "robot_id", "member_id").distinct()
    return [(medium, robot or member or 0) for medium, robot, member in rows[:MOST_TARGETS]]


def is_free(robot: RobotChannel, moment: dt.datetime) -> bool:
    """May this robot be spoken to now?"""
    return robot.state == ChannelState.OK and not (robot.paused_until and robot.paused_until > moment)


def next_bundle(medium: str, target: int, moment: dt.datetime) -> list[int]:
    """Keys of the rows for one message: the oldest one, or all that waited for the end of quiet hours when they are many."""
    column = "robot_id" if medium == Medium.ROBOT else "member_id"
    rows = list(
        _due(moment)
        .filter(medium=medium, **{column: target})
        .order_by("-urgent", "pk")
        .values_list("pk", "held")[:MOST_IN_ONE]
    )
    held = [pk for pk, waited in rows if waited]
    if rows and rows[0][1] and len(held) >= MERGE_FROM:
        return held
    return [pk for pk, _waited in rows[:1]]


def overdue_count(before: dt.datetime) -> int:
    """Deliveries that were due before this moment and have not gone out."""
    return _due(before).count()
