"""The one broker of access tokens: all processes share a sealed row per account, and only one of them renews it at a time.

Claim (transaction) → fetch (no transaction) → settle (transaction). A process that finds the lease taken waits for the other's
result instead of fetching, since on some platforms every fetch voids the token before it.
"""

import datetime as dt
import time
from dataclasses import dataclass, field
from typing import Protocol

import structlog
from django.utils.translation import gettext as _

from masthead.core import clock, secrets
from masthead.core.digest import digest_of
from masthead.core.errors import FaultKind, PlatformFault
from masthead.core.patience import patiently
from masthead.core.secrets import SecretUnavailable
from masthead.platforms import actions, queries
from masthead.platforms.contract import Channel
from masthead.platforms.models import PlatformToken

MARGIN_SECONDS = 120  # a token that ends sooner is renewed now
WAIT_SECONDS = 12.0
PAUSE_SECONDS = 0.05
HOLD_SECONDS = 20.0  # shorter than MARGIN_SECONDS by far: what is in somebody's hands cannot end there
KEEP_SECONDS = 15.0  # how long a fetched token waits for a database that is away
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Fetched:
    """What the platform gave; tokens stay out of `repr`.

    `refresh_token` goes into the vault behind `Channel.grant_ref`; '' leaves the kept one as it is. `kept` is a session's own renewal
    token that needs no place in the vault: it is sealed beside the access token and handed back to `fetch` of `session_token`.
    """

    token: str = field(repr=False)
    lifetime_seconds: int
    refresh_token: str = field(repr=False, default="")
    kept: str = field(repr=False, default="")


class Fetch(Protocol):
    """Ask the platform for a token; `force` only after the unforced answer was the very token that had been refused."""

    def __call__(self, *, force: bool) -> Fetched: ...


class FetchSession(Protocol):
    """As `Fetch`, given what the last answer left in `Fetched.kept` ('' at first)."""

    def __call__(self, *, force: bool, kept: str) -> Fetched: ...


def access_token(channel: Channel, fetch: Fetch, *, refused: str = "") -> str:
    """A token that is good now. `refused` is a token that the platform has just rejected: it is not handed out again.

    Work with a `Channel.hold` keeps it in its hands for some seconds; a renewal elsewhere shows by the platform's refusal.
    Raises: PlatformFault of `fetch`; NOT_SENT when another process holds the lease for too long; SecretUnavailable without vault.
    """
    hold = channel.hold
    if hold is None:
        return _shared(channel, fetch, refused)
    if not hold.good(refused):
        hold.token, hold.until = _shared(channel, fetch, refused), time.monotonic() + HOLD_SECONDS
    return hold.token


def _shared(channel: Channel, fetch: Fetch, refused: str) -> str:
    issued_for = _issued_for(channel)
    give_up = time.monotonic() + WAIT_SECONDS
    while True:
        row = queries.platform_token(channel.account_id)
        if (kept := _usable(row, issued_for)) and kept != refused:
            return kept
        version = row.version if row else 0
        if actions.claim_token_refresh(account_id=channel.account_id, version=version):
            return _renew(channel, fetch, version=version, issued_for=issued_for, refused=refused)
        if time.monotonic() > give_up:
            raise PlatformFault(
                _("另一个进程正在更新访问令牌，这次没有发出请求。"),
                kind=FaultKind.NOT_SENT,
                retry_after=5,
                advice=_("系统会自动重试。"),
            )
        time.sleep(PAUSE_SECONDS)


def session_token(channel: Channel, fetch: FetchSession, *, refused: str = "") -> str:
    """As `access_token` for platforms with sessions: the renewal token of the last session is given to `fetch`."""

    def with_kept(*, force: bool) -> Fetched:
        row = queries.platform_token(channel.account_id)
        return fetch(force=force, kept=_kept(row, _issued_for(channel)))

    return access_token(channel, with_kept, refused=refused)


def remember(channel: Channel, fetched: Fetched) -> None:
    """Keep a token that came another way than by renewal (an authorisation just given)."""
    row = queries.platform_token(channel.account_id)
    actions.drop_token(account_id=channel.account_id)
    _settle(channel, fetched, version=row.version + 1 if row else 0, issued_for=_issued_for(channel))


def _issued_for(channel: Channel) -> str:
    return digest_of([channel.base_url, channel.app_id])


def _kept(row: PlatformToken | None, issued_for: str) -> str:
    if row is None or not row.sealed_kept or row.issued_for != issued_for:
        return ""
    try:
        return secrets.unseal(row.sealed_kept, actions.token_context(row.account_id, row.version, f"{issued_for}|kept"))
    except SecretUnavailable as fault:
        if fault.code != "sealed_cannot_open":
            raise
        return ""


def _settle(channel: Channel, fetched: Fetched, *, version: int, issued_for: str) -> None:
    actions.settle_token_refresh(
        account_id=channel.account_id,
        version=version,
        issued_for=issued_for,
        token=fetched.token,
        expires_at=clock.now() + dt.timedelta(seconds=fetched.lifetime_seconds),
        kept=fetched.kept,
        grant_ref=channel.grant_ref,
        refresh_token=fetched.refresh_token,
    )


def _usable(row: PlatformToken | None, issued_for: str) -> str:
    """The kept token, or '' when there is none for this app, it ends soon, or it does not open."""
    if row is None or not row.sealed or row.expires_at is None or row.issued_for != issued_for:
        return ""
    if row.expires_at - clock.now() < dt.timedelta(seconds=MARGIN_SECONDS):
        return ""
    try:
        return secrets.unseal(row.sealed, actions.token_context(row.account_id, row.version, issued_for))
    except SecretUnavailable as fault:
        if fault.code != "sealed_cannot_open":
            raise
        log.warning("kept token does not open, fetching a new one", account_id=row.account_id)
        return ""


def _renew(channel: Channel, fetch: Fetch, *, version: int, issued_for: str, refused: str) -> str:
    settled = False
    try:
        fetched = fetch(force=False)
        if refused and fetched.token == refused:
            fetched = fetch(force=True)
        # Where a renewal voids the refresh token before it, what was fetched is the only one that is still good.
        patiently(lambda: _settle(channel, fetched, version=version, issued_for=issued_for), seconds=KEEP_SECONDS)
        settled = True
    finally:
        if not settled:
            actions.release_token_refresh(account_id=channel.account_id, version=version)
    log.info("access token renewed", account_id=channel.account_id, lifetime_seconds=fetched.lifetime_seconds)
    return fetched.token
