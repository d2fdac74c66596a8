"""The two numbers of the board day by day, as a drawing of its own and as a table; a day without a record is a gap."""

import datetime as dt
from dataclasses import dataclass

from masthead.core import clock
from masthead.rulebook.models import BoardDay
from masthead.rulebook.queries.board import board_days

WIDE, TALL = 600, 160


@dataclass(frozen=True)
class Line:
    """`points` of a polyline; a new line begins after a gap."""

    points: str


@dataclass(frozen=True)
class Trend:
    """`score` and `coverage` as lines in a drawing of WIDE × TALL, 0 at the foot and 100 at the head."""

    score: list[Line]
    coverage: list[Line]
    rows: list[BoardDay]
    recorded: int
    days: int


def trend(*, days: int, today: dt.date | None = None) -> Trend:
    """The last `days` days; one query."""
    until = today or clock.today()
    since = until - dt.timedelta(days=days - 1)
    found = board_days(since=since, until=until)
    wanted = [since + dt.timedelta(days=n) for n in range(days)]
    scores = [(n, found[day].score_points) for n, day in enumerate(wanted) if day in found]
    covers = [(n, covered_points(found[day])) for n, day in enumerate(wanted) if day in found]
    rows = [found[day] for day in reversed(wanted) if day in found]
    return Trend(_lines(scores, days), _lines(covers, days), rows, len(rows), days)


def covered_points(row: BoardDay) -> int | None:
    """Tenths of a per cent."""
    return row.covered_weight * 1000 // row.weight if row.weight else None


def _lines(values: list[tuple[int, int | None]], days: int) -> list[Line]:
    lines: list[list[str]] = []
    before = -2
    for place, value in values:
        if value is None:
            continue
        if place != before + 1:
            lines.append([])
        x, y = place * WIDE // max(days - 1, 1), TALL - value * TALL // 1000
        lines[-1].append(f"{x},{y}")
        before = place
    return [Line(" ".join(points if len(points) > 1 else points * 2)) for points in lines]
