"""What a text also says to a reader who sees through its disguise: 杀(shā)菌, [保][收][益], 加加微微信信, 降a血b糖, guan注, 送彩🥇, 加*信, 信微加（倒着读）.

Only texts with such a sign are written out once more, as plain words, and checked again; a finding there counts where something was undone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from masthead.compliance.engine import expressions as regex
from masthead.compliance.engine.characters import HAN, KIND, LETTER, SEPARATOR, SIZE
from masthead.compliance.engine.disguises import Spellings, pictures
from masthead.compliance.engine.folding import Folded
from masthead.compliance.engine.squeeze import squeeze

OPEN, CLOSE, MASKS = "[【〔{(〖", "]】〕})〗", "*×○●□■█x"
BACKWARDS = ("倒着", "反着", "倒过来", "反过来", "从右", "从后", "逆着", "倒序", "逆序", "倒读", "反读", "倒念", "反念")
FIRST_PICTURE = 0x2600
CUE = regex.compile(
    r"(?:倒|反|逆)(?:着|过来|序)?(?:的)?(?:来)?(?:读|念|看|拼|连)(?!书|者|法|后感)|从(?:右|后|尾)(?:往|到|向|朝)?(?:左|前|头)[^,。!?]{0,3}(?:读|念|看)"
)
CLAUSE = regex.compile(r"[\u3400-\u9fffa-z0-9]+")
NOTE = regex.compile(r"\([a-z]{1,6}\)")


class Mark(NamedTuple):
    """One character of a reading, with the span of the folded text that it stands for."""

    sign: str
    first: int
    last: int
    way: str = ""  # how it was disguised
    joins: str = ""  # how the gap before it was made


class Reading:
    """A text with disguises undone."""

    def __init__(self, marks: Sequence[Mark], *, closes: bool = False) -> None:
        self.marks, self.closes = marks, closes
        self.text = "".join(m.sign for m in marks)

    def ways(self, start: int, end: int) -> tuple[str, ...]:
        """What was undone inside that span; none: the text says so anyway."""
        here = {m.way for m in self.marks[start:end]} | {m.joins for m in self.marks[start + 1 : end]}
        return tuple(sorted(here - {""}))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the folded text."""
        part = self.marks[start:end]
        return min(m.first for m in part), max(m.last for m in part)


def _signs() -> NDArray[np.bool_]:
    table = np.zeros(SIZE, dtype=bool)
    table[[ord(c) for c in OPEN + MASKS + "".join(pictures())]] = True
    table[ord("a") : ord("z") + 1] = True
    table[0x1F300:0x1FA00] = True
    return table


SIGNS = _signs()


def suspects(fold: Folded, starts: Sequence[int], spellings: Spellings) -> set[int]:
    """Which of the texts of a stream (by number) have a sign of one of these disguises."""
    codes, kinds, last = fold.codes, fold.kinds, max(fold.codes.size - 1, 0)
    at = np.flatnonzero(SIGNS.take(codes))
    before, behind = kinds[np.maximum(at - 1, 0)], kinds[np.minimum(at + 1, last)]
    letter = kinds[at] == LETTER
    alone = np.where(letter, _apart(before) & _apart(behind), (before == HAN) | (behind == HAN))
    same = np.flatnonzero((codes[1:] == codes[:-1]) & (kinds[1:] == HAN))
    doubled = same[:-1][np.diff(same) == 2]
    places = np.concatenate((at[alone], doubled, [p for p, _end, _word in spellings.hits(fold)]))
    found = set(np.unique(np.searchsorted(starts, places, side="right") - 1).tolist())
    for cue in BACKWARDS:
        place = fold.text.find(cue)
        while place >= 0:
            found.add(int(np.searchsorted(starts, place, side="right")) - 1)
            place = fold.text.find(cue, place + 1)
    return {int(number) for number in found}


def _apart(kinds: NDArray[np.uint8]) -> NDArray[np.bool_]:
    out: NDArray[np.bool_] = (kinds == HAN) | (kinds == SEPARATOR)
    return out


def readings(fold: Folded, spellings: Spellings) -> Iterator[Reading]:
    """Each way in which the text can be read beside the plain one."""
    plain = [Mark(c, i, i + 1) for i, c in enumerate(fold.text)]
    undone = list(_unspelt(plain, spellings.hits(fold)))
    for step in (_unnoted, _unboxed, _undoubled, _unpictured):
        undone = step(undone)
    undone = _uncovered(undone, spellings.covered)
    if len(undone) != len(plain) or any(m.way for m in undone):
        yield Reading(undone)
    bare = _unlettered(undone)
    if len(bare) != len(undone):
        yield Reading(bare)
    if CUE.search(fold.text):
        yield Reading(list(_backwards(fold.text)))


def closed(fold: Folded) -> Reading | None:
    """The text with its gaps closed."""
    second = squeeze(fold)
    if second is None:
        return None
    places = second.whole.places.tolist()
    return Reading([Mark(c, p, p + 1) for c, p in zip(second.whole.text, places, strict=True)], closes=True)


def _han(marks: Sequence[Mark], at: int) -> bool:
    return 0 <= at < len(marks) and KIND[ord(marks[at].sign)] == HAN


def _unspelt(marks: Sequence[Mark], hits: Iterable[tuple[int, int, str]]) -> Iterator[Mark]:
    at = 0
    for start, end, word in hits:
        if start < at:
            continue
        yield from marks[at:start]
        for number, sign in enumerate(word):
            yield Mark(sign, start if not number else end - 1, end, "homophone")
        at = end
    yield from marks[at:]


def _without(marks: Sequence[Mark], dropped: set[int]) -> list[Mark]:
    """The marks that stay; what stands behind a dropped one knows that it joins."""
    out: list[Mark] = []
    gap = False
    for number, mark in enumerate(marks):
        if number in dropped:
            gap = True
            continue
        out.append(mark._replace(joins="scatter") if gap else mark)
        gap = False
    return out


def _unnoted(marks: list[Mark]) -> list[Mark]:
    """杀(shā)菌(jūn): how a character sounds, written behind it."""
    text = "".join(m.sign for m in marks)
    dropped = {i for m in NOTE.finditer(text) if _han(marks, m.start() - 1) for i in range(*m.span())}
    return _without(marks, dropped) if dropped else marks


def _unboxed(marks: list[Mark]) -> list[Mark]:
    """[保][收][益]: every character in a frame of its own."""
    boxed = [
        i
        for i in range(1, len(marks) - 1)
        if marks[i - 1].sign in OPEN and marks[i + 1].sign in CLOSE and _han(marks, i)
    ]
    near = {i for i in boxed if i - 3 in boxed or i + 3 in boxed}
    return _without(marks, {p for i in near for p in (i - 1, i + 1)}) if near else marks


def _undoubled(marks: list[Mark]) -> list[Mark]:
    """加加微微信信: one doubled character beside another."""
    again = {i for i in range(1, len(marks)) if marks[i].sign == marks[i - 1].sign and _han(marks, i)}
    near = {i for i in again if i - 2 in again or i + 2 in again}
    near |= {i for i in again if i - 1 in near or i + 1 in near}
    return _without(marks, near) if near else marks


def _unpictured(marks: list[Mark]) -> list[Mark]:
    """送彩🥇: a picture for a character; 进🍼群🍼: one around characters."""
    words: dict[int, str] = {}
    dropped: set[int] = set()
    for i, mark in enumerate(marks):
        if KIND[ord(mark.sign)] != SEPARATOR or ord(mark.sign) < FIRST_PICTURE:
            continue
        word = pictures().get(mark.sign)
        if word and (_han(marks, i - 1) or _han(marks, i + 1)):
            words[i] = word
        elif _han(marks, i + 1):
            dropped |= {p for d in (2, 3) if marks[i + d : i + d + 1] and marks[i + d].sign == mark.sign for p in (i, i + d)}
    if not words and not dropped:
        return marks
    written = [
        Mark(sign, mark.first, mark.last, "homophone") if i in words else mark._replace(joins="drop" if i in dropped else mark.joins)
        for i, mark in enumerate(marks)
        for sign in words.get(i, mark.sign)
    ]
    return _without(written, {i for i, mark in enumerate(written) if mark.joins == "drop"})


def _uncovered(marks: list[Mark], known: Mapping[str, str]) -> list[Mark]:
    """加*信: one character of a listed term of three and more covered."""
    out = list(marks)
    for i, mark in enumerate(marks):
        if mark.sign not in MASKS or not (_han(marks, i - 1) and _han(marks, i + 1)):
            continue
        for first in range(max(0, i - 3), i):
            for size in (3, 4, 5):
                written = "".join("*" if j == i else marks[j].sign for j in range(first, min(first + size, len(marks))))
                if (sign := known.get(written, "")) and "*" in written:
                    out[i] = mark._replace(sign=sign, way="scatter")
    return out


def _unlettered(marks: list[Mark]) -> list[Mark]:
    """降a血b糖, 大 x 会 x 堂: single letters between characters."""
    dropped: set[int] = set()
    for i, mark in enumerate(marks):
        if KIND[ord(mark.sign)] != LETTER:
            continue
        first, last = _gap(marks, i, -1), _gap(marks, i, 1)
        if last - first <= 4 and _han(marks, first) and _han(marks, last):
            dropped |= set(range(first + 1, last))
    return _without(marks, dropped) if dropped else marks


def _gap(marks: Sequence[Mark], at: int, step: int) -> int:
    at += step
    while 0 <= at < len(marks) and marks[at].sign == " ":
        at += step
    return at


def _backwards(text: str) -> Iterator[Mark]:
    at = 0
    for clause in CLAUSE.finditer(text):
        yield from (Mark(text[i], i, i + 1) for i in range(at, clause.start()))
        yield from (Mark(text[i], i, i + 1, "scatter") for i in range(clause.end() - 1, clause.start() - 1, -1))
        at = clause.end()
    yield from (Mark(text[i], i, i + 1) for i in range(at, len(text)))
