"""Writes of the shared access tokens."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from masthead.core import clock, secrets
from masthead.platforms.models import PlatformToken
from masthead.trail.guards import silent

LEASE_SECONDS = 30  # longer than the connector's own time-outs for fetching a token


@silent("a token is derived from the stored secret; its renewals are no deeds of a person")
@transaction.atomic
def claim_token_refresh(*, account_id: int, version: int, at: dt.datetime | None = None) -> bool:
    """Take the right to renew an account's token; False when another process has it or has renewed already.

    Races: the conditional UPDATE on `version` and the lease lets exactly one process fetch; a dead one's lease runs out. One that ends
    later than any lease can was written by a clock that ran ahead, and holds nobody up.
    """
    moment = at or clock.now()
    PlatformToken.objects.get_or_create(account_id=account_id)
    lease = dt.timedelta(seconds=LEASE_SECONDS)
    free = Q(refreshing_until=None) | Q(refreshing_until__lt=moment) | Q(refreshing_until__gt=moment + 2 * lease)
    rows = PlatformToken.objects.filter(free, account_id=account_id, version=version)
    return rows.update(refreshing_until=moment + lease) == 1


@silent("a token is derived from the stored secret; its renewals are no deeds of a person")
@transaction.atomic
def settle_token_refresh(
    *,
    account_id: int,
    version: int,
    issued_for: str,
    token: str,
    expires_at: dt.datetime,
    kept: str = "",
    grant_ref: str = "",
    refresh_token: str = "",
) -> bool:
    """Keep the fetched token, sealed, and give the lease back; a new refresh token replaces the kept one in the vault.

    An empty refresh token never replaces a good one.  Races: a late fetch of an overtaken lease keeps no access token, but its refresh
    token is kept all the same: on some platforms it is the only one that is still good.
    """
    if grant_ref and refresh_token:
        secrets.renew(grant_ref, refresh_token)
    after = version + 1
    sealed = secrets.seal(token, token_context(account_id, after, issued_for))
    sealed_kept = secrets.seal(kept, token_context(account_id, after, f"{issued_for}|kept")) if kept else ""
    PlatformToken.objects.get_or_create(account_id=account_id)
    rows = PlatformToken.objects.filter(account_id=account_id, version=version)
    values = {"sealed": sealed, "sealed_kept": sealed_kept, "issued_for": issued_for, "expires_at": expires_at}
    return rows.update(**values, version=after, refreshing_until=None) == 1


@silent("a token is derived from the stored secret; its renewals are no deeds of a person")
@transaction.atomic
def release_token_refresh(*, account_id: int, version: int) -> None:
    """Give the lease back after a fetch that failed."""
    PlatformToken.objects.filter(account_id=account_id, version=version).update(refreshing_until=None)


@silent("follows a change of the account, which is on the trail")
@transaction.atomic
def drop_token(*, account_id: int) -> None:
    """Forget an account's token: its secret, app or address changed. The next call fetches a new one."""
    row = PlatformToken.objects.select_for_update().filter(account_id=account_id).first()
    if row is not None:
        rows = PlatformToken.objects.filter(pk=row.pk)
        rows.update(
            sealed="", sealed_kept="", issued_for="", expires_at=None, version=row.version + 1, refreshing_until=None
        )


def token_context(account_id: int, version: int, issued_for: str) -> str:
    """What binds a sealed token to its row."""
    return f"platforms.token|{account_id}|{version}|{issued_for}"
