"""The listed disguises of words that patterns are made of (terms have their own in variants.json): sounds in letters, other characters, pictures."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from typing import Any

import ahocorasick_rs
from pypinyin import lazy_pinyin

from masthead.compliance.engine.boundaries import is_glued
from masthead.compliance.engine.characters import DATA
from masthead.compliance.engine.folding import Folded, folded
from masthead.compliance.engine.variants import LONGEST, is_han

LEAST_LETTERS = 6  # of a word written in letters only


@cache
def _shipped() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DATA / "disguises.json").read_text(encoding="utf-8"))
    return loaded


@cache
def pictures() -> dict[str, str]:
    """Picture → the character that it stands for."""
    return {folded(k): v for k, v in _shipped()["pictures"].items()}


class Spellings:
    """Words written otherwise, found in a text; `covered`: a listed term with one inner character covered → that character."""

    def __init__(self, terms: Iterable[str]) -> None:
        self.covered: dict[str, str] = {}
        for term in terms:
            if 3 <= len(term) <= LONGEST and all(map(is_han, term)):
                for at in range(1, len(term) - 1):
                    self.covered.setdefault(f"{term[:at]}*{term[at + 1 :]}", term[at])
        table: dict[str, str] = {}
        for word in _shipped()["words"]:
            table |= dict.fromkeys(_in_letters(word), word)
        for word, others in _shipped()["written"].items():
            table |= dict.fromkeys(map(folded, others), word)
        self._words = list(table.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(table), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def hits(self, fold: Folded) -> Iterator[tuple[int, int, str]]:
        """(start, end, the word that is meant), in order."""
        for index, start, end in self._automaton.find_matches_as_indexes(fold.text):
            if not is_glued(fold.text, start, end):
                yield start, end, self._words[index]


def _in_letters(word: str) -> Iterator[str]:
    syllables = lazy_pinyin(word)
    for choice in product((False, True), repeat=len(word)):
        if not any(choice):
            continue
        pieces = [s if spelt else c for c, s, spelt in zip(word, syllables, choice, strict=True)]
        if all(choice) and sum(map(len, syllables)) < LEAST_LETTERS:
            continue
        for gaps in product(("", " "), repeat=len(word) - 1):
            yield "".join(a + b for a, b in zip(pieces, (*gaps, ""), strict=True))
