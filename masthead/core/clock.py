"""The one clock. Stored moments are aware UTC; a day, a month and office hours are those of Asia/Shanghai."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from django.utils import timezone

CHINA = ZoneInfo("Asia/Shanghai")
_offset = dt.timedelta()
_wrong: Callable[[], dt.timedelta] | None = None


def now() -> dt.datetime:
    """This moment, aware, UTC."""
    return timezone.now() + _offset if _wrong is None else timezone.now() + _wrong()


def go_wrong(by: Callable[[], dt.timedelta]) -> None:
    """From now on this process has a clock that is wrong by what `by` says at each look: only fault campaigns ask for it."""
    global _wrong  # noqa: PLW0603  one clock a process is the point
    _wrong = by


@contextmanager
def travelling(offset: dt.timedelta) -> Iterator[None]:
    """Let this whole process live at another moment inside the block: only the demo company uses it, to have a past made of real deeds."""
    global _offset  # noqa: PLW0603  one clock a process is the point
    before, _offset = _offset, offset
    try:
        yield
    finally:
        _offset = before


def china(moment: dt.datetime) -> dt.datetime:
    """The same moment on a wall clock in Shanghai."""
    return moment.astimezone(CHINA)


def today() -> dt.date:
    """The calendar day in Shanghai (not in UTC: before 08:00 they differ)."""
    return china(now()).date()


def at_china(day: dt.date, hour: int = 0, minute: int = 0) -> dt.datetime:
    """The moment when clocks in Shanghai show `hour:minute` on `day`."""
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=CHINA)


def day_bounds(day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Half-open interval [start, end) of a Shanghai day."""
    return at_china(day), at_china(day + dt.timedelta(days=1))
