"""Imports of policy texts as they are looked through."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from masthead.core.errors import NotThere
from masthead.rulebook import policy_text
from masthead.rulebook.importing.blocks import CHAPTER, CLAUSE, FURNITURE, SECTION, TEXT, Block
from masthead.rulebook.importing.keys import Known, Place, places_of_blocks, propose
from masthead.rulebook.models import PolicyImport
from masthead.rulebook.queries.clauses import clauses_by_key
from masthead.rulebook.states import ImportState

AT_ONCE = 80
DOUBTS_SHOWN = 12
LABELS = {
    CHAPTER: pgettext_lazy("level", "章"),
    SECTION: pgettext_lazy("level", "节"),
    CLAUSE: pgettext_lazy("level", "条"),
    TEXT: pgettext_lazy("level", "续段"),
    FURNITURE: pgettext_lazy("level", "版面文字"),
}


def open_imports() -> list[PolicyImport]:
    """Imports that wait for their last step, the latest first."""
    rows = (
        PolicyImport.objects.filter(state=ImportState.OPEN)
        .select_related("started_by")
        .defer("blocks", "undo", "notes")
    )
    return list(rows.order_by("-pk")[:20])


def open_import(pk: int) -> PolicyImport:
    """An import that may still be corrected. Raises NotThere."""
    found = PolicyImport.objects.filter(pk=pk, state=ImportState.OPEN).select_related("file").first()
    if found is None:
        raise NotThere(_("没有这次导入，或者它已经结束。"), code="import_not_there", clause="1.1")
    return found


def reading_of(policy_import: PolicyImport) -> list[Block]:
    """The blocks of an import."""
    return [Block.of(values) for values in policy_import.blocks]


@dataclass(frozen=True)
class Row:
    """A block on the page: its place, its level, its words, what is doubtful."""

    index: int
    block: Block
    label: str | Promise
    chosen: bool


@dataclass
class ImportDesk:
    """A page of the preview: rows, doubtful places first of all, the place that is being corrected."""

    policy_import: PolicyImport
    rows: list[Row]
    doubtful: list[Row]
    doubts_n: int
    counts: dict[str, int]
    chosen: Row | None
    first: int
    total: int
    roles: list[tuple[str, str | Promise]] = field(default_factory=lambda: list(LABELS.items()))

    @property
    def earlier(self) -> int | None:
        return max(0, self.first - AT_ONCE) if self.first else None

    @property
    def later(self) -> int | None:
        return self.first + AT_ONCE if self.first + AT_ONCE < self.total else None

    @property
    def figures(self) -> list[tuple[str | Promise, int]]:
        return [(LABELS[role], self.counts.get(role, 0)) for role in (CHAPTER, SECTION, CLAUSE, FURNITURE)]


def import_desk(policy_import: PolicyImport, *, at: str = "", first: str = "") -> ImportDesk:
    """The preview from block `first` on (or around the chosen block `at`); no query."""
    blocks = reading_of(policy_import)
    chosen = int(at) if at.isdigit() and int(at) < len(blocks) else None
    begin = int(first) if first.isdigit() else (chosen or 0) - (chosen or 0) % AT_ONCE
    begin = min(begin, max(0, len(blocks) - 1))

    def row(i: int) -> Row:
        return Row(i, blocks[i], LABELS[blocks[i].role], i == chosen)

    doubtful = [i for i, b in enumerate(blocks) if b.doubts]
    after = [i for i in doubtful if chosen is None or i >= chosen] or doubtful
    counts: dict[str, int] = {}
    for block in blocks:
        counts[block.role] = counts.get(block.role, 0) + 1
    return ImportDesk(
        policy_import,
        [row(i) for i in range(begin, min(len(blocks), begin + AT_ONCE))],
        [row(i) for i in after[:DOUBTS_SHOWN]],
        len(doubtful),
        counts,
        row(chosen) if chosen is not None else None,
        begin,
        len(blocks),
    )


def known_places() -> list[Known]:
    """The text in force, or the built-in one where none is."""
    in_force: list[Any] = list(clauses_by_key().values())
    return [Known(p.key, str(p.level), p.title, p.text) for p in in_force or policy_text.built_in().passages]


def key_plan(policy_import: PolicyImport) -> list[Place]:
    """Every place with the key that it would get; one query."""
    places = places_of_blocks(reading_of(policy_import))
    propose(places, known_places())
    return places
