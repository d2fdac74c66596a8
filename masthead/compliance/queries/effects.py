"""What a change would do: new and gone hits on the last thousand checked texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from masthead.compliance import engine
from masthead.compliance.engine.proving import failures
from masthead.compliance.models import CheckedText, RuleChange
from masthead.compliance.queries.books import files_in_force

LAST = 1000
AROUND = 12


@dataclass(frozen=True)
class Hit:
    """One hit with a few words around it."""

    before: str
    words: str
    after: str
    severity: str
    platform: str


@dataclass(frozen=True)
class Effect:
    """`failures` = tests beside the rule that do not hold; `error` = the rule cannot be read."""

    texts: int
    new: list[Hit]
    gone: list[Hit]
    kept: int
    failures: list[str]
    error: str = ""

    @property
    def ready(self) -> bool:
        return not self.failures and not self.error


def effect_of(change: RuleChange) -> Effect:
    """The effect of a draft, rule against rule, over the kept texts."""
    rows = {r["id"]: r for f in files_in_force() for r in f["rules"]}
    try:
        new = _book(change.category, None if change.off else change.row)
        old = _book(change.category, rows.get(change.rule))
    except engine.BadRule as error:
        return Effect(0, [], [], 0, [], str(error))
    texts = list(CheckedText.objects.order_by("-checked_at", "-pk")[:LAST])
    items = [(t.text, t.platform, t.industry) for t in texts]
    before, after = _hits(old, items), _hits(new, items)
    return Effect(
        len(texts),
        [_shown(texts, key) for key in sorted(after - before)],
        [_shown(texts, key) for key in sorted(before - after)],
        len(before & after),
        [f.words for f in failures(new)] if new else [],
    )


def _book(category: str, row: Mapping[str, Any] | None) -> engine.RuleBook | None:
    return engine.load([{"category": category, "name": category, "rules": [row]}]) if row else None


Key = tuple[int, int, int, str]


def _hits(book: engine.RuleBook | None, items: list[tuple[str, str, str]]) -> set[Key]:
    if book is None or not items:
        return set()
    answers = engine.check_many(items, book)
    return {(at, f.start, f.end, f.severity) for at, found in enumerate(answers) for f in found if f.alarms}


def _shown(texts: list[CheckedText], key: Key) -> Hit:
    at, start, end, severity = key
    text = texts[at].text
    return Hit(
        text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND], severity, texts[at].platform
    )
