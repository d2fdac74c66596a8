"""Many texts in one stream: folded, searched and squeezed together, so that a text without any candidate costs next to nothing.

Texts are joined by a paragraph separator, over which nothing is matched; every text gets its candidates in its own offsets.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from masthead.compliance.engine import sounds
from masthead.compliance.engine.automata import ALLOWED, CODE, TERM, Automaton, Use
from masthead.compliance.engine.book import RuleBook
from masthead.compliance.engine.boundaries import crosses_words, is_glued, is_taken_apart
from masthead.compliance.engine.calling import CALLS, ONCE, RARE
from masthead.compliance.engine.calling import DIGIT as NUMERAL
from masthead.compliance.engine.characters import DIGIT, HALF, HAN, KIND, LETTER, LINE, STOP
from masthead.compliance.engine.document import Document
from masthead.compliance.engine.folding import fold
from masthead.compliance.engine.numbers import dense
from masthead.compliance.engine.readings import Reading, readings, suspects
from masthead.compliance.engine.squeeze import Squeezed, Stream, cut_out, squeeze
from masthead.compliance.engine.structure import Profile
from masthead.compliance.engine.variants import LONGEST

APART = "\u2029"
AROUND_LETTERS, ABOVE_SIGNS = 6, 0x40


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
        self._codes = self.fold.codes.astype(np.intp)  # numpy looks up by numbers of this kind alone
        self._flags = book.flags.take(self._codes)
        self._begins = [0, *accumulate(len(t) + 1 for t in texts)][:-1]
        first = self.fold.first
        self._starts: list[int] = self._begins if first is None else np.searchsorted(first, self._begins).tolist()
        self.candidates: dict[int, Candidates] = {}
        self._squeezed: dict[int, Stream | None] = {}  # sentences with gaps in the second stream

    def document(self, number: int) -> Document:
        """That text with its part of the work done."""
        start, end, words = self._starts[number], self._end(number), self.texts[number]
        part = self.fold.part(self.fold.text[start:end], self._begins[number], len(words), start, end)
        ends = self._ends
        stops = [stop - start for stop in ends[bisect_right(ends, start) : bisect_left(ends, end)]]
        return Document(words, part, [*stops, end - start])

    def readings(self) -> Iterator[tuple[int, Reading]]:
        """What the texts (by number) say besides, where there are signs of a disguise that has to be undone."""
        ends = [self._end(number) for number in range(len(self.texts))]
        for suspect in suspects(self.fold, self._starts, ends, self.book.disguises):
            start, end = self._starts[suspect.number], ends[suspect.number]
            for reading in readings(self.fold, suspect, start, end, self.book.disguises):
                yield suspect.number, reading

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

    @cached_property
    def _stops(self) -> NDArray[np.int64]:
        return np.flatnonzero((self.fold.kinds == STOP) | (self.fold.kinds == LINE))

    def _literals(self) -> None:
        """Terms, allowed phrases and what calls code, one by one; what calls patterns, all at once."""
        table = self.book.plain.hits(self._codes)
        for hit in table[self.book.has_others[table[:, 0]]].tolist():
            self._literal(*hit)
        called = self._code(table)
        which, ways = self.book.calls.of(table[:, 0])
        places, more = self.book.character_calls.of(self.fold.codes, self._flagged(CALLS))
        places, ways = np.concatenate((table[which, 1], places)), np.concatenate((ways, more))
        enters = ways >= len(self.book.ways)
        self._enter(places[enters], ways[enters] - len(self.book.ways), called)
        self._called(places[~enters], ways[~enters])

    def _literal(self, index: int, start: int, end: int) -> None:
        number = bisect_right(self._starts, start) - 1
        base, severities, found = self._starts[number], self.severities[number], self._of(number)
        for use in self.book.plain.uses[index]:
            kind = use.pattern
            if kind not in {TERM, ALLOWED} or severities[use.rule] is None:
                continue
            if kind == TERM:
                if not (self.book.plain.edged[index] and is_glued(self.fold.text, start, end)):
                    found.terms.append((use, start - base, end - base, use.way))
            else:
                found.allowed.setdefault(use.rule, []).append((start - base, end - base))

    def _code(self, table: NDArray[np.int64]) -> NDArray[np.int64]:
        """Call the code of what stands in the table of hits; the keys of what is called only through its entrances."""
        book = self.book
        which, rules = book.code_calls.of(table[:, 0])
        alone, more = book.alone_calls.of(table[:, 0])
        at = table[alone, 1]
        free = (at == 0) | (KIND.take(self.fold.codes[at - 1]) != DIGIT)
        places, rules = np.concatenate((table[which, 1], at[free])), np.concatenate((rules, more[free]))
        keys = _distinct(self._text_of(places) * len(book.rules) + rules)
        guarded: NDArray[np.bool_] = book.guarded[keys % len(book.rules)]
        for key in keys[~guarded].tolist():
            self._call(*divmod(key, len(book.rules)))
        return keys[guarded]

    def _call(self, number: int, rule: int) -> None:
        if self.severities[number][rule] is not None:
            self._of(number).codes.add(rule)

    def _enter(self, places: NDArray[np.int64], ways: NDArray[np.int64], called: NDArray[np.int64]) -> None:
        """Call code of which an entrance is open."""
        book, text = self.book, self.fold.text
        keys = self._text_of(places) * len(book.rules) + book.rule_of_entrance[ways]
        wanted = np.flatnonzero(np.isin(keys, called))
        done: set[int] = set()
        for key, place, way in zip(keys[wanted].tolist(), places[wanted].tolist(), ways[wanted].tolist(), strict=True):
            if key not in done and book.entrances[way].is_open(text, place):
                done.add(key)
                self._call(*divmod(key, len(book.rules)))

    def _flagged(self, flag: np.uint8) -> NDArray[np.int64]:
        """Where a character with that flag stands."""
        return np.flatnonzero((self._flags & flag) != 0)  # of truths: of numbers it takes four times as long

    def _text_of(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """The numbers of the texts in which they stand."""
        return np.searchsorted(self._starts, places, side="right") - 1

    def _called(self, places: NDArray[np.int64], ways: NDArray[np.int64]) -> None:
        """Try each pattern once on each sentence that called it and has all that it needs."""
        book = self.book
        begins = np.concatenate(([0], self._stops + 1))
        lengths = np.diff(begins, append=self._codes.size)
        sentences = np.repeat(np.arange(begins.size), lengths)[places]
        if book.always.size:
            everywhere = np.arange(begins.size)
            sentences = np.concatenate((sentences, np.repeat(everywhere, book.always.size)))
            ways = np.concatenate((ways, np.tile(book.always, begins.size)))
        keys = _distinct(sentences * len(book.ways) + ways)
        sentences, ways = keys // len(book.ways), keys % len(book.ways)
        texts = self._text_of(begins)[sentences]
        applies = np.stack(self._active)[texts, book.of_way[ways]]
        sentences, ways = sentences[applies], ways[applies]
        if not ways.size:
            return
        fits = book.gates.open(self._codes, begins, sentences, ways)
        keys = _distinct(sentences[fits] * len(book.patterns) + book.of_way[ways[fits]])
        self._try(keys // len(book.patterns), keys % len(book.patterns), begins)

    def _try(self, sentences: NDArray[np.int64], patterns: NDArray[np.int64], begins: NDArray[np.int64]) -> None:
        text, searches, at, words = self.fold.text, self.book.searches, -1, ""
        firsts, lasts = begins[sentences].tolist(), np.append(begins[1:], len(text))[sentences].tolist()
        for first, last, pattern in zip(firsts, lasts, patterns.tolist(), strict=True):
            if first != at:
                at, words = first, text[first:last]
                if words.endswith(APART):
                    words = words[:-1]  # what parts two texts belongs to neither
            if searches[pattern](words) is not None:
                self._matched(pattern, first, words)

    def _matched(self, pattern: int, first: int, words: str) -> None:
        book = self.book
        number = bisect_right(self._starts, first) - 1
        base, found = first - self._starts[number], self._of(number)
        for match in book.compiled[pattern].finditer(words):
            start, end = match.span()
            if end > start:
                found.matches.append((book.patterns[pattern][0], start + base, end + base, match[0]))

    def _spelt(self) -> None:
        """Pinyin: only where letters stand."""
        letters = np.flatnonzero(self.fold.kinds == LETTER)
        if not letters.size:
            return
        size = len(self.fold.text)
        stream = cut_out(self.fold, np.maximum(letters - AROUND_LETTERS, 0), np.minimum(letters + AROUND_LETTERS, size))
        for index, start, end in self.book.spelt.hits(stream.codes.astype(np.intp)).tolist():
            if not is_glued(stream.text, start, end):  # spelt terms begin or end with letters
                for use in self.book.spelt.uses[index]:
                    self._spread(use, *stream.span(start, end), use.way)

    def _sounding(self) -> None:
        """Terms with one character of the same sound; those of two characters only where a rare one stands."""
        size = len(self.fold.text)
        at = self.book.sound_starts.places(self.fold.codes, self._flags)
        if at.size:
            self._sounds_in(cut_out(self.fold, at, np.minimum(at + LONGEST, size)), self.book.sounds)
        rare = self._flagged(RARE)
        if rare.size:
            near = cut_out(self.fold, np.maximum(rare - 1, 0), np.minimum(rare + 2, size))
            self._sounds_in(near, self.book.sound_pairs)

    def _sounds_in(self, stream: Stream, automaton: Automaton) -> None:
        codes = sounds.table().take(stream.codes).astype(np.intp)
        for index, at, behind in automaton.hits(codes).tolist():
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
        for index, start, end in self.book.plain.hits(stream.codes.astype(np.intp)).tolist():
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
        sentence = bisect_right(self._ends, place)
        key = (use.rule, use.pattern, sentence)
        if key in looked:
            return
        looked.add(key)
        if sentence not in self._squeezed:
            self._squeezed[sentence] = self._second.sentence(place)
        stream, base = self._squeezed[sentence], self._starts[number]
        if stream is None:
            return
        for match in self.book.rules[use.rule].patterns[use.pattern].compiled.finditer(stream.text):
            a, b = match.span()
            if b > a and stream.has_gap(a, b):
                first, last = stream.span(a, b)
                if is_taken_apart(self.fold.text[first:last], b - a):
                    self._of(number).scattered.append((use.rule, first - base, last - base, match.group()))

    def _single(self) -> None:
        """Triggers of one character, each counted once where it counts; and what no literal can say."""
        fold, single = self.fold, self.book.single
        for place in self._once(self._flagged(ONCE)):
            self._each(single[fold.text[place]], place)
        numerals = self._flagged(NUMERAL)
        for place in dense(numerals, self._text_of(numerals)) if self.book.on_dense else ():
            self._each(self.book.on_dense, place)
        for place in self._half_width() if self.book.on_half else ():
            self._each(self.book.on_half, place)

    def _once(self, places: NDArray[np.int64]) -> list[int]:
        """One of those places for each character in each text."""
        if not places.size:
            return []
        keys = self._text_of(places) * 0x200000 + self._codes[places]
        _keys, once = np.unique(keys, return_index=True)
        first: list[int] = places[once].tolist()
        return first

    def _half_width(self) -> list[int]:
        """Folded places of half-width punctuation between Chinese characters of the original."""
        raw = self.fold.raw
        at = np.flatnonzero(raw[1:-1] < ABOVE_SIGNS) + 1
        at = at[HALF.take(raw[at])]
        at = at[(KIND.take(raw[at - 1]) == HAN) & (KIND.take(raw[at + 1]) == HAN)]
        first = self.fold.first
        places: list[int] = (at if first is None else np.searchsorted(first, at)).tolist()
        return places

    def _each(self, uses: Sequence[Use], place: int) -> None:
        number = bisect_right(self._starts, place) - 1
        severities, found = self.severities[number], self._of(number)
        found.codes.update(u.rule for u in uses if u.pattern == CODE and severities[u.rule] is not None)

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
