"""The list of members as a file: its columns, and what is wrong with each cell."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core.errors import BadInput
from masthead.org import sheets

YES, NO = {"是", "y", "yes", "1", "true", "√"}, {"", "否", "n", "no", "0", "false", "×"}
USERNAME = re.compile(r"[a-z0-9_.]{1,60}")
PHONE = re.compile(r"\+?\d[\d\- ]{3,18}\d")


@dataclass(frozen=True)
class Column:
    key: str
    label: str | Promise
    required: bool = False
    most: int = 60
    also: tuple[str, ...] = ()


COLUMNS = (
    Column("name", gettext_lazy("姓名"), required=True, most=40),
    Column("username", gettext_lazy("登录名"), required=True, also=("账号", "用户名")),
    Column("unit", gettext_lazy("部门"), required=True, most=200),
    Column("title", gettext_lazy("岗位"), required=True, also=("职务",)),
    Column("is_head", gettext_lazy("部门负责人"), most=5),
    Column("start_on", gettext_lazy("任职日期"), most=30, also=("入职日期",)),
    Column("email", gettext_lazy("邮箱"), most=254, also=("电子邮箱",)),
    Column("phone", gettext_lazy("手机"), most=30, also=("手机号", "电话")),
)
NOTES = (
    gettext_lazy("一、从第二行起一人一行；带 * 的列必填。不要合并单元格，不要使用公式。"),
    gettext_lazy("二、登录名用小写字母、数字、点和下划线，全公司唯一；离职成员的登录名不能重复使用。"),
    gettext_lazy("三、部门写全称；有重名时写完整路径，例如「云岭茶业有限公司/宣传部」。"),
    gettext_lazy("四、任职日期可写 2026-11-26、2026/11/26 或 20261126；不填即导入当天。"),
    gettext_lazy("五、表格里不要写密码。导入后为每人生成一次性链接，由本人设置。"),
    gettext_lazy("六、角色不在这里授予：导入后在成员页或角色页授予，每一次都有记录。"),
)


@dataclass(frozen=True)
class Known:
    """What the company has already: names taken, departments by name and by path."""

    usernames: dict[str, bool]
    emails: set[str]
    names: set[str]
    units: dict[str, list[int]]


def heading() -> list[str]:
    """The first row of the template."""
    return [f"{c.label}*" if c.required else str(c.label) for c in COLUMNS]


def more_heading() -> list[str]:
    """What an export has beyond the template."""
    return [_("状态"), _("角色")]


def error_rows(rows: list[dict[str, Any]]) -> list[list[str]]:
    """The wrong rows as they were, with all errors in words at the end."""
    labels = {c.key: str(c.label) for c in COLUMNS}
    return [
        [
            *(row["cells"][c.key] for c in COLUMNS),
            _("；").join(f"{labels[key]}{_('：')}{text}" for key, text in row["errors"].items()),
        ]
        for row in rows
        if row["errors"]
    ]


def read_roster(table: sheets.Table, known: Known, today: dt.date) -> list[dict[str, Any]]:
    """Every row with its errors by column, in plain values that can be kept. Raises BadInput when the table is none of members."""
    if not table.rows:
        raise BadInput(_("表格是空的。"), code="roster_empty", advice=_("请下载模板，填写后再上传。"))
    places = _places(table.rows[0])
    rows = [
        _row(number, cells, places, table, known, today)
        for number, cells in enumerate(table.rows[1:], 1)
        if any(sheets.plain(cell) for cell in cells)
    ]
    if not rows:
        raise BadInput(_("表格里没有成员。"), code="roster_empty", advice=_("请从第二行起填写，一人一行。"))
    _mark_repeats(rows)
    return rows


def judge_against(row: dict[str, Any], known: Known) -> None:
    """Judge a kept row anew against the company as it is now: names, addresses and the department may be taken or gone."""
    row["notes"] = []
    _judge_names(row, known)
    _judge_contacts(row, known)
    if row["unit_id"] not in known.units.get(row["cells"]["unit"].strip("/"), []):
        row["errors"]["unit"] = _("没有这个部门，或已撤销。")


def _places(first: Sequence[Any]) -> dict[str, int]:
    """{column key: its place} by the words of the first row, whatever their order."""
    words = [re.sub(r"[\s*＊（）()]", "", sheets.plain(cell)) for cell in first]
    if any("密码" in word for word in words):
        raise BadInput(
            _("表格里有密码列。"),
            code="roster_password",
            clause="2.1",
            advice=_("密码不能写在文件里：请删除该列，导入后为每人生成一次性链接。"),
        )
    places: dict[str, int] = {}
    for column in COLUMNS:
        names = {str(column.label), *column.also}
        found = [place for place, word in enumerate(words) if word in names]
        if found:
            places[column.key] = found[0]
    missing = [str(c.label) for c in COLUMNS if c.required and c.key not in places]
    if missing:
        raise BadInput(
            _("第一行缺少这些列：%(names)s。") % {"names": _("、").join(missing)},
            code="roster_columns",
            advice=_("请下载模板，按模板的列名填写。"),
        )
    return places


def _row(
    number: int, cells: Sequence[Any], places: dict[str, int], table: sheets.Table, known: Known, today: dt.date
) -> dict[str, Any]:
    values = {key: cells[place] if place < len(cells) else None for key, place in places.items()}
    texts = {c.key: sheets.plain(values.get(c.key)) for c in COLUMNS}
    errors = _cell_errors(number, texts, places, table)
    row: dict[str, Any] = {"n": number + 1, "cells": texts, "errors": errors, "notes": [], "unit_id": None}
    for key in ("username", "email"):
        texts[key] = texts[key].lower()
    _judge_names(row, known)
    _judge_contacts(row, known)
    _judge_place(row, values, known, today)
    return row


def _cell_errors(number: int, texts: dict[str, str], places: dict[str, int], table: sheets.Table) -> dict[str, str]:
    errors: dict[str, str] = {}
    for column in COLUMNS:
        text, place = texts[column.key], (number, places.get(column.key, -1))
        if place in table.merged:
            errors[column.key] = _("合并的单元格，请取消合并后逐行填写。")
        elif place in table.formulas:
            errors[column.key] = _("单元格是公式，请粘贴为数值。")
        elif sheets.looks_like_formula(text):
            errors[column.key] = _("以「%(sign)s」开头，像是公式。") % {"sign": text[0]}
        elif column.required and not text:
            errors[column.key] = _("必填。")
        elif len(text) > column.most:
            errors[column.key] = _("超过 %(n)d 个字。") % {"n": column.most}
    return errors


def _judge_names(row: dict[str, Any], known: Known) -> None:
    cells, errors = row["cells"], row["errors"]
    username = cells["username"]
    if "username" not in errors:
        if not USERNAME.fullmatch(username):
            errors["username"] = _("只能用字母、数字、点和下划线。")
        elif username in known.usernames:
            here = known.usernames[username]
            errors["username"] = _("已被使用。") if here else _("属于已离职成员，请改用「返岗」。")
    if "name" not in errors and cells["name"] in known.names:
        row["notes"].append(_("已有同名成员，请确认不是同一人。"))


def _judge_contacts(row: dict[str, Any], known: Known) -> None:
    cells, errors = row["cells"], row["errors"]
    if cells["email"] and "email" not in errors:
        try:
            validate_email(cells["email"])
        except ValidationError:
            errors["email"] = _("邮箱格式不对。")
        else:
            if cells["email"] in known.emails:
                errors["email"] = _("已属于另一位成员。")
    if cells["phone"] and not PHONE.fullmatch(cells["phone"]):
        errors["phone"] = _("只能是数字，可带国家码、空格和短横线。")
    elif cells["phone"]:
        errors.pop("phone", None)  # +86 … begins like a formula and is none


def _judge_place(row: dict[str, Any], values: dict[str, Any], known: Known, today: dt.date) -> None:
    cells, errors = row["cells"], row["errors"]
    units = known.units.get(cells["unit"].strip("/"), [])
    if "unit" not in errors:
        if not units:
            errors["unit"] = _("没有这个部门，或已撤销。")
        elif len(units) > 1:
            errors["unit"] = _("有 %(n)d 个同名部门，请写完整路径。") % {"n": len(units)}
        else:
            row["unit_id"] = units[0]
    word = cells["is_head"].lower()
    if word not in YES | NO:
        errors["is_head"] = _("请填「是」或「否」。")
    row["is_head"] = word in YES
    try:
        day = sheets.as_date(values.get("start_on")) or today
    except ValueError:
        errors["start_on"] = _("认不出日期，请写成 2026-11-26。")
        return
    if not dt.date(1970, 1, 1) <= day <= today + dt.timedelta(days=366):
        errors["start_on"] = _("日期不合理。")
    row["start_on"] = cells["start_on"] = f"{day}"


def _mark_repeats(rows: list[dict[str, Any]]) -> None:
    """The same login or address twice in one file: every one of them is named."""
    for key in ("username", "email"):
        counts = Counter(row["cells"][key] for row in rows if row["cells"][key])
        lines: dict[str, list[str]] = {}
        for row in rows:
            lines.setdefault(row["cells"][key], []).append(str(row["n"]))
        for row in rows:
            text = row["cells"][key]
            if counts[text] > 1:
                row["errors"].setdefault(key, _("与第 %(lines)s 行重复。") % {"lines": _("、").join(lines[text][:6])})
