"""The tables that fold and classify single characters, built once a process.

MAP takes a code point to its folded code point; DROP = leave out, EXPAND = several characters (see `expansion`).
KIND classifies FOLDED code points.
"""

import json
import unicodedata
from functools import cache
from pathlib import Path

import numpy as np

DATA = Path(__file__).parent.parent / "data"
SIZE = 0x110000
DROP, EXPAND = 0xFFFFFFFF, 0xFFFFFFFE
OTHER, HAN, LETTER, DIGIT, SEPARATOR, LINE, STOP, QUOTE, RADICAL = range(9)

KEPT = frozenset("…—“”‘’·•《》〈〉「」『』【】。、\n")  # NFKC would take them apart, or their meaning is ours
STOPS = "。!?;\u2029"
QUOTES = "\"'“”‘’「」『』《》〈〉"
SEPARATORS = " \t\u00a0.·•・‧∙-—–_~*+^|/\\=#&@%$`´¸¨○●□■◆◇△▲▽▼☆★※→←↑↓…丨丶\u1160"
RADICALS = "亻氵扌钅讠纟饣犭忄疒艹彳辶冫礻衤卩阝刂灬罒虍"
# Blocks in which compatibility forms, marks and invisible characters live; everything else folds to itself.
COMPATIBLE = ((0x80, 0x3400), (0xA490, 0xABFF), (0xD800, 0xE000), (0xF900, 0x10000), (0x1D000, 0x1FC00), (0x2F800, 0x2FA20), (0xE0000, 0xE0200))  # fmt: skip
# Letters of other scripts that look like Latin ones (lower case, after NFKC and case folding).
LOOKALIKES = {
    "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "ё": "e", "һ": "h", "і": "i", "ј": "j", "к": "k", "м": "m", "н": "h", "о": "o", "р": "p", "ԛ": "q",
    "ѕ": "s", "т": "t", "у": "y", "ѵ": "v", "ԝ": "w", "х": "x", "α": "a", "β": "b", "ε": "e", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p", "τ": "t",
    "υ": "u", "χ": "x", "ω": "w", "ɡ": "g", "ı": "i", "օ": "o", "ս": "u", "հ": "h", "ѡ": "w", "ꮩ": "v", "ꮃ": "w", "ⅴ": "v", "√": "v", "∨": "v",
}  # fmt: skip
# Capitals that look like another Latin letter than their small form does.
CAPITALS = {
    "Ν": "n",
    "Η": "h",
    "Υ": "y",
    "Ρ": "p",
    "Χ": "x",
    "Β": "b",
    "Μ": "m",
    "В": "b",
    "Н": "h",
    "У": "y",
    "Т": "t",
    "М": "m",
    "К": "k",
}
BADGES = ((0x2776, "1"), (0x2780, "1"), (0x278A, "1"), (0x24F5, "1"))  # ❶ ➀ ➊ ⓵: nine digits each


@cache
def own_tables() -> dict[str, dict[str, str]]:
    """The listed rare characters written for common ones (`lookalikes`) and put-together pieces (`split`)."""
    loaded: dict[str, dict[str, str]] = json.loads((DATA / "folding.json").read_text(encoding="utf-8"))
    return loaded


@cache
def traditional() -> dict[str, str]:
    """Traditional character → simplified one (written by tools/build_traditional.py)."""
    lines = (DATA / "traditional.txt").read_text(encoding="utf-8").split()
    return {line[0]: line[1] for line in lines}


@cache
def badges() -> dict[str, str]:
    """Digits and letters in filled or coloured frames, which NFKC leaves alone."""
    out = {chr(first + i): chr(ord(digit) + i) for first, digit in BADGES for i in range(9)} | {"⓿": "0"}
    for first in (0x1F130, 0x1F150, 0x1F170, 0x1F1E6):
        out |= {chr(first + i): chr(ord("a") + i) for i in range(26)}
    return out


@cache
def folded_one(character: str) -> str:
    """The folded form of one character; '' = left out."""
    if character in KEPT:
        return character
    if unicodedata.category(character) in {"Mn", "Me", "Cf", "Cs"}:
        return "\ufffd" if unicodedata.category(character) == "Cs" else ""
    plain = (
        badges().get(character) or CAPITALS.get(character) or _bare(unicodedata.normalize("NFKC", character).lower())
    )
    singles = traditional()
    rare = own_tables()["lookalikes"]
    return "".join(
        rare.get(c) or LOOKALIKES.get(singles.get(c, c), singles.get(c, c))
        for c in plain
        if unicodedata.category(c) not in {"Mn", "Cf"}
    )


def _bare(plain: str) -> str:
    """Latin letters without their accents and tone marks (zhuàn → zhuan)."""
    parts = unicodedata.normalize("NFD", plain)
    return parts[0] if len(parts) > 1 and parts[0].isascii() and parts[0].isalpha() and len(plain) == 1 else plain


@cache
def expansions() -> dict[int, str]:
    """Code points that fold to several characters."""
    return {}


def _build_map() -> np.ndarray:
    table = np.arange(SIZE, dtype=np.uint32)
    codes = [c for a, b in COMPATIBLE for c in range(a, b)] + list(range(0x41, 0x5B)) + [0xAD]
    codes += [ord(c) for c in (*traditional(), *own_tables()["lookalikes"])]
    for code in codes:
        out = folded_one(chr(code))
        if len(out) == 1:
            table[code] = ord(out)
        elif not out:
            table[code] = DROP
        else:
            table[code] = EXPAND
            expansions()[code] = out
    table[ord("\r")] = DROP
    return table


def _build_kind() -> np.ndarray:
    table = np.zeros(SIZE, dtype=np.uint8)
    table[0x3400:0xA000] = HAN
    table[0x20000:0x32400] = HAN
    table[0x3007] = HAN
    table[ord("a") : ord("z") + 1] = LETTER
    table[ord("0") : ord("9") + 1] = DIGIT
    for a, b in ((0x2190, 0x2BFF), (0x1F000, 0x1FC00)):
        table[a:b] = SEPARATOR
    for characters, kind in (
        (SEPARATORS, SEPARATOR),
        (STOPS, STOP),
        (QUOTES, QUOTE),
        (RADICALS, RADICAL),
        ("\n", LINE),
    ):
        table[[ord(c) for c in characters]] = kind
    return table


def _build_half() -> np.ndarray:
    table = np.zeros(SIZE, dtype=bool)
    table[[ord(c) for c in ",;:?!"]] = True
    return table


HALF = _build_half()
MAP = _build_map()
KIND = _build_kind()
