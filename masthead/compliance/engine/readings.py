"""What a text also says to a reader who sees through its disguise: 杀(shā)菌, [保][收][益], 加加微微信信, 降a血b糖, guan注, 送彩🥇, 加*信, 信微加（倒着读）.

Only texts with such a sign are written out once more, as plain words, and checked again; a finding there counts where something was undone.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from masthead.compliance.engine import expressions as regex
from masthead.compliance.engine.characters import DIGIT, HAN, KIND, LETTER, SEPARATOR, SIZE, STOP
from masthead.compliance.engine.disguises import Spellings, pictures
from masthead.compliance.engine.folding import Codes, Folded
from masthead.compliance.engine.sounds import syllables
from masthead.compliance.engine.squeeze import squeeze
from masthead.compliance.engine.variants import LONGEST

OPEN, CLOSE, MASKS = "[【〔{(〖「『“‘《〈\"'", "]】〕})〗」』”’》〉\"'", "*×○●□■█x"
FILLERS, PARTING = "口囗乂メ", ",、。/|;!"
BACKWARDS = ("倒着", "反着", "倒过来", "反过来", "从右", "从后", "逆着", "倒序", "逆序", "倒读", "反读", "倒念", "反念")
FIRST_PICTURE, FIRST_KANA, LAST_KANA, SPACE, STOP_SIGN = 0x2600, 0x3041, 0x30FF, 0x20, 0x0A
SHORTEST, REACH = 4, 60  # characters; of context that a reading keeps on each side
MEASURES = "年月日号天时点分秒元折个周度岁米斤克人次件位名款种倍层楼届期章节集页"
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


class Suspect(NamedTuple):
    """A stretch of a text with signs of a disguise, and what stands around it; places are those of the stream."""

    number: int
    begin: int
    end: int
    spelt: Sequence[tuple[int, int, str]]  # words written otherwise in it
    cued: bool  # it says that it is to be read backwards


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


def _table(characters: str) -> NDArray[np.bool_]:
    table = np.zeros(SIZE, dtype=bool)
    table[[ord(c) for c in characters]] = True
    return table


def _words(which: int) -> Codes:
    table = np.zeros(SIZE, dtype=np.uint32)
    for picture, word in pictures().items():
        table[ord(picture)] = ord(word[which])
    return table


OPENS, CLOSES, MASKED, PARTED, MEASURED = map(_table, (OPEN, CLOSE, MASKS, FILLERS + PARTING, MEASURES))
SIGNS = OPENS | MASKED | PARTED | _table("".join(pictures()) + "abcdefghijklmnopqrstuvwxyz0123456789")
SIGNS[FIRST_KANA : LAST_KANA + 1] = True
SIGNS[0x1F300:0x1FA00] = True
FIRST_OF_PICTURE, LAST_OF_PICTURE = _words(0), _words(-1)


def suspects(fold: Folded, starts: Sequence[int], ends: Sequence[int], spellings: Spellings) -> list[Suspect]:
    """Stretches of the texts of a stream that have signs of one of these disguises; signs near one another share theirs."""
    if fold.codes.size < SHORTEST:
        return []
    same = np.flatnonzero((fold.codes[1:] == fold.codes[:-1]) & (fold.kinds[1:] == HAN))
    doubled = same[:-1][np.diff(same) == 2]
    spelt = list(spellings.hits(fold))
    cued = [m.start() for m in CUE.finditer(fold.text)] if any(c in fold.text for c in BACKWARDS) else []
    written = [start for start, _end, _word in spelt]
    places = np.concatenate((_telling(fold, spellings), doubled, np.array(written + cued, dtype=np.int64)))
    stretches: list[tuple[int, int, int]] = []
    for place in np.sort(places).tolist():
        number = bisect_right(starts, place) - 1
        if stretches and stretches[-1][0] == number and place - stretches[-1][2] < REACH:
            stretches[-1] = (*stretches[-1][:2], place)
        else:
            stretches.append((number, place, place))
    return [
        Suspect(
            number,
            begin := max(starts[number], first - REACH),
            end := min(ends[number], last + 1 + REACH),
            [hit for hit in spelt[bisect_left(written, begin) : bisect_left(written, end)] if hit[1] <= end],
            any(first <= at <= last for at in cued),
        )
        for number, first, last in stretches
    ]


def _telling(fold: Folded, spellings: Spellings) -> NDArray[np.int64]:
    """Signs in places in which a lawful text seldom has them."""
    codes = np.concatenate((fold.codes, np.full(3, STOP_SIGN, dtype=np.uint32)))
    kinds = np.concatenate((fold.kinds, np.full(3, STOP, dtype=np.uint8)))
    at = np.flatnonzero(SIGNS.take(codes))
    at = at[at > 1]
    left, right = at - 1 - (codes[at - 1] == SPACE), at + 1 + (codes[at + 1] == SPACE)
    between = (kinds[left] == HAN) & (kinds[right] == HAN)
    known = spellings.joins(codes[left], codes[right])
    glued = between & (right - left == 2)
    kind, here, after, behind = kinds[at], codes[at], kinds[at - 1] == HAN, kinds[at + 1] == HAN
    framed = OPENS.take(here) & ((behind & CLOSES.take(codes[at + 2])) | (after & (kinds[at + 1] == LETTER)))
    same = here == codes[at + 2]
    telling = np.select(
        [
            kind == LETTER,
            kind == DIGIT,
            (here >= FIRST_KANA) & (here <= LAST_KANA),
            MASKED.take(here),
            (kind == SEPARATOR) & (here >= FIRST_PICTURE),
            PARTED.take(here),
        ],
        [
            glued | (between & known),
            glued & known & ~MEASURED.take(codes[at + 1]),
            glued & known,
            glued,
            ((same | (here == codes[at + 3])) & behind) | _drawn(codes, at, spellings),
            same & after & behind & (kinds[at + 3] == HAN),
        ],
        framed,
    )
    found: NDArray[np.int64] = at[telling.astype(bool)]
    return found


def _drawn(codes: Codes, at: NDArray[np.int64], spellings: Spellings) -> NDArray[np.bool_]:
    """Pictures whose word belongs to a character beside them."""
    first, last = FIRST_OF_PICTURE.take(codes[at]), LAST_OF_PICTURE.take(codes[at])
    beside: NDArray[np.bool_] = spellings.joins(codes[at - 1], first) | spellings.joins(last, codes[at + 1])
    return beside & (first > 0)


def readings(fold: Folded, suspect: Suspect, start: int, end: int, spellings: Spellings) -> Iterator[Reading]:
    """Each way in which that stretch of the text between `start` and `end` can be read beside the plain one; places count from `start`."""
    first = suspect.begin - start
    plain = [Mark(c, i, i + 1) for i, c in enumerate(fold.text[suspect.begin : suspect.end], first)]
    undone = list(_unspelt(plain, [(a - suspect.begin, b - suspect.begin, word) for a, b, word in suspect.spelt]))
    for step in (_unnoted, _unboxed, _undoubled, _unparted, _unpictured):
        undone = step(undone)
    undone = _uncovered(undone, spellings.covered)
    if len(undone) != len(plain) or any(m.way for m in undone):
        yield Reading(undone)
    bare = _unlettered(undone)
    if len(bare) != len(undone):
        yield Reading(bare)
    if suspect.cued:
        yield Reading(list(_backwards(fold.text[start:end])))


def closed(fold: Folded, window: tuple[int, int]) -> Reading | None:
    """The text around that stretch with its gaps closed."""
    second = squeeze(fold)
    if second is None:
        return None
    stream = second.whole
    around = max(0, window[0] - REACH), min(len(fold.text), window[1] + REACH)
    begin, end = np.searchsorted(stream.places, around).tolist()
    places = stream.places[begin:end].tolist()
    return Reading([Mark(c, p, p + 1) for c, p in zip(stream.text[begin:end], places, strict=True)], closes=True)


def _han(marks: Sequence[Mark], at: int) -> bool:
    return 0 <= at < len(marks) and KIND[ord(marks[at].sign)] == HAN


def _unspelt(marks: Sequence[Mark], hits: Iterable[tuple[int, int, str]]) -> Iterator[Mark]:
    at = 0
    for start, end, word in hits:
        if start < at:
            continue
        yield from marks[at:start]
        first, last = marks[start].first, marks[end - 1].last
        for number, sign in enumerate(word):
            yield Mark(sign, first if not number else last - 1, last, "homophone")
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
            dropped |= {
                p for d in (2, 3) if marks[i + d : i + d + 1] and marks[i + d].sign == mark.sign for p in (i, i + d)
            }
    if not words and not dropped:
        return marks
    written = [
        Mark(sign, mark.first, mark.last, "homophone")
        if i in words
        else mark._replace(joins="drop" if i in dropped else mark.joins)
        for i, mark in enumerate(marks)
        for sign in words.get(i, mark.sign)
    ]
    return _without(written, {i for i, mark in enumerate(written) if mark.joins == "drop"})


def _uncovered(marks: list[Mark], known: Mapping[str, str]) -> list[Mark]:
    """加*信, 国家j: one character of a listed word of three and more covered, or only begun."""
    out = list(marks)
    for i, mark in enumerate(marks):
        letter = KIND[ord(mark.sign)] == LETTER
        if not (letter or mark.sign in MASKS) or not _han(marks, i - 1) or (letter and _is_letter(marks, i + 1)):
            continue
        for first, size in ((f, z) for z in range(LONGEST, 2, -1) for f in range(max(0, i - z + 1), i)):
            written = "".join("*" if j == i else marks[j].sign for j in range(first, min(first + size, len(marks))))
            sign = known.get(written, "")
            begun = mark.sign == "x" or syllables().get(sign, "").startswith(mark.sign)
            if sign and (begun if letter else _han(marks, i + 1)):
                out[i] = mark._replace(sign=sign, way="scatter")
                break
    return out


def _is_letter(marks: Sequence[Mark], at: int) -> bool:
    return at < len(marks) and KIND[ord(marks[at].sign)] == LETTER


def _unparted(marks: list[Mark]) -> list[Mark]:
    """稳，赚，不，赔 or 稳口赚口不口赔: the same sign between single characters, twice at least."""
    dropped: set[int] = set()
    for i in range(1, len(marks) - 3):
        sign = marks[i].sign
        if sign not in FILLERS + PARTING or marks[i + 2].sign != sign:
            continue
        if all(_han(marks, p) and marks[p].sign != sign for p in (i - 1, i + 1, i + 3)):
            dropped |= {i, i + 2}
    return _without(marks, dropped) if dropped else marks


def _unlettered(marks: list[Mark]) -> list[Mark]:
    """降a血b糖, 大 x 会 x 堂, 治の疗: single letters, digits and kana between characters."""
    dropped: set[int] = set()
    for i, mark in enumerate(marks):
        if not _is_single(mark.sign):
            continue
        first, last = _gap(marks, i, -1), _gap(marks, i, 1)
        if last - first <= 4 and _han(marks, first) and _han(marks, last):
            dropped |= set(range(first + 1, last))
    return _without(marks, dropped) if dropped else marks


def _is_single(sign: str) -> bool:
    return KIND[ord(sign)] in {LETTER, DIGIT} or FIRST_KANA <= ord(sign) <= LAST_KANA


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
