"""Numbers that may begin a place, wherever they stand in a line, with what speaks for and against each."""

import re
from dataclasses import dataclass

from masthead.rulebook.importing.characters import CIRCLED, NUMERALS, number_of
from masthead.rulebook.importing.lines import Line

PART, SUBPART, CHAPTER, SECTION, ARTICLE = "part", "subpart", "chapter", "section", "article"
NAMED = (PART, SUBPART, CHAPTER, SECTION, ARTICLE)
"""第X编 第X分编 第X章 第X节 第X条, from the outermost; their order is fixed by their names."""
UNIT_KINDS = {"编": PART, "篇": PART, "部分": PART, "分编": SUBPART, "章": CHAPTER, "节": SECTION, "条": ARTICLE}
HEADINGS = tuple(f"h{level}" for level in range(1, 10))
PRIOR = (
    *NAMED, *HEADINGS, "legal", "stem", "roman", "dun", "han", "paren", "level1", "dot", "level2", "level3", "level4", "arabic", "half", "bare",
    "circled", "latin",
)  # fmt: skip
"""The usual nesting, from the outermost; the document itself may overrule it among unnamed kinds."""

STEMS = "甲乙丙丁戊己庚辛壬癸"
ROMAN = {"I": 1, "V": 5, "X": 10}
N = rf"[{NUMERALS}0-9]"
NAMED_MARK = re.compile(
    rf"第\s{{0,3}}({N}(?:\s{{0,2}}{N}){{0,9}})\s{{0,3}}(部分|分编|[编篇章节条])(?:\s?之\s?([一二三四五六七八九十]{{1,3}}))?"
)
BRACKETED = re.compile(r"[【\[〔(「]\s{0,2}(第[^】\])〕」]{1,14}[编篇章节条])\s{0,2}[】\])〕」]")
ENGLISH_MARK = re.compile(
    r"(part|chapter|section|article|clause)\s{1,3}(\d{1,3}|[IVX]{1,6})(?![\w(]|\.\d)\s?[.:]?", re.IGNORECASE
)
ENGLISH_KINDS = {"part": PART, "chapter": CHAPTER, "section": SECTION, "article": ARTICLE, "clause": ARTICLE}
GENERIC = (
    ("level", re.compile(r"第\s?(\d{1,2}(?:\s?\.\s?\d{1,3}){1,3})\s?[条节款]")),
    ("level", re.compile(r"([A-Z]\.\d{1,3}(?:\.\d{1,3}){0,3})(?![\d.])")),
    ("level", re.compile(r"(\d{1,2}(?:\s?\.\s?\d{1,3}){1,5})(?![\d])\s?[.、．:]?(?!\d)")),
    ("legal", re.compile(r"([壹贰叁肆伍陆柒捌玖拾貳參陸]{1,4})\s{0,2}[、.:]")),
    ("stem", re.compile(rf"([{STEMS}])\s{{0,2}}[、.]")),
    ("roman", re.compile(r"([IVX]{1,5}|[Ⅰ-Ⅻ])\s{0,2}[.、:](?![a-zA-Z])")),
    ("dun", re.compile(r"([一二三四五六七八九十百廿卅]{1,5})\s{0,2}(?:[、.]|:|,(?=\S))")),
    ("paren", re.compile(r"[(\[〔【]\s{0,2}([一二三四五六七八九十百]{1,5})\s{0,2}[)\]〕】]\s?[、.]?")),
    ("arabic", re.compile(r"[(\[〔【]\s{0,2}(\d{1,3})\s{0,2}[)\]〕】]\s?[、.]?")),
    ("half", re.compile(r"(\d{1,3})\s?\)\s?[、.]?")),
    ("dot", re.compile(r"(\d{1,3})\s?(?:[、]|\.(?!\d)|。)")),
    ("circled", re.compile(rf"([{CIRCLED}])\s?[、.]?")),
    ("latin", re.compile(r"([a-zA-Z])[.)、](?![a-zA-Z0-9])")),
    ("han", re.compile(r"([一二三四五六七八九十]{1,3})(?=\s{1,4}\S)")),
    ("bare", re.compile(r"(\d{1,2})(?=\s|$)(?!\s*[-/年月日%])")),
)
STUCK = re.compile(r"(\d{1,2})(?=[\u3400-\u9fff])(?![年月日号个条章节])")
REFERS_AFTER = re.compile(
    r"(?:的|所(?![有属在])|规定|之规定|[和及与或至到~]|-\s?[第\d]|、\s?第|,\s?第|第\s?.{1,6}?\s?[款项条目]|[一二三四五六七八九十]{0,2}[款项](?!目)|以外|除外|为准|》|”|\)|」|』|,|;|。)"
)
REFERS_SPACED = re.compile(r"\s+(?:的|所列|所述|规定的|之规定|第\s?.{1,6}?\s?[款项])")
MAY_REFER_AFTER = re.compile(
    r"(?:中(?![心国央层期文])|内(?![容部外])|要求|情形|予以|相关|有关|明确|列明|约定|载明|执行|办理|处理)"
)
REFERS_BEFORE = re.compile(
    r"(?:依照|按照|依据|根据|违反|符合|参照|适用|执行|遵守|遵照|见|除|前|本|该|上述|同|即|在|由|对|和|及|与|或|至|到|、|“|《|「|[章节条编款项(~-]|依|据|按|如|以|属于|触犯|出现|于|为|将|从|有)\s{0,2}$"
)
NAMES_BEFORE = re.compile(r"(?:制度|办法|规定|细则|法|条例|章程|规则|规範|规范)$")
BROKEN_BEFORE = re.compile(
    r"(?:依照|按照|依据|根据|违反|符合|参照|适用|遵守|见|和|及|与|或|至|、|“|《|本制度|本办法|本规定|依|据|按|本细则|条例|章程|前款|依照本制度)$"
)
UNITS_AFTER = re.compile(r"\s?(?:[%‰°℃]|万|亿|元|倍|小时|分钟|版(?!本|权|面|式)|折|cm|mm|kg|MB|GB|KB)", re.IGNORECASE)
HEADING_END = frozenset("。；;！!？?，,：:、")
SENTENCE_END = frozenset("。！？!?；;…")
CLOSERS = frozenset("”」』）)】")
FEWEST = -3.0
"""A candidate below this is never looked at again."""


@dataclass(slots=True)
class Mark:
    """A number at `start`..`end` of a line (`end` behind its delimiter). `scheme` tells what it is one of; `value` its place in the count."""

    line: int
    start: int
    end: int
    scheme: str
    value: tuple[int, ...]
    branch: int
    score: float
    inline: bool
    guessed: bool = False
    remarks: tuple[str, ...] = ()


def headingish(text: str, most: int = 30) -> bool:
    """Short, no sentence: may be a title."""
    if len(text) > 4 * most:
        return False
    bare = text.strip()
    if bare.isascii():
        return 0 < len(bare) <= 2 * most and bare[-1] not in ".;:,!?" and ". " not in bare
    return 0 < len(bare) <= most and bare[-1] not in HEADING_END and "。" not in bare and "；" not in bare


def leading(line: Line) -> Mark | None:
    """The number with which a line begins, without regard to its neighbours (line and score are filled in by the caller)."""
    if line.fixed or line.furniture:
        return None
    if line.lead is None:
        line.lead = (
            _named_at(line.plain, 0)
            or _bracketed(line.plain, 0)
            or _english_at(line.plain, 0)
            or generic_at(line.plain, 0, line),
        )
        if line.counts and line.lead[0] is not None:
            line.lead[0].value = (line.counts,)
    found: Mark | None = line.lead[0]
    if found is None:
        return None
    return Mark(
        found.line, found.start, found.end, found.scheme, found.value, found.branch, found.score, inline=found.inline
    )


def _named_at(plain: str, position: int) -> Mark | None:
    found = NAMED_MARK.match(plain, position)
    value = number_of(found[1]) if found else None
    if found is None or value is None:
        return None
    branch = number_of(found[3]) or 0 if found[3] else 0
    return Mark(
        0,
        position,
        _after_delimiter(plain, found.end()),
        UNIT_KINDS[found[2]],
        (value,),
        branch,
        0.0,
        inline=position > 0,
    )


def _bracketed(plain: str, position: int) -> Mark | None:
    """【第一条】 and （第一章）."""
    found = BRACKETED.match(plain, position)
    inner = NAMED_MARK.fullmatch(found[1]) if found else None
    value = number_of(inner[1]) if inner else None
    if found is None or inner is None or value is None:
        return None
    return Mark(
        0, position, _after_delimiter(plain, found.end()), UNIT_KINDS[inner[2]], (value,), 0, 0.0, inline=position > 0
    )


def _english_at(plain: str, position: int) -> Mark | None:
    """Chapter 1, ARTICLE IV; a reference (Article 4 requires …) goes on in small letters."""
    found = ENGLISH_MARK.match(plain, position)
    if found is None or not found[1][0].isupper() or re.match(r"\s?[a-z,;)]", plain[found.end() : found.end() + 2]):
        return None
    value = int(found[2]) if found[2].isdigit() else (_roman(found[2]) or (0,))[0]
    return Mark(0, position, found.end(), ENGLISH_KINDS[found[1].lower()], (value,), 0, 0.0, inline=position > 0)


def _after_delimiter(plain: str, end: int) -> int:
    """A colon or a mark of enumeration belongs to the number as it is printed: 第一条：, 第一章、."""
    following = plain[end : end + 2].lstrip(" ")
    if plain.startswith("--", end) and plain[end + 2 : end + 3] not in ("第", "-"):
        return end + 2
    return plain.index(following[0], end) + 1 if following and following[0] in "、:." else end


def generic_at(plain: str, position: int, line: Line) -> Mark | None:
    for scheme, pattern in GENERIC:
        found = pattern.match(plain, position)
        if found is None or (value := _value(scheme, found[1])) is None:
            continue
        kind = f"level{len(value)}" if scheme == "level" else scheme
        if line.row and scheme != "level":
            return None
        return Mark(0, position, found.end(), kind, value, 0, 0.0, inline=position > 0)
    return None


def stuck_at(line: Line) -> Mark | None:
    """`3附则`: a digit without any delimiter, believed only where 3.1 follows."""
    found = STUCK.match(line.plain) if not (line.fixed or line.furniture or line.row) else None
    if found is None or not headingish(line.plain[found.end() :], 20):
        return None
    return Mark(0, 0, found.end(), "stuck", (int(found[1]),), 0, 0.0, inline=False)


def _value(scheme: str, printed: str) -> tuple[int, ...] | None:
    if scheme == "level":
        return _levels(printed)
    if scheme == "circled":
        return (CIRCLED.index(printed) + 1,)
    if scheme == "stem":
        return (STEMS.index(printed) + 1,)
    if scheme == "roman":
        return _roman(printed)
    if scheme == "latin":
        return (ord(printed.lower()) - 96,)
    value = number_of(printed)
    return None if not value else (value,)


def _levels(printed: str) -> tuple[int, ...] | None:
    """1.2.3, A.1 (an annex), 1.0 (which is 1)."""
    parts = [ord(p) - 64 if p.isalpha() else int(p) for p in printed.replace(" ", "").split(".")]
    while len(parts) > 1 and parts[-1] == 0:
        parts.pop()
    return tuple(parts) if parts[0] > 0 else None


def _roman(printed: str) -> tuple[int, ...] | None:
    if printed > "Z":
        return (ord(printed) - 0x2160 + 1,)
    value = 0
    for char, following in zip(printed, [*printed[1:], ""], strict=True):
        own = ROMAN[char]
        value += -own if following and ROMAN[following] > own else own
    return (value,)


def named_inside(line: Line) -> list[Mark]:
    """Every 第X章/节/条 of a line that is not at its beginning."""
    if line.fixed or line.furniture:
        return []
    found = []
    for place in NAMED_MARK.finditer(line.plain, 1):
        mark = _named_at(line.plain, place.start())
        if mark is not None:
            found.append(mark)
    return found


def generic_inside(line: Line) -> list[Mark]:
    """Numbers behind the end of a sentence or a wide gap: places whose line break was lost."""
    if line.fixed or line.furniture or line.row:
        return []
    found = []
    for place in re.finditer(r"[。！!？?]\s{0,4}|\s{1,8}", line.plain):
        if place[0] == " " and not _ends_title(line, place.start()):
            continue
        if 0 < place.end() < len(line.plain) and (mark := generic_at(line.plain, place.end(), line)) is not None:
            found.append(mark)
    return found


def _ends_title(line: Line, position: int) -> bool:
    """One space ends the title of the place that the line begins with: 二、职责 （一）…"""
    first = leading(line)
    gap = (
        line.plain[first.end : position].strip() if first is not None and first.end < position < first.end + 24 else ""
    )
    return 0 < len(gap) <= 16 and not any(c in "。，；：、,;:" for c in gap)
