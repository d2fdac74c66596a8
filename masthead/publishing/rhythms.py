"""On which days a recurring slot falls. Pure arithmetic over the days on which the office is open (调休 included)."""

import calendar
import datetime as dt
from collections.abc import Callable, Iterator
from typing import Protocol

IsOpen = Callable[[dt.date], bool]
DAY = dt.timedelta(days=1)
FARTHEST = 20  # days that a slot may move over a holiday; the longest ones are shorter
WEEKLY, MONTHLY, WORKDAYS = "weekly", "monthly", "workdays"
KEEP, SKIP, BEFORE, AFTER = "keep", "skip", "before", "after"


class Rhythm(Protocol):
    """What of a slot says its days. `month_day` 31 means the last day of a shorter month too."""

    rhythm: str
    weekday: int
    month_day: int
    off_day: str


def days_of(slot: Rhythm, first: dt.date, last: dt.date, is_open: IsOpen) -> list[dt.date]:
    """Its days from `first` to `last`, in order, each once: those that moved in from outside are there, those that moved out are not."""
    nominal = _nominal(slot, first - FARTHEST * DAY, last + FARTHEST * DAY, is_open)
    moved = {day for one in nominal if (day := _moved(slot, one, is_open)) is not None}
    return sorted(day for day in moved if first <= day <= last)


def _nominal(slot: Rhythm, first: dt.date, last: dt.date, is_open: IsOpen) -> Iterator[dt.date]:
    day = first
    while day <= last:
        if slot.rhythm == WORKDAYS:
            fits = is_open(day)
        elif slot.rhythm == MONTHLY:
            fits = day.day == min(slot.month_day, calendar.monthrange(day.year, day.month)[1])
        else:
            fits = day.weekday() == slot.weekday
        if fits:
            yield day
        day += DAY


def _moved(slot: Rhythm, day: dt.date, is_open: IsOpen) -> dt.date | None:
    """Where a day off sends it: nowhere else, away altogether, or to the nearest working day before or after."""
    if slot.rhythm == WORKDAYS or slot.off_day == KEEP or is_open(day):
        return day
    if slot.off_day == SKIP:
        return None
    step = -DAY if slot.off_day == BEFORE else DAY
    for distance in range(1, FARTHEST + 1):
        if is_open(day + distance * step):
            return day + distance * step
    return None
