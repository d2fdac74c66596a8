"""The one clock. Stored moments are aware UTC; a day, a month and office hours are those of Asia/Shanghai."""

import datetime as dt
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
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


def steady() -> float:
    """Seconds that only ever go on, the same for all processes of one machine; a wall clock that is set means nothing to it."""
    source = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime(source) + _offset.total_seconds()


def steady_mark() -> str:
    """This moment as `seconds_since` understands it: the machine since its start, and the seconds."""
    return f"{_this_start()}:{steady():.3f}"


def seconds_since(mark: str) -> float | None:
    """How long ago that was; None when another machine (or this one before its last start) wrote it."""
    start, _, told = mark.partition(":")
    if not told or start != _this_start():
        return None
    return steady() - float(told)


@cache
def _this_start() -> str:
    """Names this machine since it was started."""
    kept = Path("/proc/sys/kernel/random/boot_id")
    return kept.read_text(encoding="ascii").strip() if kept.exists() else socket.gethostname()[:60].replace(":", "-")


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
