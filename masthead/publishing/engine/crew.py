"""Many hands of one worker process: a pool of threads, filled as hands come free, leases renewed while calls are under way."""

import functools
import logging
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any

from django.db import connections

from masthead.core.context import work_context
from masthead.core.patience import AWAY, forget_connection

log = logging.getLogger(__name__)
Job = Callable[[], None]
Fetch = Callable[[int], Sequence[Job]]  # most → jobs just claimed
Pulse = Callable[[], None]
SWITCH_SECONDS = 0.0005  # a thread that holds the embedded database's write lock gets its turn soon


def work_alone(fetch: Fetch, *, batch: int, go_on: Callable[[], bool]) -> int:
    """In the caller's own thread, one after another (tests, jobs run at once)."""
    done = 0
    while jobs := fetch(batch):
        for job in jobs:
            job()
            done += 1
        if not go_on():
            break
    return done


def work_together(fetch: Fetch, *, hands: int, pulse: Pulse, beat_seconds: float, go_on: Callable[[], bool]) -> int:
    """With `hands` threads until nothing is left or `go_on` says no; work in hand is always finished."""
    done = 0
    running: set[Future[None]] = set()
    sys.setswitchinterval(SWITCH_SECONDS)
    with ThreadPoolExecutor(hands, thread_name_prefix="publish") as pool:
        while True:
            if go_on() and len(running) <= hands // 2:
                fresh = _unless_away(functools.partial(fetch, hands - len(running)))
                running |= {pool.submit(_once, job) for job in fresh}
            if not running:
                return done
            finished, running = wait(running, timeout=beat_seconds, return_when=FIRST_COMPLETED)
            _unless_away(pulse)
            done += len(finished)
            for future in finished:
                if (error := future.exception()) is not None:
                    log.error("a publication was dropped in the middle; its lease brings it back", exc_info=error)


def _unless_away(deed: Callable[[], Any]) -> Any:
    """The database may be away for a moment: nothing is fetched then, and what is in hand goes on."""
    try:
        return deed() or ()
    except AWAY as error:
        log.warning("the database is away: %s", str(error)[:200])
        forget_connection()
        return ()


def _once(job: Job) -> None:
    """One job in a thread of its own; its database connection ends with it."""
    try:
        with work_context("publish"):
            job()
    finally:
        connections.close_all()
