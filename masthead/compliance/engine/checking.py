"""One check of one text: literals → candidates → conditions and contexts → findings."""

from collections.abc import Iterable, Iterator
from functools import cached_property

import numpy as np

from masthead.compliance.engine.book import RuleBook, Use, shipped
from masthead.compliance.engine.boundaries import crosses_words, is_glued
from masthead.compliance.engine.characters import LETTER
from masthead.compliance.engine.conditions import Verdict, judge
from masthead.compliance.engine.document import Document
from masthead.compliance.engine.evasion import STRONG, undone
from masthead.compliance.engine.finding import INFO, WEIGHT, Finding, Hit
from masthead.compliance.engine.squeeze import Squeezed, Stream, cut_out, marked, squeeze
from masthead.compliance.engine.structure import Profile

AROUND_LETTERS = 6
SHORT = 3  # terms up to here are checked against word boundaries unless the rule says otherwise


def check(text: str, platform: str = "", industry: str = "", book: RuleBook | None = None) -> list[Finding]:
    """Everything the rules say about a text, in order of place; hints (info) included."""
    return Run(book or shipped(), Document(text), Profile(platform, industry)).findings()


class Run:
    """The state of one check; used once."""

    def __init__(self, book: RuleBook, document: Document, profile: Profile) -> None:
        self.book, self.document, self.profile = book, document, profile
        self.severities = book.severities(profile)
        self.sentences: set[tuple[int, int, int]] = set()  # (rule, pattern, place of the sentence) to look at
        self.squeezed: set[tuple[int, int]] = set()  # (rule, pattern) to look at in the second stream
        self.found: list[Finding] = []

    def findings(self) -> list[Finding]:
        """What is reported: of findings of one category over one another only the gravest."""
        return merged(self.each())

    def each(self) -> list[Finding]:
        """What every rule finds by itself."""
        terms = list(self._plain())
        terms += self._spelt()
        if self._second is not None:
            terms += self._scattered(self._second.windows)
        for use, start, end, way in _longest(terms):
            self._term(use, start, end, way)
        self._single_triggers()
        self._patterns()
        self._codes()
        return self.found

    @cached_property
    def _second(self) -> Squeezed | None:
        return squeeze(self.document.fold)

    def _plain(self) -> Iterator[tuple[Use, int, int, str]]:
        uses, severities, text = self.book.plain.uses, self.severities, self.document.folded
        for index, start, end in self.book.plain.hits(text):
            for use in uses[index]:
                if severities[use.rule] is None:
                    continue
                if use.pattern >= 0:
                    self.sentences.add((use.rule, use.pattern, self.document.sentence_at(start)[0]))
                elif not is_glued(text, start, end):
                    yield use, start, end, use.way

    def _spelt(self) -> Iterator[tuple[Use, int, int, str]]:
        """Pinyin: only where letters stand."""
        letters = np.flatnonzero(self.document.fold.kinds == LETTER)
        if not letters.size:
            return
        size = len(self.document.folded)
        near = marked(size, np.maximum(letters - AROUND_LETTERS, 0), np.minimum(letters + AROUND_LETTERS, size))
        stream = cut_out(self.document.fold, near)
        for index, start, end in self.book.spelt.hits(stream.text):
            if is_glued(stream.text, start, end):
                continue
            first, last = stream.span(start, end)
            for use in self.book.spelt.uses[index]:
                if self.severities[use.rule] is not None:
                    yield use, first, last, use.way

    def _scattered(self, stream: Stream) -> Iterator[tuple[Use, int, int, str]]:
        for index, start, end in self.book.plain.hits(stream.text):
            gap = stream.has_gap(start, end)
            for use in self.book.plain.uses[index]:
                if self.severities[use.rule] is None:
                    continue
                if use.pattern >= 0:
                    self.squeezed.add((use.rule, use.pattern))
                elif gap and self.book.rules[use.rule].scatter and self._is_scattered(stream, start, end):
                    yield use, *stream.span(start, end), "scatter"

    def _is_scattered(self, stream: Stream, start: int, end: int) -> bool:
        """Characters that stand alone or with signs between them are meant as one word; a mere space may part two words."""
        if is_glued(stream.text, start, end):
            return False
        first, last = stream.span(start, end)
        text = self.document.folded
        pieces = text[first:last].split()
        if len(pieces) == 1:
            return True
        outer = (first > 0 and text[first - 1].isalnum()) or (last < len(text) and text[last].isalnum())
        if not outer and all(len(p) == 1 for p in pieces):
            return True
        return not crosses_words(stream.text, start, end)

    def _term(self, use: Use, start: int, end: int, way: str) -> None:
        rule, text = self.book.rules[use.rule], self.document.folded
        first, last = self.document.fold.original(start, end)
        evasion = undone(self.document.text[first:last])
        if way:
            evasion = tuple(sorted({*evasion, way}))
        if not STRONG.intersection(evasion) and (rule.boundary if rule.boundary is not None else end - start <= SHORT):
            if crosses_words(text, start, end):
                return
        if self._is_allowed(use.rule, start, end):
            return
        self._judge(use.rule, Hit(start, end, fix=self.book.rewrite[use.rule].get(use.term, ""), evasion=evasion))

    def _is_allowed(self, number: int, start: int, end: int) -> bool:
        text = self.document.folded
        for phrase in self.book.allow[number]:
            at = text.find(phrase, max(0, start - len(phrase)), end + len(phrase))
            while at != -1:
                if at <= start and end <= at + len(phrase):
                    return True
                at = text.find(phrase, at + 1, end + len(phrase))
        return False

    def _single_triggers(self) -> None:
        text, document = self.document.folded, self.document
        if self.book.single_characters.isdisjoint(text):
            return
        for character in self.book.single_characters & document.characters:
            uses = [u for u in self.book.single[character] if self.severities[u.rule] is not None]
            at = text.find(character) if uses else -1
            while at != -1:
                first, last = document.sentence_at(at)
                self.sentences.update((u.rule, u.pattern, first) for u in uses)
                at = text.find(character, last)

    def _patterns(self) -> None:
        document = self.document
        for use in self.book.always:
            if self.severities[use.rule] is not None:
                self.sentences.update((use.rule, use.pattern, first) for first, _last in document.sentences)
        for rule, place, first in sorted(self.sentences):
            last = document.sentence_at(first)[1]
            sentence = document.folded[first:last]
            for match in self.book.rules[rule].patterns[place].compiled.finditer(sentence):
                self._matched(rule, first + match.start(), first + match.end(), match.group())
        if self._second is not None and self.squeezed:
            self._squeezed_patterns(self._second.whole)

    def _squeezed_patterns(self, stream: Stream) -> None:
        for rule, place in sorted(self.squeezed):
            for match in self.book.rules[rule].patterns[place].compiled.finditer(stream.text):
                start, end = match.span()
                if end > start and stream.has_gap(start, end):
                    first, last = stream.span(start, end)
                    if _has_sign(self.document.folded[first:last], match.group()):
                        self._matched(rule, first, last, match.group(), "scatter")

    def _matched(self, rule: int, start: int, end: int, words: str, way: str = "") -> None:
        if end <= start or self._is_allowed(rule, start, end):
            return
        fix = self.book.rewrite[rule].get(words, "")
        self._judge(rule, Hit(start, end, fix=fix, evasion=(way,) if way else ()))

    def _codes(self) -> None:
        for number, code in self.book.codes:
            if self.severities[number] is not None and code.concerns(self.document):
                for hit in code.run(self.document, self.profile):
                    self._judge(number, hit)

    def _judge(self, number: int, hit: Hit) -> None:
        rule = self.book.rules[number]
        verdict = judge(rule, self.document, self.profile, hit)
        if verdict is Verdict.DROPPED:
            return
        exemption = hit.exemption or (verdict if isinstance(verdict, str) else "")
        severity = INFO if exemption else hit.severity or self.severities[number] or rule.severity
        first, last = self.document.fold.original(hit.start, hit.end)
        words = self.document.text[first:last]
        evasion = tuple(sorted({*hit.evasion, *undone(words)}))
        excerpt = f"{words[:3]}****{words[-2:]}" if hit.masked else words[:80]
        self.found.append(
            Finding(
                rule.category, rule.id, rule.name, severity, first, last, excerpt, rule.law, hit.why or rule.why,
                hit.suggestion or rule.suggestion, hit.fix, exemption, evasion,
            )
        )  # fmt: skip


def _has_sign(piece: str, words: str) -> bool:
    """Whether something else than blanks was taken out."""
    return len("".join(piece.split())) > len(words)


def _longest(terms: Iterable[tuple[Use, int, int, str]]) -> list[tuple[Use, int, int, str]]:
    """Of hits of one rule inside one another only the longest; of equal ones the plainest."""
    out: list[tuple[Use, int, int, str]] = []
    reached: dict[int, int] = {}
    for item in sorted(terms, key=lambda t: (t[1], -t[2], t[3])):
        use, _start, end, _way = item
        if reached.get(use.rule, -1) < end:
            reached[use.rule] = end
            out.append(item)
    return out


def merged(found: list[Finding]) -> list[Finding]:
    """Of findings of one category over one another the gravest, then the longest."""
    kept: dict[str, list[Finding]] = {}
    for finding in sorted(found, key=lambda f: (f.start, -f.end)):
        row = kept.setdefault(finding.category, [])
        if row and finding.start < row[-1].end and row[-1].start < finding.end:
            row[-1] = max(row[-1], finding, key=lambda f: (WEIGHT[f.severity], f.end - f.start))
        else:
            row.append(finding)
    return sorted((f for row in kept.values() for f in row), key=lambda f: (f.start, f.end))
