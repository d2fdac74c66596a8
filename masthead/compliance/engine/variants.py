"""How else a listed term is written to get past a list: pinyin, mixed pinyin, listed homophones, characters taken apart."""

import json
from collections.abc import Iterator
from functools import cache
from itertools import product

from pypinyin import lazy_pinyin

from masthead.compliance.engine.characters import DATA

LONGEST = 5  # longer terms are not spelt out character by character


@cache
def tables() -> dict[str, dict[str, list[str]] | dict[str, str]]:
    loaded: dict[str, dict[str, list[str]] | dict[str, str]] = json.loads(
        (DATA / "variants.json").read_text(encoding="utf-8")
    )
    return loaded


def is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def variants(term: str) -> Iterator[tuple[str, str]]:
    """(other spelling, how it is made) of a folded term of at least two Han characters."""
    if sum(map(is_han, term)) < 2 or not all(is_han(c) or c.isdigit() for c in term):
        return
    seen = {term}
    for spelling, way in (*_spelt(term), *_sounding(term), *_apart(term)):
        if spelling not in seen:
            seen.add(spelling)
            yield spelling, way


def _spelt(term: str) -> Iterator[tuple[str, str]]:
    syllables = lazy_pinyin(term)
    if len(term) > LONGEST or len(syllables) != len(term) or not all(s.isascii() for s in syllables):
        return
    for choice in product((False, True), repeat=len(term)):
        if not any(choice):
            continue
        if all(choice):
            if sum(map(len, syllables)) >= 5:
                yield "".join(syllables), "pinyin"
                yield " ".join(syllables), "pinyin"
        elif len(term) <= 4:
            pieces = [s if spelt else c for c, s, spelt in zip(term, syllables, choice, strict=True)]
            yield "".join(pieces), "pinyin"
            if len(term) <= 3:
                yield " ".join(pieces), "pinyin"


def _sounding(term: str) -> Iterator[tuple[str, str]]:
    for listed, others in tables()["homophones"].items():
        if listed in term:
            for other in others:
                yield term.replace(listed, other), "homophone"


def _apart(term: str) -> Iterator[tuple[str, str]]:
    pieces = tables()["split"]
    whole = "".join(str(pieces.get(c, c)) for c in term)
    if whole != term:
        yield whole, "split"
    for c in term:
        if c in pieces:
            yield term.replace(c, str(pieces[c])), "split"
