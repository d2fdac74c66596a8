"""What the clock and the queue call: ids in, the action or the helper called."""

import datetime as dt

from masthead.content import actions, engine, queries
from masthead.content import assistant as helper
from masthead.core import clock
from masthead.core.errors import DomainError
from masthead.core.jobs import task


@task("content.assistant", soft_time_limit=90)
def assistant(run_id: int) -> None:
    """Ask the writing helper for one waiting run."""
    helper.answer(run_id)


@task("content.assistant_lost")
def assistant_lost() -> None:
    """Runs whose worker was lost end as failed."""
    actions.give_up_runs()


@task("content.mind_review")
def mind_review() -> None:
    """Every minute: what missed its slot is marked; later looks of the fast lane are asked for."""
    engine.mind_review()


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
