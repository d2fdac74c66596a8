"""Candidates → conditions and contexts → findings."""

from collections.abc import Iterable, Iterator, Sequence

from masthead.compliance.engine.automata import Use
from masthead.compliance.engine.batch import Batch, Candidates, batches
from masthead.compliance.engine.book import RuleBook, shipped
from masthead.compliance.engine.boundaries import crosses_words
from masthead.compliance.engine.collector import resting
from masthead.compliance.engine.conditions import Verdict, judge
from masthead.compliance.engine.document import Document
from masthead.compliance.engine.evasion import STRONG, undone
from masthead.compliance.engine.finding import INFO, WEIGHT, Finding, Hit
from masthead.compliance.engine.folding import Folded
from masthead.compliance.engine.readings import Reading, closed
from masthead.compliance.engine.structure import Profile

SHORT = 3  # terms up to here are checked against word boundaries unless the rule says otherwise
Item = tuple[str, str, str]  # text, platform, industry
PORTION = 200_000  # characters checked together: enough to make small texts cheap, small enough for the cache


def check(text: str, platform: str = "", industry: str = "", book: RuleBook | None = None) -> list[Finding]:
    """Everything the rules say about a text, in order of place; hints (info) included."""
    return next(check_many([(text, platform, industry)], book))


def check_many(items: Sequence[tuple[str, str, str]], book: RuleBook | None = None) -> Iterator[list[Finding]]:
    """The same for many (text, platform, industry), in their order; much faster than one by one."""
    for portion in batches(items, PORTION):
        with resting():
            answers = [merged(found) for found in undisguised(portion, book or shipped())]
        yield from answers


def undisguised(portion: Sequence[Item], book: RuleBook) -> Iterator[list[Finding]]:
    """What every rule finds, in the words and behind their disguises."""
    profiles = [Profile(platform, industry) for _text, platform, industry in portion]
    batch = Batch(book, [text for text, _platform, _industry in portion], profiles)
    plain = list(_each(batch, book, profiles))
    again = list(batch.readings())
    for number, found in enumerate(plain):
        apart = [f for f in found if "scatter" in f.evasion and f.alarms]
        if apart:
            document = batch.document(number)
            first, last = document.folded_place(apart[0].start), document.folded_place(max(f.end for f in apart))
            again += [(number, r) for r in [closed(document.fold, (first, last))] if r is not None]
    if not again:
        yield from plain
        return
    texts = [(reading.text, *portion[number][1:]) for number, reading in again]
    seen = zip(again, each_of(texts, book), strict=True)
    for (number, reading), found in seen:
        fold = batch.document(number).fold
        if reading.closes:
            plain[number] = [f for f in plain[number] if "scatter" not in f.evasion or _stays(f, reading, found, fold)]
        else:
            plain[number] += _behind(reading, found, fold, portion[number][0], book)
    yield from plain


def _stays(finding: Finding, reading: Reading, found: Sequence[Finding], fold: Folded) -> bool:
    """Whether what was found with the gaps in between is found without them, with all conditions of its rule."""
    spans = [fold.original(*reading.span(f.start, f.end)) for f in found if f.rule == finding.rule and f.alarms]
    return not finding.alarms or any(start < finding.end and finding.start < end for start, end in spans)


def _behind(reading: Reading, found: Sequence[Finding], fold: Folded, text: str, book: RuleBook) -> Iterator[Finding]:
    for f in found:
        ways = reading.ways(f.start, f.end)
        if ways and f.alarms and f.rule not in book.code_names:
            start, end = fold.original(*reading.span(f.start, f.end))
            evasion = tuple(sorted({*f.evasion, *ways}))
            yield f._replace(start=start, end=end, excerpt=text[start:end][:80], evasion=evasion, fix="")


def each_of(portion: Sequence[Item], book: RuleBook) -> Iterator[list[Finding]]:
    """What every rule finds by itself, before findings over one another are merged."""
    profiles = [Profile(platform, industry) for _text, platform, industry in portion]
    yield from _each(Batch(book, [text for text, _platform, _industry in portion], profiles), book, profiles)


def _each(batch: Batch, book: RuleBook, profiles: Sequence[Profile]) -> Iterator[list[Finding]]:
    candidates = batch.collect()
    for number, profile in enumerate(profiles):
        here = candidates.get(number)
        yield Run(book, batch.document(number), profile, here).found if here else []


class Run:
    """One text with its candidates."""

    def __init__(self, book: RuleBook, document: Document, profile: Profile, candidates: Candidates) -> None:
        self.book, self.document, self.profile = book, document, profile
        self.severities = book.severities(profile)
        self.candidates = candidates
        self.found: list[Finding] = []
        for use, start, end, way in _longest(candidates.terms):
            self._term(use, start, end, way)
        for number, start, end, words in candidates.matches:
            self._matched(number, start, end, words)
        for number, start, end, words in candidates.scattered:
            self._matched(number, start, end, words, "scatter")
        for number in sorted(candidates.codes):
            for hit in book.codes[number].run(document, profile):
                self._judge(number, hit)

    def _term(self, use: Use, start: int, end: int, way: str) -> None:
        rule = self.book.rules[use.rule]
        if rule.boundary if rule.boundary is not None else end - start <= SHORT:
            strong = way or not STRONG.isdisjoint(self.document.undone(start, end))
            if not strong and crosses_words(self.document.folded, start, end):
                return
        fix = self.book.rewrite[use.rule].get(use.term, "")
        self._judge(use.rule, Hit(start, end, fix=fix, evasion=(way,) if way else ()))

    def _matched(self, rule: int, start: int, end: int, words: str, way: str = "") -> None:
        if end > start and not self.candidates.is_allowed(rule, start, end):
            fix = self.book.rewrite[rule].get(words, "")
            self._judge(rule, Hit(start, end, fix=fix, evasion=(way,) if way else ()))

    def _judge(self, number: int, hit: Hit) -> None:
        rule, asked = self.book.rules[number], self.book.surroundings.asked[number]
        around = self.book.surroundings.around(self.document, hit.start, hit.end) if asked.mask else 0
        verdict = judge(asked, self.document, self.profile, hit, around) if asked.mask & around else Verdict.COUNTS
        if verdict is Verdict.DROPPED:
            return
        exemption = hit.exemption or (verdict if isinstance(verdict, str) else "")
        severity = INFO if exemption else hit.severity or self.severities[number] or rule.severity
        first, last = self.document.fold.original(hit.start, hit.end)
        words = self.document.text[first:last]
        evasion = () if words == self.document.folded[hit.start : hit.end] else undone(words)
        if hit.evasion:
            evasion = tuple(sorted({*hit.evasion, *evasion}))
        excerpt = f"{words[:3]}****{words[-2:]}" if hit.masked else words[:80]
        self.found.append(
            Finding(
                rule.category, rule.id, rule.name, severity, first, last, excerpt, rule.law, hit.why or rule.why,
                hit.suggestion or rule.suggestion, hit.fix, exemption, evasion,
            )
        )  # fmt: skip


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
    if len(found) < 2:
        return found
    kept: dict[str, list[Finding]] = {}
    for finding in sorted(found, key=lambda f: (f.start, -f.end)):
        row = kept.setdefault(finding.category, [])
        if row and finding.start < row[-1].end and row[-1].start < finding.end:
            row[-1] = max(row[-1], finding, key=lambda f: (WEIGHT[f.severity], f.end - f.start))
        else:
            row.append(finding)
    return sorted((f for row in kept.values() for f in row), key=lambda f: (f.start, f.end))
