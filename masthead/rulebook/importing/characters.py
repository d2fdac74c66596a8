"""Characters as they are met in Chinese policy texts: look-alikes folded one to one, invisible ones, numerals."""

import re
import unicodedata

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
DIGITS = {
    "〇": 0, "零": 0, "○": 0, "◯": 0, "Ｏ": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "两": 2, "兩": 2,
    "壹": 1, "贰": 2, "貳": 2, "叁": 3, "參": 3, "叄": 3, "肆": 4, "伍": 5, "陆": 6, "陸": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
TENS = {"廿": 20, "卅": 30, "卌": 40}
NUMERALS = "".join([*DIGITS, *UNITS, *TENS])
TRADITIONAL = {
    "條": "条",
    "節": "节",
    "編": "编",
    "項": "项",
    "錄": "录",
    "則": "则",
    "頁": "页",
    "總": "总",
    "規": "规",
}
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
TERMINAL = frozenset("。！？；：!?;:…”」』．.")
SPACES = re.compile(r"\s+")
LONE_CHARACTERS = re.compile(r"[\u3400-\u9fff](?:\s+[\u3400-\u9fff])+")


def _folds() -> dict[int, str]:
    """Full-width forms, radicals from PDF copies and compatibility ideographs, each to one character."""
    table: dict[int, str] = {
        ord(c): " "
        for c in "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
    }
    for low, high in ((0x2E80, 0x2FD6), (0xF900, 0xFB00), (0xFF01, 0xFF5F)):
        for code in range(low, high):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                table[code] = plain
    table.update({ord(k): v for k, v in TRADITIONAL.items()})
    table.update(
        {
            ord("﹒"): ".",
            ord("∙"): "·",
            ord("﹣"): "-",
            ord("−"): "-",
            ord("–"): "-",
            ord("—"): "-",
            ord("―"): "-",
            ord("─"): "-",
        }
    )
    return table


FOLDS = _folds()


def folded(text: str) -> str:
    """`text` for matching: the same length, look-alikes made equal."""
    return text.translate(FOLDS)


def squeezed(text: str) -> str:
    """`text` without any white space: what must be conserved."""
    return SPACES.sub("", text)


def title_case(text: str) -> str:
    """「总　　则」 set wide for the look of it is 「总则」."""
    bare = text.strip()
    return SPACES.sub("", bare) if LONE_CHARACTERS.fullmatch(bare) else bare


def number_of(text: str) -> int | None:
    """Value of 十二, 一百零三, 二〇二三, 廿一, 12, １２; None when it is no number."""
    bare = squeezed(folded(text))
    if not bare or len(bare) > 12:
        return None
    if bare.isascii() and bare.isdigit():
        return int(bare)
    if all(c in DIGITS for c in bare):
        return int("".join(str(DIGITS[c]) for c in bare))
    return _counted(bare)


def _counted(bare: str) -> int | None:
    total, digit = 0, None
    for char in bare:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in UNITS:
            total += (1 if digit is None else digit) * UNITS[char]
            digit = None
        elif char in TENS:
            total += TENS[char]
        else:
            return None
    return total + (digit or 0)


def counting(value: int) -> str:
    """十二, 一百零三: the way a person counts."""
    if value < 0 or value > 9999:
        return str(value)
    digits, out, zero = "零一二三四五六七八九", "", False
    if value == 0:
        return "零"
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            out += ("零" if zero else "") + digits[digit] + name
            zero = False
        elif out and value:
            zero = True
    return out[1:] if out.startswith("一十") else out
