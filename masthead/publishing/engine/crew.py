"""Many hands of one worker process: threads that are filled as hands come free, leases renewed while calls are under way."""

import functools
import logging
import queue
import sys
import threading
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Self

from django.db import connections

from masthead.core.context import work_context
from masthead.core.patience import AWAY, forget_connection

log = logging.getLogger(__name__)
Job = Callable[[], None]
Fetch = Callable[[int], Sequence[Job]]  # most → jobs just claimed
Pulse = Callable[[], None]
SWITCH_SECONDS = 0.002  # a thread that holds the embedded database's write lock gets its turn soon


class Hands:
    """Threads of one run. Each keeps its database connection until the run ends, or until a job breaks on it."""

    def __init__(self, count: int) -> None:
        self._todo: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._ended: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._threads = [threading.Thread(target=self._work, name=f"publish-{n}") for n in range(count)]
        self.busy = 0

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for _thread in self._threads:
            self._todo.put(None)
        for thread in self._threads:
            thread.join()

    def take(self, jobs: Sequence[Job]) -> None:
        self.busy += len(jobs)
        for job in jobs:
            self._todo.put(job)

    def ended(self, seconds: float) -> int:
        """Wait for the next job to end, `seconds` at most; how many have ended since the last question."""
        try:
            self._ended.get(timeout=seconds)
        except queue.Empty:
            return 0
        count = 1
        while not self._ended.empty():
            self._ended.get()
            count += 1
        self.busy -= count
        return count

    def _work(self) -> None:
        try:
            while (job := self._todo.get()) is not None:
                try:
                    _once(job)
                finally:
                    self._ended.put(None)
        finally:
            connections.close_all()


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
    """With `hands` threads until nothing is left or `go_on` says no; work in hand is always finished.

    The next jobs are claimed while the last ones are under way, so that no hand waits for a claim.
    """
    done = 0
    sys.setswitchinterval(SWITCH_SECONDS)
    with Hands(hands) as crew:
        while True:
            if crew.busy <= hands and go_on():
                crew.take(_unless_away(functools.partial(fetch, 2 * hands - crew.busy)))
            if not crew.busy:
                return done
            done += crew.ended(beat_seconds)
            _unless_away(pulse)


def _unless_away(deed: Callable[[], Any]) -> Any:
    """The database may be away for a moment: nothing is fetched then, and what is in hand goes on."""
    try:
        return deed() or ()
    except AWAY as error:
        log.warning("the database is away: %s", str(error)[:200])
        forget_connection()
        return ()


def _once(job: Job) -> None:
    """One job. Whatever breaks in it is its own affair: the lease brings the row back, the thread takes a fresh connection."""
    try:
        with work_context("publish"):
            job()
    except Exception:
        log.exception("a publication was dropped in the middle; its lease brings it back")
        connections.close_all()
