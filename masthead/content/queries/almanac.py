"""The marketing calendar: computed days, public holidays as the company's business calendar knows them, own dates, topics made of them."""

import calendar as months
import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.utils.translation import gettext as _

from masthead.content import almanac
from masthead.content.almanac import Category, Occasion
from masthead.content.models import AlmanacEntry, AlmanacTopic, Topic
from masthead.core import clock, figures
from masthead.core.errors import NotThere
from masthead.org.models import CalendarDay, DayKind

ALMANAC_READ, ALMANAC_KEEP = "content.almanac.read", "content.almanac.keep"
MOST_OWN = 500
WORTH_A_TOPIC = frozenset({Category.FESTIVAL, Category.HOLIDAY, Category.TERM, Category.INDUSTRY, Category.COMPANY})


@dataclass
class AlmanacDay:
    """One day: how it was arranged, what it is, and what came out of it."""

    on: dt.date
    off: bool | None = None  # True a public holiday, False a make-up working day, None as the weekday says
    rest_name: str = ""
    occasions: list[Occasion] = field(default_factory=list)
    topics: dict[str, Topic] = field(default_factory=dict)
    outside: bool = False

    @property
    def cautions(self) -> list[Occasion]:
        """What not to do on it."""
        return [one for one in self.occasions if one.caution]

    @property
    def strict(self) -> list[Occasion]:
        """Days of mourning or of the state: whatever goes out needs a written reason."""
        shipped = settings.ALMANAC_SHIPPED_STRICT_DAYS
        return [one for one in self.occasions if one.strict and (one.own or shipped)]

    @property
    def strict_names(self) -> str:
        """What those days are called."""
        return _("、").join(one.name for one in self.strict)

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.occasions]

    @property
    def lunar(self) -> str:
        return almanac.lunar_text(self.on)

    @property
    def weekday(self) -> str:
        """周一."""
        return figures.weekday_text(self.on)

    @property
    def is_today(self) -> bool:
        return self.on == clock.today()

    @property
    def weekend(self) -> bool:
        return self.on.weekday() > 4

    @property
    def remark(self) -> str:
        """休 or 班."""
        return "" if self.off is None else _("休") if self.off else _("班")


@dataclass(frozen=True)
class Upcoming:
    """An occasion that is still to come, with what is left of the time."""

    occasion: Occasion
    topic: Topic | None

    @property
    def left(self) -> int:
        return (self.occasion.on - clock.today()).days

    @property
    def begin_on(self) -> dt.date:
        return self.occasion.on - dt.timedelta(days=self.occasion.lead)

    @property
    def due(self) -> bool:
        """Should work have begun by now?"""
        return (
            self.topic is None
            and self.left > 0
            and clock.today() >= self.begin_on
            and self.occasion.category in WORTH_A_TOPIC
        )

    @property
    def countdown(self) -> str:
        """还有 12 天."""
        return _("就是今天") if self.left == 0 else _("还有 %(n)d 天") % {"n": self.left}

    @property
    def advice(self) -> str:
        """建议 21 天前开始准备."""
        if self.occasion.category == Category.SENSITIVE or not self.occasion.lead:
            return ""
        return _("建议 %(n)d 天前开始准备") % {"n": self.occasion.lead}


def almanac_days(
    first: dt.date, last: dt.date, *, kinds: Collection[str] = (), topics: bool = True
) -> dict[dt.date, AlmanacDay]:
    """Every day of [first, last]. Three queries whatever the span: arranged days, own dates, topics made of dates."""
    days = {on: AlmanacDay(on) for on in _span(first, last)}
    _arrange(days, first, last)
    for occasion in _occasions(first, last):
        if (not kinds or occasion.category in kinds) and occasion.on in days:
            days[occasion.on].occasions.append(occasion)
    if not kinds or Category.HOLIDAY in kinds:
        _holidays(days)
    for row in AlmanacTopic.objects.filter(on__gte=first, on__lte=last).select_related("topic") if topics else ():
        days[row.on].topics[row.key] = row.topic
    return days


def _span(first: dt.date, last: dt.date) -> Iterable[dt.date]:
    return (first + dt.timedelta(days=n) for n in range((last - first).days + 1))


def _arrange(days: dict[dt.date, AlmanacDay], first: dt.date, last: dt.date) -> None:
    """The business calendar (with the company's corrections); a year that nobody took in yet as the library knows it."""
    kept: set[int] = set()
    for row in CalendarDay.objects.filter(on__gte=first, on__lte=last):
        kept |= set() if row.own else {row.on.year}
        if row.kind in (DayKind.HOLIDAY, DayKind.MAKE_UP) or row.own:
            days[row.on].off, days[row.on].rest_name = row.kind not in (DayKind.MAKE_UP, DayKind.WORKDAY), row.name
    for year in {first.year, last.year} - kept:
        for on, arranged in (almanac.official_days(year) or {}).items():
            if on in days and days[on].off is None and (arranged.off or on.weekday() > 4):
                days[on].off, days[on].rest_name = arranged.off, arranged.name


def _holidays(days: dict[dt.date, AlmanacDay]) -> None:
    """The first day of each run of days off is an entry of its own: 国庆节放假 7 天."""
    run: list[AlmanacDay] = []
    for day in [*days.values(), AlmanacDay(dt.date.max)]:
        if day.off and day.rest_name and (not run or run[-1].rest_name == day.rest_name):
            run.append(day)
            continue
        if run:
            first = run[0]
            name = _("%(name)s放假 %(n)d 天") % {"name": first.rest_name, "n": len(run)}
            first.occasions.insert(0, Occasion(f"rest-{first.on}", name, first.on, Category.HOLIDAY, 14))
        run = [day] if day.off and day.rest_name else []


def _occasions(first: dt.date, last: dt.date) -> list[Occasion]:
    found = [one for y in range(first.year, last.year + 1) for on, day in almanac.occasions_of(y).items() if first <= on <= last for one in day]  # fmt: skip
    return [*own_occasions(first, last), *found]


def own_occasions(first: dt.date, last: dt.date) -> list[Occasion]:
    """The company's own dates; a yearly one on its day of every year since it began."""
    entries = AlmanacEntry.objects.filter(dropped_at=None).order_by("on")[:MOST_OWN]
    return [_own(entry, on) for entry in entries for on in _days_of(entry, first, last)]


def _own(entry: AlmanacEntry, on: dt.date) -> Occasion:
    return Occasion(
        f"own-{entry.pk}", entry.name, on, Category(entry.category), entry.lead_days, entry.hint, entry.caution, entry.strict, entry.pk
    )  # fmt: skip


def _days_of(entry: AlmanacEntry, first: dt.date, last: dt.date) -> list[dt.date]:
    if not entry.yearly:
        return [entry.on] if first <= entry.on <= last else []
    days = (_in_year(entry.on, year) for year in range(first.year, last.year + 1))
    return [day for day in days if day and first <= day <= last and day.year >= entry.on.year]


def _in_year(on: dt.date, year: int) -> dt.date | None:
    """29 February falls on the 28th in other years."""
    return on.replace(year=year, day=min(on.day, months.monthrange(year, on.month)[1]))


def occasion_on(key: str, on: dt.date) -> Occasion:
    """The occasion with that key on that day. Raises NotThere."""
    rest = key.startswith("rest-")
    span = almanac_days(on - dt.timedelta(days=10 if rest else 0), on)
    found = next((one for one in span[on].occasions if one.key == key), None)
    if found is None:
        raise NotThere(
            _("这一天没有这个日子。"), code="no_such_occasion", clause="3.3.1", advice=_("请从营销日历重新进入。")
        )
    return found


def topic_of(key: str, on: dt.date) -> Topic | None:
    """The topic that was made of the day already."""
    row = AlmanacTopic.objects.filter(key=key, on=on).select_related("topic").first()
    return row.topic if row else None


def upcoming(first: dt.date, days: int, *, kinds: Collection[str] = ()) -> list[Upcoming]:
    """What comes in the next `days` days, in order."""
    found = almanac_days(first, first + dt.timedelta(days=days), kinds=kinds)
    return [Upcoming(one, day.topics.get(one.key)) for day in found.values() for one in day.occasions]


def unpublished_years(first: dt.date, last: dt.date) -> list[int]:
    """Years of the span whose public holidays nobody announced yet."""
    kept = set(
        CalendarDay.objects.filter(on__gte=first, on__lte=last, own=False).values_list("on__year", flat=True).distinct()
    )
    return [y for y in range(first.year, last.year + 1) if y not in kept and almanac.official_days(y) is None]


@dataclass(frozen=True)
class MonthSheet:
    """One month of the year view."""

    first: dt.date
    weeks: list[list[AlmanacDay]]
    count: int

    @property
    def name(self) -> str:
        return figures.month_text(self.first.month)


def year_sheets(year: int, *, kinds: Collection[str] = ()) -> list[MonthSheet]:
    """Twelve months as whole weeks from Monday; three queries."""
    days = almanac_days(dt.date(year - 1, 12, 25), dt.date(year + 1, 1, 7), kinds=kinds)
    return [_sheet(year, number, days) for number in range(1, 13)]


def _sheet(year: int, month: int, days: dict[dt.date, AlmanacDay]) -> MonthSheet:
    weeks = [
        [replace(days[on], outside=on.month != month) for on in week]
        for week in months.Calendar().monthdatescalendar(year, month)
    ]
    inside = [day for week in weeks for day in week if not day.outside]
    return MonthSheet(dt.date(year, month, 1), weeks, sum(len(day.occasions) for day in inside))


def own_entries() -> list[AlmanacEntry]:
    """The company's own dates that are kept, in order of the day in the year."""
    rows = list(AlmanacEntry.objects.filter(dropped_at=None).select_related("made_by")[:MOST_OWN])
    return sorted(rows, key=lambda e: (e.on.month, e.on.day, e.name))


def get_entry(pk: int) -> AlmanacEntry:
    """One of the company's own dates. Raises NotThere."""
    found = AlmanacEntry.objects.filter(pk=pk, dropped_at=None).first()
    if found is None:
        raise NotThere(_("没有这个公司日期，或它已被删除。"), code="no_such_entry", clause="3.3.1")
    return found


def kinds_count(days: Iterable[AlmanacDay]) -> dict[str, int]:
    """{category: how many}; for the filter."""
    found: dict[str, int] = defaultdict(int)
    for day in days:
        for one in day.occasions:
            found[one.category] += 1
    return found
