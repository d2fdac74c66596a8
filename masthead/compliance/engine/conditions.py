"""Whether a hit counts: what must stand around it, what must not, and the circumstances that turn it into a hint."""

from enum import Enum

from masthead.compliance.engine.contexts import excuse_of
from masthead.compliance.engine.document import Document
from masthead.compliance.engine.finding import Hit
from masthead.compliance.engine.rules import Condition, is_of
from masthead.compliance.engine.structure import Profile
from masthead.compliance.engine.surroundings import Asked


class Verdict(Enum):
    COUNTS = "counts"
    DROPPED = "dropped"


def judge(asked: Asked, document: Document, profile: Profile, hit: Hit, around: int) -> "Verdict | str":
    """Counts, dropped, or the exemption code with which it stays as a hint; `around`: what can stand there."""
    start, end = hit.start, hit.end
    for bit, need in asked.needs:
        if _concerns(need, profile) and not (bit & around and _stands(need, document, start, end)):
            return Verdict.DROPPED
    hint = ""
    for bit, bar in asked.unless:  # rarely more than two of them have a chance
        if not bit & around or (hint and bar.to == "info"):
            continue  # a hint already: only what drops it altogether still matters
        if _concerns(bar, profile) and _stands(bar, document, start, end):
            if bar.to != "info":
                return Verdict.DROPPED
            hint = hint or bar.code or "exempt"
    if hint or not asked.contexts & around:
        return hint or Verdict.COUNTS
    names = tuple(name for bit, name in asked.names if bit & around)
    return excuse_of(names, document, start, end) or Verdict.COUNTS


def _concerns(condition: Condition, profile: Profile) -> bool:
    if condition.platforms and profile.platform not in condition.platforms:
        return False
    return not condition.industries or is_of(profile.industry, condition.industries)


def _stands(condition: Condition, document: Document, start: int, end: int) -> bool:
    if condition.scope in {"text", "sentence"}:
        first, last = (0, len(document.folded)) if condition.scope == "text" else document.sentence_at(start)
        key = (condition.pattern.pattern, first, max(last, end))
        known = document.conditions.get(key)
        if known is None:
            known = document.conditions[key] = condition.pattern.search(document.folded[first : key[2]]) is not None
        return known
    words, first = document.window(condition.scope, start, end)
    if condition.pattern.search(words) is None:
        return False
    return condition.over is None or any(
        m.start() + first < end and start < m.end() + first for m in condition.over.finditer(words, overlapped=True)
    )
