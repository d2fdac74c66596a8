"""Tables of own dates and of hot topics that people upload or paste: rows with their errors in words. Pure."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from masthead.content.almanac import Category
from masthead.content.hot_items import heat_of, link, tag_list, words
from masthead.core.errors import BadInput
from masthead.org import sheets

MOST_ROWS = 500
DATES, HOT = "dates", "hot"
COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    DATES: {
        "name": ("名称", "日期名称", "事项"), "on": ("日期",), "category": ("类别",), "yearly": ("每年", "每年都有"),
        "lead_days": ("提前天数", "提前准备"), "hint": ("可做内容", "提示"), "caution": ("注意事项",), "strict": ("须写明理由",),
    },
    HOT: {
        "title": ("热点", "标题", "话题"), "url": ("链接", "网址"), "summary": ("摘要", "说明"), "heat": ("热度",), "tags": ("标签",),
        "origin": ("来源", "出处", "平台"),
    },
}  # fmt: skip
NEEDED = {DATES: ("name", "on"), HOT: ("title",)}
YES = {"是", "y", "yes", "1", "true", "√", "每年"}


def read_table(kind: str, data: bytes, name: str) -> list[dict[str, Any]]:
    """Rows as JSON values with `line` and `errors`. Raises BadInput when no heading is found or nothing is in it."""
    table = sheets.read_table(data, name)
    if not table.rows:
        raise _refused(_("表里没有内容。"), kind)
    places = _places(kind, [sheets.plain(cell) for cell in table.rows[0]])
    if any(key not in places for key in NEEDED[kind]):
        raise _refused(_("没有认出表头。"), kind)
    if len(table.rows) > MOST_ROWS + 1:
        raise _refused(_("一次最多导入 %(n)d 行。") % {"n": MOST_ROWS}, kind)
    rows = [_row(kind, number, cells, places) for number, cells in enumerate(table.rows[1:], 2) if any(cells)]
    return _without_twins(kind, rows)


def read_lines(text: str) -> list[dict[str, Any]]:
    """Hot topics typed or pasted one a line: the title, then perhaps a link and a heat, parted by a tab or |."""
    rows = []
    for number, line in enumerate(text.splitlines()[:MOST_ROWS], 1):
        parts = [part.strip() for part in line.replace("\t", "|").replace("｜", "|").split("|")]
        if not any(parts):
            continue
        url = next((link(p) for p in parts[1:] if link(p)), "")
        heat = next((heat_of(p) for p in parts[1:] if not link(p) and heat_of(p) is not None), None)
        rows.append(_hot(number, parts[0], url, "", heat, [], ""))
    if not rows:
        raise _refused(_("没有读到任何内容。"), HOT)
    return _without_twins(HOT, rows)


def example(kind: str) -> bytes:
    """A workbook to fill in."""
    heading = [names[0] for names in COLUMNS[kind].values()]
    row = (
        ["公司成立纪念日", "1998-04-18", "公司日期", "是", "30", "老照片、老客户", "", "否"]
        if kind == DATES
        else ["冬至吃什么上热搜", "https://example.com/hot/1", "南北饮食之争", "320万", "节气,饮食", "微博热搜"]
    )
    return sheets.write_table(_("导入模板"), heading, [row])


def _places(kind: str, heading: Sequence[str]) -> dict[str, int]:
    found = {}
    for key, names in COLUMNS[kind].items():
        place = next((heading.index(name) for name in names if name in heading), None)
        if place is not None:
            found[key] = place
    return found


def _row(kind: str, line: int, cells: Sequence[Any], places: dict[str, int]) -> dict[str, Any]:
    raw = {key: cells[column] if column < len(cells) else None for key, column in places.items()}
    text = {key: sheets.plain(value) for key, value in raw.items()}
    if kind == HOT:
        tags = tag_list(re.split("[,，、;；]", text.get("tags", "")))
        return _hot(line, text["title"], link(text.get("url")), text.get("summary", ""), heat_of(text.get("heat")), tags, text.get("origin", ""))  # fmt: skip
    return _date(line, raw, text)


def _hot(
    line: int, title: str, url: str, summary: str, heat: int | None, tags: list[str], origin: str
) -> dict[str, Any]:
    plain = words(title, 160)
    errors = [] if plain else [_("缺少标题。")]
    return {
        "line": line, "title": plain, "url": url, "summary": words(summary, 600), "heat": heat, "tags": tags, "origin": words(origin, 60),
        "errors": errors,
    }  # fmt: skip


def _date(line: int, raw: dict[str, Any], text: dict[str, str]) -> dict[str, Any]:
    errors: list[str] = []
    try:
        on = sheets.as_date(raw["on"])
    except ValueError:
        on = None
    if on is None or not dt.date(1950, 1, 1) <= on <= dt.date(2099, 12, 31):
        errors.append(_("日期「%(text)s」看不懂，请写成 2026-05-21。") % {"text": text["on"][:20]})
    labels = {str(c.label): c.value for c in Category}
    category = labels.get(text.get("category", "") or str(Category.COMPANY.label), "")
    if not category:
        errors.append(_("没有「%(text)s」这个类别。") % {"text": text["category"][:20]})
    lead = text.get("lead_days", "") or "7"
    if not lead.isdigit():
        errors.append(_("提前天数要写数字。"))
    return {
        "line": line, "name": text["name"][:80], "on": on.isoformat() if on else text["on"][:20], "category": category,
        "yearly": text.get("yearly", "").lower() in YES, "lead_days": int(lead) if lead.isdigit() else 7, "hint": text.get("hint", ""),
        "caution": text.get("caution", ""), "strict": text.get("strict", "").lower() in YES, "errors": errors,
    }  # fmt: skip


def _without_twins(kind: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same line twice is told at the second."""
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = (row["name"], row["on"]) if kind == DATES else (row["title"],)
        if key in seen:
            row["errors"].append(_("与第 %(n)d 行重复。") % {"n": seen[key]})
        seen.setdefault(key, row["line"])
    return rows


def _refused(message: str, kind: str) -> BadInput:
    names = "、".join(names[0] for names in COLUMNS[kind].values())
    advice = _("请用模板填写，第一行是表头：%(names)s") % {"names": names}
    return BadInput(
        message, code="planning_table", clause="3.3.1", advice=advice, fields={"file": [f"{message}{advice}"]}
    )
