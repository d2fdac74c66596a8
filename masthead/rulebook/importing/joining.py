"""Was a line broken by the width of the page, so that the text reads on, or did the writer end it?"""

import re

from masthead.rulebook.importing.characters import TERMINAL
from masthead.rulebook.importing.lines import Line, Source
from masthead.rulebook.importing.marks import BROKEN_BEFORE, NAMED, UNITS_AFTER, leading

SHORT = 10
LEAST = 15
FULL = 16
SHARE = 0.7
FILLED = 0.85
BULLET = re.compile(r"[-*+•·●■□◆○※☐✓]\s|[·●■□◆※☐•]|\[\^|(?:注|附|说明|备注)\s?:|\|")
LABELLED = re.compile(r"[^,，。;:]{1,10}:")
GOES_ON = frozenset("，。、；：！？）》”」,;:!?)")
LATIN_ON = re.compile(r"(?:^|\s)(?:in|of|to|by|as|and|or|the|an?|with|under|for|on|from|at|is|are|be|that|this)$")
READS_ON = re.compile(r"[,、，]$|[和及与或以的将由在对按依于於並并及]$|[(《“「〔][^)》”」〕]{0,30}$")


def width_of(source: Source) -> int:
    """Where the widest line ends that does not end a sentence."""
    return max((len(x.text) for x in source.lines if not x.furniture and x.text[-1:] not in TERMINAL), default=0)


def joins(source: Source, before: Line, line: Line, *, cut: bool, width: int) -> bool:
    """`cut`: furniture stood between the two. Paragraphs of Word and lines that begin a list are never joined."""
    if line.fixed or line.row or before.row or before.fixed or (line.apart and not cut):
        return False
    if before.text[-1:] in TERMINAL or _begins(line) or (before.level and not cut):
        return False
    if _is_listing(before, line):
        return False
    size = len(before.text)
    if line.plain[:1] in GOES_ON and source.kind != "docx":
        return True
    if source.wrapped or cut:
        if not cut and _may_be_title(before) and size < FILLED * width:
            return False
        enough = FILLED * width if source.narrow else LEAST
        return size >= enough or "，" in before.text or READS_ON.search(before.plain[-32:]) is not None
    if source.kind == "docx":
        return False
    if _refers_on(before, line) or LATIN_ON.search(before.plain[-8:]) is not None:
        return True
    if source.kind == "md" and READS_ON.search(before.plain[-32:]) is not None:
        return True
    return size >= SHORT and (
        READS_ON.search(before.plain[-32:]) is not None
        or (size >= FULL and size >= SHARE * width and not _may_be_title(before))
    )


def _may_be_title(line: Line) -> bool:
    """第三条 账号的开设、使用与注销管理: a number and a name."""
    mark = leading(line)
    rest = line.plain[mark.end :].strip() if mark is not None else ""
    return 0 < len(rest) <= 20 and "," not in rest


def glue_of(before: Line, line: Line) -> str:
    """Words of the Latin script are divided by a space."""
    ends = (before.plain[-1:], line.plain[:1])
    return (
        " "
        if all(c.isascii() and (c.isalnum() or c in ",;()'\"") for c in ends) and any(c.isalpha() for c in ends)
        else ""
    )


def _begins(line: Line) -> bool:
    if BULLET.match(line.plain):
        return True
    mark = leading(line)
    return mark is not None and mark.scheme not in NAMED and UNITS_AFTER.match(line.plain[mark.end :]) is None


def _is_listing(before: Line, line: Line) -> bool:
    """Two lines of the form 联系人：张三, or cells divided by tabs."""
    return "\t" in before.text or "\t" in line.text or bool(LABELLED.match(before.plain) and LABELLED.match(line.plain))


def _refers_on(before: Line, line: Line) -> bool:
    """… 并准用于 / 第三条所列之人员: a number of a name that the line before asks for."""
    mark = leading(line)
    return (
        mark is not None
        and mark.scheme in NAMED
        and (BROKEN_BEFORE.search(before.plain[-6:]) is not None or READS_ON.search(before.plain[-2:]) is not None)
    )
