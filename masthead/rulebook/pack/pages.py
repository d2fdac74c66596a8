"""The pages of a pack: plain HTML in Chinese that opens from a folder, prints, and needs no script."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from masthead.rulebook.models import AuditPack, ResultRank
from masthead.rulebook.queries.evidence import probes_by_clause
from masthead.rulebook.states import ClauseStatus, ExceptionState
from masthead.trail import wording

MOST_ROWS = 500


@dataclass(frozen=True)
class Facts:
    """Everything the pages show."""

    pack: AuditPack
    index: dict[str, Any]
    texts: list[dict[str, Any]]
    differences: list[tuple[Any, Any, list[Any]]]
    states: dict[str, list[dict[str, Any]]]
    months: list[dict[str, Any]]
    people: dict[str, list[dict[str, Any]]]
    refusals: list[dict[str, Any]]


def all_pages(facts: Facts) -> Iterator[tuple[str, str]]:
    """(name, HTML) of every page."""
    yield "index.html", _page("index", facts, rows=clause_rows(facts))
    yield "people.html", _page("people", facts, exceptions=_exceptions(facts), **_limited(facts))
    yield "refusals.html", _page("refusals", facts, refusals=_refusals(facts))
    for text in facts.texts:
        yield f"text/version-{text['number']}.html", _page("text", facts, text=text, up="../")
    for old, new, changes in facts.differences:
        name = f"text/diff-{old.number}-{new.number}.html"
        yield name, _page("diff", facts, old=old, new=new, changes=changes, up="../")


def clause_rows(facts: Facts) -> list[dict[str, Any]]:
    """Each clause of the newest text with its last state of the period, its days by state, its refusals."""
    if not facts.texts:
        return []
    refused = Counter(row["event"]["clause"] for row in facts.refusals)
    probes = probes_by_clause()
    found = []
    for place in facts.texts[-1]["clauses"]:
        days = facts.states.get(place["key"], [])
        last = days[-1] if days else None
        counted = Counter(day["state"] for day in days)
        found.append(
            place
            | {
                "state": ClauseStatus(last["state"]).label if last else ClauseStatus.NOT_TESTED.label,
                "code": last["state"] if last else "unbound",
                "figure": f"{last['passed']}/{last['tested']}" if last and last["tested"] else "—",
                "on": last["on"] if last else "",
                "days": "、".join(f"{ClauseStatus(code).label} {n} 天" for code, n in counted.most_common()),
                "refused": refused[place["key"]],
                "probes": "、".join(str(probe.title) for probe in probes.get(place["key"], [])),
            }
        )
    return found


def _page(name: str, facts: Facts, *, up: str = "", **more: Any) -> str:
    context = {"facts": facts, "index": facts.index, "up": up, "ranks": ResultRank, "most": MOST_ROWS} | more
    return render_to_string(f"rulebook/pack/{name}.html", context)


def _limited(facts: Facts) -> dict[str, Any]:
    return {name: facts.people[name][:MOST_ROWS] for name in ("signatures", "findings")}


def _exceptions(facts: Facts) -> list[dict[str, Any]]:
    return [row | {"label": ExceptionState(row["state"]).label} for row in facts.people["exceptions"]]


def _refusals(facts: Facts) -> list[dict[str, Any]]:
    """The newest ones in words; the file has all of them."""
    rows = [row["event"] for row in reversed(facts.refusals[-MOST_ROWS:])]
    return [row | {"deed": wording.guard_deed(row["name"].removeprefix(wording.REFUSED))} for row in rows]
