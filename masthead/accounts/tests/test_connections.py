import datetime as dt
import threading
import time

import pytest
from django.core.cache import cache
from django.db import connection

from masthead.accounts import actions, queries
from masthead.accounts.models import Account
from masthead.accounts.states import AccountStatus, ConnectionState
from masthead.accounts.tasks import check_connections
from masthead.accounts.testing import APP_ID, CALLBACK_KEY, SECRET, make_account, make_connected_account
from masthead.core import clock, secrets
from masthead.core.errors import BadInput, FaultKind, PlatformFault, RuleBroken, Stale
from masthead.notify.models import Notice
from masthead.org.models import Member, Unit
from masthead.platforms import tokens
from masthead.platforms.contract import ConnectionReport
from masthead.platforms.tokens import Fetched
from masthead.trail.models import Event
from masthead.vault.models import Secret
from sandbox.testing import SandboxServer

pytestmark = pytest.mark.django_db


def connect(account: Account, by: Member, **changes: str) -> Account:
    given = {"app_id": APP_ID, "secret": SECRET, "callback_token": "", "callback_key": ""}
    return actions.connect_account(account=account, by=by, **(given | changes))


def test_connecting_puts_secrets_into_the_vault_and_only_references_into_the_account(
    account: Account, he: Member
) -> None:
    connect(account, he, callback_token="yunlingToken2026", callback_key=CALLBACK_KEY)

    account.refresh_from_db()
    assert secrets.resolve(account.secret_ref) == SECRET
    assert secrets.resolve(account.callback_key_ref) == CALLBACK_KEY
    assert account.connection_state == ConnectionState.UNTESTED
    assert SECRET not in str(list(Account.objects.values()) + list(Event.objects.values()))


def test_reconnecting_with_empty_fields_keeps_what_is_stored(account: Account, he: Member) -> None:
    connect(account, he)
    ref = account.secret_ref
    connect(account, he, secret="")

    assert account.secret_ref == ref
    assert secrets.resolve(ref) == SECRET


def test_reconnecting_with_a_new_secret_makes_a_new_version_and_forgets_the_token(account: Account, he: Member) -> None:
    connect(account, he)
    channel = queries.channel_of(account)
    tokens.access_token(channel, lambda *, force: Fetched("old-token", 7200))
    connect(account, he, secret="a-new-secret")

    assert Secret.objects.get(owner_id=account.pk).version == 2
    assert tokens.access_token(channel, lambda *, force: Fetched("new-token", 7200)) == "new-token"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"app_id": ""}, "app_id"),
        ({"secret": ""}, "secret"),
        ({"callback_key": "short"}, "callback_key"),
        ({"callback_key": CALLBACK_KEY}, "callback_token"),
        ({"endpoint": "elsewhere"}, "endpoint"),
    ],
)
def test_interface_details_that_cannot_work_are_refused_by_field(
    account: Account, he: Member, change: dict, field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        connect(account, he, **change)

    assert field in refused.value.fields
    assert not Secret.objects.exists()


def test_a_platform_without_connector_cannot_be_connected(units: dict[str, Unit], he: Member, wu: Member) -> None:
    other = make_account(unit=units["宣传部"], administrator=he, backup=wu, platform="other")

    with pytest.raises(RuleBroken, match="没有可以接入的接口"):
        connect(other, he)


def test_in_production_a_sandbox_account_is_refused(account: Account, he: Member, settings: object) -> None:
    settings.SANDBOX_URL = ""  # type: ignore[attr-defined]

    with pytest.raises(RuleBroken, match="沙箱"):
        connect(account, he)


def test_a_good_test_puts_the_account_into_use(account: Account, he: Member, platform: SandboxServer) -> None:
    connect(account, he)

    report = actions.test_connection(account=account, by=he)

    account.refresh_from_db()
    assert report.ok
    assert (account.connection_state, account.status, account.testing_until) == (
        ConnectionState.OK,
        AccountStatus.ACTIVE,
        None,
    )
    assert Event.objects.get(name="accounts:connection:tested").data["ok"] is True


def test_a_wrong_secret_is_named_with_advice(account: Account, he: Member, platform: SandboxServer) -> None:
    connect(account, he, secret="wrong")

    actions.test_connection(account=account, by=he)

    account.refresh_from_db()
    assert account.connection_state == ConnectionState.FAILING
    assert "AppSecret 不正确" in account.connection_note
    assert account.connection_advice
    assert account.status == AccountStatus.APPLIED


def test_a_platform_that_does_not_answer_takes_no_good_connection_away(
    connected: Account, he: Member, platform: SandboxServer
) -> None:
    platform.set_fault("timeout_before", "*", ms=20)

    report = actions.test_connection(account=connected, by=he)

    connected.refresh_from_db()
    assert not report.ok
    assert connected.connection_state == ConnectionState.OK
    assert "没有答复" in connected.connection_note


def test_an_account_that_is_not_set_up_cannot_be_tested(account: Account, he: Member) -> None:
    with pytest.raises(RuleBroken, match="没有接入信息"):
        actions.test_connection(account=account, by=he)


def test_two_tests_at_once_ask_the_platform_once(connected: Account, he: Member) -> None:
    actions.claim_connection_test(account=connected)

    with pytest.raises(Stale, match="正在测试"):
        actions.test_connection(account=Account.objects.get(pk=connected.pk), by=he)


def test_a_test_whose_details_changed_meanwhile_settles_nothing(connected: Account, he: Member) -> None:
    actions.claim_connection_test(account=connected)
    connect(Account.objects.get(pk=connected.pk), he, app_id="wx_other")
    report = ConnectionReport(ok=True, message="好")

    with pytest.raises(Stale):
        actions.settle_connection_test(account=connected, report=report, certain=True, by=he)


def test_a_credential_fault_is_one_incident_however_many_notice_it(connected: Account, he: Member, wu: Member) -> None:
    fault = PlatformFault("AppSecret 不正确（40125）", kind=FaultKind.CREDENTIAL, platform_code="40125")

    noticed = [actions.note_connection_fault(account_id=connected.pk, fault=fault) for _ in range(3)]

    assert noticed == [True, False, False]
    assert sorted(Notice.objects.values_list("member", flat=True)) == sorted([he.pk, wu.pk])
    assert Event.objects.filter(name="accounts:connection:lost").count() == 1


@pytest.mark.parametrize("kind", [k for k in FaultKind if k != FaultKind.CREDENTIAL])
def test_other_faults_say_nothing_about_the_connection(connected: Account, kind: FaultKind) -> None:
    assert not actions.note_connection_fault(account_id=connected.pk, fault=PlatformFault("忙", kind=kind))

    connected.refresh_from_db()
    assert connected.connection_state == ConnectionState.OK


def test_the_hourly_check_records_only_what_moved(connected: Account, platform: SandboxServer) -> None:
    assert check_connections() == 1
    assert check_connections() == 0
    assert not Event.objects.filter(name="accounts:connection:tested").exists()

    platform.add_app(APP_ID, "reset-in-the-console")
    Account.objects.update(connection_checked_at=clock.now() - dt.timedelta(hours=2))
    check_connections()

    assert Event.objects.filter(name="accounts:connection:tested").count() == 1
    assert Notice.objects.filter(kind="accounts.connection").count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_many_clicks_on_test_connection_exactly_one_asks(
    units: dict[str, Unit], he: Member, wu: Member, platform: SandboxServer
) -> None:
    account = make_connected_account(unit=units["宣传部"], administrator=he, backup=wu)
    platform.set_fault("slow", "stable_token", ms=400)
    outcomes: list[str] = []

    def click() -> None:
        try:
            actions.test_connection(account=queries.get_account(account.pk), by=he)
            outcomes.append("asked")
        except Stale:
            outcomes.append("told to wait")
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
        time.sleep(0.02)
    for thread in threads:
        thread.join()
    cache.clear()
    assert sorted(outcomes) == ["asked", *["told to wait"] * 3]
