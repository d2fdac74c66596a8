"""The versions of the rules with what each changed against the one before."""

from dataclasses import dataclass, field

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
    names: dict[str, str] = field(default_factory=dict)

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """What changed, to be shown: (add | del | same, rule, its name)."""
        kinds = (("add", self.added), ("del", self.removed), ("same", self.changed))
        return [(kind, rule, self.names.get(rule, rule)) for kind, rules in kinds for rule in rules]


def versions() -> list[VersionRow]:
    """The last versions, the newest first."""
    rows = list(rule_sets()[: SHOWN + 1])
    out = []
    for row, older in zip(rows, [*rows[1:], None], strict=True):
        if older is None:
            out.append(VersionRow(row, [], [], [], first=True))
        else:
            before, after = older.rules.get("files", ()), row.rules.get("files", ())
            change = difference(before, after)
            names = {r["id"]: r["name"] for file in (*before, *after) for r in file["rules"]}
            out.append(VersionRow(row, change["added"], change["removed"], change["changed"], names=names))
    return out[:SHOWN]
