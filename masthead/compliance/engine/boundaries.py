"""Whether a hit is a word or the end of one and the beginning of the next (学生|发言 is no 生发)."""

from functools import lru_cache

import rjieba

REACH = 8
HAN = "\u3400"


@lru_cache(maxsize=20_000)
def _edges(window: str) -> frozenset[int]:
    return frozenset(end for _word, _start, end in rjieba.tokenize(window)) | {0}


def crosses_words(text: str, start: int, end: int) -> bool:
    """A word boundary lies inside the span while an end of the span lies inside a word. Only the neighbourhood is segmented."""
    left = start > 0 and text[start - 1] >= HAN
    right = end < len(text) and text[end] >= HAN
    if not left and not right:
        return False
    first = max(0, start - REACH)
    edges = _edges(text[first : end + REACH])
    inside = any(start - first < e < end - first for e in edges)
    return inside and (start - first not in edges or end - first not in edges)


def is_taken_apart(written: str, length: int) -> bool:
    """Whether what a pattern found with the gaps closed was written apart on purpose: by signs, character by character, or inside a word."""
    pieces = written.split()
    joined = "".join(pieces)
    if len(joined) > length:
        return True
    if sum(len(p) == 1 for p in pieces) >= min(3, len(pieces)):
        return True
    edges, place = _edges(joined), 0
    for piece in pieces[:-1]:
        place += len(piece)
        if place not in edges:
            return True
    return False


def is_glued(text: str, start: int, end: int) -> bool:
    """A term that begins or ends with a letter or digit stands inside a longer word or number (vx in vxlan, no.1 in no.10)."""
    return (start > 0 and _is_word(text[start]) and _same(text[start - 1], text[start])) or (
        end < len(text) and _is_word(text[end - 1]) and _same(text[end], text[end - 1])
    )


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _same(a: str, b: str) -> bool:
    return _is_word(a) and a.isdigit() == b.isdigit()
