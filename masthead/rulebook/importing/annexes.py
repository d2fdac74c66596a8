"""Annexes (附件1 …) and an unnumbered 附则 are chapters of their own; a list of annexes at the end of the text is not."""

import re

from masthead.rulebook.importing.characters import NUMERALS, squeezed
from masthead.rulebook.importing.furniture import sign_off
from masthead.rulebook.importing.lines import Line
from masthead.rulebook.importing.marks import Mark, headingish, leading

ANNEX = re.compile(
    rf"附\s{{0,4}}[件录表图](?:\s{{0,2}}(?:[\d{NUMERALS}]{{1,3}}|[A-Z]))?(?:\s{{0,2}}[:.、])?(?=\s|$|[^的中所内规须应由以])"
)
CLOSING = re.compile(r"附\s{0,6}则")
KIND = "annex"


def annex_marks(lines: list[Line]) -> list[Mark]:
    """Beginnings of annexes and of an unnumbered 附则, in order."""
    places = [i for i, line in enumerate(lines) if _may_begin(line)]
    numbers = [_number_at(lines[i]) for i in places]
    found = []
    last = {number: position for position, number in enumerate(numbers)}
    for position, i in enumerate(places):
        if CLOSING.fullmatch(lines[i].plain):
            if _is_title_of_number(lines, i):
                continue
            found.append(Mark(i, 0, 0, KIND, (), 0, 8.0, inline=False))
            continue
        end = places[position + 1] if position + 1 < len(places) else len(lines)
        if last[numbers[position]] > position or not _has_content(lines, i, end):
            continue
        match = ANNEX.match(lines[i].plain)
        found.append(Mark(i, 0, match.end() if match else 0, KIND, (), 0, 8.0, inline=False))
    return found


def _is_title_of_number(lines: list[Line], i: int) -> bool:
    """第三章 on the line above, and nothing behind it."""
    above = next((line for line in reversed(lines[max(0, i - 4) : i]) if not line.furniture), None)
    mark = leading(above) if above is not None else None
    return above is not None and mark is not None and not above.plain[mark.end :].strip()


def _number_at(line: Line) -> str:
    match = ANNEX.match(line.plain)
    return squeezed(match[0]).rstrip(":.、") if match else "附则"


def _may_begin(line: Line) -> bool:
    if line.furniture or line.fixed or line.row or line.glued or len(line.plain) > 60:
        return False
    if CLOSING.fullmatch(line.plain):
        return True
    match = ANNEX.match(line.plain)
    rest = line.plain[match.end() :].strip() if match else ""
    return match is not None and (not rest or headingish(rest, 50)) and not re.match(r"\d{1,2}\s?[.、]", rest)


def _has_content(lines: list[Line], first: int, end: int) -> bool:
    """More than a title, a signature and a date."""
    closing = set(sign_off(lines, first + 1, end))
    return any(j not in closing and not lines[j].furniture for j in range(first + 1, end))
