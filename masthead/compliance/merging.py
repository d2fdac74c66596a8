"""The rules in force: what ships with the software with the company's changes over it. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

Files = list[dict[str, Any]]


def overlaid(
    shipped: Iterable[Mapping[str, Any]], changes: Iterable[tuple[str, str, Mapping[str, Any], bool]]
) -> Files:
    """Files with each (rule, category, row, off) put in place of the rule of that name, added, or left out."""
    files: dict[str, dict[str, Any]] = {f["category"]: {**f, "rules": list(f["rules"])} for f in shipped}
    for rule, category, row, off in changes:
        for file in files.values():
            file["rules"] = (
                [r for r in file["rules"] if r["id"] != rule] if off or file["category"] != category else file["rules"]
            )
        if off:
            continue
        rows = files.setdefault(category, {"category": category, "name": category, "rules": []})["rules"]
        at = next((i for i, r in enumerate(rows) if r["id"] == rule), None)
        if at is None:
            rows.append(dict(row))
        else:
            rows[at] = dict(row)
    return list(files.values())


def difference(old: Iterable[Mapping[str, Any]], new: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Names of rules {added, removed, changed} between two sets of files."""
    before, after = _by_id(old), _by_id(new)
    return {
        "added": sorted(set(after) - set(before)),
        "removed": sorted(set(before) - set(after)),
        "changed": sorted(rule for rule in set(before) & set(after) if before[rule] != after[rule]),
    }


def _by_id(files: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    return {row["id"]: row for file in files for row in file["rules"]}
