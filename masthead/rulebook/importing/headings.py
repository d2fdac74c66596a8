"""Titles without number and without mark-up: short lines of their own above articles, or above prose in a text without any numbers."""

from masthead.rulebook.importing.characters import TERMINAL
from masthead.rulebook.importing.lines import Line
from masthead.rulebook.importing.marks import Mark, headingish, leading
from masthead.rulebook.importing.openings import TITLE_END

KIND = "plain"
LONGEST = 20
FEWEST = 2


def plain_headings(lines: list[Line], begun: set[int]) -> list[Mark]:
    """`begun`: lines on which an article begins; empty for a text without numbers. [] unless there are at least two."""
    content = [i for i, line in enumerate(lines) if not line.furniture]
    found = []
    for position, i in enumerate(content[:-1]):
        before = lines[content[position - 1]] if position else None
        following = content[position + 1]
        ends = (
            before is None or before.text[-1:] in TERMINAL or before.plain[-1:] in ".;" or _titles(before, position - 1)
        )
        below = following in begun if begun else _is_prose(lines[following])
        if ends and below and i not in begun and _may_be(lines[i]) and not _titles(lines[i], position):
            found.append(Mark(i, 0, 0, KIND, (), 0, 8.0, inline=False, guessed=True))
    return found if len(found) >= FEWEST else []


def _may_be(line: Line) -> bool:
    return (
        headingish(line.plain, LONGEST)
        and leading(line) is None
        and not (line.row or line.fixed or line.glued)
        and not any(c in "：:0123456789" for c in line.plain)
    )


def _titles(line: Line, position: int) -> bool:
    return position <= 2 and len(line.plain) <= 60 and TITLE_END.search(line.plain[-24:]) is not None


def _is_prose(line: Line) -> bool:
    return len(line.plain) > LONGEST or line.plain[-1:] in "。；：."
