"""The business calendar: Chinese working days with 调休 and office hours 09:00–18:00 with a noon break."""

import datetime as dt

from masthead.core import clock
from masthead.org.models import CalendarDay, DayKind

OFFICE_SPANS = ((9 * 60, 12 * 60), (13 * 60, 18 * 60))  # minutes after midnight, Asia/Shanghai
MOST_DAYS = 800


def day_kind(day: dt.date) -> DayKind:
    """Kind of a day; a year that is not published yet counts Monday to Friday provisionally."""
    row = CalendarDay.objects.filter(on=day).values_list("kind", flat=True).first()
    if row:
        return DayKind(row)
    return DayKind.WORKDAY if day.weekday() < 5 else DayKind.REST


def is_workday(day: dt.date) -> bool:
    """Is the office open that day (make-up days included)?"""
    return day_kind(day) in (DayKind.WORKDAY, DayKind.MAKE_UP)


def _kinds(start: dt.date, end: dt.date) -> dict[dt.date, DayKind]:
    rows = CalendarDay.objects.filter(on__gte=start, on__lte=end).values_list("on", "kind")
    return {on: DayKind(kind) for on, kind in rows}


def _open(day: dt.date, kinds: dict[dt.date, DayKind]) -> bool:
    kind = kinds.get(day, DayKind.WORKDAY if day.weekday() < 5 else DayKind.REST)
    return kind in (DayKind.WORKDAY, DayKind.MAKE_UP)


def add_office_time(start: dt.datetime, minutes: int) -> dt.datetime:
    """The moment `minutes` of office time after `start`. Raises ValueError when that is more than about two years away."""
    local = clock.china(start)
    kinds = _kinds(local.date(), local.date() + dt.timedelta(days=MOST_DAYS))
    left = minutes
    for offset in range(MOST_DAYS):
        day = local.date() + dt.timedelta(days=offset)
        if not _open(day, kinds):
            continue
        now = local.hour * 60 + local.minute if offset == 0 else 0
        for begin, end in OFFICE_SPANS:
            free = end - max(begin, now)
            if free <= 0:
                continue
            if left <= free:
                at = max(begin, now) + left
                return clock.at_china(day, at // 60, at % 60).astimezone(dt.UTC)
            left -= free
    raise ValueError("the office is not open often enough for that")


def office_minutes_between(start: dt.datetime, end: dt.datetime) -> int:
    """Whole minutes of office time between two moments; 0 when end is not after start."""
    if end <= start:
        return 0
    first, last = clock.china(start), clock.china(end)
    kinds = _kinds(first.date(), last.date())
    total, day = 0, first.date()
    while day <= last.date():
        if _open(day, kinds):
            low = first.hour * 60 + first.minute if day == first.date() else 0
            high = last.hour * 60 + last.minute if day == last.date() else 24 * 60
            total += sum(max(0, min(e, high) - max(b, low)) for b, e in OFFICE_SPANS)
        day += dt.timedelta(days=1)
    return total
