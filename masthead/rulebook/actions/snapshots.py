"""The month is frozen: what the board said at its end is kept beyond any change."""

import datetime as dt

from django.db import IntegrityError, transaction

from masthead.core import clock
from masthead.core.digest import digest_of
from masthead.rulebook import queries
from masthead.rulebook.events import RulebookEvent
from masthead.rulebook.models import BoardSnapshot
from masthead.trail import actions as trail
from masthead.trail.guards import guarded


@guarded("8.5")
@transaction.atomic
def freeze_months(*, at: dt.datetime | None = None) -> int:
    """Freeze every month that is over and not frozen yet; returns how many.

    Clause: 8.5.  Events: rulebook:snapshot:taken.
    """
    moment = at or clock.now()
    months = queries.months_to_freeze(clock.china(moment).date())
    return sum(freeze_month(month=month, at=moment) is not None for month in months)


@guarded("8.5")
@transaction.atomic
def freeze_month(*, month: dt.date, at: dt.datetime | None = None) -> BoardSnapshot | None:
    """Freeze one month; None when it has no board, or another worker was faster.

    Clause: 8.5.  Events: rulebook:snapshot:taken.
    """
    found = queries.month_body(month)
    if found is None:
        return None
    version, body = found
    try:
        with transaction.atomic():
            row = BoardSnapshot.objects.create(
                month=month, version=version, body=body, digest=digest_of(body), taken_at=at or clock.now()
            )
    except IntegrityError:
        return None
    trail.record(RulebookEvent.SNAPSHOT_TAKEN, target=row, after=body, data={"month": body["month"]}, at=at)
    return row
