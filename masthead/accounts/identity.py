"""Who an account is: names that look alike are one name, credit codes and filing numbers have a shape."""

import re
import unicodedata

DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
FILING_SHAPES = {
    "icp": re.compile(r"[\u4e00-\u9fff](ICP[备证])\d{6,10}号(-\d{1,3})?"),
    "police": re.compile(r"[\u4e00-\u9fff]公网安备\d{14}号?"),
    "app": re.compile(r"[\u4e00-\u9fff](ICP备)\d{6,10}号-\d{1,4}A"),
    "mini": re.compile(r"[\u4e00-\u9fff](ICP备)\d{6,10}号-\d{1,4}X"),
    "other": re.compile(r".{4,60}"),
}
SAMPLES = {
    "icp": "沪ICP备12345678号-1",
    "police": "沪公网安备31010102000001号",
    "app": "沪ICP备12345678号-2A",
    "mini": "沪ICP备12345678号-3X",
}
"""How each register writes its numbers; the same in every language."""


def likeness(text: str) -> str:
    """One key for a name however it was typed: full width, case and spaces make no difference."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def credit_code(text: str) -> str:
    """A 统一社会信用代码 as it is written on the licence: half width, capitals, no spaces."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()


def is_credit_code(code: str) -> bool:
    """Does the last character agree with the other seventeen?  Source: GB 32100-2015, 31-adic weighted sum."""
    if len(code) != 18 or any(c not in DIGITS for c in code):
        return False
    total = sum(DIGITS.index(c) * w for c, w in zip(code, WEIGHTS, strict=False))
    return DIGITS[(31 - total % 31) % 31] == code[17]


def check_digit(seventeen: str) -> str:
    """The character that completes a code; for samples."""
    return DIGITS[(31 - sum(DIGITS.index(c) * w for c, w in zip(seventeen, WEIGHTS, strict=True)) % 31) % 31]


def is_filing(kind: str, number: str) -> bool:
    """Has the number the shape of its register?"""
    return bool(FILING_SHAPES[kind].fullmatch(number))
