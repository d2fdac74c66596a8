"""Probes: a question put to the full population of a clause, answered per object with a reason (domain reference §1.2).

A probe also knows how to break its own rule (`seed`), so that the board can show that it would notice: the seed runs in a
savepoint that is always rolled back.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.functional import Promise

from masthead.core.registry import Registry


@dataclass(frozen=True)
class Window:
    """Half-open [start, end) of aware moments."""

    start: dt.datetime
    end: dt.datetime


@dataclass(frozen=True)
class Verdict:
    """One object's answer. `passed` None = exempt. `facts` are plain JSON values; `url` opens the object."""

    kind: str
    pk: int
    name: str
    passed: bool | None
    reason: str | Promise
    url: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Probe:
    """`examine(window)` yields a Verdict for every object of the population. `seed()` commits one violation, returns (kind, pk)."""

    key: str
    clause: str
    title: str | Promise
    why: str | Promise
    examine: Callable[[Window], Iterable[Verdict]]
    seed: Callable[[], tuple[str, int]]
    window_days: int
    red_line: bool
    weight: int
    grace_minutes: int


PROBES: Registry[Probe] = Registry("trail.probes")


def probe(
    key: str,
    *,
    clause: str,
    title: str | Promise,
    why: str | Promise,
    seed: Callable[[], tuple[str, int]],
    window_days: int = 30,
    red_line: bool = False,
    weight: int = 3,
    grace_minutes: int = 60,
) -> Callable[[Callable[[Window], Iterable[Verdict]]], Probe]:
    """Register the decorated function as a probe of `clause` (registrations.py or probes.py of a room)."""

    def register(examine: Callable[[Window], Iterable[Verdict]]) -> Probe:
        entry = Probe(key, clause, title, why, examine, seed, window_days, red_line, weight, grace_minutes)
        return PROBES.add(key, entry, depth=2)

    return register


class _Undo(Exception):
    """Leaves the savepoint; never seen outside."""


def catches_its_violation(one: Probe, window: Window) -> bool:
    """Seed the violation, ask the probe, roll everything back. True when the probe (or a database constraint) noticed.

    A violation that a named constraint refuses counts as caught: the rule stands in the database itself.
    """
    caught = False
    try:
        with transaction.atomic():
            kind, pk = one.seed()
            caught = any(v.kind == kind and v.pk == pk and v.passed is False for v in one.examine(window))
            raise _Undo
    except _Undo:
        return caught
    except IntegrityError:
        return True
