"""Which literals call which patterns, looked up for a whole stream at once."""

from collections.abc import Iterable, Mapping, Sequence

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


class Gates:
    """Way → sets of characters of each of which one must stand in the sentence; asked for many sentences at once."""

    def __init__(self, rows: Sequence[Sequence[frozenset[str]]]) -> None:
        numbers: dict[frozenset[str], int] = {frozenset(): 0}
        self._gates = np.zeros((len(rows), max(map(len, rows), default=0)), dtype=np.int64)
        for way, row in enumerate(rows):
            for at, gate in enumerate(row):
                self._gates[way, at] = numbers.setdefault(gate, len(numbers))
        characters = sorted(frozenset().union(*numbers))
        number = {c: n for n, c in enumerate(characters, 1)}
        self._kinds = len(characters) + 1
        self._kind = np.zeros(SIZE, dtype=np.int32)
        self._kind[[ord(c) for c in characters]] = np.arange(1, self._kinds)
        self._members = [np.array(sorted(number[c] for c in gate), dtype=np.int64) for gate in numbers]

    def open(
        self, codes: NDArray[np.uint32], sentence_of: NDArray[np.int32], count: int, sentences: Numbers, ways: Numbers
    ) -> NDArray[np.bool_]:
        """For each pair of a sentence and a way whether the sentence has what the way needs; `sentence_of` each character, of so many."""
        wanted = self._gates[ways]
        used = np.zeros(len(self._members), dtype=bool)
        used[wanted] = True
        used[0] = False
        gates = np.flatnonzero(used).tolist()
        if not gates:
            return np.ones(ways.size, dtype=bool)
        # Only the characters that these gates look for: fewer rows of bits, one bit for each sentence.
        kinds = np.zeros(self._kinds, dtype=bool)
        kinds[np.concatenate([self._members[gate] for gate in gates])] = True
        row = np.cumsum(kinds, dtype=np.int64) * kinds
        rows = row.take(self._kind.take(codes))
        at = np.flatnonzero(rows)
        there = np.zeros((int(row.max()) + 1, count), dtype=np.uint8)
        there.reshape(-1)[rows[at] * count + sentence_of[at]] = 1
        bits = np.packbits(there, axis=1)
        stands = np.full((len(gates) + 1, bits.shape[1]), 255, dtype=np.uint8)
        for number, gate in enumerate(gates, 1):
            np.bitwise_or.reduce(bits[row[self._members[gate]]], axis=0, out=stands[number])
        flags = np.unpackbits(stands, axis=1, count=count)
        place = np.cumsum(used) * used
        result = np.ones(ways.size, dtype=np.uint8)
        for column in range(wanted.shape[1]):
            result &= flags[place[wanted[:, column]], sentences]
        return result.view(np.bool_)


class Starts:
    """Where one of many literals of three and more characters can begin: by a small table of their first pairs; a few places too many."""

    SIZE = 1 << 18

    def __init__(self, literals: Iterable[str]) -> None:
        pairs = np.array([[ord(c) for c in w[:3]] for w in literals], dtype=np.uint32).reshape(-1, 3)
        self._begins = np.zeros(SIZE, dtype=bool)
        self._begins[pairs[:, 0]] = True
        self._first, self._second = (np.zeros(self.SIZE, dtype=bool) for _ in range(2))
        self._first[self._key(pairs[:, 0], pairs[:, 1])] = True
        self._second[self._key(pairs[:, 1], pairs[:, 2])] = True

    def places(self, codes: NDArray[np.uint32]) -> Numbers:
        """Each place at which one may begin, in order."""
        at = np.flatnonzero(self._begins.take(codes[:-2]))
        second = codes[at + 1]
        fits = self._first.take(self._key(codes[at], second))
        at, second = at[fits], second[fits]
        return at[self._second.take(self._key(second, codes[at + 2]))]

    def _key(self, a: NDArray[np.uint32], b: NDArray[np.uint32]) -> NDArray[np.uint32]:
        return (a * np.uint32(2654435761) + b * np.uint32(40503)) >> np.uint32(14)
