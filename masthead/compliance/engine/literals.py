"""The words without which a pattern cannot match.

A regular expression costs far more than a word of the automaton, so each pattern is asked for a set of literals of which every match must
contain one; only sentences in which the automaton saw one are looked at.
"""

import warnings
from collections.abc import Callable, Iterable, Sequence
from re import _constants as kind  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import regex

MOST, WIDEST = 1500, 60
Cost = Callable[[Iterable[str]], float]
NOT_STANDARD = regex.compile(r"\\[pP]\{[^}]*\}|\\X|\\h")


def required(pattern: str, cost: Cost) -> frozenset[str]:
    """Literals of which one is in every match, the cheapest such set; empty when the pattern can match without any."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            parsed = parser.parse(NOT_STANDARD.sub(".", pattern))
        except Exception:  # noqa: BLE001 - the regex module knows more than the standard one: then there is no short cut
            return frozenset()
    return frozenset(_best(_Walk(cost).sequence(parsed.data)[1], cost))


Found = tuple[set[str] | None, list[set[str]]]  # (all texts this can be, or None; sets of which one is always there)


def _best(candidates: list[set[str]], cost: Cost) -> set[str]:
    usable = [c for c in candidates if c and "" not in c and len(c) <= MOST]
    return min(usable, key=cost, default=set())


class _Walk:
    """One way through a parsed pattern."""

    def __init__(self, cost: Cost) -> None:
        self._cost = cost

    def sequence(self, items: Sequence[Any]) -> Found:
        exact: set[str] | None = {""}
        tail: set[str] = {""}
        candidates: list[set[str]] = []
        for op, value in items:
            texts, inner = self._node(op, value)
            candidates += inner
            if texts is None or len(tail) * len(texts) > MOST:
                candidates.append(tail)
                exact = None
                tail = texts if texts is not None else {""}
            else:
                tail = {a + b for a in tail for b in texts}
                exact = None if exact is None else {a + b for a in exact for b in texts}
        candidates.append(tail)
        return exact, candidates

    def _node(self, op: Any, value: Any) -> Found:
        if op is kind.LITERAL:
            return {chr(value)}, []
        if op is kind.IN:
            return self._set(value), []
        if op is kind.BRANCH:
            return self._branch([self.sequence(branch.data) for branch in value[1]])
        if op is kind.SUBPATTERN:
            return self.sequence(value[3].data)
        if op in {kind.MAX_REPEAT, kind.MIN_REPEAT, kind.POSSESSIVE_REPEAT}:
            return self._repeat(*value)
        if op in {kind.AT, kind.ASSERT, kind.ASSERT_NOT}:
            return {""}, []
        return None, []

    @staticmethod
    def _set(items: Sequence[Any]) -> set[str] | None:
        out: set[str] = set()
        for op, value in items:
            if op is kind.LITERAL:
                out.add(chr(value))
            elif op is kind.RANGE and value[1] - value[0] < WIDEST:
                out |= {chr(c) for c in range(value[0], value[1] + 1)}
            else:
                return None
        return out if len(out) <= WIDEST else None

    def _branch(self, arms: list[Found]) -> Found:
        if all(texts is not None for texts, _ in arms):
            return {t for texts, _ in arms for t in texts or ()}, []
        best = [texts if texts is not None and "" not in texts else _best(inner, self._cost) for texts, inner in arms]
        return None, ([set().union(*best)] if all(best) else [])

    def _repeat(self, least: int, most: int, body: Any) -> Found:
        texts, inner = self.sequence(body.data)
        if least == 0:
            return ({"", *texts} if texts is not None and most == 1 else None), []
        if most == 1 or (least == most and texts is not None and len(texts) == 1 and most <= 8):
            return ({t * most for t in texts} if texts is not None else None), inner
        return None, [*inner, *([texts] if texts is not None else [])]
