"""The entrances of code rules: words without which a rule finds nothing, and the expression that is tried around them before the rule is called.

Searching a whole text by a long expression costs a hundred times what a look at the neighbourhood of one word does.
"""

import re
import warnings
from collections.abc import Callable, Iterable
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from masthead.compliance.engine import expressions
from masthead.compliance.engine.expressions import Pattern
from masthead.compliance.engine.literals import Cost, required

SLACK, FURTHEST = 12, 300  # beyond a match for what is looked at behind it; longer than any match of an entrance
PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)
Search = Callable[[str, int, int], Any]


class Entrance(NamedTuple):
    """One way into a rule: called by one of `calls`, with a character of each of the `gates` within reach."""

    rule: int
    calls: frozenset[str]
    gates: tuple[Search, ...]
    search: Search
    reach: int

    def is_open(self, text: str, place: int) -> bool:
        """Whether the expression matches around that place; what stands in the next text does no harm but a call too many."""
        start, end = max(0, place - self.reach), place + self.reach
        for gate in self.gates:
            if gate(text, start, end) is None:
                return False
        return self.search(text, start, end) is not None


def entrances(rule: int, entry: Iterable[Pattern[str]], cost: Cost) -> list[Entrance]:
    """All ways into that rule."""
    out = []
    for source in (arm for expression in entry for arm in arms(expression.pattern)):
        needed, search, reach = required(source, cost), expressions.compile(source).search, _reach(source)
        if not all(needed.calls):
            raise ValueError(f"an entrance must have words without which it cannot match: {source}")
        for calls, gates in zip(needed.calls, needed.gates, strict=True):
            out.append(Entrance(rule, calls, tuple(map(_gate, gates)), search, reach))
    return out


def arms(source: str) -> list[str]:
    """What the outermost bars of an expression part."""
    out, depth = [""], 0
    for piece in PIECE.findall(source):
        depth += (piece == "(") - (piece == ")")
        if piece == "|" and not depth:
            out.append("")
        else:
            out[-1] += piece
    return out


def _gate(characters: frozenset[str]) -> Search:
    return re.compile(f"[{''.join(map(re.escape, sorted(characters)))}]").search


def _reach(source: str) -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        widest = int(parser.parse(source).getwidth()[1])
    if widest > FURTHEST or "\\1" in source or "(?P" in source:
        raise ValueError(f"an entrance must have an end and stand for itself: {source}")
    return widest + (SLACK if "(?=" in source else 0)
