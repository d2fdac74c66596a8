"""Frozen months of the board, and what a month is frozen from."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.digest import digest_of
from masthead.core.errors import NotThere
from masthead.rulebook.models import BoardSnapshot, ClauseState, PolicyVersion
from masthead.rulebook.queries.board import board_on
from masthead.trail import queries as trail


def snapshots() -> QuerySet[BoardSnapshot]:
    """All of them, newest first."""
    return BoardSnapshot.objects.select_related("version__document").order_by("-month")


def get_snapshot(pk: int) -> BoardSnapshot:
    """One frozen month. Raises NotThere."""
    found = snapshots().filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这个月的快照。"), code="snapshot_not_there", clause="8.5")
    return found


def snapshot_holds(snapshot: BoardSnapshot) -> bool:
    """Does the body still give the digest?"""
    return digest_of(snapshot.body) == snapshot.digest


def month_of(day: dt.date) -> dt.date:
    """The first day of its month."""
    return day.replace(day=1)


def months_to_freeze(today: dt.date) -> list[dt.date]:
    """Months that are over, have states, and are not frozen yet; two queries."""
    kept = set(BoardSnapshot.objects.values_list("month", flat=True))
    known = ClauseState.objects.filter(on__lt=month_of(today)).dates("on", "month")
    return [month for month in known if month not in kept]


def month_body(month: dt.date) -> tuple[PolicyVersion, dict[str, Any]] | None:
    """The version and the board of the month's last recorded day, with the deeds and refusals of the month; None without a version."""
    following = month_of(month + dt.timedelta(days=32))
    last = (
        ClauseState.objects.filter(on__gte=month, on__lt=following).order_by("-on").values_list("on", flat=True).first()
    )
    found = board_on(last) if last else None
    if found is None or last is None:
        return None
    deeds = trail.counts_by_clause(since=clock.at_china(month), until=clock.at_china(following))
    return found.version, {
        "month": f"{month:%Y-%m}",
        "recorded_on": last.isoformat(),
        "version": found.version.number,
        "text_digest": found.version.text_digest,
        "score": found.standing.score_points,
        "coverage": found.standing.coverage_points,
        "clauses": [row for chapter in found.chapters for row in board_rows(chapter.rows, deeds)],
    }


def board_rows(rows: list[Any], deeds: dict[str, dict[str, int]]) -> list[dict[str, Any]]:
    """Rows of a board as plain values."""
    return [
        {
            "key": row.clause.key,
            "number": row.clause.number,
            "title": row.clause.title,
            "state": str(row.grade.state.value),
            "passed": row.grade.passed,
            "tested": row.grade.tested,
            "findings": row.findings_n,
            "done": deeds.get(row.clause.key, {}).get("done", 0),
            "refused": deeds.get(row.clause.key, {}).get("refused", 0),
        }
        for row in rows
    ]
