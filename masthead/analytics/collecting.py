"""One scan: for every account-day without final figures, claim → ask the platform (no transaction) → settle."""

from masthead.accounts import queries as accounts_queries
from masthead.accounts.models import Account
from masthead.analytics import actions, queries
from masthead.analytics.queries import AccountDay
from masthead.core import clock
from masthead.core.errors import DomainError, FaultKind, PlatformFault
from masthead.platforms.registry import connector_for
from masthead.publishing import queries as publishing_queries

MOST_A_SCAN = 200


def scan() -> int:
    """Fetch what is missing; one account's fault never holds another. Returns how many account-days were settled."""
    done = 0
    blind: set[int] = set()
    for wanted in queries.missing_days(clock.now())[:MOST_A_SCAN]:
        if wanted.account_id not in blind and not collect(wanted):
            blind.add(wanted.account_id)
        else:
            done += wanted.account_id not in blind
    return done


def collect(wanted: AccountDay) -> bool:
    """One account-day. False when the account cannot be asked now."""
    token = actions.claim_day(account_id=wanted.account_id, on=wanted.on)
    if not token:
        return True
    account: Account = accounts_queries.get_account(wanted.account_id)
    try:
        refs = publishing_queries.figure_refs(account.pk, wanted.on)
        batch = connector_for(account.platform.key).metrics(accounts_queries.channel_of(account), wanted.on, refs)
    except PlatformFault as fault:
        actions.settle_day_fault(account=account, on=wanted.on, token=token, fault=fault)
        return False
    except DomainError as error:  # no connector, no secret, no sandbox: an administrator must act
        unmade = PlatformFault(str(error.message), kind=FaultKind.NOT_SENT)
        actions.settle_day_fault(account=account, on=wanted.on, token=token, fault=unmade)
        return False
    actions.settle_day(account=account, on=wanted.on, token=token, batch=batch)
    return True
