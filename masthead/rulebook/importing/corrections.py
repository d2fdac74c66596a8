"""Corrections of a preview: each gives the new blocks and the patch that takes it back."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_noop as kept

from masthead.rulebook.importing.blocks import CLAUSE, FURNITURE, TEXT, Block
from masthead.rulebook.importing.lines import Line
from masthead.rulebook.importing.marks import leading

Patch = dict[str, Any]
BY_HAND = kept("由核对人标为版面文字")


def changed(blocks: list[Block], at: int, count: int, new: list[Block]) -> tuple[list[Block], Patch]:
    """`count` blocks from `at` on are replaced by `new`."""
    patch = {"at": at, "count": len(new), "old": [b.as_dict() for b in blocks[at : at + count]]}
    return [*blocks[:at], *new, *blocks[at + count :]], patch


def taken_back(blocks: list[Block], patch: Patch) -> list[Block]:
    at, count = int(patch["at"]), int(patch["count"])
    return [*blocks[:at], *(Block.of(old) for old in patch["old"]), *blocks[at + count :]]


def edited(blocks: list[Block], at: int, role: str, number: str, text: str) -> tuple[list[Block], Patch]:
    """Level, number and words as the person says; the doubts of the place are settled."""
    before = blocks[at]
    reason = before.reason or BY_HAND if role == FURNITURE else ""
    return changed(
        blocks, at, 1, [replace(before, role=role, number=number.strip(), text=text.strip(), reason=reason, doubts=[])]
    )


def merged_up(blocks: list[Block], at: int) -> tuple[list[Block], Patch]:
    """The number and words of a place become a further paragraph of the place before."""
    before = blocks[at]
    text = (
        f"{before.number}{before.text}"
        if before.number.endswith(("、", ".", "）", ")", "："))
        else f"{before.number} {before.text}".strip()
    )
    return changed(blocks, at, 1, [replace(before, role=TEXT, number="", text=text, reason="", doubts=[])])


def set_aside(blocks: list[Block], at: int) -> tuple[list[Block], Patch]:
    return edited(blocks, at, FURNITURE, blocks[at].number, blocks[at].text)


def restored(blocks: list[Block], at: int) -> tuple[list[Block], Patch]:
    """Furniture becomes text again: part of the place before, or a clause of its own at the beginning."""
    first = all(b.role == FURNITURE for b in blocks[:at])
    return edited(blocks, at, CLAUSE if first else TEXT, blocks[at].number, blocks[at].text)


def split(blocks: list[Block], at: int, start: str) -> tuple[list[Block], Patch] | None:
    """A new clause begins where `start` stands in the words of the place; None when it does not, or at the very beginning."""
    before = blocks[at]
    wanted = start.strip()
    position = before.text.find(wanted) if wanted else -1
    if position <= 0:
        return None
    head, tail = before.text[:position].rstrip(), before.text[position:]
    return changed(blocks, at, 1, [replace(before, text=head, doubts=[]), _clause_of(tail)])


def _clause_of(text: str) -> Block:
    """The number with which the words begin, when there is one, is the number of the clause."""
    from_line = leading(Line(text))
    if from_line is None:
        return Block(CLAUSE, text)
    return Block(CLAUSE, text[from_line.end :].strip(), text[: from_line.end].strip())
