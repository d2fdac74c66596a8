"""The sandbox clock: real time plus an offset; calendar days are those of Beijing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")


def beijing(moment: float) -> datetime:
    return datetime.fromtimestamp(moment, BEIJING)


def day_of(moment: float) -> date:
    return beijing(moment).date()


def midnight(day: date) -> float:
    """The moment at which this Beijing day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=BEIJING).timestamp()


def parse_moment(text: str) -> float:
    """An ISO moment; without a zone it is read as Beijing time."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)).astimezone(UTC).timestamp()
