"""A text whose line breaks are lost: 一、总则（一）目的1.规范。2.防范。 A title directly followed by another number gives it away."""

import re
from dataclasses import replace

from masthead.rulebook.importing.lines import Line
from masthead.rulebook.importing.marks import Mark, generic_at, leading

BREAKS = re.compile(
    r"[。！!？?]\s{0,4}(?=\S)|[\u3400-\u9fff\s](?=[(〔【]?\s?[\d一二三四五六七八九十壹贰叁]{1,4}\s?[、.)〕】])"
)
LONGEST_TITLE = 16
FEWEST = 2
NOT_IN_TITLE = frozenset("。，；：、,;:()（）")


def split_glued(lines: list[Line]) -> None:
    """Each number that goes on a count, or follows a title, gets a line of its own; what turns out to be text is joined again."""
    if any(mark.scheme == "article" for line in lines if (mark := leading(line)) is not None):
        return
    lines[:] = [piece for line in lines for piece in _pieces(line)]


def _pieces(line: Line) -> list[Line]:
    first = leading(line)
    if first is None or len(first.value) > 1 or line.row or line.level or line.auto:
        return [line]
    starts, titled = _starts(line, first)
    if len(starts) < FEWEST or not titled:
        return [line]
    ends = [*starts[1:], len(line.text)]
    pieces = [Line(line.text[a:b], split=True) for a, b in zip(starts, ends, strict=True)]
    head = Line(line.text[: starts[0]], apart=line.apart, edge=line.edge, glued=line.glued, doubts=line.doubts)
    return [head, *pieces]


def _starts(line: Line, first: Mark) -> tuple[list[int], bool]:
    """Where numbers begin; did one of them follow a title?"""
    last = {first.scheme: first.value[-1]}
    starts: list[int] = []
    above, titled = first, False
    for found in BREAKS.finditer(line.plain, first.end):
        mark = generic_at(line.plain, found.end(), line)
        if mark is None or len(mark.value) > 1:
            continue
        gap = line.plain[above.end : found.end()].strip() if found.end() - above.end <= 2 * LONGEST_TITLE else ""
        below = 0 < len(gap) <= LONGEST_TITLE and not NOT_IN_TITLE & set(gap) and mark.scheme != above.scheme
        ended = found[0][0] in "。！!？?"
        if not (below and mark.value[-1] == 1) and not (ended and mark.value[-1] == last.get(mark.scheme, -1) + 1):
            continue
        titled = titled or below
        starts.append(found.end())
        last[mark.scheme] = mark.value[-1]
        above = replace(mark)
    return starts, titled
