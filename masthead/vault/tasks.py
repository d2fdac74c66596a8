"""Periodic work of the vault; the rhythm stands in config/schedule.py."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from masthead.core import clock
from masthead.core.errors import DomainError
from masthead.core.jobs import task
from masthead.rulebook import actions as rulebook
from masthead.vault import actions, queries


@task("vault.remind")
def remind() -> int:
    """Custodians hear of what is due."""
    return actions.remind()


@task("vault.verify")
def verify() -> int:
    """Everything is opened once in memory; the result stands on the page of keys."""
    return len(actions.verify_all(by=None).faults)


T = TypeVar("T")


def _each(things: Iterable[T], deed: Callable[[T], object]) -> int:
    """One that cannot be done now does not keep the others waiting."""
    done = 0
    for thing in things:
        try:
            deed(thing)
        except DomainError:
            continue
        done += 1
    return done


@task("vault.access_tick")
def access_tick() -> int:
    """Requests lapse, check-outs expire, emergencies lapse, reviews open, remind and close; returns how many."""
    now = clock.now()
    done = _each(queries.asks_run_out(now), lambda c: actions.lapse_checkout(checkout=c))
    done += _each(queries.grants_run_out(now), lambda c: actions.expire_checkout(checkout=c))
    done += _each(queries.glasses_run_out(now), lambda g: actions.lapse_break_glass(glass=g))
    done += _each(queries.campaigns_to_remind(now), lambda c: actions.remind_of_review(campaign=c, at=now))
    done += _each(queries.campaigns_run_out(now), lambda c: actions.close_review(campaign=c))
    if queries.is_review_due(now):
        done += _each([None], lambda _none: actions.open_review(by=None))
    return done


@task("vault.report_break_glass")
def report_break_glass(pk: int) -> int:
    """The probe of clause 3.2.3 runs at once, so that the finding is there before anybody looks."""
    glass = queries.get_glass(pk)
    return rulebook.run_probes(by=glass.reviewed_by or glass.confirmer, clause_key="3.2.3")
