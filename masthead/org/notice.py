"""Reading a pasted or uploaded yearly notice of holidays: lines (date or span, name, 休 or 班) or JSON as open calendars publish it."""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

OFF = {"休", "放假", "休假", "holiday", "off", "true", "1"}
ON = {"班", "上班", "调休", "补班", "workday", "on", "false", "0"}
DATE = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
SHORT = re.compile(r"(?:(\d{1,2})\s*[-./月]\s*)?(\d{1,2})\s*日?")
SPAN = re.compile(r"\s*(?:~|～|—+|至|到)\s*")
LONGEST_SPAN = 12


@dataclass
class Notice:
    """What a notice says of one year: {day: (off, name)}; `errors` in words, with the line."""

    year: int
    days: dict[dt.date, tuple[bool, str]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    @property
    def off_days(self) -> list[tuple[dt.date, str]]:
        return [(day, name) for day, (off, name) in sorted(self.days.items()) if off]

    @property
    def work_days(self) -> list[tuple[dt.date, str]]:
        return [(day, name) for day, (off, name) in sorted(self.days.items()) if not off]


def read_notice(text: str, year: int) -> Notice:
    """Lines or JSON, whichever it is."""
    plain = text.strip().lstrip("\ufeff")
    if plain.startswith(("{", "[")):
        return _from_json(plain, year)
    delimiter = "\t" if "\t" in plain else ","
    rows = csv.reader(io.StringIO(plain.replace("，", ",")), delimiter=delimiter)
    return read_rows(rows, year)


def read_rows(rows: Iterable[Sequence[Any]], year: int) -> Notice:
    """Rows of cells: date or span, name and kind in either order."""
    notice = Notice(year)
    for number, row in enumerate(rows, 1):
        cells = [_plain(cell) for cell in row if _plain(cell)]
        if not cells or (number == 1 and not any(c.isdigit() for c in cells[0])):
            continue  # an empty line, or the heading
        days = _days(cells[0], year)
        if not days:
            notice.errors.append(_("第 %(n)d 行：认不出日期「%(text)s」。") % {"n": number, "text": cells[0][:20]})
            continue
        kind = next((c for c in cells[1:] if c.lower() in OFF | ON), "")
        name = next((c for c in cells[1:] if c != kind), "")
        if not kind:
            notice.errors.append(_("第 %(n)d 行：请写明「休」或「班」。") % {"n": number})
            continue
        for day in days:
            _note(notice, day, name, number, off=kind.lower() in OFF)
    return _checked(notice)


def _plain(cell: Any) -> str:
    if isinstance(cell, dt.datetime):
        return f"{cell:%Y-%m-%d}"
    return str(cell).strip() if cell is not None else ""


def _days(text: str, year: int) -> list[dt.date]:
    """One day or every day of a span; the year may be left out, the month of the second day too."""
    parts = SPAN.split(text.strip())
    if len(parts) > 2:
        return []
    first = _day(parts[0], year, 0)
    last = _day(parts[1], year, first.month) if first and len(parts) == 2 else first
    if first is None or last is None or not 0 <= (last - first).days < LONGEST_SPAN:
        return []
    return [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]


def _day(text: str, year: int, month: int) -> dt.date | None:
    found, short = DATE.fullmatch(text), SHORT.fullmatch(text)
    try:
        if found:
            return dt.date(*map(int, found.groups()))
        if short and (short[1] or month):
            return dt.date(year, int(short[1] or month), int(short[2]))
        return dt.datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _from_json(text: str, year: int) -> Notice:
    notice = Notice(year)
    try:
        found = json.loads(text)
    except ValueError:
        notice.errors.append(_("JSON 格式不对，请检查括号和引号。"))
        return notice
    rows = found.get("days", []) if isinstance(found, dict) else found
    for number, row in enumerate(rows if isinstance(rows, list) else [], 1):
        day = _day(str(row.get("date", "")), year, 0) if isinstance(row, dict) else None
        if day is None or not isinstance(row.get("isOffDay"), bool):
            notice.errors.append(_("第 %(n)d 项：需要 date 与 isOffDay。") % {"n": number})
            continue
        if day.year == year:  # open calendars repeat the last days of December in the next year's file
            _note(notice, day, str(row.get("name", "")), number, off=row["isOffDay"])
    return _checked(notice)


def _note(notice: Notice, day: dt.date, name: str, number: int, *, off: bool) -> None:
    if day.year != notice.year:
        words = {"n": number, "day": day, "year": notice.year}
        notice.errors.append(_("第 %(n)d 行：%(day)s 不在 %(year)d 年。") % words)
    elif day in notice.days and notice.days[day][0] != off:
        notice.errors.append(_("第 %(n)d 行：%(day)s 前后说法不一。") % {"n": number, "day": day})
    elif not off and day.weekday() < 5:
        notice.errors.append(_("第 %(n)d 行：%(day)s 不是周末，无须注明上班。") % {"n": number, "day": day})
    else:
        notice.days[day] = (off, name[:40])


def _checked(notice: Notice) -> Notice:
    if not notice.errors and len(notice.off_days) < 3:
        notice.errors.append(_("放假日期太少，不像全年的安排。请粘贴完整的通知。"))
    return notice
