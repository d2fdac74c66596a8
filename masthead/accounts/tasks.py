"""Background work of the register."""

import datetime as dt

from masthead.accounts import actions, queries
from masthead.core import clock
from masthead.core.errors import DomainError
from masthead.core.jobs import task

CHECK_HOURS = 1
MOST_A_RUN = 50


@task("accounts.check_connections")
def check_connections() -> int:
    """Ask each platform once an hour whether its account can still publish; returns how many were asked."""
    asked = 0
    for account in queries.due_for_check(before=clock.now() - dt.timedelta(hours=CHECK_HOURS))[:MOST_A_RUN]:
        try:
            actions.test_connection(account=account, by=None)
        except DomainError:
            continue
        asked += 1
    return asked


@task("accounts.tell_of_endings")
def tell_of_endings() -> int:
    """Notices of certifications, grants, filings and papers that end; returns how many were sent."""
    return actions.tell_of_endings()


@task("accounts.check_up")
def check_up() -> int:
    """The morning's check-up of every account; returns how many were examined."""
    return actions.check_up(accounts=queries.to_check_up())
