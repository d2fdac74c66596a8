"""The calendar: month, week and day over one query; all days are days in Shanghai, weeks begin on Monday."""

import calendar as months
import datetime as dt
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from masthead.core import clock, figures, tones
from masthead.org.models import CalendarDay, DayKind, Member
from masthead.publishing.models import Publication
from masthead.publishing.queries.publications import publications_visible_to
from masthead.publishing.states import PublicationState

DAY, WEEK, MONTH = "day", "week", "month"
VIEWS = (MONTH, WEEK, DAY)
MOST_CHIPS = 2000
STATE_ICONS = {
    PublicationState.SCHEDULED: "clock",
    PublicationState.SENDING: "send",
    PublicationState.ACCEPTED: "hourglass",
    PublicationState.PUBLISHED: "check",
    PublicationState.FAILED: "alert-circle",
    PublicationState.UNKNOWN: "help",
    PublicationState.CANCELLED: "x",
    PublicationState.EXPIRED: "calendar-time",
    PublicationState.BLOCKED: "hand-stop",
    PublicationState.HANDED: "user",
    PublicationState.PROOF: "eye",
}


@dataclass
class Mark:
    """One account on a chip."""

    name: str
    platform: str
    state: PublicationState
    url: str


@dataclass
class Chip:
    """One content at one time, with a mark for each account it goes to."""

    title: str
    at: dt.datetime
    url: str
    state: PublicationState
    marks: list[Mark] = field(default_factory=list)
    drawn: str = ""  # kept by the tag that draws it: a month shows it in the grid and in the agenda

    @property
    def tone(self) -> str:
        """Colour of the state, as on every page."""
        return tones.tone_of(self.state.value)

    @property
    def icon(self) -> str:
        """A sign beside the colour."""
        return STATE_ICONS[self.state]

    @property
    def hour(self) -> int:
        return clock.china(self.at).hour

    @property
    def time(self) -> str:
        return f"{clock.china(self.at):%H:%M}"

    @property
    def mixed(self) -> bool:
        """Accounts stand in different states: partial success stays visible."""
        return len({m.state for m in self.marks}) > 1


@dataclass
class Day:
    """One day in Shanghai. `kind` says holiday or make-up day as published."""

    on: dt.date
    kind: DayKind
    name: str
    chips: list[Chip] = field(default_factory=list)
    outside: bool = False
    is_today: bool = False

    @property
    def label(self) -> str:
        """11月23日 周一."""
        return figures.day_text(self.on)

    @property
    def hours(self) -> list[tuple[int, list[Chip]]]:
        """Every hour of the day with its chips."""
        return [(hour, [c for c in self.chips if c.hour == hour]) for hour in range(24)]

    @property
    def short(self) -> str:
        """11月23日."""
        return figures.short_day_text(self.on)

    @property
    def weekday(self) -> str:
        """周一."""
        return figures.weekday_text(self.on)

    @property
    def off(self) -> bool:
        return self.kind in (DayKind.REST, DayKind.HOLIDAY)

    @property
    def remark(self) -> str:
        """休 for a public holiday, 班 for a make-up working day."""
        return {DayKind.HOLIDAY: _("休"), DayKind.MAKE_UP: _("班")}.get(self.kind, "")


@dataclass(frozen=True)
class Span:
    """Days [first, last] of a view, with the days to go back and forth to."""

    view: str
    on: dt.date
    first: dt.date
    last: dt.date
    previous: dt.date
    following: dt.date

    @property
    def title(self) -> str:
        """The period in words."""
        if self.view == DAY:
            return figures.day_text(self.on)
        if self.view == MONTH:
            return figures.year_month_text(self.on)
        return f"{figures.day_text(self.first)} – {figures.day_text(self.last)}"

    @property
    def days(self) -> list[dt.date]:
        return [self.first + dt.timedelta(days=n) for n in range((self.last - self.first).days + 1)]


def span_of(view: str, on: dt.date) -> Span:
    """The days that a view shows around `on`; a week always holds the day that was asked for."""
    if view == DAY:
        return Span(view, on, on, on, on - dt.timedelta(days=1), on + dt.timedelta(days=1))
    monday = on - dt.timedelta(days=on.weekday())
    if view == WEEK:
        return Span(
            view, on, monday, monday + dt.timedelta(days=6), on - dt.timedelta(days=7), on + dt.timedelta(days=7)
        )
    start = on.replace(day=1)
    end = on.replace(day=months.monthrange(on.year, on.month)[1])
    first = start - dt.timedelta(days=start.weekday())
    last = end + dt.timedelta(days=6 - end.weekday())
    return Span(MONTH, on, first, last, (start - dt.timedelta(days=1)).replace(day=1), end + dt.timedelta(days=1))


def calendar_between(member: Member, first: dt.date, last: dt.date) -> list[Publication]:
    """Publications due on the days [first, last] in Shanghai; one query on an index range."""
    start, end = clock.at_china(first), clock.at_china(last + dt.timedelta(days=1))
    rows = (
        publications_visible_to(member)
        .filter(due_at__gte=start, due_at__lt=end)
        .exclude(state=PublicationState.CANCELLED)
    )
    narrow = rows.only(
        "title", "draft_id", "content_hash", "due_at", "state", "tries", "unit_id", "unit__name",
        "account__name", "account__platform__name", "account__platform_id",
    )  # fmt: skip
    return list(narrow.order_by("due_at", "pk")[:MOST_CHIPS])


def calendar_days(member: Member, span: Span) -> list[Day]:
    """The days of a view, filled; two queries whatever the number of rows."""
    published = {row.on: row for row in CalendarDay.objects.filter(on__gte=span.first, on__lte=span.last)}
    today = clock.today()
    days = {}
    for on in span.days:
        row = published.get(on)
        kind = DayKind(row.kind) if row else DayKind.WORKDAY if on.weekday() < 5 else DayKind.REST
        name = row.name if row and kind in (DayKind.HOLIDAY, DayKind.MAKE_UP) else ""
        outside = span.view == MONTH and on.month != span.on.month
        days[on] = Day(on, kind, name, outside=outside, is_today=on == today)
    for chip in chips_of(calendar_between(member, span.first, span.last)):
        days[clock.china(chip.at).date()].chips.append(chip)
    return list(days.values())


WORST_FIRST = (
    PublicationState.FAILED,
    PublicationState.UNKNOWN,
    PublicationState.BLOCKED,
    PublicationState.EXPIRED,
    PublicationState.HANDED,
    PublicationState.PROOF,
    PublicationState.SENDING,
    PublicationState.ACCEPTED,
    PublicationState.SCHEDULED,
    PublicationState.PUBLISHED,
    PublicationState.CANCELLED,
)


def chips_of(rows: list[Publication]) -> list[Chip]:
    """One chip per content and minute; it opens the publication that needs a person most, and shows that one's state."""
    chips: dict[tuple[int, str, dt.datetime], Chip] = {}
    for row in rows:
        minute = row.due_at.replace(second=0, microsecond=0)
        state, url = PublicationState(row.state), row.get_absolute_url()
        chip = chips.setdefault((row.draft_id, row.content_hash, minute), Chip(row.title, row.due_at, url, state))
        chip.marks.append(Mark(row.account.name, str(row.account.platform), state, url))
        if WORST_FIRST.index(state) < WORST_FIRST.index(chip.state):
            chip.state, chip.url = state, url
    return list(chips.values())
