"""One text under check: folded once, its sentences, lines and words only when somebody asks."""

from bisect import bisect_right
from functools import cached_property

import numpy as np
import rjieba

from masthead.compliance.engine import folding
from masthead.compliance.engine.characters import LINE, STOP
from masthead.compliance.engine.evasion import undone
from masthead.compliance.engine.folding import Codes, Folded
from masthead.compliance.engine.numbers import NUMBER

NEAR, BESIDE = 20, 12


class Document:
    """`folded` is what rules match on: lower case, simplified, half-width; all offsets of this class are offsets in it."""

    def __init__(self, text: str, fold: Folded | None = None, stops: list[int] | None = None) -> None:
        self.text = text
        self.fold: Folded = fold or folding.fold(text)
        self.folded = self.fold.text
        self._known_stops = stops
        self._last = (0, 0)  # the sentence asked for last: it is asked for again and again
        self.excuses: dict[tuple[str, int], bool] = {}  # contexts of whole sentences, asked once
        self.around: dict[int, int] = {}  # what can stand around the hits of a sentence, asked once
        self.conditions: dict[tuple[str, int, int], bool] = {}  # patterns on a sentence or the whole text, asked once

    @cached_property
    def digits(self) -> str:
        """The folded text with Chinese numerals as digits, character for character."""
        return self._numbers.tobytes().decode("utf-32-le")

    @cached_property
    def _numbers(self) -> Codes:
        numbers: Codes = NUMBER.take(self.fold.codes)
        return numbers

    def folded_place(self, original: int) -> int:
        """The place in the folded text of a code point of the original one."""
        first = self.fold.first
        return original if first is None else int(np.searchsorted(first, original))

    @cached_property
    def _stops(self) -> list[int]:
        if self._known_stops is not None:
            return self._known_stops
        kinds = self.fold.kinds
        ends: list[int] = (np.flatnonzero((kinds == STOP) | (kinds == LINE)) + 1).tolist()
        if not ends or ends[-1] != len(self.folded):
            ends.append(len(self.folded))
        return ends

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Spans of all sentences; a line break ends one as well."""
        return list(zip([0, *self._stops[:-1]], self._stops, strict=True))

    @cached_property
    def lines(self) -> list[tuple[int, int]]:
        out, start = [], 0
        for line in self.folded.split("\n"):
            out.append((start, start + len(line)))
            start += len(line) + 1
        return out

    def sentence_at(self, place: int) -> tuple[int, int]:
        """The span of the sentence in which that character stands."""
        if self._last[0] <= place < self._last[1]:
            return self._last
        stops = self._stops
        at = min(bisect_right(stops, place), len(stops) - 1)
        self._last = ((stops[at - 1] if at else 0), stops[at])
        return self._last

    def sentence(self, place: int) -> str:
        start, end = self.sentence_at(place)
        return self.folded[start:end]

    def undone(self, start: int, end: int) -> tuple[str, ...]:
        """What folding had to undo behind that span."""
        first, last = self.fold.original(start, end)
        words = self.text[first:last]
        return () if words == self.folded[start:end] else undone(words)

    def window(self, scope: str, start: int, end: int) -> tuple[str, int]:
        """The words that a condition looks at, and where they begin."""
        if scope == "text":
            return self.folded, 0
        if scope == "sentence":
            first, last = self.sentence_at(start)
            return self.folded[first : max(last, end)], first
        if scope == "before":
            first = max(0, start - BESIDE)
            return self.folded[first:start], first
        if scope == "after":
            return self.folded[end : end + BESIDE], end
        reach = NEAR if scope == "near" else BESIDE
        first = max(0, start - reach)
        return self.folded[first : end + reach], first

    def words(self, start: int, end: int) -> list[tuple[str, int, int]]:
        """Segmented words of a span, with their places."""
        return [(w, a + start, b + start) for w, a, b in rjieba.tokenize(self.folded[start:end])]
