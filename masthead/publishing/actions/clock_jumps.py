"""After a clock was put right: what was written by one that ran ahead must not wait for a moment that was never meant."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from masthead.core import clock
from masthead.publishing import queries
from masthead.publishing.after_states import CommentState as C
from masthead.publishing.after_states import WithdrawalState as W
from masthead.publishing.limits import limits, seconds
from masthead.publishing.models import AccountPace, Circuit, OwnComment, Publication, Withdrawal
from masthead.publishing.pacing import SLACK, by_our_clock, next_try
from masthead.publishing.states import PublicationState as S
from masthead.trail.guards import silent

SPARE_SECONDS = 60
WAITING: tuple[tuple[type[Model], Collection[str]], ...] = (
    (Publication, (S.SCHEDULED, S.ACCEPTED, S.HANDED, S.UNKNOWN)),
    (Withdrawal, (W.WAITING, W.UNKNOWN)),
    (OwnComment, (C.WAITING, C.UNKNOWN)),
)
LEASED: tuple[tuple[type[Model], Collection[str]], ...] = ((Withdrawal, (W.CALLING,)), (OwnComment, (C.CALLING,)))


@silent("a wait is the engine's own book-keeping; what comes of it is on the trail")
@transaction.atomic
def mend_waits(*, at: dt.datetime | None = None, most: int = 200) -> int:
    """Put right waits that were counted from a moment which has not come yet; returns how many.

    Each keeps its whole length, counted from now: a repeated call, a question, a take-down, an account's pace, a platform's throttle.
    A time of day that a person chose was counted from nothing and stays. Clause: 3.3.3.
    Races: each update names the moment that was read; whoever claimed the row meanwhile keeps it.
    """
    moment = at or clock.now()
    waits = [model._default_manager.filter(state__in=states) for model, states in WAITING]
    calls = [model._default_manager.filter(state__in=states) for model, states in LEASED]
    return (
        sum(_recount(rows, moment, most) for rows in waits)
        + sum(_recount(rows, moment, most, leased=True) for rows in calls)
        + _mend_brakes(moment)
    )


def _recount(rows: QuerySet[Any], moment: dt.datetime, most: int, *, leased: bool = False) -> int:
    """`leased`: a call is under way, and its lease ends with the wait."""
    count = 0
    for key, until, since in queries.waits_from_the_future(rows, moment + SLACK)[:most]:
        end = by_our_clock(until, since, moment)
        lease = {"lease_until": end} if leased else {}
        count += rows.filter(pk=key, next_try_at=until).update(**next_try(end, at=moment), **lease)
    return count


def _mend_brakes(moment: dt.datetime) -> int:
    """Throttles and probes that were written by a clock ahead of ours: left alone, an account would wait for an hour that never was."""
    written, count = moment + SLACK, 0
    for pace in AccountPace.objects.filter(last_at__gt=written, not_before__gt=moment):
        rows = AccountPace.objects.filter(pk=pace.pk, not_before=pace.not_before)
        count += rows.update(not_before=by_our_clock(pace.not_before, pace.last_at, moment), last_at=moment)
    told = Circuit.objects.filter(changed_at__gt=written, not_before__gt=moment)
    for key, until, since in told.values_list("pk", "not_before", "changed_at"):
        if until and since:
            still = Circuit.objects.filter(pk=key, not_before=until)
            count += still.update(not_before=by_our_clock(until, since, moment), changed_at=moment)
    figures = limits()
    longest = moment + seconds(max(*figures.breaker_wait_seconds, 2 * figures.lease_seconds) * 1.3 + SPARE_SECONDS)
    return count + Circuit.objects.filter(by_hand=False, probe_at__gt=longest).update(probe_at=moment)
