"""Which literals call which patterns, looked up for a whole stream at once."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from masthead.compliance.engine import sounds
from masthead.compliance.engine.characters import SIZE
from masthead.compliance.engine.numbers import NUMBER

Numbers = NDArray[np.int64]
SHORT = 30_000  # characters, up to which it costs less to ask for all gates than to pick those that are wanted


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
        self.characters = [c for c, row in rows.items() if row]
        self._number = np.full(SIZE, -1, dtype=np.int64)
        self._number[[ord(c) for c in self.characters]] = np.arange(len(self.characters))
        self._calls = Calls([rows[c] for c in self.characters])

    def of(self, codes: NDArray[np.uint32], places: Numbers) -> tuple[Numbers, Numbers]:
        """(place, pattern that the character there calls); `places` of these characters."""
        which, patterns = self._calls.of(self._number.take(codes[places]))
        return places[which], patterns


class Gates:
    """Way → sets of characters of each of which one must stand in the sentence; asked for many sentences at once."""

    def __init__(self, rows: Sequence[Sequence[frozenset[str]]]) -> None:
        numbers: dict[frozenset[str], int] = {frozenset(): 0}
        self._gates = np.zeros((len(rows), max(map(len, rows), default=0)), dtype=np.intp)
        for way, row in enumerate(rows):
            for at, gate in enumerate(row):
                self._gates[way, at] = numbers.setdefault(gate, len(numbers))
        characters = sorted(frozenset().union(*numbers))
        number = {c: n for n, c in enumerate(characters, 1)}
        self._kind = np.zeros(SIZE, dtype=np.intp)
        self._kind[[ord(c) for c in characters]] = np.arange(1, len(characters) + 1)
        self._holds = np.zeros((len(numbers), len(characters) + 1), dtype=bool)
        for gate, row_number in numbers.items():
            self._holds[row_number, [number[c] for c in gate]] = True
        self._all = _packed(self._holds)

    def open(self, codes: NDArray[np.intp], begins: Numbers, sentences: Numbers, ways: Numbers) -> NDArray[np.bool_]:
        """For each pair of a sentence and a way whether the sentence has what the way needs; `begins` of all sentences."""
        wanted = self._gates[ways]
        used = np.zeros(len(self._holds), dtype=bool)
        used[wanted] = True
        used[0] = False
        gates = np.flatnonzero(used)
        result = np.ones(ways.size, dtype=bool)
        if not gates.size:
            return result
        if codes.size < SHORT:
            rows, place = self._all, np.arange(used.size)
        else:
            rows, place = _packed(self._holds[gates]), np.zeros(used.size, dtype=np.intp)
            place[gates] = np.arange(gates.size)
        sets = self._sets(codes, begins, rows)
        for column in wanted.T:
            at = place[column]
            stands = (sets[at >> 6, sentences] >> (at & 63).astype(np.uint64)) & np.uint64(1)
            result &= (stands != 0) | (column == 0)
        return result

    def _sets(self, codes: NDArray[np.intp], begins: Numbers, rows: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """64 gates in each row: a number for each sentence with a bit for each gate of which it has a character."""
        kinds = self._kind.take(codes)
        filled = begins[begins < codes.size]
        sets = np.zeros((len(rows), begins.size), dtype=np.uint64)
        for number, row in enumerate(rows):
            np.bitwise_or.reduceat(row.take(kinds), filled, out=sets[number, : filled.size])
        return sets


def _packed(holds: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """64 gates in each row, a number for each kind of character with a bit for each gate that it opens."""
    bits = np.packbits(holds, axis=0, bitorder="little")
    eights = np.zeros((-(-len(bits) // 8) * 8, bits.shape[1]), dtype=np.uint8)
    eights[: len(bits)] = bits
    rows = eights.reshape(-1, 8, bits.shape[1]).transpose(0, 2, 1)
    packed: NDArray[np.uint64] = np.ascontiguousarray(rows).view("<u8")[:, :, 0]
    return packed


CALLS, ONCE, RARE, FIRST, SECOND, THIRD, DIGIT = (np.uint8(1 << n) for n in range(7))


def flags(calls: Iterable[str], once: Iterable[str], starts: "Starts") -> NDArray[np.uint8]:
    """Code point → what has to be looked at where it stands, in one number."""
    table = np.zeros(SIZE, dtype=np.uint8)
    for characters, flag in ((calls, CALLS), (once, ONCE)):
        table[[ord(c) for c in characters]] |= flag
    table[sounds.is_rare()] |= RARE
    for heads, flag in zip(starts.heads, (FIRST, SECOND, THIRD), strict=True):
        table[heads.take(sounds.table())] |= flag
    table[(NUMBER >= 0x30) & (NUMBER < 0x3A)] |= DIGIT
    return table


class Starts:
    """Where one of many literals of three and more characters can begin: by a small table of their first pairs; a few places too many."""

    SIZE = 1 << 18

    def __init__(self, literals: Iterable[str]) -> None:
        pairs = np.array([[ord(c) for c in w[:3]] for w in literals], dtype=np.uint32).reshape(-1, 3)
        self.heads = [np.zeros(SIZE, dtype=bool) for _ in range(3)]
        for head, column in zip(self.heads, pairs.T, strict=True):
            head[column] = True
        self._first, self._second = (np.zeros(self.SIZE, dtype=bool) for _ in range(2))
        self._first[self._key(pairs[:, 0], pairs[:, 1])] = True
        self._second[self._key(pairs[:, 1], pairs[:, 2])] = True

    def places(self, codes: NDArray[np.uint32], marks: NDArray[np.uint8]) -> Numbers:
        """Each place at which one may begin by its sounds, in order; `marks`: the flags of the characters."""
        at = np.flatnonzero((marks[:-2] & FIRST != 0) & (marks[1:-1] & SECOND != 0) & (marks[2:] & THIRD != 0))
        sound = sounds.table()
        second = sound.take(codes[at + 1])
        fits = self._first.take(self._key(sound.take(codes[at]), second))
        at, second = at[fits], second[fits]
        return at[self._second.take(self._key(second, sound.take(codes[at + 2])))]

    def _key(self, a: NDArray[np.uint32], b: NDArray[np.uint32]) -> NDArray[np.uint32]:
        return (a * np.uint32(2654435761) + b * np.uint32(40503)) >> np.uint32(14)
