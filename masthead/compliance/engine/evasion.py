"""Which undoings a finding needed; an evasive hit is a stronger sign of intent than a plain one."""

import unicodedata

from masthead.compliance.engine.characters import DROP, LOOKALIKES, MAP, RADICALS, badges, own_tables, traditional

STRONG = frozenset({"invisible", "lookalike", "homophone", "split", "pinyin", "scatter"})


def undone(original: str) -> tuple[str, ...]:
    """What folding had to undo in that piece of the original text."""
    found: set[str] = set()
    for character in original:
        if character in RADICALS:
            found.add("split")
            continue
        way = "" if MAP[ord(character)] == ord(character) else _way(character, int(MAP[ord(character)]))
        if way:
            found.add(way)
    return tuple(sorted(found))


def _way(character: str, target: int) -> str:
    if target == DROP:
        return "" if character == "\r" else "invisible"
    plain = unicodedata.normalize("NFKC", character)
    if character in badges() or (plain != character and plain.isdigit() and not "０" <= character <= "９"):
        return "digits"
    if plain != character:
        return "width" if plain.isalnum() else ""
    if character in traditional():
        return "traditional"
    if character in own_tables()["lookalikes"]:
        return "homophone"
    return "lookalike" if character.lower() in LOOKALIKES else ""
