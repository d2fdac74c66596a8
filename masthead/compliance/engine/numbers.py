"""Numbers as people write them to be read by people: 一三八, ①③⑧, 1-3-8, 1 3 8."""

import numpy as np
from numpy.typing import NDArray

from masthead.compliance.engine.characters import SIZE

WRITTEN = ("〇零", "一壹幺", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
NUMERALS = {character: digit for digit, characters in enumerate(WRITTEN) for character in characters}
NUMBER = np.arange(SIZE, dtype=np.uint32)
for _character, _digit in NUMERALS.items():
    NUMBER[ord(_character)] = ord("0") + _digit
UNITS = {"十": 10, "百": 100, "千": 1000}


def value_of(words: str) -> float | None:
    """The value of 12.5, 三万, 5千, 两万五千; None when it is no number."""
    total, part, digits = 0.0, 0.0, ""
    for c in words.replace(",", "").replace("两", "二"):
        if c.isascii() and (c.isdigit() or c == "."):
            digits += c
        elif c in NUMERALS:
            digits += str(NUMERALS[c])
        elif c in UNITS:
            part += (float(digits) if _is_number(digits) else 1) * UNITS[c]
            digits = ""
        elif c in "万亿":
            total += (part + (float(digits) if _is_number(digits) else 0)) * (1e4 if c == "万" else 1e8)
            part, digits = 0.0, ""
        else:
            return None
    if digits and not _is_number(digits):
        return None
    return total + part + (float(digits) if digits else 0)


def _is_number(digits: str) -> bool:
    return bool(digits) and digits.count(".") <= 1 and digits != "."


LEAST, WITHIN = 11, 31  # a mobile number with two signs in each gap


def dense(places: NDArray[np.int64], texts: NDArray[np.int64]) -> list[int]:
    """One place in each stretch of each text where so many digits (Chinese numerals included) stand so close that they can be somebody's number."""
    if places.size < LEAST:
        return []
    far = places[LEAST - 1 :] - places[: 1 - LEAST] < WITHIN
    full, text = places[: 1 - LEAST][far], texts[: 1 - LEAST][far]
    if not full.size:
        return []
    new = (np.diff(full) > WITHIN) | (np.diff(text) > 0)
    stretches: list[int] = full[np.concatenate(([True], new))].tolist()
    return stretches
