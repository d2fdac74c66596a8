"""Stable keys for the places of a new text: a place that corresponds to one of the text in force keeps its key, so that guards, probes and links hold.

Corresponds: the same printed decimal number with like words, the same title, or words that are much alike. Everything else gets the number
of its position, or the next free one.
"""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from masthead.rulebook.importing.blocks import CHAPTER, CLAUSE, FURNITURE, SECTION, TEXT, Block
from masthead.rulebook.importing.characters import folded, squeezed
from masthead.rulebook.importing.marks import headingish

LIKE = 0.6
SAME_NUMBER = 0.35
COMPARED = 160
BRACKETS = {"【": "】", "〔": "〕", "[": "]", "《": "》"}


@dataclass(frozen=True)
class Known:
    """A place of the text in force."""

    key: str
    level: str
    title: str
    text: str


@dataclass
class Place:
    """A place to be stored; `index` of its block; `matched` is the place in force whose key it takes over."""

    index: int
    level: str
    number: str
    title: str
    text: str
    parent: int | None
    key: str = ""
    matched: Known | None = None


def places_of_blocks(blocks: list[Block]) -> list[Place]:
    """Chapters, sections and clauses in order; every clause has a chapter, an unnumbered one where the text names none."""
    places: list[Place] = []
    chapter: int | None = None
    section: int | None = None
    clause: int | None = None
    alone = _sections_of_one_text(blocks)
    for index, block in enumerate(blocks):
        if block.role == FURNITURE:
            continue
        if index in alone and chapter is not None:
            places.append(Place(index, CLAUSE, block.number, block.text, "", chapter))
            section, clause = None, len(places) - 1
            continue
        if block.role == CHAPTER or chapter is None:
            places.append(_chapter_place(index, block))
            chapter, section, clause = len(places) - 1, None, None
            if block.role == CHAPTER:
                continue
        if block.role == SECTION:
            named = bool(block.number or block.text)
            if named:
                places.append(Place(index, SECTION, block.number, block.text, "", chapter))
            section, clause = len(places) - 1 if named else None, None
        elif clause is None or (block.role == CLAUSE and index - 1 not in alone):
            places.append(
                Place(index, CLAUSE, block.number, "", block.text, section if section is not None else chapter)
            )
            clause = len(places) - 1
        else:
            one = places[clause]
            one.text = one.text + block.glue + block.text if one.text else block.text
    for place in [p for p in places if p.level == CLAUSE and not p.title]:
        place.title, place.text = _titled(place.text)
    return places


def _chapter_place(index: int, block: Block) -> Place:
    """The chapter that `block` begins, or an unnumbered one for what stands before any."""
    named = block.role == CHAPTER
    return Place(index, CHAPTER, block.number if named else "", block.text if named else _("全文"), "", None)


def _sections_of_one_text(blocks: list[Block]) -> set[int]:
    """A numbered section that holds one text without a number is stored as what it is to a reader: a clause with that number and title."""
    solid = [(i, b) for i, b in enumerate(blocks) if b.role not in (FURNITURE, TEXT)]
    found = set()
    for (i, block), (j, below), after in zip(solid, solid[1:], [*solid[2:], None], strict=False):
        named = block.role == SECTION and block.number and block.text
        alone = j == i + 1 and below.role == CLAUSE and not below.number
        if named and alone and (after is None or after[1].role != CLAUSE):
            found.add(i)
    return found


def _titled(text: str) -> tuple[str, str]:
    """(title, text): a first line that is a title, the words in brackets at the beginning, or the beginning of the sentence."""
    first, _newline, rest = text.partition("\n")
    if rest.strip() and headingish(first, 40):
        return first.strip(), rest.strip()
    closing = BRACKETS.get(text[:1], "")
    if closing and 1 < text.find(closing) <= 30:
        return text[1 : text.find(closing)].strip(), text
    head = text.split("\n", maxsplit=1)[0]
    cut = min((p for p in (head.find(c) for c in "，。；：、,;:") if p > 3), default=len(head))
    return head[: min(cut, 24)], text


def propose(places: list[Place], known: list[Known]) -> None:
    """Fills `key` and `matched` of every place."""
    _match(places, known)
    taken = {p.key for p in places if p.key}
    reserved = {k.key for k in known}
    counts: dict[int | None, int] = {}
    for position, place in enumerate(places):
        counts[place.parent] = counts.get(place.parent, 0) + 1
        if place.key:
            continue
        prefix = f"{places[place.parent].key}." if place.parent is not None else ""
        wanted = counts[place.parent]
        while f"{prefix}{wanted}" in taken or (
            f"{prefix}{wanted}" in reserved and _means_another(place, f"{prefix}{wanted}", known)
        ):
            wanted += 1
        places[position].key = f"{prefix}{wanted}"
        taken.add(place.key)


def _means_another(place: Place, key: str, known: list[Known]) -> bool:
    """The key of a clause in force may not come to mean another clause; a chapter may be renamed."""
    return any(k.key == key and (CLAUSE in (k.level, place.level)) for k in known)


def _match(places: list[Place], known: list[Known]) -> None:
    free = {k.key: k for k in known}
    by_title: dict[tuple[str, str], list[Known]] = {}
    for k in known:
        by_title.setdefault((k.level, squeezed(k.title)), []).append(k)
    for place in places:
        found = free.get(_decimal(place.number))
        if found is None or found.level != place.level or _likeness(place, found) < SAME_NUMBER:
            same = [k for k in by_title.get((place.level, squeezed(place.title)), []) if k.key in free]
            found = same[0] if same else None
        if found is not None:
            _take(place, found, free)
    for place in places:
        if not place.key and place.level == CLAUSE and len(free) <= 400:
            scored = [(_likeness(place, k), k) for k in free.values() if k.level == CLAUSE]
            best = max(scored, key=lambda s: s[0], default=None)
            if best is not None and best[0] >= LIKE:
                _take(place, best[1], free)


def _take(place: Place, found: Known, free: dict[str, Known]) -> None:
    place.key, place.matched = found.key, found
    del free[found.key]


def _decimal(number: str) -> str:
    return squeezed(folded(number)).rstrip(".、:")


def _likeness(place: Place, known: Known) -> float:
    if place.title and place.title == known.title:
        return 1.0
    one, other = squeezed(place.title + place.text)[:COMPARED], squeezed(known.title + known.text)[:COMPARED]
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= SAME_NUMBER else 0.0
