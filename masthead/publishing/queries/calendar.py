"""The calendar: month, week, day, list and lanes over one query; all days are days in Shanghai, weeks begin on Monday."""

import calendar as months
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.content.queries import AlmanacDay, almanac_days
from masthead.core import clock, figures, tones
from masthead.org.models import Member
from masthead.publishing.queries.calendar_rows import ALL, CalendarFilter, Entry, entries_between
from masthead.publishing.queries.calendar_warnings import warnings_of
from masthead.publishing.queries.recurring import EmptySlot, empty_slots
from masthead.publishing.states import PublicationState

DAY, WEEK, MONTH, LIST, LANES = "day", "week", "month", "list", "lanes"
VIEWS = (MONTH, WEEK, DAY, LANES, LIST)
MOST_IN_A_CELL = 4
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
    PublicationState.HELD: "player-pause",
    PublicationState.WITHDRAWN: "arrow-back-up",
}
TROUBLE = frozenset({PublicationState.FAILED, PublicationState.UNKNOWN, PublicationState.BLOCKED})
MOVABLE = frozenset({PublicationState.SCHEDULED, PublicationState.HANDED, PublicationState.HELD})


@dataclass(slots=True)
class Mark:
    """One account on a chip."""

    pk: int
    name: str
    platform: str
    state: PublicationState
    account_id: int
    warned: bool = False  # by the look ahead of its time


@dataclass(slots=True)
class Chip:
    """One content at one time, with a mark for each account it goes to. `move_pk` names what a drag moves, 0 when nothing may be moved."""

    title: str
    at: dt.datetime
    pk: int
    state: PublicationState
    day: dt.date
    hour: int
    time: str
    draft_id: int
    marks: list[Mark] = field(default_factory=list)
    warnings: tuple[str, ...] = ()
    move_pk: int = 0

    @property
    def url(self) -> str:
        """Opens the publication that needs a person most."""
        return reverse("publishing:publication_detail", args=[self.pk])

    @property
    def tone(self) -> str:
        """Colour of the state, as on every page."""
        return tones.tone_of(self.state.value)

    @property
    def icon(self) -> str:
        """A sign beside the colour."""
        return STATE_ICONS[self.state]

    @property
    def mixed(self) -> bool:
        """Accounts stand in different states: partial success stays visible."""
        return len({m.state for m in self.marks}) > 1


@dataclass
class Day:
    """One day in Shanghai, with what the marketing calendar says of it."""

    on: dt.date
    known: AlmanacDay
    chips: list[Chip] = field(default_factory=list)
    empty_slots: list[EmptySlot] = field(default_factory=list)
    outside: bool = False
    is_today: bool = False

    @property
    def beyond(self) -> int:
        """What a full cell leaves out."""
        return max(0, len(self.chips) - MOST_IN_A_CELL)

    @property
    def troubles_below(self) -> int:
        """What needs a person and does not stand among the first chips of a full cell."""
        return sum(chip.state in TROUBLE for chip in self.chips[MOST_IN_A_CELL:])

    @property
    def label(self) -> str:
        """11月23日 周一."""
        return figures.day_text(self.on)

    @property
    def hours(self) -> list[tuple[int, list[Chip]]]:
        """Every hour of the day with its chips."""
        by_hour: dict[int, list[Chip]] = {}
        for chip in self.chips:
            by_hour.setdefault(chip.hour, []).append(chip)
        return [(hour, by_hour.get(hour, [])) for hour in range(24)]

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
        """A day of rest, holidays and make-up days considered."""
        return self.known.off if self.known.off is not None else self.on.weekday() > 4

    @property
    def remark(self) -> str:
        """休 for a public holiday, 班 for a make-up working day."""
        return self.known.remark

    @property
    def name(self) -> str:
        return self.known.rest_name

    @property
    def names(self) -> list[str]:
        """At most two names; cautions come first."""
        careful = [one.name for one in self.known.cautions]
        return (careful + [one.name for one in self.known.occasions if not one.caution])[:2]

    @property
    def caution(self) -> str:
        """What not to do on it, in words."""
        return _("；").join(f"{one.name}：{one.caution}" for one in self.known.cautions)

    @property
    def strict(self) -> bool:
        return bool(self.known.strict)


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
        if self.view in (MONTH, LIST):
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
    if view in (WEEK, LANES):
        return Span(
            view, on, monday, monday + dt.timedelta(days=6), on - dt.timedelta(days=7), on + dt.timedelta(days=7)
        )
    start = on.replace(day=1)
    end = on.replace(day=months.monthrange(on.year, on.month)[1])
    back, forth = (start - dt.timedelta(days=1)).replace(day=1), end + dt.timedelta(days=1)
    if view == LIST:
        return Span(LIST, on, start, end, back, forth)
    first = start - dt.timedelta(days=start.weekday())
    last = end + dt.timedelta(days=6 - end.weekday())
    return Span(MONTH, on, first, last, back, forth)


def calendar_days(member: Member, span: Span, wanted: CalendarFilter = ALL) -> list[Day]:
    """The days of a view, filled, with warnings on what is shown; the number of queries does not depend on the rows."""
    known = almanac_days(span.first, span.last, topics=False)
    today = clock.today()
    days = {
        on: Day(on, known[on], outside=span.view == MONTH and on.month != span.on.month, is_today=on == today)
        for on in span.days
    }
    found = entries_between(member, span.first, span.last, wanted)
    for chip in chips_of(found.rows):
        days[chip.day].chips.append(chip)
    shown = [
        chip for day in days.values() for chip in (day.chips[:MOST_IN_A_CELL] if span.view == MONTH else day.chips)
    ]
    for empty in empty_slots(member, span.first, span.last, found, wanted):
        days[empty.on].empty_slots.append(empty)
    told = warnings_of(found, shown, known)
    for chip in shown:
        chip.warnings = told.get(id(chip), ())
    return list(days.values())


WORST_FIRST = {
    state: place
    for place, state in enumerate(
        (
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
            PublicationState.WITHDRAWN,
            PublicationState.CANCELLED,
        )
    )
}


def chips_of(rows: Sequence[Entry]) -> list[Chip]:
    """One chip per content and minute; it opens the publication that needs a person most, and shows that one's state."""
    chips: dict[tuple[int, str, dt.datetime], Chip] = {}
    for row in rows:
        state = PublicationState(row.state)
        key = (row.draft_id, row.content_hash, row.minute)
        chip = chips.get(key)
        if chip is None:
            local = row.local
            chips[key] = chip = Chip(
                row.title, row.due_at, row.pk, state, local.date(), local.hour, f"{local:%H:%M}", row.draft_id
            )
        chip.marks.append(Mark(row.pk, row.account, row.platform, state, row.account_id, row.warned))
        if row.movable and state in MOVABLE:
            chip.move_pk = chip.move_pk or row.pk
        if WORST_FIRST[state] < WORST_FIRST[chip.state]:
            chip.state, chip.pk = state, row.pk
    return list(chips.values())
