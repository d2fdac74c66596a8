"""The second stream: what a text says when separators between its characters are taken out (最.佳, 加 V, 治🌸疗).

Only gaps between Han characters (or letters that stand alone) close, never longer than the budget, never over the end of a sentence or a quote.
The automaton runs on the neighbourhoods of the gaps alone.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from masthead.compliance.engine.characters import DIGIT, HAN, LETTER, LINE, SEPARATOR, STOP
from masthead.compliance.engine.folding import Codes, Folded, Places

BUDGET, REACH = 4, 14
NEWLINE, PARAGRAPH = 10, 0x2029


@dataclass(frozen=True)
class Stream:
    """Part of a text with its gaps closed; `places[i]` is the place of character i in the folded text."""

    codes: Codes
    places: Places

    @cached_property
    def text(self) -> str:
        return self.codes.tobytes().decode("utf-32-le")

    def span(self, start: int, end: int) -> tuple[int, int]:
        return int(self.places[start]), int(self.places[end - 1]) + 1

    def has_gap(self, start: int, end: int) -> bool:
        """Whether the stretch closes a gap, that is: is longer in the folded text."""
        return int(self.places[end - 1] - self.places[start]) != end - 1 - start


class Squeezed:
    """The gaps of a text that close."""

    def __init__(self, fold: Folded, begins: Places, ends: Places) -> None:
        self._fold = fold
        self._begins, self._ends = begins, ends

    @cached_property
    def _kept(self) -> NDArray[np.bool_]:
        kept = np.ones(self._fold.codes.size, dtype=bool)
        kept[within(self._begins, self._ends)] = False
        return kept

    @cached_property
    def _stops(self) -> Places:
        return np.flatnonzero(self._fold.kinds == STOP)

    def sentence(self, place: int) -> Stream | None:
        """The sentence around that place of the folded text, over line breaks that close; None when no gap is in it."""
        codes, number = self._fold.codes, int(np.searchsorted(self._stops, place))
        start = int(self._stops[number - 1]) + 1 if number else 0
        end = int(self._stops[number]) if number < self._stops.size else codes.size
        if end < codes.size and codes[end] != PARAGRAPH:
            end += 1  # what parts two texts belongs to neither
        places = np.flatnonzero(self._kept[start:end]) + start
        return Stream(codes[places], places) if places.size < end - start else None

    @cached_property
    def whole(self) -> Stream:
        """All of the text with its gaps closed."""
        places = np.flatnonzero(self._kept)
        return Stream(self._fold.codes[places], places)

    @cached_property
    def windows(self) -> Stream:
        """The neighbourhoods of the gaps, with a line break between two of them."""
        size = self._fold.codes.size
        return cut_out(
            self._fold, np.maximum(self._begins - REACH, 0), np.minimum(self._ends + REACH, size), self._kept
        )


def within(begins: Places, ends: Places) -> Places:
    """All places of the stretches, in order."""
    lengths = ends - begins
    shifts = begins - (np.cumsum(lengths) - lengths)
    places: Places = np.arange(int(lengths.sum())) + np.repeat(shifts, lengths)
    return places


def cut_out(fold: Folded, begins: Places, ends: Places, kept: NDArray[np.bool_] | None = None) -> Stream:
    """These stretches (in order of their beginnings, and of their ends) as one stream; the first place behind each stands as a line break."""
    begins, ends = begins[begins < ends], ends[begins < ends]
    apart = begins[1:] > ends[:-1]
    first = begins[np.concatenate(([True], apart))] if begins.size else begins
    last = ends[np.concatenate((apart, [True]))] if ends.size else ends
    beyond = np.minimum(last + 1, fold.codes.size)
    places = within(first, beyond)
    behind = np.zeros(places.size, dtype=bool)
    behind[np.cumsum(beyond - first)[beyond > last] - 1] = True
    codes = fold.codes[places]
    codes[behind] = NEWLINE
    if kept is not None:
        stays = kept[places] | behind
        return Stream(codes[stays], places[stays])
    return Stream(codes, places)


def squeeze(fold: Folded) -> Squeezed | None:
    """The closing gaps of a text; None when it has none."""
    kinds = fold.kinds
    gap = (kinds == SEPARATOR) | (kinds == LINE)
    edges = np.flatnonzero(gap[1:] != gap[:-1]) + 1
    if not edges.size:
        return None
    begins = edges if not gap[0] else edges[1:]
    begins, ends = begins[0::2], begins[1::2]
    begins = begins[: ends.size]
    fits = (ends - begins <= BUDGET) & _stands(kinds, begins - 1, -1) & _stands(kinds, ends, 1)
    lines = np.flatnonzero(kinds == LINE)
    breaks = np.searchsorted(lines, ends) - np.searchsorted(lines, begins)
    both_han = (kinds[begins - 1] == HAN) & (kinds[np.minimum(ends, kinds.size - 1)] == HAN)
    fits &= (breaks == 0) | ((breaks == 1) & both_han)
    if not fits.any():
        return None
    return Squeezed(fold, begins[fits], ends[fits])


def _stands(kinds: NDArray[np.uint8], at: NDArray[np.int64], outwards: int) -> NDArray[np.bool_]:
    """Han characters, and letters or digits with no other beside them."""
    beside = np.clip(at + outwards, 0, kinds.size - 1)
    mine, other = kinds[at], kinds[beside]
    is_word = (mine == LETTER) | (mine == DIGIT)
    glued = ((other == LETTER) | (other == DIGIT)) & (beside != at)
    stands: NDArray[np.bool_] = (mine == HAN) | (is_word & ~glued)
    return stands
