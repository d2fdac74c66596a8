"""Every worker process group is a clock: no beat, no leader, no machine has to be there for what is due to go out.

The scheduler (beat) rings every few seconds as long as one runs anywhere. Each worker looks too, and rings when the turn is left
lying. Whoever begins takes the turn in the database first, so rings may be doubled, lost or come from ten machines.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog
from django.db import DatabaseError, connections

from masthead.core import clock, jobs
from masthead.core.context import work_context
from masthead.publishing import queries
from masthead.publishing.engine import closing
from masthead.publishing.limits import limits

log = structlog.get_logger(__name__)
PATIENCE = 0.4  # of a period: so long a turn may lie before a worker rings


@dataclass(frozen=True)
class Chime:
    """A turn that must be taken every so many seconds, somewhere, by the job that is rung for."""

    turn: str
    job: str
    every: float


def chimes() -> Sequence[Chime]:
    figures = limits()
    return (
        Chime("tick", "publishing.tick_in_turn", figures.tick_seconds),
        Chime("reconcile", "publishing.reconcile_in_turn", figures.reconcile_seconds),
    )


def listen_and_ring(ring: Callable[[Chime], None]) -> int:
    """Ring for every turn that is left lying; how many."""
    now = clock.now()
    left = [c for c in chimes() if queries.turn_is_left(c.turn, now, every=c.every, patience=c.every * PATIENCE)]
    for chime in left:
        ring(chime)
    return len(left)


def ring_by_queue(chime: Chime) -> None:
    """Ask any free worker. A ring that nobody takes within a period is worth nothing: the next one comes. Without a broker: here and now."""
    if not jobs.ask(chime.job, within=chime.every):
        jobs.run_now(chime.job)


def run(ring: Callable[[Chime], None], stop: threading.Event) -> None:
    """Until `stop`; whatever goes wrong is told and the next look comes. The connection is given back: children may be forked meanwhile."""
    while not stop.wait(min(c.every for c in chimes()) / 2):
        if closing.begun():
            return
        try:
            with work_context("clockwork"):
                listen_and_ring(ring)
        except DatabaseError as error:
            log.warning("the clockwork could not look", error=str(error))
        except Exception:
            log.exception("the clockwork stumbled")
        finally:
            connections.close_all()


def start() -> threading.Event:
    """Wind it up in this process; set the event to stop it."""
    stop = threading.Event()
    threading.Thread(target=run, args=(ring_by_queue, stop), daemon=True, name="clockwork").start()
    return stop
