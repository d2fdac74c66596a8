"""How common a literal is in lawful text, so that a pattern is called by the rarest words that it cannot do without.

Counted in the texts beside the rules that must not be hit, on top of a guess by length.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

BY_LENGTH = {1: 4.0, 2: 0.25}  # in a thousand characters
LONGER, DIGIT = 0.02, 2.0


class Commonness:
    """Occurrences of literals in a thousand characters, about."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._grams: Counter[str] = Counter()
        size = 0
        for text in texts:
            size += len(text)
            self._grams.update(text)
            self._grams.update(a + b for a, b in pairwise(text))
        self._size = max(size, 1000)

    def of(self, literal: str) -> float:
        guess = DIGIT if literal.isdigit() and len(literal) < 4 else BY_LENGTH.get(len(literal), LONGER)
        pairs = [literal] if len(literal) < 3 else [a + b for a, b in pairwise(literal)]
        return guess + 1000 * min(self._grams[p] for p in pairs) / self._size

    def of_any(self, literals: Iterable[str]) -> float:
        return sum(map(self.of, literals))
