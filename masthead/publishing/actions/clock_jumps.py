"""After a clock was put right: what was written by one that ran ahead must not wait for a moment that was never meant."""

import datetime as dt

from django.db import transaction

from masthead.core import clock
from masthead.publishing import queries
from masthead.publishing.limits import limits, seconds
from masthead.publishing.models import Publication
from masthead.publishing.states import PublicationState
from masthead.trail.guards import silent

SLACK_SECONDS = 5
SPARE_SECONDS = 60


@silent("a wait is the engine's own book-keeping; what comes of it is on the trail")
@transaction.atomic
def mend_waits(*, at: dt.datetime | None = None, most: int = 200) -> int:
    """Put right waits that were counted from a moment which has not come yet; returns how many.

    A repeated call keeps its whole wait, counted from now. A question never waits longer than its longest step.
    Clause: 3.3.3.  Races: each update names the moment that was read; whoever claimed the row meanwhile keeps it.
    """
    moment = at or clock.now()
    count = 0
    for row in queries.waits_from_the_future(moment, seconds(SLACK_SECONDS))[:most]:
        wait = row.next_try_at - row.told_at
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
    return count
