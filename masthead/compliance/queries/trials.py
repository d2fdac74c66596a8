"""A text with its findings marked in place."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from masthead.compliance.queries.finding import Match

ORDER = {"block": 0, "warn": 1, "info": 2}


@dataclass(frozen=True)
class Mark:
    """A stretch of text, with the number (from 1) and severity of the finding that points at it, if any."""

    text: str
    number: int = 0
    severity: str = ""


def marked(text: str, matches: Sequence[Match]) -> list[Mark]:
    """The text cut at the ends of findings; where findings lie over one another, the gravest marks."""
    edges = sorted({0, len(text), *(m.start for m in matches), *(m.end for m in matches)})
    out: list[Mark] = []
    for start, end in pairwise(edges):
        over = [(ORDER[m.severity], n) for n, m in enumerate(matches, 1) if m.start <= start and end <= m.end]
        number = min(over)[1] if over else 0
        out.append(Mark(text[start:end], number, matches[number - 1].severity if number else ""))
    return out
