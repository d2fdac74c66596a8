"""How much speaks for a number being the beginning of a place, before its neighbours in the count are asked."""

from bisect import bisect_left
from itertools import accumulate

from masthead.rulebook.importing.characters import TERMINAL
from masthead.rulebook.importing.lines import Line, Source
from masthead.rulebook.importing.marks import (
    BROKEN_BEFORE,
    MAY_REFER_AFTER,
    NAMED,
    NAMES_BEFORE,
    REFERS_AFTER,
    REFERS_BEFORE,
    REFERS_SPACED,
    UNITS_AFTER,
    Mark,
    headingish,
    leading,
)
from masthead.rulebook.importing.openings import TITLE_END

CLOSERS = "”」』）)】"
NEAR = 60
"""No more characters before and behind a number are looked at, so that a text on one line costs no more than others."""


class Judge:
    """Scores candidates of one source."""

    def __init__(self, source: Source) -> None:
        self.lines = source.lines
        self.wrapped = source.wrapped
        self.before: list[int] = []
        self.quotes: dict[int, tuple[list[int], list[int]]] = {}
        last = -1
        for i, line in enumerate(self.lines):
            self.before.append(last)
            if not line.furniture:
                last = i

    def previous(self, i: int) -> Line | None:
        """The last line before i that is no furniture."""
        return self.lines[self.before[i]] if self.before[i] >= 0 else None

    def interrupted(self, i: int) -> bool:
        """Does line i go on mid-sentence from the line before?"""
        line, before = self.lines[i], self.previous(i)
        if line.glued:
            return True
        if before is None or line.apart or before.text[-1:] in TERMINAL or before.level:
            return False
        return not headingish(before.text) or (leading(before) is None and len(before.text) > 15)

    def score(self, mark: Mark, heads: dict[int, list[Mark]]) -> float:
        """`heads`: marks of higher levels already chosen, by line."""
        line = self.lines[mark.line]
        if line.auto and mark.start == 0:
            return 8.0
        named = mark.scheme in NAMED
        found = self._inside(mark, line, heads) if mark.inline else self._at_start(mark, line)
        return found + (self._named_follow(mark, line) if named else self._generic_follow(mark, line))

    def _at_start(self, mark: Mark, line: Line) -> float:
        found = 5.0 if line.level else 3.0
        if not self.interrupted(mark.line):
            return found + 1.0
        before = self.previous(mark.line)
        if before is not None and len(before.plain) > 10 and BROKEN_BEFORE.search(before.plain[-6:]):
            return found - 4.0
        return found - (1.5 if self.wrapped or line.glued else 0.5)

    def _inside(self, mark: Mark, line: Line, heads: dict[int, list[Mark]]) -> float:
        if self._quoted(mark):
            return -6.0
        head = line.plain[max(0, mark.start - NEAR) : mark.start]
        bare = head.rstrip()
        last = bare[-1:]
        if last in CLOSERS and len(bare) > 1 and bare[-2] in "。！？":
            last = "。"
        if mark.scheme not in NAMED:
            return -1.0
        if self._below_title(mark, line, heads.get(mark.line, [])):
            return 1.0
        if last in "。！？!?":
            return 1.0
        if last in "；;：:":
            return -0.5
        if self._after_document_title(mark, head):
            return 1.0
        if REFERS_BEFORE.search(bare[-6:]) or (NAMES_BEFORE.search(bare[-4:]) and head == bare):
            return -5.0
        return (0.0 if len(head) - len(bare) == 1 else 0.8) if len(head) > len(bare) else -4.0

    def _after_document_title(self, mark: Mark, head: str) -> bool:
        """The very first place, glued to the title of the document."""
        first = self.before[mark.line] == -1 and mark.start < NEAR and mark.value == (1,)
        return first and not any(c in "。，；：" for c in head) and TITLE_END.search(head[-24:]) is not None

    def _quoted(self, mark: Mark) -> bool:
        """Inside quotation marks that were opened on the same line?"""
        if mark.line not in self.quotes:
            places = [
                (p, 1 if c in "“「『" else -1) for p, c in enumerate(self.lines[mark.line].plain) if c in "“「『”」』"
            ]
            self.quotes[mark.line] = ([p for p, _step in places], [0, *accumulate(step for _p, step in places)])
        positions, depths = self.quotes[mark.line]
        return depths[bisect_left(positions, mark.start)] > 0

    @staticmethod
    def _below_title(mark: Mark, line: Line, heads: list[Mark]) -> bool:
        """Directly behind the title of a higher place on the same line."""
        at = bisect_left(heads, mark.start, key=lambda m: m.start) - 1
        if at < 0 or mark.start - heads[at].end > NEAR or heads[at].end > mark.start:
            return False
        gap = line.plain[heads[at].end : mark.start]
        return len(gap.strip()) <= 16 and not any(c in "。，；：、,;:" for c in gap)

    def _named_follow(self, mark: Mark, line: Line) -> float:
        rest = line.plain[mark.end : mark.end + NEAR]
        if not rest:
            return 0.5 if not mark.inline else -2.0
        if REFERS_AFTER.match(rest) or REFERS_SPACED.match(rest):
            return -4.0
        if rest[0] == " " or rest[0] in "【〔[(「<" or line.plain[mark.end - 1] in ":、.":
            return 1.5
        return -2.0 if MAY_REFER_AFTER.match(rest) else 0.0

    def _generic_follow(self, mark: Mark, line: Line) -> float:
        rest = line.plain[mark.end : mark.end + NEAR]
        if mark.scheme.startswith("level"):
            return -4.0 if UNITS_AFTER.match(rest) else 0.5
        if mark.scheme.startswith(("bare", "han")):
            return 0.5 if headingish(rest) else -3.0
        return 0.5
