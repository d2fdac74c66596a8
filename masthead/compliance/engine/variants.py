"""How else a listed term is written to get past a list: pinyin, mixed pinyin, listed homophones, characters taken apart."""

import json
from collections.abc import Iterator
from functools import cache
from itertools import product

from pypinyin import lazy_pinyin

from masthead.compliance.engine.characters import DATA

# Characters that bind words: a term with one of them in it would be found in plain sentences.
BINDING = frozenset(
    "的地得了着过是在有和与及或而但就都也还又再很太更最不没无非未别把被将让使给对向从到往于以为因由所之其此这那哪某每各一二两三四五六七八九十百千万几多少个只些上下中里外前后左右内大小好要会能可应该我你他她它们您咱谁什么怎时年月日号天人家者吗呢吧啊呀即并且若如像似同跟比按据经通用做作出来去起开说看想叫请"
)
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
    han = sum(map(is_han, term))
    if han < 2:
        return
    seen = {term}
    spelt = _spelt(term) if han == len(term) else ()
    for spelling, way in (*spelt, *_sounding(term), *_apart(term)):
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
