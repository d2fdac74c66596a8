"""A year's days, computed once a process and year."""

import datetime as dt
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import chinese_calendar
from lunar_python import Solar  # type: ignore[import-untyped]

from masthead.content.almanac.kinds import Category
from masthead.content.almanac.rules import FIRST_YEAR, LAST_YEAR, dates_of, terms_of

DATA = Path(__file__).parent / "days.toml"
TERM_LEAD = 7


@dataclass(frozen=True, slots=True)
class Occasion:
    """A day that means something. `lead` = days before it at which work should begin; `caution` = what not to do on it."""

    key: str
    name: str
    on: dt.date
    category: Category
    lead: int
    hint: str = ""
    caution: str = ""
    strict: bool = False  # a day of mourning: whatever goes out on it needs a written reason
    own: int = 0  # key of the company's own entry

    @property
    def sensitive(self) -> bool:
        return bool(self.caution)


@dataclass(frozen=True, slots=True)
class RestDay:
    """A day as the State Council arranged it: off = a holiday, not off = a make-up working day."""

    off: bool
    name: str


@cache
def written_days() -> tuple[dict[str, Any], ...]:
    """The shipped file, read once."""
    return tuple(tomllib.loads(DATA.read_text(encoding="utf-8"))["day"])


@lru_cache(maxsize=32)
def occasions_of(year: int) -> Mapping[dt.date, tuple[Occasion, ...]]:
    """{day: what it is} of a year: solar terms and everything that the file names."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return {}
    days: dict[dt.date, list[Occasion]] = defaultdict(list)
    for row in written_days():
        for on in dates_of(row["rule"], year):
            days[on].append(_occasion(row, on))
    for name, on in terms_of(year).items():
        days[on].append(Occasion(f"term-{name}", name, on, Category.TERM, TERM_LEAD))
    return {on: tuple(found) for on, found in sorted(days.items())}


def _occasion(row: Mapping[str, Any], on: dt.date) -> Occasion:
    return Occasion(
        row["key"], row["name"], on, Category(row["category"]), row.get("lead", 7), row.get("hint", ""), row.get("caution", ""),
        row.get("strict", False),
    )  # fmt: skip


def occasion_by_key(key: str, on: dt.date) -> Occasion | None:
    """The shipped occasion with that key on that day."""
    return next((one for one in occasions_of(on.year).get(on, ()) if one.key == key), None)


@lru_cache(maxsize=32)
def official_days(year: int) -> Mapping[dt.date, RestDay] | None:
    """{day: arrangement} as published by the State Council; None while the year is not published (未公布)."""
    try:
        days = chinese_calendar.get_dates(dt.date(year, 1, 1), dt.date(year, 12, 31))
        found = {day: _arranged(day) for day in days}
    except NotImplementedError:
        return None
    return {day: one for day, one in found.items() if one is not None}


def _arranged(day: dt.date) -> RestDay | None:
    off, name = chinese_calendar.get_holiday_detail(day)
    if name is None:
        return None
    known = next((one for one in chinese_calendar.Holiday if one.value == name), None)
    return RestDay(off, known.chinese if known else str(name))


@lru_cache(maxsize=2048)
def lunar_text(on: dt.date) -> str:
    """十月十九, as printed small on a calendar; the first of a month is the month."""
    lunar = Solar.fromYmd(on.year, on.month, on.day).getLunar()
    month = f"{lunar.getMonthInChinese()}月"
    return month if lunar.getDay() == 1 else str(lunar.getDayInChinese())
