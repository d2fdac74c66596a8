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
    threads: int = 16  # hands of one worker process, most of which wait for platforms; 0 = the caller's own thread (tests, jobs run at once)
    run_seconds: float = 20  # one tick works at most so long, then lets other jobs through
    unknown_most: int = (
        6  # so often the outcome was unknown and then «surely no»: nothing is sent again before a person has looked
    )
    loss_limit: int = 10  # interrupted so often before a call arrived: a person must look
    tick_seconds: float = 5  # somebody, somewhere, looks so often for what is due
    reconcile_seconds: float = 15  # … and for outcomes that are unknown
    lead_seconds: float = 1800  # a task is handed to its person so long before its time
    reminder_seconds: tuple[float, ...] = (0, 1800, 7200, 86400)  # after its time; the last step repeats
    reminders_most: int = 12  # after that the list and the board tell of it
    by_hand_seconds: float = 1800  # clause 3.3.3: a person's post later than this is late
    second_look_seconds: float = 86400  # clause 3.3.3: a proof without second look for so long is unproved
    handoff_seconds: float = 3600  # a code for the phone, and the media behind it, are good for so long
    verify_seconds: tuple[float, ...] = (
        20,
        600,
        86400,
        604800,
    )  # looks after the confirmation: for the evidence, then after 10 minutes, a day, a week; () = none
    verify_gap_seconds: float = 1800  # before the next look when the platform could not be asked
    verify_misses: int = 3  # so often it is asked again for one look; then it counts as «cannot tell»
    verified_late_seconds: float = 7200  # clause 3.3.3: a look that is later than this was left out
    side_lease_seconds: float = 180  # a job after publishing that says nothing for so long is done again
    side_backoff_seconds: tuple[float, ...] = (30, 120, 600, 1800)  # then a person does it
    side_batch: int = 60  # jobs after publishing that one round hands out
    portrait_seconds: float = 45  # a browser that has not drawn the page by then is stopped
    on_time_seconds: float = 300  # clause 3.3.3: later than this is late
    stuck_seconds: float = 3600  # clause 3.3.3: without an end for so long is lost
    grace_seconds: float = (
        300  # later than this after a downtime or a pause is a lateness that the content's policy decides
    )
    breaker_faults: int = 5  # so many faults of the platform among its last calls open its circuit …
    breaker_calls: int = 10  # … of so many calls
    breaker_window_seconds: float = 300  # faults longer apart than this do not add up
    breaker_wait_seconds: tuple[float, ...] = (30, 60, 120, 300)  # before a single row may try; the last one repeats
    gap_first_seconds: float = (
        5  # the first learned gap between two calls of an account; doubled by each throttle, halved by each success
    )
    gap_most_seconds: float = 900
    alive_seconds: float = 60  # a worker silent for so long counts as gone
    claim_seconds: float = 60  # clause 3.3.3: due for so long and taken by nobody is an alarm
    ready_seconds: float = 120  # the machines' probe says «not ready» when something is due for so long
    preflight_minutes: tuple[int, ...] = (30, 5)  # a publication is looked over so long before its time
    preflight_again_seconds: float = 50  # one with a finding is looked over again so often, until it is mended
    preflight_fresh_seconds: float = 120  # a connection tested so lately is not tested again
    preflight_batch: int = 200  # rows of one run
    preflight_run_seconds: float = 40  # after so long no further platform is asked in this run


def limits() -> EngineLimits:
    """The figures in force."""
    changed: dict[str, Any] = dict(getattr(settings, "PUBLISHING_ENGINE", {}))
    if getattr(settings, "CELERY_TASK_ALWAYS_EAGER", False):
        changed.setdefault("threads", 0)
    return EngineLimits(**changed)


def seconds(number: float) -> dt.timedelta:
    return dt.timedelta(seconds=number)
