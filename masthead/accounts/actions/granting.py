"""What an authorisation gave goes to the vault and to the token broker; the account is connected again after a test."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from masthead.accounts import queries
from masthead.accounts.actions.keeping import keep_secret
from masthead.accounts.events import AccountEvent
from masthead.accounts.models import Account
from masthead.accounts.states import ConnectionState
from masthead.core import clock
from masthead.core.errors import Stale
from masthead.org.models import Member
from masthead.platforms import tokens
from masthead.platforms.contract import Grant
from masthead.trail import actions as trail
from masthead.trail.guards import guarded
from masthead.vault.models import SecretKind

FOR_EVER_SECONDS = 5 * 365 * 24 * 3600  # a token that lives longer has no end that anybody would plan for


@guarded("3.2.2")
@sensitive_variables("grant")
@transaction.atomic
def keep_grant(
    *, account: Account, grant: Grant, issued_for: str, by: Member, at: dt.datetime | None = None
) -> Account:
    """Put the grant into the vault in the place of the one before; history, posts and figures of the account stay.

    Clause: 3.2.2.  Raises: Stale when app or address changed since the member went out.  Events: accounts:authorisation:done.
    Races: the account's row is locked, so a change of the interface details comes before or after.
    """
    moment = at or clock.now()
    row = Account.objects.select_for_update(of=("self",)).select_related("platform").get(pk=account.pk)
    if queries.issued_for(row) != issued_for:
        raise Stale(_("授权期间账号的接入信息有变动，请重新授权。"), code="connection_changed", clause="3.2.2")
    before = {"subject": row.subject, "expires": str(row.grant_expires_at or "")}
    keep_secret(
        account=row, kind=SecretKind.GRANT, text=grant.refresh_token.strip() or grant.access_token.strip(), by=by, at=at
    )
    row.grant_expires_at = _end_of(grant, moment)
    row.subject = grant.subject[:120] or row.subject
    row.connection_state, row.connection_note, row.connection_advice = ConnectionState.UNTESTED, "", ""
    row.connection_checked_at = row.testing_until = None
    row.save(
        update_fields=[
            "grant_ref", "grant_expires_at", "subject", "connection_state", "connection_note", "connection_advice",
            "connection_checked_at", "testing_until",
        ]
    )  # fmt: skip
    if grant.access_token:
        tokens.remember(queries.channel_of(row), tokens.Fetched(grant.access_token, grant.access_seconds))
    after = {"subject": row.subject, "expires": str(row.grant_expires_at or "")}
    data = {"subject": row.subject, "name": grant.name, "scopes": list(grant.scopes), "expires": after["expires"]}
    trail.record(AccountEvent.AUTHORISED, target=row, by=by, before=before, after=after, data=data, at=at)
    for name in ("grant_ref", "grant_expires_at", "subject", "connection_state", "connection_note"):
        setattr(account, name, getattr(row, name))
    account.connection_advice, account.connection_checked_at, account.testing_until = "", None, None
    return account


def _end_of(grant: Grant, moment: dt.datetime) -> dt.datetime | None:
    """When a person has to authorise again: the refresh token's end, or the access token's own where nothing renews it."""
    if grant.refresh_token or grant.refresh_expires_at:
        return grant.refresh_expires_at
    if 0 < grant.access_seconds < FOR_EVER_SECONDS:
        return moment + dt.timedelta(seconds=grant.access_seconds)
    return None
