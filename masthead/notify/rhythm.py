"""When the next digest is due."""

import datetime as dt

from masthead.core import clock
from masthead.notify.states import DigestRhythm
from masthead.org import queries as org

MOST_DAYS = 30
DAY = dt.timedelta(days=1)


def next_digest(moment: dt.datetime, digest: str, hour: int) -> dt.datetime | None:
    """The first digest after `moment`: on every working day, or on Mondays (the next working day when Monday is a holiday)."""
    if digest == DigestRhythm.NEVER:
        return None
    day = clock.china(moment).date()
    if clock.at_china(day, hour) <= moment:
        day += DAY
    if digest == DigestRhythm.WEEKLY:
        day += DAY * (-day.weekday() % 7)
    for _step in range(MOST_DAYS):
        if org.is_workday(day):
            break
        day += DAY
    return clock.at_china(day, hour)
