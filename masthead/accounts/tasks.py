"""Background work of the register."""

import datetime as dt

from masthead.accounts import actions, queries
from masthead.core import clock
from masthead.core.errors import DomainError
from masthead.core.jobs import task

CHECK_HOURS = 1
SUSPECT_MINUTES = 5
DEAD_MINUTES = 5
MOST_A_RUN = 50


@task("accounts.check_connections")
def check_connections() -> int:
    """Ask each platform once an hour whether its account can still work, sooner where one is suspected; returns how many were asked."""
    now, asked = clock.now(), 0
    actions.follow_catalogue()
    actions.note_grants_ending()
    due = list(queries.due_for_check(before=now - dt.timedelta(hours=CHECK_HOURS))[:MOST_A_RUN])
    due += list(queries.suspects(before=now - dt.timedelta(minutes=SUSPECT_MINUTES))[:MOST_A_RUN])
    for account in {account.pk: account for account in due}.values():
        try:
            actions.test_connection(account=account, by=None)
        except DomainError:
            continue
        asked += 1
    for incident in queries.unfinished_incidents(now - dt.timedelta(minutes=DEAD_MINUTES), len(actions.step_keys())):
        actions.take_steps(incident=incident)
    return asked


@task("accounts.tell_of_endings")
def tell_of_endings() -> int:
    """Notices of certifications, grants, filings and papers that end; returns how many were sent."""
    return actions.tell_of_endings()


@task("accounts.check_up")
def check_up() -> int:
    """The morning's check-up of every account; returns how many were examined."""
    return actions.check_up(accounts=queries.to_check_up())
