"""The entrances of code rules: words without which a rule finds nothing, and the expression that is tried around them before the rule is called.

Searching a whole text by a long expression costs a hundred times what a look at the neighbourhood of one word does.
"""

import re
import warnings
from collections.abc import Callable, Iterable
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from masthead.compliance.engine.expressions import Pattern
from masthead.compliance.engine.literals import Cost, required

SLACK, FURTHEST = 12, 300  # beyond a match for what is looked at behind it; longer than any match of an entrance
Search = Callable[[str, int, int], Any]


class Entrance(NamedTuple):
    """One way into a rule: called by one of `calls`, with a character of each of the `gates` within reach."""

    rule: int
    calls: frozenset[str]
    gates: tuple[Search, ...]
    search: Search
    reach: int

    def is_open(self, text: str, place: int, first: int, last: int) -> bool:
        """Whether the expression matches around that place of a text that goes from first to last."""
        start, end = max(first, place - self.reach), min(last, place + self.reach)
        for gate in self.gates:
            if gate(text, start, end) is None:
                return False
        return self.search(text, start, end) is not None


def entrances(rule: int, expressions: Iterable[Pattern[str]], cost: Cost) -> list[Entrance]:
    """All ways into that rule."""
    out = []
    for expression in expressions:
        needed, reach = required(expression.pattern, cost), _reach(expression.pattern)
        if not all(needed.calls):
            raise ValueError(f"an entrance must have words without which it cannot match: {expression.pattern}")
        for calls, gates in zip(needed.calls, needed.gates, strict=True):
            out.append(Entrance(rule, calls, tuple(map(_gate, gates)), expression.search, reach))
    return out


def _gate(characters: frozenset[str]) -> Search:
    return re.compile(f"[{''.join(map(re.escape, sorted(characters)))}]").search


def _reach(source: str) -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        widest = int(parser.parse(source).getwidth()[1])
    if widest > FURTHEST:
        raise ValueError(f"an entrance must not match without end: {source}")
    return widest + SLACK
