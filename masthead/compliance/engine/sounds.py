"""Terms with one character written by another of the same sound (稳赚 → 稳攥): a stream of sounds with an automaton of its own.

Each Chinese character stands for all that sound alike, so a term is looked for once instead of in every spelling.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from pypinyin import lazy_pinyin

from masthead.compliance.engine.characters import SIZE
from masthead.compliance.engine.variants import BINDING, LONGEST, is_han

FIRST_RARE = 0xD8  # rows of the standard set from here on hold its rarer characters


@cache
def _standard() -> tuple[list[str], frozenset[str]]:
    """(all characters of the standard set, the rarer ones)."""
    characters = [bytes((a, b)).decode("gb2312", "ignore") for a in range(0xB0, 0xF8) for b in range(0xA1, 0xFF)]
    known = [c for c in characters if c]
    return known, frozenset(c for c in known if c.encode("gb2312")[0] >= FIRST_RARE)


@cache
def syllables() -> dict[str, str]:
    """Character → its most common syllable."""
    known, _rare = _standard()
    return dict(zip(known, lazy_pinyin(known), strict=True))


@cache
def table() -> NDArray[np.uint32]:
    """Code point → the first character of that sound."""
    out = np.arange(SIZE, dtype=np.uint32)
    first: dict[str, int] = {}
    for character, sound in syllables().items():
        out[ord(character)] = first.setdefault(sound, ord(character))
    return out


@cache
def is_rare() -> NDArray[np.bool_]:
    """Which code points are rarer characters of the standard set."""
    out = np.zeros(SIZE, dtype=bool)
    out[[ord(c) for c in _standard()[1]]] = True
    return out


def sounding(term: str) -> str:
    """The term in sounds; '' when it is not looked for by sound."""
    han = sum(map(is_han, term))
    if not 2 <= han <= LONGEST or han != len(term):
        return ""
    return "".join(chr(table()[ord(c)]) for c in term)


def is_misspelt(written: str, term: str) -> bool:
    """Exactly one character is another one: any in terms of three and more, only a rare one in terms of two."""
    others = [w for w, t in zip(written, term, strict=True) if w != t]
    if len(others) != 1:
        return False
    (other,) = others
    return other in _standard()[1] or (len(term) > 2 and other not in BINDING)
