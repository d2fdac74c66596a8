"""Counting: what was accepted, published, doubled."""

# ruff: noqa: S608 - only our own table and column names are joined in; every value is bound
from __future__ import annotations

from sandbox.store import Json, Row
from sandbox.world import World


def stats(world: World, *, appid: str | None = None, markers: list[str]) -> Json:
    """Counts over the whole world or one account. Articles count also after they were deleted: they went out."""
    where, values = ("WHERE appid = ?", [appid]) if appid else ("", [])
    store = world.store
    by_status = _pairs(store.rows(f"SELECT status, count(*) FROM publications {where} GROUP BY status", *values))
    by_title = _pairs(
        store.rows(f"SELECT title, count(*) FROM articles {where} GROUP BY title ORDER BY 2 DESC, 1", *values)
    )
    accepted = _pairs(
        store.rows(
            "SELECT json_extract(articles, '$[0].title'), count(*) FROM publications"
            f" {where} GROUP BY 1 ORDER BY 2 DESC, 1",
            *values,
        )
    )
    joined = f"{where} AND" if where else "WHERE"
    return {
        "accepted": sum(by_status.values()),
        "in_progress": by_status.get("1", 0),
        "failed": sum(by_status.get(code, 0) for code in ("2", "3", "4")),
        "published": sum(by_title.values()),
        "by_title": by_title,
        "accepted_by_title": accepted,
        "duplicates": {title: count for title, count in by_title.items() if count > 1},
        "markers": {
            marker: store.number(
                f"SELECT count(*) FROM articles {joined} (instr(title, ?) OR instr(body, ?))", *values, marker, marker
            )
            for marker in markers
        },
        "drafts_in_box": store.number(f"SELECT count(*) FROM drafts {joined} gone = ''", *values),
        "requests": requests(world, appid),
        "callbacks": _pairs(store.rows(f"SELECT state, count(*) FROM callbacks {where} GROUP BY state", *values)),
    }


def requests(world: World, appid: str | None) -> dict[str, dict[str, int]]:
    """Requests by endpoint and outcome."""
    where, values = ("WHERE appid = ?", [appid]) if appid else ("", [])
    counted: dict[str, dict[str, int]] = {}
    for row in world.ledger.rows(
        f"SELECT endpoint, outcome, count(*) AS n FROM ledger {where} GROUP BY endpoint, outcome", *values
    ):
        counted.setdefault(row["endpoint"], {})[row["outcome"]] = row["n"]
    return counted


def _pairs(rows: list[Row]) -> dict[str, int]:
    return {str(row[0]): int(row[1]) for row in rows}
