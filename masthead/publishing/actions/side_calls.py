"""The book of calls made after publishing: each written before it is made, each with an end."""

import datetime as dt

from django.db import transaction

from masthead.core import clock
from masthead.publishing import queries
from masthead.publishing.models import OwnComment, SideCall, Withdrawal
from masthead.publishing.states import AttemptOutcome
from masthead.trail.guards import silent

EVIDENCE = "the row of the call is the evidence; what it leads to is on the trail"


@silent(EVIDENCE)
@transaction.atomic
def open_call(*, thing: Withdrawal | OwnComment, at: dt.datetime | None = None) -> SideCall:
    """A call is about to be made. One that a dead process left open ends here as lost.  Clause: 3.3.3."""
    moment = at or clock.now()
    mine = {"withdrawal": thing} if isinstance(thing, Withdrawal) else {"comment": thing}
    rows = SideCall.objects.filter(**mine)
    rows.filter(ended_at=None).update(ended_at=moment, outcome=AttemptOutcome.LOST)
    return SideCall.objects.create(no=queries.next_number(rows), started_at=moment, **mine)


@silent(EVIDENCE)
@transaction.atomic
def close_call(*, call: SideCall, outcome: AttemptOutcome, detail: str, at: dt.datetime) -> bool:
    """How it ended; False when another process has taken the work over meanwhile.  Clause: 3.3.3."""
    rows = SideCall.objects.filter(pk=call.pk, ended_at=None)
    return rows.update(ended_at=at, outcome=outcome, detail=detail[:500]) == 1
