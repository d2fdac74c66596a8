"""Finding words again after the text was edited: exactly, by what stood around them, and at last by likeness."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

AROUND = 24  # characters kept on either side of the quoted words
ALIKE = 0.6
SEED = 2  # shortest run of equal characters from which a likeness is tried


class Hold(StrEnum):
    """How an annotation holds on to the text."""

    ANCHORED = "anchored"
    MOVED = "moved"
    ORPHANED = "orphaned"


@dataclass(frozen=True)
class Anchor:
    """What is remembered of a place in one part of a version."""

    start: int
    end: int
    quote: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class Found:
    """Where the words stand now. `changed`: found by likeness, the words themselves were edited."""

    hold: Hold
    start: int = 0
    end: int = 0
    changed: bool = False


ORPHAN = Found(Hold.ORPHANED)


def anchor_in(text: str, start: int, end: int) -> Anchor:
    """What to remember of text[start:end]."""
    return Anchor(start, end, text[start:end], text[max(0, start - AROUND) : start], text[end : end + AROUND])


def find_again(anchor: Anchor, text: str) -> Found:
    """The place of the anchor in another text: the same spot, the best exact repetition, the most alike run, or none."""
    if not anchor.quote:
        return ORPHAN
    hits = list(_all(text, anchor.quote))
    if hits:
        best = max(hits, key=lambda at: (_context(anchor, text, at, at + len(anchor.quote)), -abs(at - anchor.start)))
        hold = Hold.ANCHORED if best == anchor.start else Hold.MOVED
        return Found(hold, best, best + len(anchor.quote))
    return _alike(anchor, text)


def _all(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at != -1:
        yield at
        at = text.find(words, at + 1)


def _context(anchor: Anchor, text: str, start: int, end: int) -> int:
    """How many characters around agree with what stood there before."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return _same(anchor.prefix[::-1], before[::-1]) + _same(anchor.suffix, after)


def _same(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _alike(anchor: Anchor, text: str) -> Found:
    best, score = ORPHAN, ALIKE
    for start, end in _candidates(anchor, text):
        ratio = difflib.SequenceMatcher(None, anchor.quote, text[start:end], autojunk=False).ratio()
        if ratio > score or (ratio == score and best is ORPHAN):
            best, score = Found(Hold.MOVED, start, end, changed=True), ratio
    return best


def _candidates(anchor: Anchor, text: str) -> Iterator[tuple[int, int]]:
    """Between the old neighbours if they still stand; and around every longer run that old and new words share, inside its paragraph."""
    before, after = anchor.prefix[-8:], anchor.suffix[:8]
    if before and after and (low := text.find(before)) != -1:
        low += len(before)
        high = text.find(after, low)
        if low < high <= low + 2 * len(anchor.quote) + AROUND:
            yield low, high
    seed = max(SEED, len(anchor.quote) // 6)
    for block in difflib.SequenceMatcher(None, text, anchor.quote, autojunk=False).get_matching_blocks():
        if block.size >= seed:
            start = block.a - block.b
            yield _inside_line(text, max(0, start), min(len(text), start + len(anchor.quote)))


def _inside_line(text: str, start: int, end: int) -> tuple[int, int]:
    """A likeness never crosses a paragraph: it is cut where the line ends."""
    low = text.rfind("\n", start, end)
    middle = (start + end) // 2
    if low == -1:
        return start, end
    return (low + 1, end) if low < middle else (start, text.find("\n", start, end))
