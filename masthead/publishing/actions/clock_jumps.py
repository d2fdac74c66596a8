"""After a clock was put right: what was written by one that ran ahead must not wait for a moment that was never meant."""

import datetime as dt

from django.db import transaction

from masthead.core import clock
from masthead.publishing import queries
from masthead.publishing.limits import limits, seconds
from masthead.publishing.models import AccountPace, Circuit, Publication
from masthead.publishing.pacing import SLACK, by_our_clock
from masthead.publishing.states import PublicationState
from masthead.trail.guards import silent

SPARE_SECONDS = 60


@silent("a wait is the engine's own book-keeping; what comes of it is on the trail")
@transaction.atomic
def mend_waits(*, at: dt.datetime | None = None, most: int = 200) -> int:
    """Put right waits that were counted from a moment which has not come yet; returns how many.

    A repeated call keeps its whole wait, counted from now; so do an account's pace and a platform's throttle. What waits for nothing goes
    now. A question never waits longer than its longest step, nor does the next try of a circuit.
    Clause: 3.3.3.  Races: each update names the moment that was read; whoever claimed the row meanwhile keeps it.
    """
    moment = at or clock.now()
    count = 0
    for row in queries.waits_from_the_future(moment, SLACK)[:most]:
        wait = row.next_try_at - row.told_at if row.failure_kind and row.told_at else dt.timedelta()
        rows = Publication.objects.filter(pk=row.pk, state=PublicationState.SCHEDULED, next_try_at=row.next_try_at)
        count += rows.update(next_try_at=moment + max(wait, dt.timedelta()))
    figures = limits()
    for state, steps in (
        (PublicationState.ACCEPTED, figures.poll_seconds),
        (PublicationState.HANDED, figures.poll_seconds),
        (PublicationState.UNKNOWN, figures.look_seconds),
    ):
        longest = moment + seconds(max(*steps, figures.lease_seconds, figures.look_gap_seconds) * 1.1 + SPARE_SECONDS)
        count += Publication.objects.filter(state=state, next_try_at__gt=longest).update(next_try_at=moment)
    return count + _mend_brakes(moment)


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
