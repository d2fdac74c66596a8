"""The check-up is run: every morning for all accounts, and at the press of a button for one."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from masthead.accounts import queries
from masthead.accounts.models import Account, Checkup
from masthead.core import clock
from masthead.trail.guards import silent


@silent("the rows of the days are its record; nothing of an account changes")
@transaction.atomic
def check_up(*, accounts: Sequence[Account], at: dt.datetime | None = None) -> int:
    """Examine accounts and keep today's result of each; again on the same day replaces it.

    Clause: 3.2.1.  Races: two runs write the same day's row, the later one stands.
    """
    moment = at or clock.now()
    rows = [
        Checkup(account_id=pk, on=clock.china(moment).date(), score=score, results=results, run_at=moment)
        for pk, (score, results) in queries.findings_for(accounts).items()
    ]
    Checkup.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["account", "on"], update_fields=["score", "results", "run_at"]
    )
    return len(rows)
