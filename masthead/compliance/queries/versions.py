"""The versions of the rules with what each changed against the one before."""

from dataclasses import dataclass

from masthead.compliance.merging import difference
from masthead.compliance.models import RuleSet
from masthead.compliance.queries.books import rule_sets

SHOWN = 20


@dataclass(frozen=True)
class VersionRow:
    """One version; the lists name rules."""

    rule_set: RuleSet
    added: list[str]
    removed: list[str]
    changed: list[str]
    first: bool = False


def versions() -> list[VersionRow]:
    """The last versions, the newest first."""
    rows = list(rule_sets()[: SHOWN + 1])
    out = []
    for row, older in zip(rows, [*rows[1:], None], strict=True):
        if older is None:
            out.append(VersionRow(row, [], [], [], first=True))
        else:
            change = difference(older.rules.get("files", ()), row.rules.get("files", ()))
            out.append(VersionRow(row, change["added"], change["removed"], change["changed"]))
    return out[:SHOWN]
