"""A person authorises an account at its platform. The account moves only at the very end; nothing half-done counts as connected.

Every connector is offered a proof key (PKCE): `options["code_challenge"]` (S256) on the way out and `options["code_verifier"]` at the exchange.
"""

import base64
import datetime as dt
import hashlib
import json
import secrets as tokens_of
from dataclasses import asdict, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from masthead.accounts import queries
from masthead.accounts.actions.granting import keep_grant
from masthead.accounts.events import AccountEvent
from masthead.accounts.models import Account, Authorisation
from masthead.accounts.states import AUTHORISATION, AuthorisationState
from masthead.core import clock, secrets
from masthead.core.errors import DomainError, FaultKind, NotPermitted, PlatformFault, RuleBroken
from masthead.org.models import Member
from masthead.platforms.contract import Grant
from masthead.platforms.registry import connector_for
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

MINUTES = 10
S = AuthorisationState


def send_to_platform(*, account: Account, session: str, by: Member) -> str:
    """The address at the platform where the member authorises the account.  Clause: 3.2.2.

    Raises: RuleBroken when there is nothing to authorise or the app's keys are missing; PlatformFault of the connector.
    Events: accounts:authorisation:started.
    """
    connector, channel = connector_for(account.platform.key), queries.channel_of(account)
    state, verifier = tokens_of.token_urlsafe(32), tokens_of.token_urlsafe(48)
    begin_authorisation(account=account, state=state, verifier=verifier, session=session, by=by)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    asking = replace(channel, options={**channel.options, "code_challenge": challenge})
    return connector.authorise_url(asking, queries.redirect_address(), state)


@guarded("3.2.2")
@sensitive_variables("state", "verifier", "session")
@transaction.atomic
def begin_authorisation(
    *, account: Account, state: str, verifier: str, session: str, by: Member, at: dt.datetime | None = None
) -> Authorisation:
    """Remember who went to the platform for which account; earlier ways that nobody finished end here.

    Clause: 3.2.2.  Raises: RuleBroken when the account has nothing to authorise yet.  Events: accounts:authorisation:started.
    """
    moment = at or clock.now()
    if not queries.asks_for_authorisation(account):
        raise RuleBroken(
            _("账号现在没有可以授权的接口。"),
            code="nothing_to_authorise",
            clause="3.2.2",
            advice=_("请先录入应用的密钥；人工发布的平台不需要授权。"),
        )
    unfinished = Authorisation.objects.filter(account=account, member=by, state__in=[S.STARTED, S.CONFIRM])
    unfinished.update(state=S.FAILED, sealed_verifier="", sealed_grant="", note=_("重新开始了授权。"), ended_at=moment)
    digest = _digest(state)
    ticket = Authorisation.objects.create(
        account=account, member=by, state_digest=digest, session_digest=_digest(session), issued_for=queries.issued_for(account),
        sealed_verifier=secrets.seal(verifier, sealed_context(digest, "verifier")), started_at=moment,
        expires_at=moment + dt.timedelta(minutes=MINUTES),
    )  # fmt: skip
    trail.record(AccountEvent.AUTHORISATION_STARTED, target=account, by=by, data={"authorisation": ticket.pk}, at=at)
    return ticket


def come_back(*, state: str, code: str, refused: str, session: str, by: Member) -> Authorisation:
    """The member is back from the platform: claim → exchange (no transaction) → settle.  Clause: 3.2.2.

    Raises: NotPermitted for a forged, used, late or foreign return; PlatformFault when the exchange failed (the account is untouched).
    Events: accounts:authorisation:done or …:failed.
    """
    ticket = claim_authorisation(state=state, session=session, by=by)
    if refused or not code:
        return fail_authorisation(
            ticket=ticket, note=_("平台没有给出授权：%(why)s") % {"why": refused or "no code"}, by=by
        )
    account = ticket.account
    connector, channel = connector_for(account.platform.key), queries.channel_of(account)
    verifier = secrets.unseal(ticket.sealed_verifier, sealed_context(ticket.state_digest, "verifier"))
    asking = replace(channel, options={**channel.options, "code_verifier": verifier})
    try:
        grant = connector.exchange(asking, code, queries.redirect_address())
        return settle_authorisation(ticket=ticket, grant=grant, by=by)
    except DomainError as fault:
        ticket.refresh_from_db(fields=["state"])  # what the settling moved was rolled back
        fail_authorisation(ticket=ticket, note=str(fault.message), by=by)
        raise


@guarded("3.2.2")
@silent("a way back that is refused is recorded; one that is taken ends with an event of its own")
@sensitive_variables("state", "session")
@transaction.atomic
def claim_authorisation(*, state: str, session: str, by: Member, at: dt.datetime | None = None) -> Authorisation:
    """The way back is taken once, by the member and in the session that went out.

    Clause: 3.2.2.  Raises: NotPermitted: no such state, used already, too late, another session or member, details changed.
    Races: the conditional UPDATE lets one of two returns through.
    """
    ticket = queries.authorisation_by_state(_digest(state))
    if ticket is None:
        raise _refused("forged", _("授权链接不是从本系统发出的。"))
    if ticket.member_id != by.pk or ticket.session_digest != _digest(session):
        raise _refused("foreign", _("授权须在发起授权的同一个登录中完成。"))
    if ticket.state != S.STARTED:
        raise _refused("replayed", _("这次授权已经用过。"))
    if ticket.expires_at <= (at or clock.now()):
        raise _refused("late", _("授权超过 10 分钟没有完成。"))
    if not queries.may_manage(by, ticket.account):
        raise _refused("not_yours", _("您已不再管理这个账号。"))
    if ticket.issued_for != queries.issued_for(ticket.account):
        raise _refused("changed", _("授权期间账号的接入信息有变动。"))
    AUTHORISATION.move(ticket, to=S.EXCHANGING)
    return ticket


@guarded("3.2.2")
@sensitive_variables("grant")
@transaction.atomic
def settle_authorisation(
    *, ticket: Authorisation, grant: Grant, by: Member, at: dt.datetime | None = None
) -> Authorisation:
    """Keep what the platform gave. Another platform user than before waits until a person has seen both names.

    Clause: 3.2.2.  Raises: PlatformFault for an empty grant, Stale when the details changed.  Events: accounts:authorisation:done.
    """
    if not (grant.refresh_token or grant.access_token).strip():
        raise PlatformFault(
            _("平台没有给出令牌。"), kind=FaultKind.REJECTED, advice=_("请重新授权；仍不成功请核对应用的权限。")
        )
    names: dict[str, Any] = {"subject": grant.subject[:120], "subject_name": grant.name[:120], "sealed_verifier": ""}
    account = ticket.account
    if account.subject and grant.subject and account.subject != grant.subject:
        sealed = secrets.seal(_packed(grant), sealed_context(ticket.state_digest, "grant"))
        AUTHORISATION.move(ticket, to=S.CONFIRM, sealed_grant=sealed, **names)
        return ticket
    AUTHORISATION.move(ticket, to=S.DONE, ended_at=at or clock.now(), **names)
    keep_grant(account=account, grant=grant, issued_for=ticket.issued_for, by=by, at=at)
    return ticket


@guarded("3.2.2")
@transaction.atomic
def confirm_other_user(*, ticket: Authorisation, by: Member, at: dt.datetime | None = None) -> Authorisation:
    """Yes, the account is to speak for another platform user from now on.

    Clause: 3.2.2.  Raises: RuleBroken when it is not waiting any more, NotPermitted after ten minutes or for another member.
    Events: accounts:authorisation:done.  Races: the conditional UPDATE lets one confirmation through.
    """
    if ticket.member_id != by.pk:
        raise _refused("foreign", _("须由发起授权的人确认。"))
    if ticket.expires_at <= (at or clock.now()):
        raise _refused("late", _("授权超过 10 分钟没有完成。"))
    sealed = ticket.sealed_grant
    AUTHORISATION.move(ticket, to=S.DONE, sealed_grant="", ended_at=at or clock.now())
    grant = _unpacked(secrets.unseal(sealed, sealed_context(ticket.state_digest, "grant")))
    keep_grant(account=ticket.account, grant=grant, issued_for=ticket.issued_for, by=by, at=at)
    return ticket


@guarded("3.2.2")
@transaction.atomic
def fail_authorisation(*, ticket: Authorisation, note: str, by: Member, at: dt.datetime | None = None) -> Authorisation:
    """The way ends without a grant; the account stays as it was.  Clause: 3.2.2.  Events: accounts:authorisation:failed."""
    AUTHORISATION.move(
        ticket, to=S.FAILED, sealed_verifier="", sealed_grant="", note=note[:300], ended_at=at or clock.now()
    )
    data = {"authorisation": ticket.pk}
    trail.record(AccountEvent.AUTHORISATION_FAILED, target=ticket.account, by=by, reason=note[:500], data=data, at=at)
    return ticket


def _refused(how: str, message: str) -> NotPermitted:
    return NotPermitted(
        message,
        code=f"authorisation_{how}",
        clause="3.2.2",
        advice=_("账号没有变化。请回到账号页重新点「前往平台授权」。"),
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def sealed_context(state_digest: str, what: str) -> str:
    return f"accounts.authorisation|{state_digest}|{what}"


def _packed(grant: Grant) -> str:
    ends = grant.refresh_expires_at.isoformat() if grant.refresh_expires_at else ""
    return json.dumps({**asdict(grant), "refresh_expires_at": ends, "scopes": list(grant.scopes)})


def _unpacked(text: str) -> Grant:
    given = json.loads(text)
    ends = given.pop("refresh_expires_at")
    return Grant(**given, refresh_expires_at=dt.datetime.fromisoformat(ends) if ends else None)
