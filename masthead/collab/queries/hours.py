"""Office time as this chapter counts it, and the target times of requests and tickets."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise

from masthead.collab.models import Priority, RequestKind, TargetTime
from masthead.org import queries as org

DAY = 450  # minutes of an office day
DEFAULTS: dict[tuple[str, str], int] = {
    **{("request", kind.value): 2 * DAY for kind in RequestKind},
    ("ticket", "urgent"): 120,
    ("ticket", "high"): DAY,
    ("ticket", "normal"): 3 * DAY,
    ("ticket", "low"): 5 * DAY,
}
NUDGES = (50, 80, 100, 150)  # per cent of the target; 100 tells the head, 150 the leader


@dataclass(frozen=True)
class TargetRow:
    """One line of the page of target times."""

    area: str
    key: str
    label: str | Promise
    minutes: int
    default: int


def target_minutes(area: str, key: str) -> int:
    """Minutes of office time that this kind or priority may take."""
    found = TargetTime.objects.filter(area=area, key=key).values_list("minutes", flat=True).first()
    return found or DEFAULTS[area, key]


def target_rows() -> list[TargetRow]:
    """All target times; one query."""
    kept = {(t.area, t.key): t.minutes for t in TargetTime.objects.all()}
    labels = {("request", k.value): k.label for k in RequestKind} | {("ticket", p.value): p.label for p in Priority}
    return [
        TargetRow(a, k, labels[a, k], kept.get((a, k), standard), standard) for (a, k), standard in DEFAULTS.items()
    ]


def later(start: dt.datetime, minutes: int) -> dt.datetime:
    """The moment after so much office time."""
    return org.add_office_time(start, minutes)


def office_minutes(start: dt.datetime, end: dt.datetime) -> int:
    """Office time between two moments."""
    return org.office_minutes_between(start, end)


def next_nudge(start: dt.datetime, minutes: int, done: int, steps: tuple[int, ...] = NUDGES) -> dt.datetime | None:
    """When the reminder after step `done` is due; None after the last."""
    ahead = [step for step in steps if step > done]
    return later(start, minutes * ahead[0] // 100) if ahead else None


def step_after(done: int, steps: tuple[int, ...]) -> int | None:
    """The reminder step that follows `done`; None after the last."""
    return next((step for step in steps if step > done), None)
