"""Rules as a table: out to xlsx, in again with what is wrong with each row. Pure but for the workbook."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from masthead.compliance import engine
from masthead.compliance.forms import row_from, rule_initial
from masthead.compliance.models import Severity
from masthead.compliance.places import PLATFORMS
from masthead.org.sheets import read_table, write_table

COLUMNS = (
    "rule", "name", "severity", "law", "why", "suggestion", "terms", "allow", "patterns",
    "platforms", "industries", "variants", "must_hit",
    "must_not_hit", "off",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One row of a table that somebody brought. `change` is None when it says nothing new or is wrong."""

    number: int
    rule: str
    name: str
    errors: list[str] = field(default_factory=list)
    change: dict[str, Any] | None = None
    is_new: bool = False


def heading() -> list[str]:
    return [
        _("规则编号"), _("名称"), _("严重程度"), _("依据"), _("为什么"), _("怎么改"), _("词条"), _("不算命中的说法"), _("模式"), _("平台"),
        _("行业"), _("识别变体"), _("应当命中"), _("应当放过"), _("停用"),
    ]  # fmt: skip


def written(files: Iterable[Mapping[str, Any]]) -> bytes:
    """A workbook of all rules; lists stand in one cell, a line each."""
    notes = [
        _("一行一条规则；词条、模式、测试在格内每行一个。"), _("严重程度：须修改、须说明或提示；平台写名称，空格分开。"),
        _("「识别变体」和「停用」写「是」或留空。没有改动的行不会变成草稿。"),
    ]  # fmt: skip
    rows = [_cells(row) for file in files for row in file["rules"]]
    return write_table("rules", heading(), rows, notes=notes)


def _cells(row: Mapping[str, Any]) -> list[str]:
    shown = {**rule_initial(row), "rule": row["id"], "off": ""}
    shown |= {"platforms": " ".join(str(PLATFORMS.get(p, p)) for p in shown["platforms"])}
    shown |= {"severity": Severity(row["severity"]).label, "variants": _("是") if shown["variants"] else ""}
    return [str(shown[column]) for column in COLUMNS]


def read(data: bytes, name: str, files: Iterable[Mapping[str, Any]]) -> list[Line]:
    """What each row of a brought table would change.  Raises: BadInput when it is no table."""
    known = {row["id"]: row for file in files for row in file["rules"]}
    lines = []
    for number, cells in enumerate(read_table(data, name).rows[1:], 2):
        texts = ["" if c is None else str(c) for c in cells] + [""] * (len(COLUMNS) - len(cells))
        if any(t.strip() for t in texts):
            lines.append(_line(number, dict(zip(COLUMNS, texts, strict=False)), known))
    return lines


def _line(number: int, given: dict[str, str], known: Mapping[str, Mapping[str, Any]]) -> Line:
    rule, name = given["rule"].strip(), given["name"].strip()
    errors = [] if "." in rule else [_("规则编号须是「类别.名称」。")]
    severity = _key(given["severity"].strip(), Severity.choices)
    if severity not in Severity.values:
        errors.append(_("严重程度须是「须修改」「须说明」或「提示」。"))
    platforms = [_key(word, PLATFORMS.items()) for word in re.split(r"[\s、，,]+", given["platforms"]) if word]
    errors += [_("不认识的平台：%(name)s") % {"name": p} for p in platforms if p not in PLATFORMS]
    old = known.get(rule, {})
    row = row_from(
        {
            **given,
            "severity": severity,
            "platforms": platforms,
            "variants": _is_yes(given["variants"]),
        },
        old,
    )
    off = _is_yes(given["off"])
    category = rule.split(".")[0]
    if not errors:
        errors += _unreadable(category, {**row, "id": rule})
    if errors or (not off and _same(row, old)):
        return Line(number, rule, name, errors)
    return Line(number, rule, name, [], {"rule": rule, "category": category, "row": row, "off": off}, not old)


def _same(row: Mapping[str, Any], old: Mapping[str, Any]) -> bool:
    return bool(old) and rule_initial(row) == rule_initial(old)


def _key(word: str, choices: Iterable[tuple[Any, Any]]) -> str:
    """The code behind a word of the table: the name as it is shown, or the code itself."""
    return next((str(key) for key, name in choices if word == str(name)), word)


def _is_yes(text: str) -> bool:
    return text.strip().lower() in {"1", "1.0", _("是"), "yes", "true"}


def _unreadable(category: str, row: Mapping[str, Any]) -> list[str]:
    try:
        engine.load([{"category": category, "name": category, "rules": [row]}])
    except engine.BadRule as error:
        return [str(error)]
    return []
