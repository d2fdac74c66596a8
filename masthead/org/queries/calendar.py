"""The business calendar: Chinese working days with 调休, the company's own days, and office hours as they were set for each day."""

import calendar as months
import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from masthead.core import clock
from masthead.org.models import CalendarDay, DayKind, OfficeHours

Spans = Sequence[Sequence[int]]
OFFICE_SPANS: Spans = (
    (9 * 60, 12 * 60),
    (13 * 60 + 30, 18 * 60),
)  # before the company sets its own; minutes after midnight
MOST_DAYS = 800
OPEN = (DayKind.WORKDAY, DayKind.MAKE_UP)


@dataclass(frozen=True)
class Cell:
    """One day of the year page; `row` is None where nothing is published or set."""

    on: dt.date
    kind: DayKind
    row: CalendarDay | None
    outside: bool

    @property
    def name(self) -> str:
        return self.row.name if self.row else ""

    @property
    def own(self) -> bool:
        return self.row is not None and self.row.own


@dataclass(frozen=True)
class Month:
    first: dt.date
    weeks: list[list[Cell]]
    workdays: int


@dataclass(frozen=True)
class Year:
    """A year as a calendar. `published` False = 未公布: Monday to Friday count provisionally."""

    number: int
    published: bool
    source: str
    months: list[Month]
    own: list[CalendarDay]
    holidays: list[CalendarDay]
    make_ups: list[CalendarDay]

    @property
    def workdays(self) -> int:
        return sum(month.workdays for month in self.months)


def usual_kind(day: dt.date) -> DayKind:
    """What a day is while nothing is published: Monday to Friday are working days."""
    return DayKind.WORKDAY if day.weekday() < 5 else DayKind.REST


def day_kind(day: dt.date) -> DayKind:
    """Kind of a day; a year that is not published yet counts Monday to Friday provisionally."""
    row = CalendarDay.objects.filter(on=day).values_list("kind", flat=True).first()
    return DayKind(row) if row else usual_kind(day)


def is_workday(day: dt.date) -> bool:
    """Is the office open that day (make-up days included)?"""
    return day_kind(day) in OPEN


def open_days(first: dt.date, last: dt.date) -> frozenset[dt.date]:
    """The days from `first` to `last` on which the office is open (make-up days included); one query."""
    kinds = _kinds(first, last)
    days = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    return frozenset(day for day in days if _open(day, kinds))


def is_published(year: int) -> bool:
    """Is the State Council's arrangement of that year known? The company's own days alone do not make it so."""
    return CalendarDay.objects.filter(on__year=year, own=False).exists()


def all_office_hours() -> list[OfficeHours]:
    """Office hours by the day from which they hold, the latest first."""
    return list(OfficeHours.objects.select_related("set_by").order_by("-start_on"))


def office_spans(day: dt.date) -> Spans:
    """When the office is open on a working day of that time."""
    return _Hours.read().on(day)


class _Hours:
    """All versions of the office hours, read once for a calculation."""

    def __init__(self, rows: list[tuple[dt.date, Spans]]) -> None:
        self.starts, self.spans = [start for start, _ in rows], [spans for _, spans in rows]

    @classmethod
    def read(cls) -> "_Hours":
        return cls(list(OfficeHours.objects.order_by("start_on").values_list("start_on", "spans")))

    def on(self, day: dt.date) -> Spans:
        place = bisect_right(self.starts, day)
        return self.spans[place - 1] if place else OFFICE_SPANS


def _kinds(start: dt.date, end: dt.date) -> dict[dt.date, DayKind]:
    rows = CalendarDay.objects.filter(on__gte=start, on__lte=end).values_list("on", "kind")
    return {on: DayKind(kind) for on, kind in rows}


def _open(day: dt.date, kinds: dict[dt.date, DayKind]) -> bool:
    return kinds.get(day, usual_kind(day)) in OPEN


def _second(moment: dt.datetime) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second


def add_office_time(start: dt.datetime, minutes: int) -> dt.datetime:
    """The moment `minutes` of office time after `start`, to the second. Raises ValueError when that is more than about two years away.

    Nothing to add: the moment itself when the office is open then, else the next opening.
    """
    local = clock.china(start)
    kinds, hours = _kinds(local.date(), local.date() + dt.timedelta(days=MOST_DAYS)), _Hours.read()
    left = minutes * 60
    for offset in range(MOST_DAYS):
        day = local.date() + dt.timedelta(days=offset)
        if not _open(day, kinds):
            continue
        now = _second(local) if offset == 0 else 0
        for begin, end in hours.on(day):
            free = end * 60 - max(begin * 60, now)
            if free <= 0:
                continue
            if left <= free:
                at = max(begin * 60, now) + left
                return (clock.at_china(day) + dt.timedelta(seconds=at)).astimezone(dt.UTC)
            left -= free
    raise ValueError("the office is not open often enough for that")


def office_minutes_between(start: dt.datetime, end: dt.datetime) -> int:
    """Whole minutes of office time between two moments; 0 when end is not after start."""
    if end <= start:
        return 0
    first, last = clock.china(start), clock.china(end)
    kinds, hours = _kinds(first.date(), last.date()), _Hours.read()
    total, day = 0, first.date()
    while day <= last.date():
        if _open(day, kinds):
            low = _second(first) if day == first.date() else 0
            high = _second(last) if day == last.date() else 24 * 3600
            total += sum(max(0, min(e * 60, high) - max(b * 60, low)) for b, e in hours.on(day))
        day += dt.timedelta(days=1)
    return total // 60


def year_page(year: int) -> Year:
    """Twelve months of weeks from Monday to Sunday; one query."""
    rows = {row.on: row for row in CalendarDay.objects.filter(on__year=year).order_by("on")}
    published = [row for row in rows.values() if not row.own]
    return Year(
        number=year,
        published=bool(published),
        source=published[0].source if published else "",
        months=[_month(year, number, rows) for number in range(1, 13)],
        own=[row for row in rows.values() if row.own],
        holidays=[row for row in published if row.kind == DayKind.HOLIDAY],
        make_ups=[row for row in published if row.kind == DayKind.MAKE_UP],
    )


def _month(year: int, number: int, rows: dict[dt.date, CalendarDay]) -> Month:
    weeks = [
        [_cell(day, rows, outside=day.month != number) for day in week]
        for week in months.Calendar().monthdatescalendar(year, number)
    ]
    inside = [cell for week in weeks for cell in week if not cell.outside]
    return Month(dt.date(year, number, 1), weeks, sum(cell.kind in OPEN for cell in inside))


def _cell(day: dt.date, rows: dict[dt.date, CalendarDay], *, outside: bool) -> Cell:
    row = rows.get(day)
    return Cell(day, DayKind(row.kind) if row else usual_kind(day), row, outside)


def known_years() -> list[int]:
    """Years that have rows, with this year and the next, in order."""
    this = clock.today().year
    found = {day.year for day in CalendarDay.objects.dates("on", "year")}
    return sorted(found | {this, this + 1})


def get_own_day(on: dt.date) -> CalendarDay | None:
    """The company's own day on that date, or None."""
    return CalendarDay.objects.filter(on=on, own=True).first()
