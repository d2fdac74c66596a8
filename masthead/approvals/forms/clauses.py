"""The sentence builder of a condition: 当 [金额] [不小于] [10000] 元. Rows are read as they were typed, so that none is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from masthead.approvals.blueprint import OPS, Data, FactKind

MOST_CLAUSES = 5
OPS_OF = {
    "number": ("gte", "gt", "lte", "lt", "eq", "ne"),
    "text": ("eq", "ne", "in"),
    "flag": ("eq",),
    "choice": ("in", "ne"),
}
SAID = {
    "number": {"gte": gettext_lazy("大于等于"), "lte": gettext_lazy("小于等于")},
    "flag": {"eq": pgettext_lazy("operator", "是")},
    "choice": {"in": gettext_lazy("是其中之一"), "ne": gettext_lazy("不是")},
    "text": {"in": gettext_lazy("是其中之一")},
}
FLAGS = {"true": True, "false": False}


@dataclass
class Clause:
    """One row of the builder. `values` are the words as handed in; `error` says why they cannot be used."""

    number: int
    facts: Mapping[str, FactKind]
    fact: str = ""
    op: str = ""
    values: list[str] = field(default_factory=list)
    error: str = ""

    @property
    def kind(self) -> FactKind | None:
        return self.facts.get(self.fact)

    @property
    def type(self) -> str:
        kind = self.kind
        return "text" if kind is None else ("text" if kind.type == "choice" and not kind.choices else kind.type)

    @property
    def ops(self) -> list[tuple[str, str | Promise]]:
        """Comparisons that make sense for the chosen fact, in words."""
        keys = OPS_OF.get(self.type, OPS_OF["text"]) if self.kind else tuple(OPS)
        return [(key, SAID.get(self.type, {}).get(key, OPS[key])) for key in keys]

    @property
    def options(self) -> list[tuple[str, str | Promise]]:
        """What may be ticked, for a fact that is chosen from a list."""
        return [(str(key), label) for key, label in self.kind.choices] if self.kind and self.type == "choice" else []

    @property
    def text(self) -> str:
        return _("、").join(self.values)

    @property
    def blank(self) -> bool:
        return not self.fact and not any(self.values)

    def read(self) -> Data | None:
        """The clause as the engine wants it; None with `error` set when the words cannot be used."""
        kind = self.kind
        if kind is None:
            self.error = _("请选择看哪一项。")
            return None
        if self.op not in OPS_OF.get(self.type, OPS_OF["text"]):
            self.op = OPS_OF.get(self.type, OPS_OF["text"])[0]
        values, self.error = _values_of(kind, self.type, self.values)
        if not values and not self.error:
            self.error = _("请填写「%(fact)s」要比较的值。") % {"fact": kind.label}
        if not self.error and self.op != "in" and len(values) > 1:
            self.error = _("这样比较时只能选一个值。")
        if self.error:
            return None
        if self.op == "in" and self.type == "choice" and len(values) == 1:
            return {"fact": self.fact, "op": "eq", "value": values[0]}
        return {"fact": self.fact, "op": self.op, "value": values if self.op == "in" else values[0]}


def _values_of(kind: FactKind, shape: str, words: Sequence[str]) -> tuple[list[Any], str]:
    said = [word.strip() for word in words if word.strip()]
    found: list[Any] = _parts(said)
    advice = ""
    if shape == "number":
        found, advice = [_number(word) for word in said], _("请填写整数，例如 10000。")
    elif shape == "flag":
        labels = {_("是"): True, _("否"): False, **FLAGS}
        found, advice = [labels.get(word.lower()) for word in said], _("请填写「是」或「否」。")
    elif shape == "choice":
        keys = {str(key): key for key, _label in kind.choices} | {str(label): key for key, label in kind.choices}
        found = [keys.get(word) for word in found]
        advice = _("只能是：%(options)s。") % {"options": _("、").join(str(label) for _key, label in kind.choices)}
    return found, advice if None in found else ""


def _parts(words: Sequence[str]) -> list[str]:
    joined = "、".join(words).replace("，", "、").replace(",", "、").replace("；", "、")
    return [part.strip() for part in joined.split("、") if part.strip()]


def _number(word: str) -> int | None:
    """10000, 10,000 and 1万 are the same number; fractions have no canonical form."""
    plain, factor = word.replace(",", "").replace("，", ""), 1
    for unit, size in (("亿", 100_000_000), ("万", 10_000)):
        if plain.endswith(unit):
            plain, factor = plain.removesuffix(unit), size
    try:
        value = float(plain) * factor
    except ValueError:
        return None
    return int(value) if value == int(value) and abs(value) < 10**15 else None


def clauses_of_step(when: Data | None, facts: Mapping[str, FactKind]) -> list[Clause]:
    """Rows for a stored condition, and one blank row to go on with."""
    stored = (when or {}).get("any") or (when or {}).get("all") or []
    rows = [_stored(number, clause, facts) for number, clause in enumerate(stored)]
    return rows if len(rows) >= MOST_CLAUSES else [*rows, Clause(len(rows), facts)]


def _stored(number: int, clause: Data, facts: Mapping[str, FactKind]) -> Clause:
    values = clause["value"] if isinstance(clause["value"], list) else [clause["value"]]
    words = [{True: "true", False: "false"}.get(v, str(v)) if isinstance(v, bool) else str(v) for v in values]
    row = Clause(number, facts, clause["fact"], clause["op"], words)
    if row.type == "choice" and row.op == "eq":
        row.op = "in"
    return row


def clauses_of_post(data: QueryDict, facts: Mapping[str, FactKind]) -> list[Clause]:
    """The rows as handed in, blank ones left out."""
    rows = [
        Clause(n, facts, data.get(f"c{n}-fact", ""), data.get(f"c{n}-op", ""), data.getlist(f"c{n}-value"))
        for n in range(MOST_CLAUSES)
    ]
    return [row for row in rows if not row.blank]


def clause_row(data: QueryDict, facts: Mapping[str, FactKind]) -> Clause:
    """The one row that the page asks to be drawn anew; a value that fits the new fact stays, the comparison begins anew."""
    number = data.get("row", "0")
    place = min(int(number), MOST_CLAUSES - 1) if number.isdigit() else 0
    row = Clause(place, facts, data.get(f"c{place}-fact", ""), "", data.getlist(f"c{place}-value"))
    if row.kind is not None and row.values and _values_of(row.kind, row.type, row.values)[1]:
        row.values = []
    return row
