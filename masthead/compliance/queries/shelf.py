"""The rules as people look at them: categories with counts, one rule with everything beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.compliance import engine
from masthead.compliance.engine.proving import failures
from masthead.compliance.models import RuleChange
from masthead.compliance.places import PLATFORMS
from masthead.compliance.queries.books import book_of, rule_set_in_force
from masthead.compliance.queries.changes import changes_waiting, draft_of, last_changes, live_changes
from masthead.core.errors import NotThere

SCOPES: dict[str, Promise] = {
    "text": gettext_lazy("全文"), "sentence": gettext_lazy("同一句"), "near": gettext_lazy("附近"), "over": gettext_lazy("连同前后几字"),
    "before": gettext_lazy("紧靠之前"), "after": gettext_lazy("紧靠之后"),
}  # fmt: skip


@dataclass(frozen=True)
class CategoryRow:
    """One category with its numbers."""

    key: str
    name: str
    rules: int
    terms: int
    patterns: int
    tests: int
    block: int
    own: int


@dataclass(frozen=True)
class RuleRow:
    """One rule in a list; `mark` = own, changed, off, draft or ''."""

    rule: str
    name: str
    category: str
    severity: str
    law: str
    terms: int
    patterns: int
    tests: int
    mark: str


@dataclass(frozen=True)
class RuleView:
    """One rule with its tests and its history. `row` is what is in force (or the draft's, for a new one)."""

    rule: str
    category: str
    category_name: str
    row: dict[str, Any]
    is_in_force: bool
    failures: list[str]
    draft: RuleChange | None
    history: list[RuleChange]

    @property
    def where(self) -> list[tuple[str, str]]:
        """For whom the rule is made, in words: (label, names). Empty = for all."""
        row = self.row
        said = (
            (_("只用于平台"), _platforms(row.get("platforms", ()))),
            (_("不用于平台"), _platforms(row.get("not_platforms", ()))),
            (_("只用于行业"), row.get("industries", ())),
            (_("不用于行业"), row.get("not_industries", ())),
        )
        return [(label, _("、").join(names)) for label, names in said if names]

    @property
    def unless(self) -> list[tuple[str, str]]:
        """What takes a hit back: (pattern, where it is looked for)."""
        return _conditions(self.row.get("unless", ()))

    @property
    def needs(self) -> list[tuple[str, str]]:
        """What must stand beside a hit: (pattern, where it is looked for)."""
        return _conditions(self.row.get("needs", ()))

    @property
    def must_hit(self) -> list[tuple[str, str]]:
        """Sentences that the rule must find: (sentence, where)."""
        return _sentences(self.row.get("must_hit", ()))

    @property
    def must_not_hit(self) -> list[tuple[str, str]]:
        """Sentences that the rule must let pass: (sentence, where)."""
        return _sentences(self.row.get("must_not_hit", ()))


def _sentences(rows: Iterable[dict[str, Any] | str]) -> list[tuple[str, str]]:
    whole = [{"text": row} if isinstance(row, str) else row for row in rows]
    return [
        (
            row["text"],
            " · ".join(
                (*_platforms([row["platform"]] if row.get("platform") else []), row.get("industry") or "")
            ).strip(" ·"),
        )
        for row in whole
    ]


def _platforms(keys: Iterable[str]) -> list[str]:
    return [str(PLATFORMS.get(key, key)) for key in keys]


def _conditions(rows: Iterable[dict[str, Any] | str]) -> list[tuple[str, str]]:
    whole = [{"pattern": row} if isinstance(row, str) else row for row in rows]
    return [(row["pattern"], str(SCOPES.get(row.get("scope", "sentence"), ""))) for row in whole]


def _book() -> engine.RuleBook:
    rule_set = rule_set_in_force()
    return book_of(rule_set) if rule_set else engine.shipped()


def categories() -> list[CategoryRow]:
    """All categories of the rules in force."""
    changed = {c.rule for c in live_changes()}
    return [
        CategoryRow(
            file["category"], file.get("name", file["category"]), len(file["rules"]), _count(file["rules"], "terms"),
            _count(file["rules"], "patterns"), _count(file["rules"], "must_hit") + _count(file["rules"], "must_not_hit"),
            sum(r["severity"] == engine.BLOCK for r in file["rules"]), sum(r["id"] in changed for r in file["rules"]),
        )
        for file in _book().files
    ]  # fmt: skip


def _count(rows: Iterable[dict[str, Any]], key: str) -> int:
    return sum(len(r.get(key, ())) for r in rows)


def rule_rows(category: str, words: str = "") -> list[RuleRow]:
    """Rules of a category (or of all, when words are looked for) in force, switched off or drafted."""
    words = words.strip().lower()
    marks = {c.rule: "off" if c.off else "changed" for c in live_changes()} | {
        c.rule: "draft" for c in changes_waiting()
    }
    rows = [(f["category"], r) for f in _book().files for r in f["rules"]]
    known = {r["id"] for _key, r in rows}
    rows += [
        (c.category, {**c.row, "id": c.rule}) for c in (*live_changes(), *changes_waiting()) if c.rule not in known
    ]
    out = {
        r["id"]: RuleRow(
            r["id"], r["name"], key, r["severity"], r.get("law", ""), len(r.get("terms", ())), len(r.get("patterns", ())),
            len(r.get("must_hit", ())) + len(r.get("must_not_hit", ())), marks.get(r["id"], ""),
        )
        for key, r in rows
        if (not category or key == category) and (not words or _mentions(r, words))
    }  # fmt: skip
    return list(out.values())


def _mentions(row: dict[str, Any], words: str) -> bool:
    fields = (row["id"], row["name"], row.get("law", ""), *row.get("terms", ()), *row.get("patterns", ()))
    return any(words in str(f).lower() for f in fields)


def rule_view(rule: str) -> RuleView:
    """One rule with everything beside it.  Raises: NotThere."""
    book = _book()
    found = next(((f["category"], r) for f in book.files for r in f["rules"] if r["id"] == rule), None)
    draft, history = draft_of(rule), list(last_changes(rule))
    if found is None and not history:
        raise NotThere(_("没有这条规则。"))
    category, row = found or (history[0].category, history[0].row)
    beside = [f.words for f in failures(book, rule)] if found else []
    return RuleView(
        rule, category, book.names.get(category, category), dict(row), found is not None, beside, draft, history
    )
