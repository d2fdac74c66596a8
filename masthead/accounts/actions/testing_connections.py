"""Testing a connection: the platform is asked outside any transaction; what it says moves the account, its abilities and its trouble."""

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from masthead.accounts import queries
from masthead.accounts.actions.abilities import note_abilities
from masthead.accounts.actions.troubles import close_trouble, note_trouble
from masthead.accounts.events import AccountEvent
from masthead.accounts.models import Account, ConnectionTest
from masthead.accounts.states import ACCOUNT, AccountStatus, ConnectionState
from masthead.core import clock
from masthead.core.errors import FaultKind, PlatformFault, Stale
from masthead.core.secrets import SecretUnavailable
from masthead.org.models import Member
from masthead.platforms.contract import Channel, ConnectionReport, Connector
from masthead.platforms.registry import connector_for
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

TEST_SECONDS = 60


@silent("the result that settles it is the event")
@transaction.atomic
def claim_connection_test(*, account: Account, at: dt.datetime | None = None) -> None:
    """Take the right to test the connection now.  Clause: 3.2.1.  Raises: Stale while another test runs.

    Races: the conditional UPDATE on the lease lets one of two clicks through; a dead test's lease runs out.
    """
    moment = at or clock.now()
    free = Account.objects.filter(Q(testing_until=None) | Q(testing_until__lt=moment), pk=account.pk)
    until = moment + dt.timedelta(seconds=TEST_SECONDS)
    if free.update(testing_until=until) != 1:
        raise Stale(_("连接正在测试，请稍候再看结果。"), code="connection_test_running", clause="3.2.1")
    account.testing_until = until


def test_connection(*, account: Account, by: Member | None) -> ConnectionReport:
    """Ask the platform whether the account can work: claim → call → settle; the call lies outside any transaction.

    Clause: 3.2.1.  Raises: RuleBroken when something is still missing, Stale while another test runs.  Events: accounts:connection:tested.
    """
    if (missing := queries.obstacle_to_testing(account)) is not None:
        raise missing
    connector, channel = connector_for(account.platform.key), queries.channel_of(account)
    claim_connection_test(account=account)
    report, certain = _asked(connector, channel)
    settle_connection_test(account=account, report=report, certain=certain, by=by)
    return report


@guarded("3.2.1")
@transaction.atomic
def settle_connection_test(
    *, account: Account, report: ConnectionReport, certain: bool, by: Member | None, at: dt.datetime | None = None
) -> Account:
    """Keep a test's result. A platform that could not be asked (`certain` False) neither gives nor takes a connection: it is a suspicion.

    Clause: 3.2.1.  Events: accounts:connection:tested (for the hourly check only when the state moved).
    Races: details that changed during the test void its result.
    """
    moment = at or clock.now()
    before = ConnectionState(account.connection_state)
    state = before
    if report.ok:
        state = ConnectionState.OK
    elif certain:
        state = ConnectionState.FAILING
    values = {
        "connection_state": state, "connection_note": report.message[:300], "connection_advice": report.advice[:300],
        "connection_checked_at": moment, "testing_until": None,
    }  # fmt: skip
    rows = Account.objects.filter(pk=account.pk, app_id=account.app_id, testing_until=account.testing_until)
    if rows.update(**values) != 1:
        raise Stale(_("测试期间接入信息有变动，请重新测试。"), code="connection_changed", clause="3.2.1")
    for name, value in values.items():
        setattr(account, name, value)
    ConnectionTest.objects.create(
        account=account, at=moment, asked_by=by, ok=report.ok, certain=certain, code=report.code[:60],
        message=report.message[:300], advice=report.advice[:300], facts={str(k): str(v) for k, v in report.facts.items()},
    )  # fmt: skip
    _follow(account, report, certain=certain, before=before, by=by, at=at)
    if by is not None or state != before:
        data = {"ok": report.ok, "state": str(state), "facts": dict(report.facts)}
        trail.record(AccountEvent.TESTED, target=account, by=by, reason=report.message, data=data, at=at)
    return account


def _follow(
    account: Account,
    report: ConnectionReport,
    *,
    certain: bool,
    before: ConnectionState,
    by: Member | None,
    at: dt.datetime | None,
) -> None:
    """Status, abilities and trouble after a result."""
    if report.ok:
        if account.begins_when_connected:
            ACCOUNT.move(account, to=AccountStatus.ACTIVE)
        close_trouble(account=account, by=by, at=at)
    else:
        quiet = by is not None and before != ConnectionState.OK
        note_trouble(
            account=account, code=report.code, message=report.message, certain=certain, quiet=quiet, by=by, at=at
        )
    if report.capabilities:
        note_abilities(account=account, found=report.capabilities, at=at)


def _asked(connector: Connector, channel: Channel) -> tuple[ConnectionReport, bool]:
    """The platform's word and whether it is certain. Only a word about the credential is certain when the call itself failed."""
    try:
        report = connector.check(channel)
    except PlatformFault as fault:
        code = fault.platform_code or str(fault.kind)
        told = ConnectionReport(ok=False, message=str(fault.message), advice=str(fault.advice), code=code)
        return told, fault.kind == FaultKind.CREDENTIAL
    except SecretUnavailable as fault:
        return ConnectionReport(ok=False, message=str(fault.message), advice=str(fault.advice), code=fault.code), True
    if not report.ok:
        return report, True
    try:
        found = {**connector.capabilities(channel), **report.capabilities}
    except PlatformFault:
        return report, True  # the connection is good; what the account may do keeps its last word
    return replace(report, capabilities=found), True


@guarded("3.2.1")
@transaction.atomic
def note_connection_fault(*, account_id: int, fault: PlatformFault, at: dt.datetime | None = None) -> bool:
    """A call failed for a credential reason: the connection counts as failing; its custodians are told once per incident.

    Clause: 3.2.1.  Events: accounts:connection:lost.  Other kinds of fault say nothing about the connection and change nothing.
    Races: many workers may notice at once; the conditional UPDATE makes one of them the incident. True = this was the first.
    """
    if fault.kind != FaultKind.CREDENTIAL:
        return False
    values = {"connection_note": str(fault.message)[:300], "connection_advice": str(fault.advice)[:300]}
    rows = Account.objects.filter(pk=account_id).exclude(connection_state=ConnectionState.FAILING)
    if rows.update(connection_state=ConnectionState.FAILING, connection_checked_at=at or clock.now(), **values) != 1:
        return False
    account = queries.get_account(account_id)
    data = {"platform_code": fault.platform_code, "detail": fault.detail}
    trail.record(AccountEvent.LOST, target=account, by=None, reason=str(fault.message), data=data, at=at)
    note_trouble(
        account=account, code=fault.platform_code, message=str(fault.message), certain=True, quiet=False, by=None, at=at
    )
    return True


@guarded("3.2.2")
@transaction.atomic
def note_grants_ending(*, at: dt.datetime | None = None) -> int:
    """Authorisations that have run out: the connection counts as failing and its custodians are told once; returns how many.

    Clause: 3.2.2.  Events: accounts:connection:lost.  Races: as for a fault that a call met.
    """
    moment, count = at or clock.now(), 0
    for account in queries.expired_grants(moment):
        message = _("平台授权已到期，需要重新授权。")
        rows = Account.objects.filter(pk=account.pk, grant_expires_at__lte=moment)
        rows = rows.exclude(connection_state=ConnectionState.FAILING)
        values = {"connection_note": message, "connection_advice": _("请点「重新授权」，由平台账号的管理员登录确认。")}
        if rows.update(connection_state=ConnectionState.FAILING, connection_checked_at=moment, **values) != 1:
            continue
        trail.record(
            AccountEvent.LOST, target=account, by=None, reason=message, data={"platform_code": "grant_expired"}
        )
        note_trouble(account=account, code="grant_expired", message=message, certain=True, quiet=False, by=None, at=at)
        count += 1
    return count
