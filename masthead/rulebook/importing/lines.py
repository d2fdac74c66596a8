"""A line of the source: the smallest piece that keeps its place."""

from dataclasses import dataclass, field
from typing import Any

from masthead.rulebook.importing.characters import folded


@dataclass(slots=True)
class Line:
    """`level`: heading level by mark-up, 0 none. `auto`: leading characters that Word prints by itself. `fixed`: begins no place (code, notes).

    `row`: a table row. `glued`: goes on directly after the line before. `apart`: blank line before it. `edge`: a page begins here.
    `furniture`: why it is no part of the rulebook. `doubts`: (reason, suggestion).
    `split`: its line break was lost. `depth`: how deep in lists of lists.
    `counts`: its place in a list whose written numbers do not count (1. 1. 1.). `lead`: what `marks.leading` found, kept.
    """

    text: str
    level: int = 0
    auto: int = 0
    fixed: bool = False
    row: bool = False
    glued: bool = False
    apart: bool = False
    edge: bool = False
    furniture: str = ""
    doubts: list[tuple[str, str]] = field(default_factory=list)
    plain: str = ""
    lead: tuple[Any] | None = None
    counts: int = 0
    split: bool = False
    depth: int = 0

    def __post_init__(self) -> None:
        self.text = self.text.strip()
        self.plain = folded(self.text)


@dataclass
class Source:
    """What a file says: lines in reading order; notes concern the whole file. `beside`: (text, reason) that stands outside the lines."""

    kind: str
    lines: list[Line]
    beside: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str, str]] = field(default_factory=list)
    wrapped: bool = False
    narrow: bool = False

    @property
    def content(self) -> str:
        """The text of every line, furniture included."""
        return "\n".join(line.text for line in self.lines)
