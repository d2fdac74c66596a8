"""How patient the engine is: one table of figures; `settings.PUBLISHING_ENGINE` may replace any of them (fault runs shorten them)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings


@dataclass(frozen=True)
class EngineLimits:
    """Units: seconds, unless the name says otherwise."""

    lease_seconds: float = 30  # a claim without heartbeat for so long belongs to nobody
    backoff_seconds: tuple[float, ...] = (
        60,
        300,
        1800,
    )  # after a call that surely did not arrive: 1, 5, 30 minutes, then failed
    throttle_seconds: float = 60  # when the platform throttles without saying how long
    poll_seconds: tuple[float, ...] = (
        2,
        3,
        5,
        10,
        20,
        40,
        60,
        120,
        300,
    )  # between questions for the result; the last one repeats
    look_seconds: tuple[float, ...] = (
        5,
        15,
        30,
        60,
        120,
        300,
    )  # between look-ups of an unknown outcome; the last one repeats
    look_gap_seconds: float = 20  # between two «surely no» that together allow sending again
    no_trust_seconds: float = (
        600  # a «surely no» counts only so long after the call began: the platform may still hold it in its audit
    )
    ask_person_seconds: float = 1800  # an outcome unknown for so long is put before a person
    per_account: int = 4  # calls under way for one account; a slow account never takes all hands
    batch: int = 24  # rows taken by one claim
    threads: int = 8  # hands of one worker process; 0 = the caller's own thread (tests, jobs run at once)
    run_seconds: float = 20  # one tick works at most so long, then lets other jobs through
    loss_limit: int = 10  # interrupted so often before a call arrived: a person must look
    tick_seconds: float = 5  # somebody, somewhere, looks so often for what is due
    reconcile_seconds: float = 15  # … and for outcomes that are unknown
    lead_seconds: float = 1800  # a task is handed to its person so long before its time
    reminder_seconds: tuple[float, ...] = (0, 1800, 7200, 86400)  # after its time; the last step repeats
    reminders_most: int = 12  # after that the list and the board tell of it
    by_hand_seconds: float = 1800  # clause 3.3.3: a person's post later than this is late
    second_look_seconds: float = 86400  # clause 3.3.3: a proof without second look for so long is unproved
    handoff_seconds: float = 3600  # a code for the phone, and the media behind it, are good for so long
    on_time_seconds: float = 300  # clause 3.3.3: later than this is late
    stuck_seconds: float = 3600  # clause 3.3.3: without an end for so long is lost
    alive_seconds: float = 60  # a worker silent for so long counts as gone


def limits() -> EngineLimits:
    """The figures in force."""
    changed: dict[str, Any] = dict(getattr(settings, "PUBLISHING_ENGINE", {}))
    if getattr(settings, "CELERY_TASK_ALWAYS_EAGER", False):
        changed.setdefault("threads", 0)
    return EngineLimits(**changed)


def seconds(number: float) -> dt.timedelta:
    return dt.timedelta(seconds=number)
