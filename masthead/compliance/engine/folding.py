"""A text in its comparable form, with the way back to every code point of the original.

Vectorised: one table look-up for the whole text; only texts with left-out, expanded or put-together characters pay more.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from masthead.compliance.engine.characters import DROP, EXPAND, KIND, MAP, RADICAL, expansions, own_tables

Codes = NDArray[np.uint32]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Folded:
    """`first[i]`/`last[i]` are the first and last original code point behind folded character i; None = the identity."""

    text: str
    raw: Codes  # of the original
    codes: Codes
    kinds: NDArray[np.uint8]
    first: Places | None
    last: Places | None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text behind a span of the folded one."""
        if self.first is None or self.last is None:
            return start, end
        if end <= start:
            at = int(self.first[start]) if start < len(self.first) else 0
            return at, at
        return int(self.first[start]), int(self.last[end - 1]) + 1

    def part(self, text: str, begin: int, length: int, start: int, end: int) -> "Folded":
        """The same for a piece of it: folded characters from start to end, so many of the original from `begin` on."""
        raw, codes, kinds = self.raw[begin : begin + length], self.codes[start:end], self.kinds[start:end]
        if self.first is None or self.last is None:
            return Folded(text, raw, codes, kinds, None, None)
        return Folded(text, raw, codes, kinds, self.first[start:end] - begin, self.last[start:end] - begin)


def fold(text: str) -> Folded:
    """NFKC, lower case, invisible and combining characters out, simplified, look-alikes and framed digits as themselves."""
    raw: Codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    codes: Codes = MAP.take(raw)
    first: Places | None = None
    last: Places | None = None
    if codes.size and codes.max() >= EXPAND:
        codes, first = _uneven(raw, codes)
        last = first
    kinds = KIND.take(codes)
    if codes.size and kinds.max() == RADICAL:
        codes, first, last = _put_together(codes, kinds, first)
        kinds = KIND.take(codes)
    return Folded(codes.tobytes().decode("utf-32-le"), raw, codes, kinds, first, last)


def folded(text: str) -> str:
    """Only the comparable form (for terms)."""
    return fold(text).text


def _uneven(raw: Codes, codes: Codes) -> tuple[Codes, Places]:
    counts = np.ones(codes.size, dtype=np.int64)
    counts[codes == DROP] = 0
    wide = np.flatnonzero(codes == EXPAND)
    pieces = [expansions()[int(raw[at])] for at in wide]
    counts[wide] = [len(piece) for piece in pieces]
    places: Places = np.repeat(np.arange(codes.size, dtype=np.int64), counts)
    out: Codes = np.repeat(codes, counts)
    if wide.size:
        begins = (np.cumsum(counts) - counts)[wide]
        for begin, piece in zip(begins, pieces, strict=True):
            out[begin : begin + len(piece)] = [ord(c) for c in piece]
    return out, places


def _put_together(
    codes: Codes, kinds: NDArray[np.uint8], first: Places | None
) -> tuple[Codes, Places | None, Places | None]:
    """亻言 → 信: a radical on its own is no word, so the pair is meant as the character it draws."""
    pairs = own_tables()["split"]
    places = first if first is not None else np.arange(codes.size, dtype=np.int64)
    out, last = codes.copy(), places.copy()
    keep = np.ones(codes.size, dtype=bool)
    for at in np.flatnonzero(kinds == RADICAL):
        if at + 1 < codes.size and keep[at]:
            whole = pairs.get(chr(codes[at]) + chr(codes[at + 1]))
            if whole:
                out[at], last[at], keep[at + 1] = ord(whole), places[at + 1], False
    return out[keep], places[keep], last[keep]
