"""What the clock calls."""

import datetime as dt

from masthead.content import actions, queries
from masthead.core import clock
from masthead.core.errors import DomainError
from masthead.core.jobs import task


@task("content.planning_tick")
def planning_tick() -> None:
    """Call the meetings of series whose day is near; a refusal is on the trail and stops no other series."""
    for series, day in queries.series_due(clock.today()):
        start: dt.datetime = clock.at_china(day, series.begins_at.hour, series.begins_at.minute)
        try:
            actions.call_planning_meeting(
                title=f"{series.name} {day:%m-%d}", unit=series.unit, start_at=start, place=series.place,
                invited=list(series.invited.all()), by=series.organiser, series=series,
            )  # fmt: skip
        except DomainError:
            continue
