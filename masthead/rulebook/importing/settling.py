"""The role of every chosen number where it stands: leaves become clauses, annexes have their own count, irregular counts get a doubt."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as kept

from masthead.rulebook.importing import sequence
from masthead.rulebook.importing.annexes import KIND as ANNEX
from masthead.rulebook.importing.lines import Line
from masthead.rulebook.importing.marks import CHAPTER, NAMED, PART, SECTION, Mark, headingish
from masthead.rulebook.importing.outline import IN_ANNEX, Outline

CHAPTER_ROLE, SECTION_ROLE, CLAUSE_ROLE = "chapter", "section", "clause"
ODD = {
    "gap": (
        kept("编号不连续：前一个是「{before}」，这里是「{here}」"),
        kept("核对原文是否缺少中间的条款，或者改正编号"),
    ),
    "twice": (kept("编号重复：「{here}」已经用过"), kept("改正编号，或者并入前一条")),
    "back": (kept("编号次序颠倒：「{here}」排在「{before}」之后"), kept("核对次序，或者确认这里只是引用")),
    "late": (kept("编号从「{here}」开始，前面没有更小的编号"), kept("核对开头是否缺少条款")),
}
SPLIT = (kept("原文这里没有换行，按编号断开"), kept("核对断开的位置；断错的并入前一条"))


@dataclass
class Placed:
    """A mark with its role and doubts. `leaf`: a clause at the level of sections, so in none of them."""

    mark: Mark
    role: str
    doubts: list[tuple[str, str]]
    leaf: bool = False


def is_unnumbered(scheme: str) -> bool:
    return scheme == "plain" or (scheme[0] == "h" and scheme[1:].isdigit())


def settle(outline: Outline) -> list[Placed]:
    """Every mark that begins a place, in reading order."""
    placed = [Placed(m, outline.role(m), []) for m in outline.marks if outline.role(m)]
    placed = _within_annexes(placed, outline.lines)
    placed = _leaves(placed, outline.lines)
    _note_irregular(placed, outline.lines)
    for one in placed:
        if one.mark.inline or outline.lines[one.mark.line].split:
            one.doubts.append(SPLIT)
        if one.mark.guessed:
            one.doubts.append((kept("没有编号的标题，按章处理"), kept("核对层级；不是标题的并入前一条")))
    return placed


def _within_annexes(placed: list[Placed], lines: list[Line]) -> list[Placed]:
    """An annex is one chapter: only its own count and articles begin clauses in it, the kinds of the main text do not."""
    out: list[Placed] = []
    inside = False
    for one in placed:
        scheme = one.mark.scheme
        if scheme == ANNEX:
            inside = one.mark.end > 0
        elif scheme in (CHAPTER, PART) or (
            is_unnumbered(scheme) and one.role == CHAPTER_ROLE and lines[one.mark.line].level
        ):
            inside = False
        elif inside and scheme not in NAMED and not scheme.startswith(IN_ANNEX):
            continue
        out.append(one)
    return out


def _leaves(placed: list[Placed], lines: list[Line]) -> list[Placed]:
    """A numbered section that is no title over text is a clause itself; so is one that is a sentence with a list below."""
    out: list[Placed] = []
    swallowing = False
    for position, one in enumerate(placed):
        if one.role != CLAUSE_ROLE:
            swallowing = False
        elif swallowing:
            continue
        if one.role == SECTION_ROLE and one.mark.scheme != SECTION and not is_unnumbered(one.mark.scheme):
            following = placed[position + 1].role if position + 1 < len(placed) else ""
            title = _title(one, placed, position, lines)
            sentence = not one.mark.scheme.startswith("level") and bool(title) and not headingish(title, 40)
            if sentence or (following != CLAUSE_ROLE and not _heads_text(one, title, placed, position, lines)):
                one.role, one.leaf, swallowing = CLAUSE_ROLE, True, sentence
        out.append(one)
    return out


def _heads_text(one: Placed, title: str, placed: list[Placed], position: int, lines: list[Line]) -> bool:
    """A sibling of sections: a title, by mark-up or by its look, with text of its own below."""
    if lines[one.mark.line].level:
        return True
    end = placed[position + 1].mark.line if position + 1 < len(placed) else len(lines)
    below = any(not lines[j].furniture for j in range(one.mark.line + 1, min(end, one.mark.line + 12)))
    return below and headingish(title, 20) and not any(c in "，：,:" for c in title)


def _title(one: Placed, placed: list[Placed], position: int, lines: list[Line]) -> str:
    following = placed[position + 1].mark if position + 1 < len(placed) else None
    end = following.start if following is not None and following.line == one.mark.line else None
    return lines[one.mark.line].text[one.mark.end : end].strip()


def _note_irregular(placed: list[Placed], lines: list[Line]) -> None:
    rank = {CHAPTER_ROLE: 0, SECTION_ROLE: 1, CLAUSE_ROLE: 2}
    last: dict[str, tuple[Mark, int]] = {}
    begun = {0: 0, 1: 0, 2: 0}
    annexes = 0
    for one in placed:
        begun[rank[one.role]] += 1
        annexes += one.mark.scheme == ANNEX
        if not one.mark.value:
            continue
        family = "level" if one.mark.scheme.startswith("level") else one.mark.scheme
        higher = begun[0] + begun[1] if rank[one.role] == 2 else begun[0] if rank[one.role] == 1 else 0
        if one.role == CHAPTER_ROLE:
            higher = annexes
        before, regions = last.get(family, (None, 0))
        fresh = family != "level" and higher > regions
        if odd := sequence.irregular(before, one.mark, fresh=fresh):
            reason, suggestion = ODD[odd]
            printed = {"here": _printed(one.mark, lines), "before": _printed(before, lines) if before else ""}
            one.doubts.append((_(reason).format(**printed), suggestion))
        last[family] = (one.mark, higher)


def _printed(mark: Mark, lines: list[Line]) -> str:
    return lines[mark.line].text[mark.start : mark.end].strip()
