"""The page of the marketing calendar, and the same as iCalendar."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from masthead.content.almanac import CATEGORY_ICONS, Category
from masthead.content.ical import CalendarItem, calendar_bytes
from masthead.content.queries.almanac import almanac_days, kinds_count, unpublished_years, upcoming, year_sheets
from masthead.core import clock, figures

LIST_DAYS, AHEAD_DAYS, MOST_AHEAD = 120, 45, 12


def almanac_page(view: str, on: dt.date, kinds: Collection[str]) -> dict[str, Any]:
    """What the page shows: days, what comes next, and which years are not announced. Queries do not grow with the days."""
    context: dict[str, Any] = {"view": view, "on": on, "kinds": kinds, "today": clock.today()}
    context |= {"month": _month, "year": _year, "list": _list}[view](on, kinds)
    ahead = [u for u in upcoming(clock.today(), AHEAD_DAYS) if u.occasion.category != Category.TERM]
    context["ahead"] = ahead[:MOST_AHEAD]
    context["unpublished"] = unpublished_years(context["first"], context["last"])
    context["filters"] = [
        {
            "key": c.value,
            "label": c.label,
            "icon": CATEGORY_ICONS[c],
            "on": c in kinds,
            "href": _toggled(view, on, kinds, c),
        }
        for c in Category
    ]
    return context


def _toggled(view: str, on: dt.date, kinds: Collection[str], one: str) -> str:
    chosen = [k for k in Category.values if (k in kinds) != (k == one)]
    return f"?view={view}&on={on}" + "".join(f"&kind={k}" for k in chosen)


def _month(on: dt.date, kinds: Collection[str]) -> dict[str, Any]:
    start = on.replace(day=1)
    after = (start + dt.timedelta(days=32)).replace(day=1)
    end = after - dt.timedelta(days=1)
    first, last = start - dt.timedelta(days=start.weekday()), end + dt.timedelta(days=6 - end.weekday())
    days = list(almanac_days(first, last, kinds=kinds).values())
    for day in days:
        day.outside = day.on.month != on.month
    inside = [day for day in days if not day.outside]
    return {
        "title": figures.year_month_text(on), "first": first, "last": last, "previous": (start - dt.timedelta(days=1)).replace(day=1),
        "following": after, "weeks": [days[n : n + 7] for n in range(0, len(days), 7)], "total": sum(kinds_count(inside).values()),
    }  # fmt: skip


def _year(on: dt.date, kinds: Collection[str]) -> dict[str, Any]:
    sheets = year_sheets(on.year, kinds=kinds)
    return {
        "title": _("%(y)d 年") % {"y": on.year}, "first": dt.date(on.year, 1, 1), "last": dt.date(on.year, 12, 31),
        "previous": dt.date(on.year - 1, 1, 1), "following": dt.date(on.year + 1, 1, 1), "sheets": sheets,
        "total": sum(sheet.count for sheet in sheets),
    }  # fmt: skip


def _list(on: dt.date, kinds: Collection[str]) -> dict[str, Any]:
    last = on + dt.timedelta(days=LIST_DAYS)
    rows = upcoming(on, LIST_DAYS, kinds=kinds)
    return {
        "title": f"{figures.day_text(on)} – {figures.day_text(last)}", "first": on, "last": last, "rows": rows,
        "previous": on - dt.timedelta(days=LIST_DAYS), "following": last, "total": len(rows),
    }  # fmt: skip


def almanac_calendar(kinds: Collection[str], url: str) -> bytes:
    """This year and the next as iCalendar; sensitive days carry what not to do."""
    first = clock.today().replace(month=1, day=1)
    last = first.replace(year=first.year + 1, month=12, day=31)
    items = [
        CalendarItem(
            f"{one.key}-{one.on}@masthead", one.name, one.on, "\n".join(filter(None, [one.hint, one.caution])), f"{url}?on={one.on}",
            category=str(one.category.label),
        )
        for day in almanac_days(first, last, kinds=kinds).values() for one in day.occasions
    ]  # fmt: skip
    return calendar_bytes(_("营销日历"), items)
