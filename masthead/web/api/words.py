"""What pydantic found wrong, in the words of the house."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST = 20
WORDS: dict[str, str | Promise] = {
    "missing": _("必填。"),
    "extra_forbidden": _("没有这个字段。"),
    "string_too_long": _("最多 %(max_length)s 个字符。"),
    "string_too_short": _("至少 %(min_length)s 个字符。"),
    "string_pattern_mismatch": _("格式不正确。"),
    "string_type": _("应为文字。"),
    "int_type": _("应为整数。"),
    "int_parsing": _("应为整数。"),
    "int_from_float": _("应为整数。"),
    "int_parsing_size": _("数字太大。"),
    "bool_type": _("应为 true 或 false。"),
    "bool_parsing": _("应为 true 或 false。"),
    "greater_than_equal": _("不能小于 %(ge)s。"),
    "less_than_equal": _("不能大于 %(le)s。"),
    "enum": _("应为其中之一：%(expected)s。"),
    "list_type": _("应为列表。"),
    "too_long": _("最多 %(max_length)s 项。"),
    "too_short": _("至少 %(min_length)s 项。"),
    "timezone_aware": _("时间要带时区。"),
}


def faults_of(errors: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """{field: what is wrong}; at most twenty fields."""
    found: dict[str, list[str]] = {}
    for error in errors:
        name = ".".join(str(part) for part in error.get("loc", ())[1:]) or "body"
        if len(found) < MOST or name in found:
            found.setdefault(name[:200], []).append(_wording(error))
    return found


def _wording(error: Mapping[str, Any]) -> str:
    kind, facts = str(error.get("type", "")), error.get("ctx") or {}
    if kind == "value_error":
        return str(facts.get("error") or error.get("msg", ""))
    wording = WORDS.get(kind)
    return str(wording) % facts if wording else str(_("内容不正确（%(kind)s）。")) % {"kind": kind}
