"""Lines to places: which numbers begin a place, at which level, and where every other line belongs."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext_noop as kept

from masthead.rulebook.importing import levels, sequence
from masthead.rulebook.importing.annexes import KIND as ANNEX
from masthead.rulebook.importing.annexes import annex_marks
from masthead.rulebook.importing.characters import squeezed
from masthead.rulebook.importing.lines import Source
from masthead.rulebook.importing.marks import (
    ARTICLE,
    CHAPTER,
    NAMED,
    PART,
    SECTION,
    SUBPART,
    Mark,
    generic_inside,
    headingish,
    leading,
    named_inside,
    stuck_at,
)
from masthead.rulebook.importing.scoring import Judge

UNMARKED = ("bare", "han")
"""Numbers without any delimiter: believed only before titles."""
IN_ANNEX = "annexed:"
REPEATED = kept("重复出现的章标题（页眉）")


class Outline:
    """The chosen beginnings of places of one source: `marks` in reading order, `roles` by kind."""

    def __init__(self, source: Source) -> None:
        self.source, self.lines = source, source.lines
        self.judge = Judge(source)
        self.chosen: dict[str, list[Mark]] = {}
        self.heads: dict[int, list[Mark]] = {}
        self.roles: dict[str, str] = {}
        self.annexes = annex_marks(self.lines)
        self._choose_named()
        self._drop_early_annexes()
        leads = self._leads()
        self.roles = levels.infer(levels.items_of(leads, self.lines)).roles | {ANNEX: levels.PLACE_CHAPTER}
        self._choose_others(leads)
        self._choose_in_annexes(leads)
        self._choose_in_empty_chapters(leads)
        self.marks = sorted(self._all(), key=lambda m: (m.line, m.start))

    def _all(self) -> Iterator[Mark]:
        yield from self.annexes
        for marks in self.chosen.values():
            yield from marks

    def role(self, mark: Mark) -> str:
        return self.roles.get(mark.scheme, "")

    def above(self, schemes: set[str]) -> list[tuple[int, int]]:
        """Where places of these kinds, or annexes, begin."""
        places = [(m.line, m.start) for s in schemes for m in self.chosen.get(s, ())]
        return sorted(places + [(m.line, m.start) for m in self.annexes])

    def _choose_named(self) -> None:
        pool: dict[str, list[Mark]] = {kind: [] for kind in NAMED}
        annexed = {m.line for m in self.annexes}
        for i, line in enumerate(self.lines):
            first = leading(line) if i not in annexed else None
            found = [first] if first is not None and first.scheme in NAMED else []
            for mark in found + named_inside(line):
                mark.line = i
                pool[mark.scheme].append(mark)
        self._drop_running_chapters(pool)
        for kind in NAMED:
            higher = set(NAMED[: NAMED.index(kind)])
            for mark in pool[kind]:
                mark.score = self.judge.score(mark, self.heads)
            self._accept(kind, sequence.choose(pool[kind], self.above(higher)))

    def _drop_early_annexes(self) -> None:
        """An annex that a notice announces before the first article is no chapter."""
        first = min((m.line for ms in self.chosen.values() for m in ms), default=-1)
        self.annexes = [m for m in self.annexes if m.line > first]

    def _accept(self, kind: str, marks: list[Mark]) -> None:
        if marks:
            self.chosen[kind] = marks
        for mark in marks:
            self.heads.setdefault(mark.line, []).append(mark)
        for line in {m.line for m in marks}:
            self.heads[line].sort(key=lambda m: m.start)

    def _drop_running_chapters(self, pool: dict[str, list[Mark]]) -> None:
        """A chapter title that comes back word for word is the head of a page."""
        for kind in (PART, SUBPART, CHAPTER, SECTION):
            seen: set[tuple[object, ...]] = set()
            left: list[Mark] = []
            chapters = [m.line for m in pool[CHAPTER] if m.start == 0]
            for mark in pool[kind]:
                if mark.start:
                    left.append(mark)
                    continue
                line = self.lines[mark.line]
                key = (mark.value, squeezed(line.plain), bisect_right(chapters, mark.line) if kind == SECTION else 0)
                if key in seen and line.plain[mark.end :].strip() and headingish(line.plain, 40):
                    line.furniture = REPEATED
                    line.doubts.append((kept("章节标题重复出现，按页眉处理"), kept("确是另一章的，恢复为正文")))
                    continue
                seen.add(key)
                left.append(mark)
            pool[kind] = left

    def _leads(self) -> list[Mark]:
        """Everything that stands at the beginning of a line and may be a level: chosen names, other numbers, unnumbered headings."""
        others, out = [], []
        for i, line in enumerate(self.lines):
            if line.furniture or line.fixed:
                continue
            if any(m.start == 0 for m in self.heads.get(i, ())):
                continue
            mark = leading(line) or stuck_at(line)
            if mark is not None and mark.scheme not in NAMED:
                mark.line = i
                mark.score = self.judge.score(mark, self.heads)
                if line.level and not mark.scheme.startswith("level"):
                    mark.scheme = f"{mark.scheme}@{line.level}"
                elif line.depth and not mark.scheme.startswith("level"):
                    mark.scheme = f"{mark.scheme}~{line.depth}"
                if mark.score > 0:
                    others.append(mark)
            elif line.level and mark is None:
                out.append(Mark(i, 0, 0, f"h{line.level}", (), 0, 8.0, inline=False))
        annexed = {m.line for m in self.annexes}
        others = levels.plausible(levels.merged(levels.relabelled(others)))
        titled = {
            m.line for m in others if levels.base(m.scheme) in UNMARKED and headingish(self.lines[m.line].text[m.end :])
        }
        others = [m for m in others if levels.base(m.scheme) not in UNMARKED or (len(titled) > 1 and m.line in titled)]
        out = [m for m in out if m.line not in annexed] + [m for m in others if m.line not in annexed]
        out += [m for ms in self.heads.values() for m in ms]
        return sorted(out, key=lambda m: (m.line, m.start))

    def _choose_others(self, leads: list[Mark]) -> None:
        """The chain of each kind that has a role, outermost first; lost line breaks are found on the way."""
        rank = {levels.PLACE_CHAPTER: 0, levels.PLACE_SECTION: 1, levels.PLACE_CLAUSE: 2}
        wanted = sorted((s for s in self.roles if s not in NAMED and s != ANNEX), key=lambda s: rank[self.roles[s]])
        decimal = [s for s in wanted if s.startswith("level")]
        by_scheme: dict[str, list[Mark]] = {}
        for mark in leads:
            by_scheme.setdefault(mark.scheme, []).append(mark)
        for scheme in wanted:
            if scheme in decimal:
                continue
            if scheme[0] == "h" and scheme[1:].isdigit():
                self.chosen[scheme] = by_scheme[scheme]
                continue
            higher = {s for s in self.roles if rank[self.roles[s]] < rank[self.roles[scheme]]}
            pool = by_scheme.get(scheme, []) + self._inside({levels.base(scheme)}, scheme)
            self.chosen[scheme] = sequence.choose(sorted(pool, key=lambda m: (m.line, m.start)), self.above(higher))
        if decimal:
            self._choose_decimals(decimal, by_scheme)

    def _choose_decimals(self, decimal: list[str], by_scheme: dict[str, list[Mark]]) -> None:
        pool = [m for s in decimal for m in by_scheme.get(s, [])] + self._inside(set(decimal), "")
        others = {
            s for s in self.roles if s not in decimal and self.roles[s] in (levels.PLACE_CHAPTER, levels.PLACE_SECTION)
        }
        for mark in sequence.choose(sorted(pool, key=lambda m: (m.line, m.start)), self.above(others)):
            self.chosen.setdefault(mark.scheme, []).append(mark)

    def _choose_in_annexes(self, leads: list[Mark]) -> None:
        """Each annex has a count of its own: the first kind that begins in it."""
        whole = [m for m in self.annexes if m.end > 0]
        ends = sorted(
            {m.line for m in self.annexes} | {m.line for m in self.chosen.get(CHAPTER, ())} | {len(self.lines)}
        )
        places = [m.line for m in leads]
        articles = [m.line for m in self.chosen.get(ARTICLE, ())]
        for begin in whole:
            end = ends[bisect_right(ends, begin.line)]
            inside = [
                m
                for m in leads[bisect_right(places, begin.line) : bisect_left(places, end)]
                if m.scheme not in NAMED and m.value
            ]
            first = next(
                (m for m in inside if m.value[-1] == 1 and levels.base(m.scheme) not in ("circled", "latin")), None
            )
            if first is not None and bisect_right(articles, begin.line) == bisect_left(articles, end):
                counted = [replace(m, scheme=IN_ANNEX + m.scheme) for m in inside if m.scheme == first.scheme]
                self.chosen.setdefault(IN_ANNEX + first.scheme, []).extend(sequence.choose(counted))
                self.roles[IN_ANNEX + first.scheme] = levels.PLACE_CLAUSE

    def _choose_in_empty_chapters(self, leads: list[Mark]) -> None:
        """A chapter or section without any place, whose first line is a number of another kind, counts its clauses by that kind."""
        chosen = sorted((m for m in self._all() if self.roles.get(m.scheme)), key=lambda m: (m.line, m.start))
        places = [m.line for m in leads]
        for mark, after in zip(chosen, [*chosen[1:], None], strict=True) if chosen else ():
            end = after.line if after is not None else len(self.lines)
            if (
                self.role(mark) == levels.PLACE_CLAUSE
                or mark.scheme == ANNEX
                or (after is not None and self.role(after) == levels.PLACE_CLAUSE)
            ):
                continue
            inside = [
                m
                for m in leads[bisect_right(places, mark.line) : bisect_left(places, end)]
                if m.scheme not in NAMED and m.value
            ]
            following = next((i for i in range(mark.line + 1, end) if not self.lines[i].furniture), -1)
            if (
                len(inside) > 1
                and inside[0].line == following
                and inside[0].value[-1] == 1
                and levels.base(inside[0].scheme) not in ("circled", "latin")
            ):
                counted = [replace(m, scheme=IN_ANNEX + m.scheme) for m in inside if m.scheme == inside[0].scheme]
                self.chosen.setdefault(IN_ANNEX + inside[0].scheme, []).extend(sequence.choose(counted))
                self.roles[IN_ANNEX + inside[0].scheme] = levels.PLACE_CLAUSE

    def _inside(self, kinds: set[str], scheme: str) -> list[Mark]:
        found = []
        begun = {(m.line, m.start) for ms in self.chosen.values() for m in ms}
        for i, line in enumerate(self.lines):
            for mark in generic_inside(line):
                if mark.scheme in kinds and (i, mark.start) not in begun:
                    one = replace(mark, line=i, scheme=scheme or mark.scheme)
                    one.score = self.judge.score(one, self.heads)
                    found.append(one)
        return found

    @property
    def has_articles(self) -> bool:
        return ARTICLE in self.chosen
