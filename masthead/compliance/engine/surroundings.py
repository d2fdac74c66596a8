"""What can stand around a hit at all: one look at its sentence tells which conditions and contexts are worth asking.

Each expression of theirs has words without which it cannot match; one automaton over all those words, run once on a sentence with a hit,
leaves of hundreds of searches the few that have a chance.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, reduce
from operator import or_
from typing import NamedTuple

import ahocorasick_rs

from masthead.compliance.engine.contexts import CONTEXTS, HEADS, SIGNS
from masthead.compliance.engine.document import NEAR, Document
from masthead.compliance.engine.literals import Cost, required
from masthead.compliance.engine.rules import Condition, Rule

LONG = 3  # characters of a word that are looked for: more would find the same
ALL = -1
_WORDS: dict[str, frozenset[str] | None] = {}


def words_of(source: str, cost: Cost) -> frozenset[str] | None:
    """Beginnings of the words of which one is in every match; None when it needs none. Asked once a process."""
    if source not in _WORDS:
        calls = required(source, cost).calls
        _WORDS[source] = frozenset(w[:LONG] for row in calls for w in row) if all(calls) else None
    return _WORDS[source]


class Asked(NamedTuple):
    """What a rule asks of the surroundings of a hit, each question with its bit; `mask`: all the bits, `contexts`: those of contexts."""

    needs: tuple[tuple[int, Condition], ...]
    unless: tuple[tuple[int, Condition], ...]
    names: tuple[tuple[int, str], ...]
    contexts: int
    mask: int


class Surroundings:
    """Conditions and contexts as bits of a number; `asked`: what each rule asks."""

    def __init__(self, rules: Sequence[Rule], cost: Cost) -> None:
        self._words: dict[str, int] = defaultdict(int)
        self._always = 1  # never empty, so that a mask of ALL always finds something
        self._next = 2
        self._bits: dict[str, int] = {}
        for condition in (c for rule in rules for c in (*rule.needs, *rule.unless)):
            if condition.scope != "text" and condition.pattern.pattern not in self._bits:
                self._bits[condition.pattern.pattern] = self._bit(words_of(condition.pattern.pattern, cost))
        self.contexts = {name: self._bit(_signs(name)) for name in CONTEXTS}
        self.asked = tuple(self._asked(rule) for rule in rules)
        self._masks_of_words = tuple(self._words.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(self._words))

    def _bit(self, words: Iterable[str] | None) -> int:
        bit, self._next = self._next, self._next << 1
        if words is None:
            self._always |= bit
        for word in words or ():
            self._words[word] |= bit
        return bit

    def _asked(self, rule: Rule) -> "Asked":
        names = tuple((self.contexts[name], name) for name in rule.context)
        needs, unless = (tuple((self._bit_of(c), c) for c in cs) for cs in (rule.needs, rule.unless))
        contexts = reduce(or_, (bit for bit, _name in names), 0)
        return Asked(
            needs, unless, names, contexts, reduce(or_, (bit for bit, _c in unless), contexts) if not needs else ALL
        )

    def _bit_of(self, condition: Condition) -> int:
        return ALL if condition.scope == "text" else self._bits[condition.pattern.pattern]

    def around(self, document: Document, start: int, end: int) -> int:
        """What can stand around that span."""
        first, last = document.sentence_at(start)
        if end > last:
            return ALL  # a rare one that goes on in the next sentence
        known = document.around.get(first)
        if known is None:
            found = self._always
            words = document.folded[max(0, first - NEAR) : last + NEAR]
            for index, _start, _end in self._automaton.find_matches_as_indexes(words, overlapping=True):
                found |= self._masks_of_words[index]
            for name, speaks in HEADS.items():
                if speaks(document):
                    found |= self.contexts[name]
            known = document.around[first] = found
        return known


@cache
def _signs(name: str) -> frozenset[str] | None:
    """The words of a context, known from its own expressions alone."""
    expressions = SIGNS.get(name)
    if expressions is None:
        return None
    words = [words_of(expression, _shortest) for expression in expressions]
    return None if None in words else frozenset(w for row in words for w in row or ())


def _shortest(words: Iterable[str]) -> float:
    return sum(1 / len(w) ** 3 for w in words)
