"""The table of contents: its lines repeat headings that come again, so they are set apart before anything is counted."""

import re

from django.utils.translation import gettext_noop as kept

from masthead.rulebook.importing.annexes import ANNEX
from masthead.rulebook.importing.characters import NUMERALS, squeezed
from masthead.rulebook.importing.lines import Line
from masthead.rulebook.importing.marks import NAMED_MARK, headingish, leading

TITLE = re.compile(r"(?:目\s{0,6}[录次]|内容目录|contents|table of contents)\s?:?", re.IGNORECASE)
LEADERS = re.compile(rf"\s?(?:[.·•…_-]\s?){{3,}}\s?(?:第?\s?[\d{NUMERALS}]{{1,4}}\s?页?)?$")
PAGE_AT_END = re.compile(r"(?:\s{1,}|\t)[(\[]?\d{1,4}[)\]]?$")
ONE_LINE = re.compile(r"目\s{0,6}[录次]\s*[:]?\s*第.{1,8}[编章条节]")
REASON = kept("目录")
LONGEST = 90
FARTHEST = 400


def set_apart_contents(lines: list[Line]) -> None:
    """Marks the lines of tables of contents as furniture."""
    later = {entry_key(line.plain): i for i, line in enumerate(lines)}
    for i, line in enumerate(lines):
        if line.furniture or line.fixed:
            continue
        if TITLE.fullmatch(line.plain):
            _mark_block(lines, i, later)
        elif (
            len(line.plain) < 3000
            and ONE_LINE.match(line.plain)
            and len(list(NAMED_MARK.finditer(line.plain))) >= 2
            and "。" not in line.plain
        ):
            line.furniture = REASON
            _mark_block(lines, i, later, titled=False)
    for run in _leader_runs(lines):
        for i in run:
            lines[i].furniture = REASON


def entry_key(plain: str) -> str:
    """A heading without leaders and page number, for comparison."""
    if len(plain) > 2 * LONGEST:
        return plain
    bare = LEADERS.sub("", plain)
    bare = PAGE_AT_END.sub("", bare.rstrip())
    return squeezed(bare).rstrip(".·…")


def _mark_block(lines: list[Line], title: int, later: dict[str, int], *, titled: bool = True) -> None:
    """From the word 目录 on: every line that is an entry. The body begins where the first entry comes again."""
    seen: set[str] = set()
    end = title
    for j in range(title + 1, min(len(lines), title + FARTHEST)):
        line = lines[j]
        if line.furniture:
            continue
        key = entry_key(line.plain)
        if len(line.plain) > LONGEST or key in seen or not _is_entry(line, key, comes_again=later.get(key, 0) > j):
            break
        seen.add(key)
        end = j
    if titled and (end > title or any(_looks(lines[j]) for j in range(title + 1, min(len(lines), title + 3)))):
        lines[title].furniture = REASON
    elif titled and end == title:
        lines[title].furniture = REASON
        lines[title].doubts.append((kept("只有「目录」二字，没有目录内容"), kept("核对后保留或者忽略")))
    for j in range(title + 1, end + 1):
        lines[j].furniture = lines[j].furniture or REASON


def _looks(line: Line) -> bool:
    return len(line.plain) <= LONGEST and LEADERS.search(line.plain) is not None


def _is_entry(line: Line, key: str, *, comes_again: bool) -> bool:
    """Leaders or a page number at the end, or a heading that comes again later."""
    if LEADERS.search(line.plain) or comes_again or (ANNEX.match(line.plain) and headingish(key)):
        return True
    return PAGE_AT_END.search(line.plain) is not None and headingish(key, LONGEST)


def _leader_runs(lines: list[Line]) -> list[list[int]]:
    """Entries with dot leaders that stand without the word 目录: three in a row."""
    runs: list[list[int]] = []
    run: list[int] = []
    for i, line in enumerate(lines):
        entry = (
            not (line.fixed or line.row)
            and len(line.plain) <= LONGEST
            and re.search(r"(?:[.·…]\s?){4,}\s?\d{1,4}$|…{2,}\s?\d{1,4}$", line.plain)
        )
        if entry and (leading(line) is not None or headingish(entry_key(line.plain))):
            run.append(i)
        elif not line.furniture:
            runs.append(run)
            run = []
    runs.append(run)
    return [r for r in runs if len(r) >= 3]
