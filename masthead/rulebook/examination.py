"""One probe put to its whole population, outside any transaction. Reads only; what it found is kept by `actions`."""

import datetime as dt
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError
from django.utils.translation import override

from masthead.core.errors import DomainError
from masthead.trail.probes import Probe, Verdict, Window, catches_its_violation

MOST_PASSED_KEPT = 2_000
LANGUAGE = "zh-hans"  # of the reasons that are kept
# What a faulty probe may raise. Anything beyond leaves the run unfinished; the next claim settles it as failed.
FAULTS = (
    DomainError,
    DatabaseError,
    ObjectDoesNotExist,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


@dataclass
class Examined:
    """What one run found. `kept` holds every failure and the first passed and exempt objects; the counts are exact.

    `passed` are those of the `watched` objects (kind, key) that passed, however many others did.
    """

    error: str = ""
    population_n: int = 0
    exempt_n: int = 0
    pass_n: int = 0
    fail_n: int = 0
    duration_ms: int = 0
    kept: list[Verdict] = field(default_factory=list)
    watched: frozenset[tuple[str, int]] = frozenset()
    passed: set[tuple[str, int]] = field(default_factory=set)

    def take(self, verdict: Verdict) -> None:
        """Count one object and keep it if it is one to keep."""
        self.population_n += 1
        if verdict.passed is False:
            self.fail_n += 1
            self.kept.append(verdict)
            return
        if verdict.passed:
            self.pass_n += 1
            if (verdict.kind[:60], verdict.pk) in self.watched:
                self.passed.add((verdict.kind[:60], verdict.pk))
        else:
            self.exempt_n += 1
        if self.pass_n + self.exempt_n <= MOST_PASSED_KEPT:
            self.kept.append(verdict)


def window_of(probe: Probe, end: dt.datetime) -> Window:
    """The window that ends now."""
    return Window(end - dt.timedelta(days=probe.window_days), end)


def examine(probe: Probe, window: Window, watched: Iterable[tuple[str, int]] = ()) -> Examined:
    """Every object of the population, streamed. A fault of the probe itself is a finding with an error and no counts."""
    found, begun = Examined(watched=frozenset(watched)), time.monotonic()
    try:
        with override(LANGUAGE):
            for verdict in probe.examine(window):
                found.take(verdict)
    except FAULTS as fault:
        found = Examined(error=f"{type(fault).__name__}: {fault}"[:300])
    found.duration_ms = int((time.monotonic() - begun) * 1000)
    return found


def catches_seed(probe: Probe, window: Window) -> bool | None:
    """Does the probe notice a violation planted for it (and rolled back)? None when it could not be planted."""
    try:
        return catches_its_violation(probe, window)
    except FAULTS:
        return None
