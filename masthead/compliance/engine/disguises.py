"""The listed disguises of words that patterns are made of (terms have their own in variants.json): sounds in letters, other characters, pictures."""

import json
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from itertools import pairwise, product
from typing import Any

import ahocorasick_rs
import numpy as np
from numpy.typing import NDArray

from masthead.compliance.engine import expressions as regex
from masthead.compliance.engine.boundaries import is_glued
from masthead.compliance.engine.characters import DATA
from masthead.compliance.engine.folding import Codes, Folded, folded
from masthead.compliance.engine.sounds import syllables as spoken
from masthead.compliance.engine.variants import LONGEST, is_han

LEAST_LETTERS = 6  # of a word written in letters only
PAIR_BITS = 20
MOST_GAPS = 3  # characters, in a word that is looked for with spaces between its syllables
SET, RUN = regex.compile(r"\[[^\]]*\]|[\u4e00-\u9fff]\?"), regex.compile(r"[\u4e00-\u9fff]{2,}")


@cache
def _shipped() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DATA / "disguises.json").read_text(encoding="utf-8"))
    return loaded


@cache
def pictures() -> dict[str, str]:
    """Picture → the character that it stands for."""
    return {folded(k): v for k, v in _shipped()["pictures"].items()}


class Spellings:
    """Words of terms and patterns written otherwise, found in a text; `covered`: a word with one character covered → that character."""

    def __init__(self, terms: Collection[str], patterns: Iterable[str]) -> None:
        words = {w for p in patterns for w in RUN.findall(SET.sub(" ", p)) if len(w) <= LONGEST}
        self.covered = {spelling: sign for word in sorted({*words, *terms}) for spelling, sign in _covered(word)}
        table = {s: w for w in sorted(words | set(_shipped()["words"])) for s in _in_letters(w)}
        for word, others in _shipped()["written"].items():
            table |= dict.fromkeys(map(folded, others), word)
        pairs = sorted({pair for w in (*words, *terms, *table.values()) for pair in pairwise(w)})
        self._pairs = np.zeros(1 << PAIR_BITS, dtype=bool)
        self._pairs[_key(_codes(a for a, _b in pairs), _codes(b for _a, b in pairs))] = True
        self._words = list(table.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(table), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def joins(self, first: Codes, second: Codes) -> NDArray[np.bool_]:
        """Whether characters stand side by side in a known word; seldom also yes where they do not."""
        found: NDArray[np.bool_] = self._pairs.take(_key(first, second))
        return found

    def hits(self, fold: Folded) -> Iterator[tuple[int, int, str]]:
        """(start, end, the word that is meant), in order."""
        for index, start, end in self._automaton.find_matches_as_indexes(fold.text):
            if not is_glued(fold.text, start, end):
                yield start, end, self._words[index]


def _codes(characters: Iterable[str]) -> Codes:
    return np.array([ord(c) for c in characters], dtype=np.uint32)


def _key(first: Codes, second: Codes) -> Codes:
    return (first * np.uint32(2654435761) + second * np.uint32(40503)) >> np.uint32(32 - PAIR_BITS)


def _covered(word: str) -> Iterator[tuple[str, str]]:
    if 3 <= len(word) <= LONGEST and all(map(is_han, word)):
        for at in range(1, len(word)):
            yield f"{word[:at]}*{word[at + 1 :]}", word[at]


@cache
def _in_letters(word: str) -> tuple[str, ...]:
    """guan注, 关zhu and, when there are letters enough, guanzhu; of longer words one character in letters, or all."""
    syllables = [spoken().get(c, "") for c in word]
    if not all(syllables):
        return ()
    out = [f"{word[:i]}{s}{word[i + 1 :]}" for i, s in enumerate(syllables) if len(s) > 1 or len(word) > 2]
    if sum(map(len, syllables)) >= LEAST_LETTERS:
        gaps = product(("", " "), repeat=len(word) - 1) if len(word) <= MOST_GAPS else [("",) * len(word)]
        out += ["".join(a + b for a, b in zip(syllables, (*g, ""), strict=False)) for g in gaps]
    return tuple(out)
