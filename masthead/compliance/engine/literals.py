"""The words without which a pattern cannot match.

A regular expression costs far more than a word of the automaton, so each pattern is asked for a set of literals of which every match must
contain one; only sentences in which the automaton saw one are looked at.
"""

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from re import _constants as kind  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

import regex

MOST, WIDEST, GATES = 1500, 60, 3
Cost = Callable[[Iterable[str]], float]
Texts = set[str]
NOT_STANDARD = regex.compile(r"\\[pP]\{[^}]*\}|\\X|\\h")


class Needed(NamedTuple):
    """The ways in which a pattern can match: one of the `calls` of a way is in each match (none: it needs none), and a character of each of its `gates`."""

    calls: tuple[frozenset[str], ...]
    gates: tuple[tuple[frozenset[str], ...], ...]


def required(pattern: str, cost: Cost) -> Needed:
    """What every match has in it, the rarest first."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            parsed = parser.parse(NOT_STANDARD.sub(".", pattern)).data
        except Exception:  # noqa: BLE001 - the regex module knows more than the standard one: then there is no short cut
            return Needed((frozenset(),), ((),))
    walk = _Walk(cost)
    branches = [arm.data for arm in parsed[0][1][1]] if len(parsed) == 1 and parsed[0][0] is kind.BRANCH else [parsed]
    found = [walk.sequence(branch) for branch in branches]
    best = [_best(arm.sets, cost) for arm in found]
    if not all(best):
        return (
            Needed((frozenset(),), ((),))
            if len(found) > 1
            else Needed((frozenset(),), (_gates([*found[0].sets, *found[0].beside], cost),))
        )
    gates = [
        _gates([*(s for s in arm.sets if s != calls), *arm.beside], cost)
        for arm, calls in zip(found, best, strict=True)
    ]
    return Needed(tuple(map(frozenset, best)), tuple(gates))


def shortest(texts: Texts) -> Texts:
    """Without those that have another one in them: they say no more."""
    return {t for t in texts if not any(part in texts for part in _parts(t))}


def _parts(text: str) -> Iterator[str]:
    size = len(text)
    return (text[i:j] for i in range(size) for j in range(i + 1, size + 1) if j - i < size)


def _gates(sets: list[Texts], cost: Cost) -> tuple[frozenset[str], ...]:
    """For each of the rarest sets the rarest character of each of its literals."""
    usable = {frozenset(_rarest(t, cost) for t in shortest(texts)) for texts in sets if texts and "" not in texts}
    return tuple(sorted(usable, key=lambda g: (cost(g), sorted(g)))[:GATES])


def _rarest(text: str, cost: Cost) -> str:
    return min(text, key=lambda c: cost([c]))


class Found(NamedTuple):
    """`exact`: all texts that this can be, or None; `sets`: of each one is always there; it begins with one of `heads` and ends with one of `tails`.

    `beside`: of each of these one stands there too, looked at and not taken.
    """

    exact: Texts | None
    sets: list[Texts]
    heads: Texts
    tails: Texts
    beside: Sequence[Texts] = ()


ANYTHING: Texts = {""}
UNKNOWN = Found(None, [], ANYTHING, ANYTHING)


def _exactly(texts: Texts) -> Found:
    return Found(texts, [], texts, texts)


def _best(candidates: list[Texts], cost: Cost) -> Texts:
    usable = [c for c in candidates if c and "" not in c and len(c) <= MOST]
    return min(usable, key=cost, default=set())


def _joined(left: Texts, right: Texts) -> Texts | None:
    return {a + b for a in left for b in right} if len(left) * len(right) <= MOST else None


class _Walk:
    """One way through a parsed pattern."""

    def __init__(self, cost: Cost) -> None:
        self._cost = cost

    def sequence(self, items: Sequence[Any]) -> Found:
        whole, tail = True, ANYTHING
        heads: Texts | None = None
        sets: list[Texts] = []
        beside: list[Texts] = []
        for op, value in items:
            if op is kind.ASSERT:
                seen = self.sequence(value[1].data)
                beside += [*seen.sets, *seen.beside]
                continue
            node = self._node(op, value)
            sets += node.sets
            beside += node.beside
            longer = _joined(tail, node.exact) if node.exact is not None else None
            if longer is not None:
                tail = longer
                continue
            whole = False
            reaching = _joined(tail, node.heads) or tail
            sets.append(reaching)
            heads = reaching if heads is None else heads
            tail = node.tails
        sets.append(tail)
        return Found(tail if whole else None, sets, tail if heads is None else heads, tail, beside)

    def _node(self, op: Any, value: Any) -> Found:
        if op is kind.LITERAL:
            return _exactly({chr(value)})
        if op is kind.IN:
            texts = self._set(value)
            return UNKNOWN if texts is None else _exactly(texts)
        if op is kind.BRANCH:
            return self._branch([self.sequence(branch.data) for branch in value[1]])
        if op is kind.SUBPATTERN:
            return self.sequence(value[3].data)
        if op in {kind.MAX_REPEAT, kind.MIN_REPEAT, kind.POSSESSIVE_REPEAT}:
            return self._repeat(*value)
        if op in {kind.AT, kind.ASSERT_NOT}:
            return _exactly(ANYTHING)
        return UNKNOWN

    @staticmethod
    def _set(items: Sequence[Any]) -> Texts | None:
        out: Texts = set()
        for op, value in items:
            if op is kind.LITERAL:
                out.add(chr(value))
            elif op is kind.RANGE and value[1] - value[0] < WIDEST:
                out |= {chr(c) for c in range(value[0], value[1] + 1)}
            elif op is kind.CATEGORY and value is kind.CATEGORY_DIGIT:
                out |= set("0123456789")
            else:
                return None
        return out if len(out) <= WIDEST else None

    def _branch(self, arms: list[Found]) -> Found:
        if all(arm.exact is not None for arm in arms):
            return _exactly({t for arm in arms for t in arm.exact or ()})
        best = [_best([arm.exact] if arm.exact is not None else arm.sets, self._cost) for arm in arms]
        heads, tails = set().union(*(arm.heads for arm in arms)), set().union(*(arm.tails for arm in arms))
        return Found(None, [set().union(*best)] if all(best) else [], _known(heads), _known(tails))

    def _repeat(self, least: int, most: int, body: Any) -> Found:
        found = self.sequence(body.data)
        if least == 0:
            return _exactly({"", *found.exact}) if found.exact is not None and most == 1 else UNKNOWN
        if most == 1:
            return found
        if least == most and found.exact is not None and len(found.exact) == 1 and most <= 8:
            return _exactly({t * most for t in found.exact})
        sets = found.sets if found.exact is None else [found.exact]
        return Found(None, sets, _known(found.heads), _known(found.tails), found.beside)


def _known(texts: Texts) -> Texts:
    """What one end can be; nothing is known when it can be empty."""
    return ANYTHING if "" in texts or len(texts) > MOST else texts
