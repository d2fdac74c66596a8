"""The calendar page: days or lanes, warnings above, what waits for a time beside it."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from masthead.accounts.models import Account
from masthead.core import clock
from masthead.org.models import Member
from masthead.publishing.queries.calendar import (
    DAY,
    LANES,
    LIST,
    MOST_IN_A_CELL,
    Chip,
    Day,
    Mark,
    Span,
    calendar_days,
    span_of,
)
from masthead.publishing.queries.calendar_rows import CalendarFilter
from masthead.publishing.queries.drafts import drafts_to_schedule

MOST_IN_A_LANE, MOST_LISTED = 6, 12


@dataclass
class Lane:
    """One account, a cell for each day of the week."""

    account: Account
    cells: list[tuple[Day, list[Chip]]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(len(chips) for _, chips in self.cells)


def calendar_page(
    member: Member, view: str, on: dt.date, wanted: CalendarFilter, accounts: list[Account], *, may_schedule: bool
) -> dict[str, Any]:
    """What the page shows. The number of queries does not depend on the rows."""
    span = span_of(view, on)
    days = calendar_days(member, span, wanted)
    chips = [chip for day in days for chip in day.chips]
    context: dict[str, Any] = {
        "span": span, "days": days, "weeks": [days[n : n + 7] for n in range(0, len(days), 7)], "most": MOST_IN_A_CELL,
        "total": len(chips), "warned": sum(bool(chip.warnings) for chip in chips), "today": clock.today(), "query": wanted.query,
        "careful": [day for day in days if day.caution and not day.outside],
        "waiting": drafts_to_schedule(member) if may_schedule else [],
    }  # fmt: skip
    if view == LANES:
        context["lanes"] = _lanes(days, accounts, wanted)
    if view == LIST:
        context["most"] = MOST_LISTED
    return context


def _lanes(days: list[Day], accounts: list[Account], wanted: CalendarFilter) -> list[Lane]:
    """Accounts with something on it first; a chip stands in the lane of each of its accounts, with that account's state."""
    per: dict[tuple[int, dt.date], list[Chip]] = {}
    for day in days:
        for chip in day.chips:
            for mark in chip.marks:
                per.setdefault((mark.account_id, day.on), []).append(_in_lane(chip, mark))
    shown = [a for a in accounts if wanted.account in (None, a.pk) and wanted.platform in ("", a.platform.key)]
    lanes = [Lane(a, [(day, per.get((a.pk, day.on), [])) for day in days]) for a in shown]
    return sorted(lanes, key=lambda lane: -bool(lane.count))


def _in_lane(chip: Chip, mark: Mark) -> Chip:
    return Chip(
        chip.title,
        chip.at,
        mark.pk,
        mark.state,
        chip.day,
        chip.hour,
        chip.time,
        chip.draft_id,
        [mark],
        chip.warnings,
        chip.move_pk,
    )


def day_sheet(member: Member, on: dt.date, wanted: CalendarFilter) -> Day:
    """Everything of one day, for the box that opens over the month."""
    return calendar_days(member, Span(DAY, on, on, on, on, on), wanted)[0]
