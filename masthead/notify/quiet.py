"""Quiet hours: when a message that is not urgent may go out. Pure arithmetic over the business calendar."""

import datetime as dt
from dataclasses import dataclass

from masthead.core import clock
from masthead.notify.models import Preference, RobotChannel
from masthead.org import queries as org

MOST_STEPS = 60
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Quiet:
    """From an hour to an hour (over midnight when it ends earlier), on rest days, and until a moment."""

    start: dt.time | None = None
    end: dt.time | None = None
    rest_days: bool = False
    until: dt.datetime | None = None


def of_robot(robot: RobotChannel) -> Quiet:
    return Quiet(robot.quiet_from, robot.quiet_to, robot.quiet_rest_days)


def of_member(preference: Preference) -> Quiet:
    return Quiet(preference.quiet_from, preference.quiet_to, preference.quiet_rest_days, preference.snooze_until)


def free_at(moment: dt.datetime, quiet: Quiet) -> dt.datetime:
    """The first moment from `moment` on that is not quiet; `moment` itself when it is free."""
    at = max(moment, quiet.until) if quiet.until else moment
    for _step in range(MOST_STEPS):
        later = _after_hours(_after_rest(at, quiet), quiet)
        if later == at:
            return at
        at = later
    return at


def _after_rest(at: dt.datetime, quiet: Quiet) -> dt.datetime:
    day = clock.china(at).date()
    if quiet.rest_days and not org.is_workday(day):
        return clock.at_china(day + DAY)
    return at


def _after_hours(at: dt.datetime, quiet: Quiet) -> dt.datetime:
    if quiet.start is None or quiet.end is None or quiet.start == quiet.end:
        return at
    local = clock.china(at)
    now, day = local.time(), local.date()
    over_midnight = quiet.start > quiet.end
    if over_midnight and now >= quiet.start:
        return clock.at_china(day + DAY, quiet.end.hour, quiet.end.minute)
    inside = now < quiet.end if over_midnight else quiet.start <= now < quiet.end
    return clock.at_china(day, quiet.end.hour, quiet.end.minute) if inside else at
