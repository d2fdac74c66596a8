"""Many texts in one stream: folded, searched and squeezed together, so that a text without any candidate costs next to nothing.

Texts are joined by a paragraph separator, over which nothing is matched; every text gets its candidates in its own offsets.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

import numpy as np
import regex
from numpy.typing import NDArray

from masthead.compliance.engine.book import ALLOWED, CODE, TERM, RuleBook, Use
from masthead.compliance.engine.boundaries import crosses_words, is_glued
from masthead.compliance.engine.characters import LETTER, LINE, STOP
from masthead.compliance.engine.document import Document
from masthead.compliance.engine.folding import fold
from masthead.compliance.engine.numbers import dense
from masthead.compliance.engine.squeeze import Squeezed, Stream, cut_out, marked, squeeze
from masthead.compliance.engine.structure import Profile

APART = "\u2029"
AROUND_LETTERS = 6
SENTENCE_END = regex.compile("[。!?;\u2029]")


@dataclass(slots=True)
class Candidates:
    """What has to be looked at in one text."""

    terms: list[tuple[Use, int, int, str]] = field(default_factory=list)
    allowed: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    sentences: set[tuple[int, int, int]] = field(default_factory=set)  # (rule, pattern, place in the sentence)
    matches: list[tuple[int, int, int, str]] = field(default_factory=list)  # of patterns in the second stream
    codes: set[int] = field(default_factory=set)


class Batch:
    """Texts under check together; used once."""

    def __init__(self, book: RuleBook, texts: Sequence[str], profiles: Sequence[Profile]) -> None:
        self.book, self.texts = book, texts
        self.severities = [book.severities(p) for p in profiles]
        self.fold = fold(APART.join(texts))
        self._begins = [0, *accumulate(len(t) + 1 for t in texts)][:-1]
        first = self.fold.first
        self._starts: list[int] = self._begins if first is None else np.searchsorted(first, self._begins).tolist()
        self.candidates: dict[int, Candidates] = {}

    def document(self, number: int) -> Document:
        """That text with its part of the work done."""
        start, end = self._starts[number], self._end(number)
        text = self.fold.text[start:end]
        return Document(self.texts[number], self.fold.part(text, self._begins[number], start, end))

    def collect(self) -> dict[int, Candidates]:
        """Candidates of each text that has any."""
        self._literals()
        self._spelt()
        if self._second is not None:
            self._scattered(self._second.windows)
        self._single()
        self._always()
        return self.candidates

    def _end(self, number: int) -> int:
        return self._starts[number + 1] - 1 if number + 1 < len(self.texts) else len(self.fold.text)

    def _of(self, number: int) -> Candidates:
        found = self.candidates.get(number)
        if found is None:
            found = self.candidates[number] = Candidates()
        return found

    @cached_property
    def _second(self) -> Squeezed | None:
        return squeeze(self.fold)

    @cached_property
    def _stops(self) -> NDArray[np.int64]:
        return np.flatnonzero((self.fold.kinds == STOP) | (self.fold.kinds == LINE))

    def _literals(self) -> None:
        uses, text, starts = self.book.plain.uses, self.fold.text, self._starts
        for index, start, end in self.book.plain.hits(text):
            number = bisect_right(starts, start) - 1
            severities, base = self.severities[number], starts[number]
            for use in uses[index]:
                if severities[use.rule] is not None:
                    self._literal(self._of(number), use, start - base, end - base, is_glued(text, start, end))

    def _literal(self, found: Candidates, use: Use, start: int, end: int, glued: bool) -> None:  # noqa: FBT001 - hot
        kind = use.pattern
        if kind >= 0:
            found.sentences.add((use.rule, kind, start))
        elif kind == TERM:
            if not glued:
                found.terms.append((use, start, end, use.way))
        elif kind == ALLOWED:
            found.allowed.setdefault(use.rule, []).append((start, end))
        else:
            found.codes.add(use.rule)

    def _spelt(self) -> None:
        """Pinyin: only where letters stand."""
        letters = np.flatnonzero(self.fold.kinds == LETTER)
        if not letters.size:
            return
        size = len(self.fold.text)
        near = marked(size, np.maximum(letters - AROUND_LETTERS, 0), np.minimum(letters + AROUND_LETTERS, size))
        stream = cut_out(self.fold, near)
        for index, start, end in self.book.spelt.hits(stream.text):
            if not is_glued(stream.text, start, end):
                for use in self.book.spelt.uses[index]:
                    self._spread(use, *stream.span(start, end), use.way)

    def _spread(self, use: Use, start: int, end: int, way: str) -> None:
        number = bisect_right(self._starts, start) - 1
        if self.severities[number][use.rule] is not None:
            base = self._starts[number]
            self._of(number).terms.append((use, start - base, end - base, way))

    def _scattered(self, stream: Stream) -> None:
        looked: set[tuple[int, int, int]] = set()
        for index, start, end in self.book.plain.hits(stream.text):
            gap = stream.has_gap(start, end)
            for use in self.book.plain.uses[index]:
                if use.pattern >= 0:
                    self._again(use, int(stream.places[start]), looked)
                elif use.pattern == TERM and gap and self.book.rules[use.rule].scatter:
                    if self._is_scattered(stream, start, end):
                        self._spread(use, *stream.span(start, end), "scatter")

    def _is_scattered(self, stream: Stream, start: int, end: int) -> bool:
        """Characters that stand alone or with signs between them are meant as one word; a mere space may part two words."""
        if is_glued(stream.text, start, end):
            return False
        first, last = stream.span(start, end)
        text = self.fold.text
        pieces = text[first:last].split()
        if len(pieces) == 1:
            return True
        outer = (first > 0 and text[first - 1].isalnum()) or (last < len(text) and text[last].isalnum())
        if not outer and all(len(p) == 1 for p in pieces):
            return True
        return not crosses_words(stream.text, start, end)

    def _again(self, use: Use, place: int, looked: set[tuple[int, int, int]]) -> None:
        """A pattern whose trigger stands near a gap is tried on the sentence with its gaps closed."""
        number = bisect_right(self._starts, place) - 1
        if self._second is None or self.severities[number][use.rule] is None:
            return
        stream, base = self._second.whole, self._starts[number]
        at = int(np.searchsorted(stream.places, place))
        start, end = self._squeezed_sentence(stream.text, at)
        if (use.rule, use.pattern, start) in looked or not stream.has_gap(start, end):
            return
        looked.add((use.rule, use.pattern, start))
        for match in self.book.rules[use.rule].patterns[use.pattern].compiled.finditer(stream.text[start:end]):
            a, b = start + match.start(), start + match.end()
            if b > a and stream.has_gap(a, b):
                first, last = stream.span(a, b)
                if len("".join(self.fold.text[first:last].split())) > b - a:
                    self._of(number).matches.append((use.rule, first - base, last - base, match.group()))

    @staticmethod
    def _squeezed_sentence(text: str, at: int) -> tuple[int, int]:
        behind = SENTENCE_END.search(text, at)
        start = max((text.rfind(c, 0, at) for c in "。!?;\u2029"), default=-1) + 1
        return start, behind.end() if behind else len(text)

    def _single(self) -> None:
        """Triggers of one character: every sentence with one, counted once."""
        places = np.flatnonzero(self.book.is_single.take(self.fold.codes))
        if places.size:
            sentence = np.searchsorted(self._stops, places)
            keys = sentence * 0x200000 + self.fold.codes[places]
            _keys, once = np.unique(keys, return_index=True)
            text = self.fold.text
            for place in places[once].tolist():
                self._each(self.book.single[text[place]], place)
        if self.book.on_dense:
            for place in dense(self.fold.codes):
                self._each([Use(rule, CODE) for rule in self.book.on_dense], place)

    def _each(self, uses: Sequence[Use], place: int) -> None:
        number = bisect_right(self._starts, place) - 1
        severities = self.severities[number]
        for use in uses:
            if severities[use.rule] is not None:
                start = place - self._starts[number]
                self._literal(self._of(number), use, start, start + 1, False)  # noqa: FBT003

    def _always(self) -> None:
        """Patterns without any literal and code without triggers: everywhere."""
        for number, severities in enumerate(self.severities):
            for rule in self.book.unconditional:
                if severities[rule] is not None:
                    self._of(number).codes.add(rule)
            for use in self.book.always:
                if severities[use.rule] is not None:
                    places = (first for first, _last in self.document(number).sentences)
                    self._of(number).sentences.update((use.rule, use.pattern, first) for first in places)


def batches(items: Sequence[tuple[str, str, str]], size: int) -> Iterator[Sequence[tuple[str, str, str]]]:
    """(text, platform, industry) in portions of about that many characters."""
    begin, length = 0, 0
    for at, (text, _platform, _industry) in enumerate(items):
        length += len(text)
        if length >= size:
            yield items[begin : at + 1]
            begin, length = at + 1, 0
    if begin < len(items):
        yield items[begin:]
