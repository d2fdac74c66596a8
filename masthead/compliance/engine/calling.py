"""Which literals call which patterns, looked up for a whole stream at once."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from masthead.compliance.engine.characters import SIZE

Numbers = NDArray[np.int64]


class Calls:
    """Literal number → numbers of the patterns that it calls."""

    def __init__(self, rows: Sequence[Sequence[int]]) -> None:
        self.count: Numbers = np.array([len(row) for row in rows], dtype=np.int64)
        self._begin: Numbers = np.cumsum(self.count) - self.count
        self._flat: Numbers = np.array([pattern for row in rows for pattern in row], dtype=np.int64)

    def of(self, literals: Numbers) -> tuple[Numbers, Numbers]:
        """(which of the literals, pattern that it calls), one for each call."""
        counts = self.count[literals]
        which = np.repeat(np.arange(literals.size), counts)
        offset = np.arange(which.size) - np.repeat(np.cumsum(counts) - counts, counts)
        return which, self._flat[np.repeat(self._begin[literals], counts) + offset]


class CharacterCalls:
    """The same for triggers of one character."""

    def __init__(self, rows: Mapping[str, Sequence[int]]) -> None:
        self._number = np.full(SIZE, -1, dtype=np.int64)
        self._number[[ord(c) for c in rows]] = np.arange(len(rows))
        self._calls = Calls(list(rows.values()))

    def of(self, codes: NDArray[np.uint32]) -> tuple[Numbers, Numbers]:
        """(place, pattern that the character there calls)."""
        numbers = self._number.take(codes)
        places = np.flatnonzero(numbers >= 0)
        which, patterns = self._calls.of(numbers[places])
        return places[which], patterns
