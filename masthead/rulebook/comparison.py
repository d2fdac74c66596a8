"""Two texts of the rulebook side by side: which places came, went, moved or changed, and which words. Pure.

Places are recognised by their stable key, so a clause that was moved and renumbered is one clause that moved, not one that went and
one that came. Words: a run of Latin letters, of digits or of Chinese numerals is one token, any other character is one; islands of agreement of one or
two characters inside a change are given up, because a reader follows phrases and not letters.
"""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from masthead.core.digest import digest_of

TOKEN = re.compile(r"[A-Za-z0-9_.%]+|[零〇一二两三四五六七八九十百千万亿]+|\s+|.", re.DOTALL)
SMALLEST_ISLAND = 2


class Place(Protocol):
    """What is compared: a row of Clause, or anything with these words."""

    key: str
    number: str
    title: str
    text: str
    level: str


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"  # the same words in another place or under another number
    SAME = "same"


@dataclass(frozen=True)
class Span:
    """A piece of the text; `kind` = same | add | del."""

    kind: str
    text: str


@dataclass(frozen=True)
class PlaceChange:
    """One place in both texts. `title` and `text` are the spans of its words; `renumbered` = "3.3.2 → 3.3.3" or ""."""

    key: str
    change: Change
    level: str
    number: str
    title: list[Span]
    text: list[Span]
    renumbered: str = ""

    @property
    def digest(self) -> str:
        """Names this very change: another edit of the clause has another one."""
        spans = [[span.kind, span.text] for span in (*self.title, *self.text)]
        return digest_of([self.key, str(self.change), self.number, self.renumbered, spans])


def tokens(text: str) -> list[str]:
    """The smallest pieces that are compared."""
    return TOKEN.findall(text)


def spans_between(old: str, new: str) -> list[Span]:
    """The words of both, in reading order; what went stands before what came in its place."""
    if old == new:
        return [Span("same", new)] if new else []
    before, after = tokens(old), tokens(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    pieces: list[list[str]] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        gone, came = "".join(before[i1:i2]), "".join(after[j1:j2])
        inside = tag == "equal" and i1 > 0 and i2 < len(before) and j1 > 0 and j2 < len(after)
        if tag == "equal" and not (inside and len(came) <= SMALLEST_ISLAND):
            pieces.append(["same", came, came])
        elif pieces and pieces[-1][0] == "change":
            pieces[-1][1] += gone
            pieces[-1][2] += came
        else:
            pieces.append(["change", gone, came])
    spans: list[Span] = []
    for kind, gone, came in pieces:
        if kind == "same":
            spans.append(Span("same", came))
            continue
        spans += [Span(word, text) for word, text in (("del", gone), ("add", came)) if text]
    return spans


def compare(old: Iterable[Place], new: Iterable[Place]) -> list[PlaceChange]:
    """Every place of both texts in the order of the new one; removed places stand where they stood before."""
    before, after = {p.key: p for p in old}, {p.key: p for p in new}
    stayed = _in_order([k for k in before if k in after], [k for k in after if k in before])
    found = [_place(before.get(key), place, key in stayed) for key, place in after.items()]
    return _with_removed(list(before.values()), after, found)


def changes_only(found: Iterable[PlaceChange]) -> list[PlaceChange]:
    """What a reader of an amendment must see."""
    return [place for place in found if place.change != Change.SAME]


def _in_order(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """Keys whose order among each other did not change (the longest such run); the others moved."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return {key for block in matcher.get_matching_blocks() for key in before[block.a : block.a + block.size]}


def _place(before: Place | None, after: Place, stayed: bool) -> PlaceChange:  # noqa: FBT001  private, named at the call
    if before is None:
        title, text = [Span("add", after.title)], [Span("add", after.text)] if after.text else []
        return PlaceChange(after.key, Change.ADDED, after.level, after.number, title, text)
    renumbered = "" if before.number == after.number else f"{before.number} → {after.number}"
    title, text = spans_between(before.title, after.title), spans_between(before.text, after.text)
    if before.title != after.title or before.text != after.text:
        change = Change.CHANGED
    else:
        change = Change.SAME if stayed and not renumbered else Change.MOVED
    return PlaceChange(after.key, change, after.level, after.number, title, text, renumbered)


def _with_removed(before: Sequence[Place], after: dict[str, Place], found: list[PlaceChange]) -> list[PlaceChange]:
    """Put each removed place behind the place that it followed."""
    index = {place.key: position for position, place in enumerate(found)}
    behind: dict[int, list[PlaceChange]] = {}
    position = -1
    for place in before:
        if place.key in after:
            position = index[place.key]
            continue
        text = [Span("del", place.text)] if place.text else []
        gone = PlaceChange(place.key, Change.REMOVED, place.level, place.number, [Span("del", place.title)], text)
        behind.setdefault(position, []).append(gone)
    whole = list(behind.get(-1, []))
    for position, kept in enumerate(found):
        whole += [kept, *behind.get(position, [])]
    return whole
