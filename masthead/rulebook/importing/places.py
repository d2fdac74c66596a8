"""Lines and the numbers that begin places become blocks; every character of the source goes into exactly one of them."""

import re
from bisect import bisect_right

from django.utils.translation import gettext_noop as kept

from masthead.rulebook.importing.blocks import CHAPTER, CLAUSE, FURNITURE, SECTION, TEXT, UNNUMBERED, Block
from masthead.rulebook.importing.characters import TERMINAL, title_case
from masthead.rulebook.importing.joining import READS_ON, glue_of, joins, width_of
from masthead.rulebook.importing.lines import Line
from masthead.rulebook.importing.marks import NAMED, headingish, leading
from masthead.rulebook.importing.openings import NOTICE_DOUBT, NOTICE_REASON, reason_of
from masthead.rulebook.importing.outline import Outline
from masthead.rulebook.importing.settling import Placed

REFERENCE = (kept("行首的编号按引用处理，没有单独成条"), kept("确是一条的，设为条"))
SUBHEAD = (kept("疑似没有编号的小标题"), kept("确是标题的，设为节或者章"))
EMPTY = (kept("只有编号，没有内容"), kept("补上内容，或者并入前一条"))
LONG_TITLE = (kept("标题像是一句话，已作为正文"), kept("需要标题的，请补上"))
PART_LEVEL = (kept("编、篇高于章，已单独列为一章"), kept("核对层级"))
LONG_ENOUGH = 10
"""A title at least this long may go on in the next line."""


class Builder:
    """Walks the lines once."""

    def __init__(self, outline: Outline, placed: list[Placed]) -> None:
        self.outline, self.lines = outline, outline.lines
        self.by_line: dict[int, list[Placed]] = {}
        for one in placed:
            self.by_line.setdefault(one.mark.line, []).append(one)
        self.blocks: list[Block] = []
        self.wants_title = False
        self.titled_by = -1
        self.width = width_of(outline.source)
        self.before: Line | None = None
        self.begun = sorted(self.by_line)
        self.first = self.begun[0] if self.begun else -1

    def build(self) -> list[Block]:
        for i, line in enumerate(self.lines):
            if line.furniture:
                self.blocks.append(Block(FURNITURE, line.text, reason=line.furniture, doubts=list(line.doubts)))
                continue
            self._line(i, line)
            self.before = line
        self._note_empty()
        return [b for b in self.blocks if b.number or b.text or b.role == SECTION]

    def _line(self, i: int, line: Line) -> None:
        marks = self.by_line.get(i, [])
        first = len(self.blocks)
        ahead = line.text[: marks[0].mark.start if marks else None].strip()
        if ahead and marks and i == self.first:
            self.blocks.append(opening_block(ahead))
        elif ahead:
            self._text(i, line, ahead)
        for position, one in enumerate(marks):
            end = marks[position + 1].mark.start if position + 1 < len(marks) else None
            self._place(one, line.text[one.mark.end : end].strip(), line)
        if len(self.blocks) > first:
            self.blocks[first].doubts += line.doubts

    def _place(self, one: Placed, rest: str, line: Line) -> None:
        number = line.text[one.mark.start : one.mark.end].strip()
        if one.role == CLAUSE:
            if one.leaf and self._in_section():
                self.blocks.append(Block(SECTION, ""))
            self.blocks.append(Block(CLAUSE, rest, number, doubts=one.doubts))
            self.wants_title = False
            return
        title, text = _title_and_text(rest, line)
        doubts = one.doubts + (
            [PART_LEVEL] if one.mark.scheme in ("part", "subpart") and "chapter" in self.outline.chosen else []
        )
        if text:
            doubts.append(LONG_TITLE)
        self.blocks.append(Block(one.role, title_case(title), number, doubts=doubts))
        self.wants_title = not title and not text
        self.titled_by = one.mark.line if title and not text else -1
        if text:
            self.blocks.append(Block(CLAUSE, text))

    def _in_section(self) -> bool:
        last = next((b for b in reversed(self.blocks) if b.role in (CHAPTER, SECTION)), None)
        return last is not None and last.role == SECTION and bool(last.number or last.text)

    def _text(self, i: int, line: Line, text: str) -> None:
        if self._continues_title(i, line, text):
            self.blocks[-1].text = title_case(self.blocks[-1].text + (" " if text.isascii() else "") + text)
            return
        if self.wants_title and headingish(text, 40) and self.blocks[-1].role in (CHAPTER, SECTION) and not line.row:
            self.blocks[-1].text = title_case(text)
            self.wants_title = False
            self.titled_by = i
            return
        self.wants_title = False
        begins = not self.blocks or next((b.role for b in reversed(self.blocks) if b.role != FURNITURE), CHAPTER) in (
            CHAPTER,
            SECTION,
        )
        joined = not begins and self._joins(i, line)
        glue = glue_of(self.before, line) if joined and self.before is not None else "\n"
        block = Block(CLAUSE if begins else TEXT, text, glue=glue)
        if begins and self._numbered_below() and (self.outline.has_articles or not self._alone(i)):
            block.doubts.append(UNNUMBERED)
        block.doubts += self._suspicions(i, line)
        self.blocks.append(block)

    def _continues_title(self, i: int, line: Line, text: str) -> bool:
        """The second line of a title that was too long for one: a place begins directly below it."""
        above = next((j for j in range(i - 1, max(-1, i - 6), -1) if not self.lines[j].furniture), -1)
        if self.titled_by < 0 or above != self.titled_by or line.row or line.apart or line.level:
            return False
        last = self.blocks[-1]
        if last.role not in (CHAPTER, SECTION) or not last.number or not headingish(text, 30):
            return False
        below = next((j for j in range(i + 1, min(len(self.lines), i + 6)) if not self.lines[j].furniture), -1)
        return below in self.by_line and (len(last.text) >= LONG_ENOUGH or READS_ON.search(last.text) is not None)

    def _alone(self, i: int) -> bool:
        """Does the chapter or section above have no other text than this? Then it is regular in texts without articles."""
        at = bisect_right(self.begun, i)
        return at == len(self.begun) or self.by_line[self.begun[at]][0].role != CLAUSE

    def _numbered_below(self) -> bool:
        """Prose without a number below a numbered heading is worth a look; in an annex or below a plain heading it is usual."""
        above = next((b for b in reversed(self.blocks) if b.role in (CHAPTER, SECTION)), None)
        return above is None or (bool(above.number) and not above.number.startswith("附"))

    def _joins(self, i: int, line: Line) -> bool:
        """Was a sentence broken here by the width of the page, or by furniture in it?"""
        if line.glued:
            return True
        if self.before is None:
            return False
        if line.split:
            return True
        cut = i > 0 and bool(self.lines[i - 1].furniture)
        return joins(self.outline.source, self.before, line, cut=cut, width=self.width)

    def _suspicions(self, i: int, line: Line) -> list[tuple[str, str]]:
        mark = leading(line)
        if mark is not None and mark.scheme in NAMED and mark.scheme in self.outline.roles:
            return [REFERENCE]
        following = i + 1 in self.by_line
        ended = self.before is None or self.before.text[-1:] in TERMINAL
        if following and ended and mark is None and not line.row and headingish(line.text, 20):
            return [SUBHEAD]
        return []

    def _note_empty(self) -> None:
        solid = [b for b in self.blocks if b.role != FURNITURE]
        if not solid:
            return
        for block, after in zip(solid, [*solid[1:], None], strict=True):
            nothing_below = (
                after is None
                or after.role == CHAPTER
                or (block.role == CLAUSE and after.role != TEXT)
                or (block.role == SECTION and after.role == SECTION)
            )
            if (
                PART_LEVEL not in block.doubts
                and nothing_below
                and (
                    (block.role == CLAUSE and not block.text)
                    or (block.role in (CHAPTER, SECTION) and (after is None or after.role in (CHAPTER, block.role)))
                )
            ):
                block.doubts.append(EMPTY)


def opening_block(text: str) -> Block:
    """What stands on the line of the first place, before it."""
    line = Line(text)
    reason = reason_of(line)
    return Block(FURNITURE, line.text, reason=reason, doubts=[NOTICE_DOUBT] if reason == NOTICE_REASON else [])


def _title_and_text(rest: str, line: Line) -> tuple[str, str]:
    """A title, or a title and the text that stands on the same line, or only text."""
    if not rest or (len(rest) <= 40 and "。" not in rest):
        return rest, ""
    head = re.match(r"(\S{1,20})\s+(?=\S)", rest)
    if head and headingish(head[1], 20):
        return head[1], rest[head.end() :]
    if line.level or (len(rest) <= 80 and "。" not in rest):
        return rest, ""
    return "", rest
