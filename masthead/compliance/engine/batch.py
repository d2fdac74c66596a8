"""Many texts in one stream: folded, searched and squeezed together, so that a text without any candidate costs next to nothing.

Texts are joined by a paragraph separator, over which nothing is matched; every text gets its candidates in its own offsets.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, chain

import numpy as np
import regex
from numpy.typing import NDArray

from masthead.compliance.engine import sounds
from masthead.compliance.engine.book import CODE, TERM, Automaton, RuleBook, Use
from masthead.compliance.engine.boundaries import crosses_words, is_glued, is_taken_apart
from masthead.compliance.engine.characters import HALF, HAN, KIND, LETTER, LINE, STOP
from masthead.compliance.engine.document import Document
from masthead.compliance.engine.folding import fold
from masthead.compliance.engine.numbers import dense
from masthead.compliance.engine.readings import suspects
from masthead.compliance.engine.squeeze import Squeezed, Stream, cut_out, marked, squeeze
from masthead.compliance.engine.structure import Profile
from masthead.compliance.engine.variants import LONGEST

APART = "\u2029"
AROUND_LETTERS = 6
SENTENCE_END = regex.compile("[。!?;\u2029]")


@dataclass(slots=True)
class Candidates:
    """What has to be looked at in one text."""

    terms: list[tuple[Use, int, int, str]] = field(default_factory=list)
    allowed: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    matches: list[tuple[int, int, int, str]] = field(default_factory=list)  # of patterns: (rule, start, end, words)
    scattered: list[tuple[int, int, int, str]] = field(default_factory=list)  # the same in the second stream
    codes: set[int] = field(default_factory=set)

    def settle(self) -> bool:
        """Drop the terms inside allowed phrases; whether anything is left to look at."""
        if self.allowed and self.terms:
            self.terms = [t for t in self.terms if not self.is_allowed(t[0].rule, t[1], t[2])]
        return bool(self.terms or self.matches or self.scattered or self.codes)

    def is_allowed(self, rule: int, start: int, end: int) -> bool:
        spans = self.allowed.get(rule)
        return spans is not None and any(a <= start and end <= b for a, b in spans)


class Batch:
    """Texts under check together; used once."""

    def __init__(self, book: RuleBook, texts: Sequence[str], profiles: Sequence[Profile]) -> None:
        self.book, self.texts = book, texts
        self.severities = [book.severities(p) for p in profiles]
        self._active = [book.active(p) for p in profiles]
        self.fold = fold(APART.join(texts))
        self._begins = [0, *accumulate(len(t) + 1 for t in texts)][:-1]
        first = self.fold.first
        self._starts: list[int] = self._begins if first is None else np.searchsorted(first, self._begins).tolist()
        self.candidates: dict[int, Candidates] = {}

    def document(self, number: int) -> Document:
        """That text with its part of the work done."""
        start, end, words = self._starts[number], self._end(number), self.texts[number]
        part = self.fold.part(self.fold.text[start:end], self._begins[number], len(words), start, end)
        return Document(words, part)

    def suspects(self) -> dict[int, tuple[int, int]]:
        """Numbers of the texts with signs of a disguise that has to be undone in the text, with the stretch of the signs."""
        return suspects(self.fold, self._starts, self.book.disguises)

    def collect(self) -> dict[int, Candidates]:
        """Candidates of each text that has any."""
        self._literals()
        self._spelt()
        self._sounding()
        if self._second is not None:
            self._scattered(self._second.windows)
        self._single()
        self._always()
        return {number: found for number, found in self.candidates.items() if found.settle()}

    def _end(self, number: int) -> int:
        return self._starts[number + 1] - 1 if number + 1 < len(self.texts) else len(self.fold.text)

    def _of(self, number: int) -> Candidates:
        found = self.candidates.get(number)
        if found is None:  # an empty one counts as none
            found = self.candidates[number] = Candidates()
        return found

    @cached_property
    def _second(self) -> Squeezed | None:
        return squeeze(self.fold)

    @cached_property
    def _ends(self) -> list[int]:
        ends: list[int] = (self._stops + 1).tolist()
        return ends

    def _sentence(self, place: int) -> tuple[int, int]:
        at = bisect_right(self._ends, place)
        return (self._ends[at - 1] if at else 0), (self._ends[at] if at < len(self._ends) else len(self.fold.text))

    @cached_property
    def _stops(self) -> NDArray[np.int64]:
        return np.flatnonzero((self.fold.kinds == STOP) | (self.fold.kinds == LINE))

    def _literals(self) -> None:
        """Terms, allowed phrases and what calls code, one by one; what calls patterns, all at once."""
        hits = self.book.plain.hits(self.fold.text)
        table = np.fromiter(chain.from_iterable(hits), dtype=np.int64, count=3 * len(hits)).reshape(-1, 3)
        for at in np.flatnonzero(self.book.has_others[table[:, 0]]).tolist():
            self._literal(*hits[at])
        which, rules = self.book.code_calls.of(table[:, 0])
        self._codes(table[which, 1], rules)
        which, ways = self.book.calls.of(table[:, 0])
        places, more = self.book.character_calls.of(self.fold.codes)
        self._called(np.concatenate((table[which, 1], places)), np.concatenate((ways, more)))

    def _literal(self, index: int, start: int, end: int) -> None:
        number = bisect_right(self._starts, start) - 1
        base, severities, found = self._starts[number], self.severities[number], self._of(number)
        for use in self.book.plain.uses[index]:
            kind = use.pattern
            if kind >= 0 or kind == CODE or severities[use.rule] is None:
                continue
            if kind == TERM:
                if not (self.book.plain.edged[index] and is_glued(self.fold.text, start, end)):
                    found.terms.append((use, start - base, end - base, use.way))
            else:
                found.allowed.setdefault(use.rule, []).append((start - base, end - base))

    def _codes(self, places: NDArray[np.int64], rules: NDArray[np.int64]) -> None:
        texts = np.searchsorted(self._starts, places, side="right") - 1
        keys = _distinct(texts * len(self.book.rules) + rules)
        for key in keys.tolist():
            number, rule = divmod(key, len(self.book.rules))
            if self.severities[number][rule] is not None:
                self._of(number).codes.add(rule)

    def _called(self, places: NDArray[np.int64], ways: NDArray[np.int64]) -> None:
        """Try each pattern once on each sentence that called it and has all that it needs."""
        book, ends = self.book, self._stops + 1
        begins = np.concatenate(([0], ends))
        sentence_of = np.zeros(self.fold.codes.size + 1, dtype=np.int32)
        sentence_of[ends] = 1
        sentence_of = np.cumsum(sentence_of, dtype=np.int32)[: self.fold.codes.size]
        sentences = sentence_of[places].astype(np.int64)
        if book.always.size:
            everywhere = np.arange(begins.size)
            sentences = np.concatenate((sentences, np.repeat(everywhere, book.always.size)))
            ways = np.concatenate((ways, np.tile(book.always, begins.size)))
        keys = _distinct(sentences * len(book.ways) + ways)
        sentences, ways = keys // len(book.ways), keys % len(book.ways)
        texts = np.searchsorted(self._starts, begins[sentences], side="right") - 1
        applies = np.stack(self._active)[texts, book.of_way[ways]]
        sentences, ways = sentences[applies], ways[applies]
        if not ways.size:
            return
        fits = book.gates.open(self.fold.codes, sentence_of, begins.size, sentences, ways)
        keys = _distinct(sentences[fits] * len(book.patterns) + book.of_way[ways[fits]])
        self._try(keys // len(book.patterns), keys % len(book.patterns), begins)

    def _try(self, sentences: NDArray[np.int64], patterns: NDArray[np.int64], begins: NDArray[np.int64]) -> None:
        book, text, at, words, number = self.book, self.fold.text, -1, "", 0
        firsts = begins[sentences]
        numbers = np.searchsorted(self._starts, firsts, side="right") - 1
        lasts = np.append(begins[1:], len(text))[sentences]
        for number, first, last, pattern in zip(
            numbers.tolist(), firsts.tolist(), lasts.tolist(), patterns.tolist(), strict=True
        ):
            if first != at:
                at, words = first, text[first : min(last, self._end(number))]
            for match in book.compiled[pattern].finditer(words):
                start, end = match.span()
                if end > start:
                    base = first - self._starts[number]
                    self._of(number).matches.append((book.patterns[pattern][0], start + base, end + base, match[0]))

    def _spelt(self) -> None:
        """Pinyin: only where letters stand."""
        letters = np.flatnonzero(self.fold.kinds == LETTER)
        if not letters.size:
            return
        size = len(self.fold.text)
        near = marked(size, np.maximum(letters - AROUND_LETTERS, 0), np.minimum(letters + AROUND_LETTERS, size))
        stream = cut_out(self.fold, near)
        for index, start, end in self.book.spelt.hits(stream.text):
            if not is_glued(stream.text, start, end):  # spelt terms begin or end with letters
                for use in self.book.spelt.uses[index]:
                    self._spread(use, *stream.span(start, end), use.way)

    def _sounding(self) -> None:
        """Terms with one character of the same sound; those of two characters only where a rare one stands."""
        size, sound = len(self.fold.text), sounds.table().take(self.fold.codes)
        at = self.book.sound_starts.places(sound)
        if at.size:
            near = marked(size, at, np.minimum(at + LONGEST, size))
            self._sounds_in(cut_out(self.fold, near, codes=sound), self.book.sounds)
        rare = np.flatnonzero(sounds.is_rare().take(self.fold.codes))
        if rare.size:
            near = marked(size, np.maximum(rare - 1, 0), np.minimum(rare + 2, size))
            self._sounds_in(cut_out(self.fold, near, codes=sound), self.book.sound_pairs)

    def _sounds_in(self, stream: Stream, automaton: Automaton) -> None:
        for index, at, behind in automaton.hits(stream.text):
            start, end = stream.span(at, behind)
            written = self.fold.text[start:end]
            for use in automaton.uses[index]:
                if len(written) == len(use.term) and sounds.is_misspelt(written, use.term):
                    self._spread(use, start, end, use.way)

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
                elif (
                    use.pattern == TERM
                    and gap
                    and self.book.rules[use.rule].scatter
                    and self._is_scattered(stream, start, end)
                ):
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
        key = (use.rule, use.pattern, self._sentence(place)[0])
        if key in looked:
            return
        looked.add(key)
        stream, base = self._second.whole, self._starts[number]
        start, end = self._squeezed_sentence(stream.text, int(np.searchsorted(stream.places, place)))
        if not stream.has_gap(start, end):
            return
        for match in self.book.rules[use.rule].patterns[use.pattern].compiled.finditer(stream.text[start:end]):
            a, b = start + match.start(), start + match.end()
            if b > a and stream.has_gap(a, b):
                first, last = stream.span(a, b)
                if is_taken_apart(self.fold.text[first:last], b - a):
                    self._of(number).scattered.append((use.rule, first - base, last - base, match.group()))

    @staticmethod
    def _squeezed_sentence(text: str, at: int) -> tuple[int, int]:
        behind = SENTENCE_END.search(text, at)
        start = max((text.rfind(c, max(0, at - 500), at) for c in "。!?;\u2029"), default=-1) + 1
        if behind is None:
            return start, len(text)
        return start, behind.start() if behind[0] == APART else behind.end()  # what parts two texts belongs to neither

    def _single(self) -> None:
        """Triggers of one character, each counted once where it counts; and what no literal can say."""
        fold, single = self.fold, self.book.single
        for place in self._once(self.book.in_texts, np.asarray(self._starts[1:], dtype=np.int64)):
            self._each(single[fold.text[place]], place)
        for place in dense(fold.codes) if self.book.on_dense else ():
            self._each(self.book.on_dense, place)
        for place in self._half_width() if self.book.on_half else ():
            self._each(self.book.on_half, place)

    def _once(self, marks: NDArray[np.bool_], borders: NDArray[np.int64]) -> list[int]:
        """One place of each marked character between two borders."""
        codes = self.fold.codes
        places = np.flatnonzero(marks.take(codes))
        if not places.size:
            return []
        keys = np.searchsorted(borders, places) * 0x200000 + codes[places]
        _keys, once = np.unique(keys, return_index=True)
        first: list[int] = places[once].tolist()
        return first

    def _half_width(self) -> list[int]:
        """Folded places of half-width punctuation between Chinese characters of the original."""
        raw = self.fold.raw
        at = np.flatnonzero(HALF.take(raw[1:-1])) + 1
        at = at[(KIND.take(raw[at - 1]) == HAN) & (KIND.take(raw[at + 1]) == HAN)]
        first = self.fold.first
        places: list[int] = (at if first is None else np.searchsorted(first, at)).tolist()
        return places

    def _each(self, uses: Sequence[Use], place: int) -> None:
        number = bisect_right(self._starts, place) - 1
        severities, found = self.severities[number], self._of(number)
        found.codes.update(u.rule for u in uses if u.pattern < 0 and severities[u.rule] is not None)

    def _always(self) -> None:
        """Code without triggers: everywhere."""
        for number, severities in enumerate(self.severities):
            for rule in self.book.unconditional:
                if severities[rule] is not None:
                    self._of(number).codes.add(rule)


def _distinct(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each once, in order."""
    keys = np.sort(keys)
    return keys[np.concatenate(([True], keys[1:] != keys[:-1]))] if keys.size else keys


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
