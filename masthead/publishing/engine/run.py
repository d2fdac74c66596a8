"""One tick of a worker: take back what dead workers held, close what is hopeless, then claim and send until nothing is due."""

import functools
import gc
import os
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from masthead.publishing import actions
from masthead.publishing.actions import Claim
from masthead.publishing.engine import closing
from masthead.publishing.engine.ask import look_up, poll, poll_handed
from masthead.publishing.engine.crew import Job, work_alone, work_together
from masthead.publishing.engine.send import send
from masthead.publishing.engine.stopwatch import is_time_to_mend, still_claims
from masthead.publishing.limits import limits
from masthead.publishing.states import PublicationState

GARBAGE = 20_000  # objects made and not freed between two looks of the collector; what a post needs dies by counting


@dataclass(frozen=True)
class Report:
    """What one tick did."""

    recovered: int
    closed: int
    done: int


def worker_name() -> str:
    """This process by host and number."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}"


def tick(worker: str = "") -> Report:
    """Send what is due and ask for results, at most `run_seconds`. Any number of workers may do so at once."""
    name = worker or worker_name()
    _warm_up()
    actions.note_worker(worker=name)
    if is_time_to_mend():
        actions.mend_waits()
    recovered = actions.recover_abandoned(still=still_claims())
    closed = actions.close_hopeless()
    actions.decide_late()
    actions.hand_over_due()
    actions.remind_overdue()
    tokens: list[str] = []
    done = _work(functools.partial(_claim_work, name, tokens), tokens, name)
    if done:
        actions.note_worker(worker=name, sent=done)
    return Report(recovered, closed, done)


@functools.cache
def _warm_up() -> None:
    """The first address of a page loads all pages, which takes seconds: never in a transaction that others wait for.

    All that is loaded by then stays: the collector of cyclic garbage need not walk through it after every few hundred objects.
    """
    reverse("publishing:publications")
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE)


def look_up_unknown(worker: str = "") -> int:
    """Look up outcomes that are unknown and due for a look; returns how many were asked."""
    name = worker or worker_name()
    return _work(functools.partial(_claim_look_ups, name), [], name)


def send_one(publication_id: int, worker: str = "") -> bool:
    """Send one publication now if it is due and nobody has it."""
    name = worker or worker_name()
    claim = actions.claim_publication(publication_id=publication_id, worker=name)
    for key in claim.keys:
        send(key, claim.token, name)
    return bool(claim.keys)


def _claim_work(worker: str, tokens: list[str], most: int) -> list[Job]:
    """What is due goes first; free hands ask for results."""
    claim = actions.claim_due(worker=worker, most=most)
    if claim.keys:
        tokens.append(claim.token)
    jobs: list[Job] = [functools.partial(send, key, claim.token, worker) for key in claim.keys]
    if len(jobs) < most:
        probe = actions.claim_probes(worker=worker)
        tokens.append(probe.token)
        jobs += [functools.partial(send, key, probe.token, worker) for key in probe.keys]
    if len(jobs) < most:
        jobs += _questions(worker, most - len(jobs), PublicationState.ACCEPTED, poll)
    if len(jobs) < most:
        jobs += _questions(worker, most - len(jobs), PublicationState.HANDED, poll_handed)
    return jobs


def _claim_look_ups(worker: str, most: int) -> list[Job]:
    return _questions(worker, most, PublicationState.UNKNOWN, look_up)


def _questions(worker: str, most: int, state: PublicationState, ask: Callable[[int, str], None]) -> list[Job]:
    claim: Claim = actions.claim_questions(worker=worker, most=most, state=state)
    return [functools.partial(ask, key, claim.token) for key in claim.keys]


def _work(fetch: Callable[[int], list[Job]], tokens: list[str], worker: str) -> int:
    if closing.begun():
        return 0
    figures = limits()
    until = time.monotonic() + figures.run_seconds

    def go_on() -> bool:
        return time.monotonic() < until and not closing.begun()

    if figures.threads == 0:
        return work_alone(fetch, batch=figures.batch, go_on=go_on)
    beat = figures.lease_seconds / 3
    return work_together(
        fetch, hands=figures.threads, pulse=_heart(tokens, worker, beat), beat_seconds=beat, go_on=go_on
    )


def _heart(tokens: list[str], worker: str, beat: float) -> Callable[[], None]:
    """Renews the leases of this run, at most once a beat."""
    last = time.monotonic()

    def pulse() -> None:
        nonlocal last
        if time.monotonic() - last < beat:
            return
        last = time.monotonic()
        tokens[:] = actions.renew_leases(tokens=tokens)
        actions.note_worker(worker=worker)

    return pulse
