"""Numbers in the formats of Word lists (w:numFmt)."""

from collections.abc import Callable

from masthead.rulebook.importing.characters import counting

STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
LEGAL_TRADITIONAL = str.maketrans("零一二三四五六七八九十百千", "零壹貳參肆伍陸柒捌玖拾佰仟")
ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def _roman(value: int) -> str:
    out = ""
    for unit, letters in ROMAN:
        while value >= unit:
            out, value = out + letters, value - unit
    return out


def _letter(value: int) -> str:
    """A … Z, AA, BB: as Word goes on."""
    times, at = divmod(value - 1, 26)
    return chr(65 + at) * (times + 1)


def _enclosed(first: int, most: int) -> Callable[[int], str]:
    return lambda value: chr(first + value - 1) if 1 <= value <= most else str(value)


def _digital(value: int) -> str:
    return "".join("〇一二三四五六七八九"[int(d)] for d in str(value))


def _of_cycle(signs: str) -> Callable[[int], str]:
    return lambda value: signs[(value - 1) % len(signs)]


def _circled(value: int) -> str:
    if 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    return chr(0x3251 + value - 21) if 21 <= value <= 35 else str(value)


def _legal(value: int) -> str:
    text = counting(value)
    return ("一" + text if text.startswith("十") else text).translate(LEGAL)


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda v: f"{v:02d}",
    "decimalHalfWidth": str,
    "decimalFullWidth": lambda v: str(v).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "decimalFullWidth2": lambda v: str(v).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "upperRoman": _roman,
    "lowerRoman": lambda v: _roman(v).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda v: _letter(v).lower(),
    "chineseCounting": counting,
    "chineseCountingThousand": counting,
    "japaneseCounting": counting,
    "taiwaneseCounting": counting,
    "taiwaneseCountingThousand": counting,
    "koreanCounting": counting,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "ideographTraditional": _of_cycle(STEMS),
    "ideographZodiac": _of_cycle(BRANCHES),
    "ideographZodiacTraditional": lambda v: STEMS[(v - 1) % 10] + BRANCHES[(v - 1) % 12],
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": lambda v: (
        "一" + counting(v) if counting(v).startswith("十") else counting(v)
    ).translate(LEGAL_TRADITIONAL),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _enclosed(0x2488, 20),
    "decimalEnclosedParen": _enclosed(0x2474, 20),
    "ideographEnclosedCircle": _enclosed(0x3280, 10),
    "ordinal": lambda v: f"{v}.",
}
SILENT = frozenset({"none", "bullet"})


def printed(value: int, fmt: str) -> str:
    """`value` as Word prints it; '' for levels that print no number."""
    if fmt in SILENT or (
        value <= 0 and fmt not in ("decimal", "decimalZero", "chineseCounting", "chineseCountingThousand")
    ):
        return "" if fmt in SILENT else str(value)
    return FORMATS.get(fmt, str)(value)
