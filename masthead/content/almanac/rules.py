"""Rules of days as short words: `05-12` · `05 2 sun` (second Sunday of May) · `05 -1 thu+1` (the day after the last Thursday) ·
`lunar 05-05` · `lunar eve` (the last day of the lunar year) · `term 清明` (the day of a solar term)."""

import datetime as dt
import re
from functools import cache

from lunar_python import Lunar, LunarMonth, Solar  # type: ignore[import-untyped]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FIXED = re.compile(r"(\d\d)-(\d\d)")
NTH = re.compile(r"(\d\d) (-?[1-5]) (mon|tue|wed|thu|fri|sat|sun)(?:\+(\d))?")
LUNAR = re.compile(r"lunar (\d\d)-(\d\d)")
TERM = re.compile(r"term (\S+)")
FIRST_YEAR, LAST_YEAR = 1901, 2099
FOREIGN_NAMES = {  # the library names the terms that reach over the year's ends in letters
    "DA_XUE": "大雪", "DONG_ZHI": "冬至", "XIAO_HAN": "小寒", "DA_HAN": "大寒", "LI_CHUN": "立春", "YU_SHUI": "雨水", "JING_ZHE": "惊蛰",
}  # fmt: skip


def is_rule(text: str) -> bool:
    """Is it written as one of the rules?"""
    return text == "lunar eve" or any(shape.fullmatch(text) for shape in (FIXED, NTH, LUNAR, TERM))


def dates_of(rule: str, year: int) -> list[dt.date]:
    """Days of the Gregorian year on which the rule falls; a lunar day may fall twice or not at all. Raises ValueError for no rule."""
    if found := FIXED.fullmatch(rule):
        return _fixed(year, int(found[1]), int(found[2]))
    if found := NTH.fullmatch(rule):
        day = _nth(year, int(found[1]), int(found[2]), WEEKDAYS.index(found[3]))
        return [day + dt.timedelta(days=int(found[4] or 0))] if day else []
    if found := LUNAR.fullmatch(rule):
        days = [_lunar(lunar_year, int(found[1]), int(found[2])) for lunar_year in (year - 1, year)]
        return [day for day in days if day and day.year == year]
    if rule == "lunar eve":
        days = [_lunar(lunar_year, 1, 1) for lunar_year in (year, year + 1)]
        eves = [day - dt.timedelta(days=1) for day in days if day]
        return [day for day in eves if day.year == year]
    if found := TERM.fullmatch(rule):
        return [terms_of(year)[found[1]]]
    raise ValueError(rule)


@cache
def terms_of(year: int) -> dict[str, dt.date]:
    """{solar term: day} of a Gregorian year, in Beijing time."""
    table = Lunar.fromSolar(Solar.fromYmd(year, 6, 1)).getJieQiTable()
    found: dict[str, dt.date] = {}
    for name, moment in table.items():
        if moment.getYear() == year:
            found[FOREIGN_NAMES.get(name, name)] = dt.date(year, moment.getMonth(), moment.getDay())
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def _fixed(year: int, month: int, day: int) -> list[dt.date]:
    try:
        return [dt.date(year, month, day)]
    except ValueError:  # 29 February
        return []


def _nth(year: int, month: int, place: int, weekday: int) -> dt.date | None:
    if place > 0:
        first = dt.date(year, month, 1)
        day = first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (place - 1))
    else:
        last = dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
        day = last - dt.timedelta(days=(last.weekday() - weekday) % 7 + 7 * (-place - 1))
    return day if day.month == month else None


def _lunar(year: int, month: int, day: int) -> dt.date | None:
    """The Gregorian day of a lunar one; the 30th of a month of 29 days is its last."""
    day = min(day, LunarMonth.fromYm(year, month).getDayCount())
    solar = Lunar.fromYmd(year, month, day).getSolar()
    return dt.date(solar.getYear(), solar.getMonth(), solar.getDay())
