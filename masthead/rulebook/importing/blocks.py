"""Places in reading order: what the preview shows and corrects, and what the tree is built from."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext_noop as kept

from masthead.rulebook.importing.characters import squeezed

CHAPTER, SECTION, CLAUSE, TEXT, FURNITURE = "chapter", "section", "clause", "text", "furniture"
ROLES = (CHAPTER, SECTION, CLAUSE, TEXT, FURNITURE)
UNNUMBERED = (kept("正文没有编号，也不在任何一条之下"), kept("设为条并填写编号，或者并入前一条"))


@dataclass
class Block:
    """`text` is the title of a chapter or section, the first paragraph of a clause, a further paragraph, or furniture (`reason` says why).

    `glue`: what joins a further paragraph to the one before ("\\n", or "" where a line was broken inside a sentence).
    """

    role: str
    text: str
    number: str = ""
    glue: str = "\n"
    reason: str = ""
    doubts: list[tuple[str, str]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return {key: value for key, value in asdict(self).items() if value not in ("", [])} | {"glue": self.glue}

    @classmethod
    def of(cls, values: dict[str, Any]) -> "Block":
        doubts = [(str(a), str(b)) for a, b in values.get("doubts", [])]
        known = {k: str(values[k]) for k in ("role", "text", "number", "glue", "reason") if k in values}
        return cls(**{"text": "", **known}, doubts=doubts)


def tree_of(blocks: list[Block]) -> list[dict[str, Any]]:
    """[{number, title, sections: [{number, title, clauses: [{number, text}]}]}]; what has no heading above it stands under an empty one."""
    chapters: list[dict[str, Any]] = []
    clause: dict[str, str] | None = None
    for block in blocks:
        if block.role == FURNITURE:
            continue
        if block.role == CHAPTER:
            chapters.append({"number": block.number, "title": block.text, "sections": []})
            clause = None
            continue
        if not chapters:
            chapters.append({"number": "", "title": "", "sections": []})
        sections = chapters[-1]["sections"]
        if block.role == SECTION:
            sections.append({"number": block.number, "title": block.text, "clauses": []})
            clause = None
        elif block.role == CLAUSE or clause is None:
            if not sections:
                sections.append({"number": "", "title": "", "clauses": []})
            clause = {"number": block.number, "text": block.text}
            sections[-1]["clauses"].append(clause)
        else:
            clause["text"] = (clause["text"] + block.glue + block.text) if clause["text"] else block.text
    for chapter in chapters:
        chapter["sections"] = chapter["sections"] or [{"number": "", "title": "", "clauses": []}]
    return chapters


def doubts_of(blocks: list[Block]) -> list[dict[str, str]]:
    """[{number, where, text, reason, suggestion}] in reading order; `where` is the place above."""
    found, chapter, section = [], "", ""
    for block in blocks:
        if block.role == CHAPTER:
            chapter, section = f"{block.number} {block.text}".strip(), ""
        elif block.role == SECTION:
            section = f"{block.number} {block.text}".strip()
        where = " / ".join(part for part in (chapter, section) if part) or kept("文件开头")
        found += [
            {
                "number": block.number,
                "where": where,
                "text": f"{block.number}{block.text}"[:120],
                "reason": reason,
                "suggestion": suggestion,
            }
            for reason, suggestion in block.doubts
        ]
    return found


def furniture_of(blocks: list[Block]) -> list[dict[str, str]]:
    return [{"text": block.text, "reason": block.reason} for block in blocks if block.role == FURNITURE]


def words_of(blocks: list[Block]) -> str:
    """Everything that the blocks say, without white space."""
    return squeezed("".join(block.number + block.text for block in blocks))


def lost_between(source: str, blocks: list[Block]) -> str:
    """'' when the blocks say exactly what the source says, otherwise what is missing (or '…' when only the order differs)."""
    wanted, got = squeezed(source), words_of(blocks)
    if wanted == got:
        return ""
    missing = Counter(wanted) - Counter(got)
    return "".join(missing.elements()) or "…"
