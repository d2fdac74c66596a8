"""Topics as a table: what a row must hold, what is wrong with it, and the same columns on the way out."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.content.models import Topic, TopicForm, TopicSource
from masthead.core.errors import BadInput
from masthead.org.sheets import Table, as_date, plain

COLUMNS = {
    "title": gettext_lazy("选题"),
    "theme": gettext_lazy("主题与角度"),
    "form": gettext_lazy("形式"),
    "source": gettext_lazy("来源"),
    "unit": gettext_lazy("部门"),
    "owner": gettext_lazy("负责人"),
    "planned_on": gettext_lazy("计划发布日"),
    "planned_time": gettext_lazy("计划时间"),
    "accounts": gettext_lazy("目标账号"),
}
NEEDED = ("title", "theme")
MOST = 500
SPLIT = re.compile(r"[、,，;；/]+")


@dataclass(frozen=True)
class Known:
    """What names in the table may mean: only what the importing member may use."""

    units: Mapping[str, int]
    owners: Mapping[str, int]
    accounts: Mapping[str, int]
    titles: Mapping[str, str]  # folded title → title of an open topic
    unit: int | None
    owner: int


def heading() -> list[str]:
    """The names of the columns."""
    return [str(label) for label in COLUMNS.values()]


def read_topics(table: Table, known: Known, today: dt.date) -> list[dict[str, Any]]:
    """Rows with their words, errors and warnings by column. Raises BadInput for a table without the needed columns."""
    if not table.rows:
        raise _no_list()
    names = {str(label): key for key, label in COLUMNS.items()}
    places = {names[plain(cell)]: n for n, cell in enumerate(table.rows[0]) if plain(cell) in names}
    if any(name not in places for name in NEEDED):
        raise _no_list()
    body = [(n, row) for n, row in enumerate(table.rows[1:], 2) if any(plain(cell) for cell in row)]
    if len(body) > MOST:
        raise BadInput(
            _("一次最多导入 500 个选题。"), code="too_many_topics", clause="3.3.1", advice=_("请分成几张表。")
        )
    seen: dict[str, int] = {}
    return [_row(n, row, places, known, today, seen) for n, row in body]


def export_rows(topics: Iterable[Topic]) -> list[list[Any]]:
    """Topics in the same columns, and their state and score behind them."""
    return [
        [
            t.title, t.theme, t.get_form_display(), t.get_source_display(), t.unit.name, t.owner.name, t.planned_on or "",
            f"{t.planned_time:%H:%M}" if t.planned_time else "", "、".join(a.name for a in t.accounts.all()),
            t.get_state_display(), t.score if t.score is not None else "",
        ]
        for t in topics
    ]  # fmt: skip


def _no_list() -> BadInput:
    return BadInput(
        _("这张表不是选题清单：第一行要有「选题」和「主题与角度」两列。"), code="no_topic_list", clause="3.3.1",
        advice=_("请下载模板，按列填写。"), fields={"file": [_("第一行要有「选题」和「主题与角度」两列。")]},
    )  # fmt: skip


def _row(
    line: int, cells: list[Any], places: dict[str, int], known: Known, today: dt.date, seen: dict[str, int]
) -> dict[str, Any]:
    raw = {key: cells[n] if n < len(cells) else None for key, n in places.items()}
    words = {key: plain(value) for key, value in raw.items()}
    errors, warnings, given = dict[str, str](), list[str](), dict[str, Any]()
    given["title"], given["theme"] = words["title"], words["theme"]
    for name, most in (("title", 80), ("theme", 1000)):
        if not words[name]:
            errors[name] = _("不能为空")
        elif len(words[name]) > most:
            errors[name] = _("超过 %(n)d 字") % {"n": most}
    given["form"] = _choice(words.get("form", ""), TopicForm, TopicForm.ARTICLE, "form", errors)
    given["source"] = _choice(words.get("source", ""), TopicSource, TopicSource.BUSINESS, "source", errors)
    given["unit"] = _named(words.get("unit", ""), known.units, known.unit, "unit", errors)
    given["owner"] = _named(words.get("owner", ""), known.owners, known.owner, "owner", errors)
    given["planned_on"] = _day(raw.get("planned_on"), today, errors)
    given["planned_time"] = _time(raw.get("planned_time"), errors)
    given["accounts"] = _accounts(words.get("accounts", ""), known, errors)
    folded = "".join(words["title"].split()).lower()
    if folded in known.titles:
        warnings.append(_("已有同名选题：%(title)s") % {"title": known.titles[folded]})
    if folded and folded in seen:
        warnings.append(_("与第 %(n)d 行重复") % {"n": seen[folded]})
    seen.setdefault(folded, line)
    return {"line": line, "words": words, "errors": errors, "warnings": warnings, "given": given}


def _choice(text: str, choices: Any, default: str, name: str, errors: dict[str, str]) -> str:
    by_label = {str(label): str(value) for value, label in choices.choices}
    if not text:
        return str(default)
    if text not in by_label:
        errors[name] = _("只能是：%(all)s") % {"all": "、".join(by_label)}
    return by_label.get(text, str(default))


def _named(text: str, known: Mapping[str, int], default: int | None, name: str, errors: dict[str, str]) -> int | None:
    found = known.get(text) if text else default
    if found is None:
        errors[name] = _("没有这个名称，或不在您的范围内")
    return found


def _day(value: Any, today: dt.date, errors: dict[str, str]) -> str | None:
    try:
        day = as_date(value) if value not in (None, "") else None
    except ValueError:
        errors["planned_on"] = _("请写成 2026-12-01")
        return None
    if day and day < today:
        errors["planned_on"] = _("日期已经过去")
    return day.isoformat() if day else None


def _time(value: Any, errors: dict[str, str]) -> str | None:
    if value in (None, ""):
        return None
    if isinstance(value, dt.time | dt.datetime):
        return f"{value:%H:%M}"
    found = re.fullmatch(r"([01]?\d|2[0-3])[:：]([0-5]\d)", plain(value))
    if not found:
        errors["planned_time"] = _("请写成 09:30")
        return None
    return f"{int(found[1]):02d}:{found[2]}"


def _accounts(text: str, known: Known, errors: dict[str, str]) -> list[int]:
    names = [name.strip() for name in SPLIT.split(text) if name.strip()]
    unknown = [name for name in names if name not in known.accounts]
    if unknown:
        errors["accounts"] = _("没有这些账号，或不在您的范围内：%(names)s") % {"names": "、".join(unknown)}
    return [known.accounts[name] for name in names if name in known.accounts]
