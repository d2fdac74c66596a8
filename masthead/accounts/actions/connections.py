"""Connecting an account to its platform: secrets go to the vault, a test asks the platform, faults are noted."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from masthead.accounts import queries
from masthead.accounts.events import AccountEvent
from masthead.accounts.models import Account
from masthead.accounts.states import ACCOUNT, AccountEndpoint, AccountStatus, ConnectionState
from masthead.core import clock
from masthead.core.errors import BadInput, FaultKind, PlatformFault, RuleBroken, Stale
from masthead.core.secrets import SecretUnavailable
from masthead.notify import actions as notify_actions
from masthead.org.models import Member
from masthead.platforms import actions as platforms_actions
from masthead.platforms.contract import ConnectionReport
from masthead.platforms.registry import base_url, connector_for
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent
from masthead.vault import actions as vault_actions
from masthead.vault import queries as vault_queries
from masthead.vault.models import SecretKind

TEST_SECONDS = 60
REFS = {
    SecretKind.APP_SECRET: "secret_ref",
    SecretKind.CALLBACK_TOKEN: "callback_token_ref",
    SecretKind.CALLBACK_KEY: "callback_key_ref",
}


@guarded("3.2.2")
@sensitive_variables("secret", "callback_token", "callback_key", "given")
@transaction.atomic
def connect_account(
    *,
    account: Account,
    app_id: str,
    secret: str,
    by: Member | None,
    callback_token: str = "",
    callback_key: str = "",
    endpoint: str = "",
    at: dt.datetime | None = None,
) -> Account:
    """Take the account's interface details in; secrets go to the vault. A field left empty keeps what is stored.

    Clause: 3.2.2.  Raises: BadInput naming the field, RuleBroken (platform not connected, sandbox where there is none), SecretUnavailable.
    Events: accounts:account:connected, and the vault's own.
    """
    endpoint = endpoint or account.endpoint
    given = {
        SecretKind.APP_SECRET: secret,
        SecretKind.CALLBACK_TOKEN: callback_token,
        SecretKind.CALLBACK_KEY: callback_key,
    }
    given = {kind: text.strip() for kind, text in given.items()}
    _check_connection(account, app_id.strip(), given, endpoint)
    changed = [str(kind) for kind, text in given.items() if text and _keep(account, kind, text, by=by, at=at)]
    account.app_id, account.endpoint = app_id.strip(), endpoint
    account.connection_state, account.connection_note, account.connection_advice = ConnectionState.UNTESTED, "", ""
    account.connection_checked_at = account.testing_until = None
    account.save(
        update_fields=[
            "app_id", "endpoint", *REFS.values(), "connection_state", "connection_note", "connection_advice",
            "connection_checked_at", "testing_until",
        ]
    )  # fmt: skip
    platforms_actions.drop_token(account_id=account.pk)
    data = {"app_id": account.app_id, "endpoint": endpoint, "replaced": changed}
    trail.record(AccountEvent.CONNECTED, target=account, by=by, data=data, at=at)
    return account


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
    """Ask the platform whether the account can publish: claim → call → settle; the call lies outside any transaction.

    Clause: 3.2.1.  Raises: RuleBroken when nothing is set up yet, Stale while another test runs.  Events: accounts:connection:tested.
    """
    if not account.is_set_up:
        raise RuleBroken(
            _("账号还没有接入信息，无法测试。"),
            code="not_set_up",
            clause="3.2.1",
            advice=_("请先录入 AppID 和 AppSecret。"),
        )
    connector, channel = connector_for(account.platform.key), queries.channel_of(account)
    claim_connection_test(account=account)
    try:
        report, certain = connector.check(channel), True
    except PlatformFault as fault:
        certain = fault.kind in (FaultKind.CREDENTIAL, FaultKind.REJECTED)
        report = ConnectionReport(ok=False, message=str(fault.message), advice=str(fault.advice))
    except SecretUnavailable as fault:
        report, certain = ConnectionReport(ok=False, message=str(fault.message), advice=str(fault.advice)), True
    settle_connection_test(account=account, report=report, certain=certain, by=by)
    return report


@guarded("3.2.1")
@transaction.atomic
def settle_connection_test(
    *, account: Account, report: ConnectionReport, certain: bool, by: Member | None, at: dt.datetime | None = None
) -> Account:
    """Keep a test's result. A transient failure (`certain` False) never takes a good connection away, it is only noted.

    Clause: 3.2.1.  Events: accounts:connection:tested (for the hourly check only when the state moved), …:lost.
    Races: details that changed during the test void its result.
    """
    moment = at or clock.now()
    before = account.connection_state
    state = ConnectionState.OK if report.ok else ConnectionState.FAILING
    if not certain and before == ConnectionState.OK:
        state = ConnectionState.OK
    values = {
        "connection_state": state, "connection_note": report.message[:300], "connection_advice": report.advice[:300],
        "connection_checked_at": moment, "testing_until": None,
    }  # fmt: skip
    rows = Account.objects.filter(pk=account.pk, app_id=account.app_id, testing_until=account.testing_until)
    if rows.update(**values) != 1:
        raise Stale(_("测试期间接入信息有变动，请重新测试。"), code="connection_changed", clause="3.2.1")
    for name, value in values.items():
        setattr(account, name, value)
    if report.ok and account.begins_when_connected:
        ACCOUNT.move(account, to=AccountStatus.ACTIVE)
    if by is not None or state != before:
        data = {"ok": report.ok, "state": str(state), "facts": dict(report.facts)}
        trail.record(AccountEvent.TESTED, target=account, by=by, reason=report.message, data=data, at=at)
    if by is None and state != before and state == ConnectionState.FAILING:
        _tell_custodians(account, report.message)
    return account


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
    _tell_custodians(account, str(fault.message))
    return True


def _check_connection(account: Account, app_id: str, given: dict[SecretKind, str], endpoint: str) -> None:
    if endpoint not in AccountEndpoint.values:
        raise BadInput(
            _("没有这种接口环境。"), code="account_endpoint", clause="3.2.1", fields={"endpoint": [_("请重新选择。")]}
        )
    base_url(account.platform.key, endpoint)
    fields: dict[str, list[str]] = {}
    if not app_id or len(app_id) > 80 or not app_id.isascii():
        fields["app_id"] = [_("请填写平台后台显示的 AppID。")]
    if not given[SecretKind.APP_SECRET] and not account.secret_ref:
        fields["secret"] = [_("首次接入必须填写 AppSecret。")]
    key = given[SecretKind.CALLBACK_KEY]
    if key and (len(key) != 43 or not key.isascii() or not key.isalnum()):
        fields["callback_key"] = [_("消息加密密钥（EncodingAESKey）须为 43 位字母和数字。")]
    has_token = given[SecretKind.CALLBACK_TOKEN] or account.callback_token_ref
    if key and not has_token:
        fields["callback_token"] = [_("填写消息加密密钥时也要填写回调令牌。")]
    if fields:
        raise BadInput(_("接入信息有误，请改正后再保存。"), code="connection_input", clause="3.2.2", fields=fields)


@sensitive_variables("text")
def _keep(account: Account, kind: SecretKind, text: str, *, by: Member | None, at: dt.datetime | None) -> bool:
    """Store or replace; the same secret again is no change."""
    secret = vault_queries.secret_of_ref(getattr(account, REFS[kind])) if getattr(account, REFS[kind]) else None
    if secret is None:
        stored = vault_actions.store_secret(
            kind=kind,
            owner_kind=queries.OWNER_KIND,
            owner_id=account.pk,
            label=account.name,
            plaintext=text,
            by=by,
            at=at,
        )
        setattr(account, REFS[kind], stored.ref)
        return True
    try:
        vault_actions.replace_secret(secret=secret, plaintext=text, by=by, at=at)
    except BadInput as same:
        if same.code != "secret_same":
            raise
        return False
    return True


def _tell_custodians(account: Account, why: str) -> None:
    notify_actions.tell(
        kind="accounts.connection",
        members=[account.administrator_id, account.backup_id],
        title=_("账号「%(name)s」的平台连接异常") % {"name": account.name},
        url=account.get_absolute_url(),
        body=why,
        clause="3.2.1",
    )
