"""Literals with their uses, found in one pass.

The automaton reads two bytes a character instead of the three of UTF-8, and its places are those of the text.
"""

from collections.abc import Mapping
from itertools import chain
from typing import Any, NamedTuple

import ahocorasick_rs
import numpy as np
from numpy.typing import NDArray

from masthead.compliance.engine.characters import SIZE

TERM, ALLOWED, CODE, ENTRY = -1, -2, -3, -4  # what a literal is for, when it is not the trigger of a pattern
PRIVATE, WIDE, NONE = 0xE000, 0x10000, 0xFFFF


class Use(NamedTuple):
    """What a literal is for: the trigger of the pattern with that number, or one of TERM, ALLOWED, CODE, ENTRY (with its way)."""

    rule: int
    pattern: int
    term: str = ""
    way: str = ""
    way_number: int = -1  # of the ways in which that pattern can match


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalnum()


class Automaton:
    """Literals with their uses."""

    def __init__(self, uses: Mapping[str, list[Use]]) -> None:
        # Equal ones are one object: the collector of garbage walks over all that there are.
        one: dict[object, Any] = {}
        rows = (tuple(one.setdefault(use, use) for use in row) for row in uses.values())
        self.uses: tuple[tuple[Use, ...], ...] = tuple(one.setdefault(row, row) for row in rows)
        self.edged = tuple(_is_word(w[0]) or _is_word(w[-1]) for w in uses)  # may stand inside a longer word or number
        self._units = _units("".join(uses))
        words = [self._written(np.array([ord(c) for c in word], dtype=np.intp)) for word in uses]
        self._automaton = ahocorasick_rs.BytesAhoCorasick(words) if words else None

    def _written(self, codes: NDArray[np.intp]) -> bytes:
        return self._units.take(codes).tobytes()

    def hits(self, codes: NDArray[np.intp]) -> NDArray[np.int64]:
        """A row (literal, start, end) for each literal that stands there."""
        if self._automaton is None:
            return np.empty((0, 3), dtype=np.int64)
        found = self._automaton.find_matches_as_indexes(self._written(codes), overlapping=True)
        table = np.fromiter(chain.from_iterable(found), dtype=np.int64, count=3 * len(found)).reshape(-1, 3)
        odd = (table[:, 1] & 1).astype(bool)
        if odd.any():  # begins in the middle of a character
            table = table[~odd]
        table[:, 1:] >>= 1
        return table


def _units(characters: str) -> NDArray[np.uint16]:
    """Code point → two bytes: its own, of the private range for the wide characters among these, nobody's for all other wide ones."""
    table = np.full(SIZE, NONE, dtype=">u2")
    table[:PRIVATE] = np.arange(PRIVATE)
    table[0xF900:WIDE] = np.arange(0xF900, WIDE)
    strange = sorted({c for c in characters if ord(c) >= WIDE or PRIVATE <= ord(c) < 0xF900})
    table[[ord(c) for c in strange]] = np.arange(PRIVATE, PRIVATE + len(strange))
    return table
