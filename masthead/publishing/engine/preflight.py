"""Looking ahead: half an hour and five minutes before its time each publication is examined, so that there is time to mend.

It never sends and never stops anything: the gates before the last call decide. No platform is asked inside a transaction.
"""

import time

from masthead.accounts import actions as accounts_actions
from masthead.accounts.states import ConnectionState
from masthead.content.queries.checks import Report
from masthead.core import clock
from masthead.core.errors import DomainError, Stale
from masthead.publishing import actions, queries
from masthead.publishing.limits import limits
from masthead.publishing.models import Publication
from masthead.publishing.queries.preflight import Asked, Look


def preflight() -> int:
    """Examine what comes up; returns how many publications were looked over. One question to the platform for each account and run."""
    figures, until = limits(), time.monotonic() + limits().preflight_run_seconds
    asked: dict[int, Asked | None] = {}
    reports: dict[int, Report] = {}
    done = 0
    for publication, minutes in queries.preflights_due(clock.now(), figures.preflight_batch):
        if time.monotonic() > until:
            break  # the rest comes with the next run, the nearest first
        key = publication.account_id
        if key not in asked:
            asked[key] = _ask(publication)
        look = Look(publication, clock.now(), asked[key], reports)
        actions.note_preflight(publication=publication, minutes=minutes, findings=queries.findings_of(look))
        done += 1
    return done


def _ask(publication: Publication) -> Asked | None:
    """Is the token good? None where nobody needs one (a person publishes) or the account is out of use anyway."""
    account = publication.account
    if account.publishes_by_hand or queries.account_gate(account):
        return None
    if queries.is_fresh(publication, clock.now()):
        return Asked(ok=True)
    try:
        report = accounts_actions.test_connection(account=account, by=None)
    except Stale:  # somebody tests it at this moment: the register's word will do
        return queries.known_connection(publication)
    except DomainError as obstacle:
        return Asked(ok=False, message=str(obstacle.message), advice=str(obstacle.advice))
    certain = report.ok or account.connection_state == ConnectionState.FAILING
    return Asked(report.ok, certain=certain, message=report.message, advice=report.advice)
