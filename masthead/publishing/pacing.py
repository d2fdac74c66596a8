"""When to try, ask or look again. Pure arithmetic; a little jitter keeps many rows from coming back in one moment."""

import datetime as dt
import secrets
from collections.abc import Sequence
from typing import Any

from masthead.publishing.limits import limits, seconds

JITTER_PER_MILLE = 100
SLACK = dt.timedelta(seconds=5)  # clocks of one house may differ by so much


def jittered(wait: float) -> dt.timedelta:
    """`wait` seconds and up to a tenth more, never less."""
    return seconds(wait * (1 + secrets.randbelow(JITTER_PER_MILLE + 1) / 1000))


def step_of(steps: Sequence[float], number: int) -> float:
    """The wait before turn `number` (0 = first); the last one repeats."""
    return steps[min(number, len(steps) - 1)]


def retry_after(tries: int) -> dt.timedelta | None:
    """Wait after the `tries`-th call that surely did not arrive; None = enough, a person must look."""
    steps = limits().backoff_seconds
    return jittered(steps[tries - 1]) if tries <= len(steps) else None


def next_look(number: int, since: dt.datetime) -> dt.datetime | None:
    """When look `number` (0 = the one for the evidence) is due after the confirmation; None = there is none any more."""
    steps = limits().verify_seconds
    return since + seconds(steps[number]) if number < len(steps) else None


def side_after(tries: int) -> dt.timedelta | None:
    """Wait after the `tries`-th try of a job after publishing; None = enough, a person does it."""
    steps = limits().side_backoff_seconds
    return jittered(steps[tries - 1]) if 0 < tries <= len(steps) else None


def poll_after(looks: int) -> dt.timedelta:
    return jittered(step_of(limits().poll_seconds, looks))


def look_after(looks: int) -> dt.timedelta:
    return jittered(step_of(limits().look_seconds, looks))


def next_try(until: dt.datetime, *, at: dt.datetime | None) -> dict[str, Any]:
    """The columns of a wait. `at` is the moment it is counted from, by the writer's clock; None for a time of day that a person chose.

    A clock that ran an hour ahead leaves waits behind that nobody meant. What they were counted from tells them from true ones
    (`actions.mend_waits`), so every wait is written through here.
    """
    return {"next_try_at": until, "wait_set_at": at}


def by_our_clock(until: dt.datetime, written: dt.datetime, at: dt.datetime) -> dt.datetime:
    """The end of a wait that was written down at `written`. What a clock ahead of ours has written is counted from now.

    Whoever writes such a row anew must ask this: kept as a moment, the wait would outlive the mark that it is wrong.
    """
    if written <= at + SLACK:
        return until
    return at + max(until - written, dt.timedelta())
