"""Connecting by what the platform's connector asks for: labels, sites, options; nothing half-saved."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from masthead.accounts import actions, queries
from masthead.accounts.models import Account, AccountAbility, ConnectionTest, ConnectionTrouble
from masthead.accounts.states import ConnectionState, TroubleState
from masthead.accounts.tasks import check_connections
from masthead.accounts.tests.tea_platform import SECRET, TeaPlatform
from masthead.core import clock
from masthead.core.errors import BadInput, RuleBroken
from masthead.notify.models import Notice
from masthead.org.models import Member
from masthead.platforms import tokens
from masthead.platforms.abilities import Ability, Mode
from masthead.platforms.models import PlatformToken
from masthead.trail.models import Event
from masthead.vault.models import Secret, SecretVersion
from sandbox.testing import SandboxServer

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
GOOD = {"app_id": "tea-app", "secret": SECRET, "endpoint": "official", "options": {"domain": "yunling.example"}}


def authorised(account: Account) -> Account:
    """As after an authorisation that was tested."""
    account.grant_ref, account.connection_state, account.status = "vault:0", ConnectionState.OK, "active"
    account.save(update_fields=["grant_ref", "connection_state", "status"])
    return Account.objects.select_related("platform").get(pk=account.pk)


def everything(account: Account) -> list[Any]:
    rows = (Account.objects.filter(pk=account.pk), Secret.objects.order_by("pk"), SecretVersion.objects.order_by("pk"))
    return [list(found.values()) for found in (*rows, PlatformToken.objects.order_by("pk"))]


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no app": ({"app_id": ""}, "app_id"),
    "an app with a line break": ({"app_id": "tea\napp"}, "app_id"),
    "a secret that is too long": ({"secret": "x" * 5000}, "secret"),
    "a callback token where none is asked": ({"callback_token": "t0ken"}, "callback_token"),
    "no required option": ({"options": {}}, "option_domain"),
    "a choice that is none": ({"options": {"domain": "a.example", "tier": "gold"}}, "option_tier"),
    "an option that nobody asked for": ({"options": {"domain": "a.example", "debug": "1"}}, ""),
    "a site inside the house": ({"site_url": "https://10.0.0.5/"}, "site_url"),
    "a site without https": ({"site_url": "ftp://tea.example/"}, "site_url"),
    "a new site for the old secret": ({"site_url": "https://elsewhere.example", "secret": ""}, "secret"),
    "no such endpoint": ({"endpoint": "elsewhere"}, "endpoint"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_refused_form_leaves_account_vault_and_tokens_untouched(tea_account: Account, he: Member, what: str) -> None:
    tokens.remember(queries.channel_of(tea_account), tokens.Fetched("kept-token", 7200))
    change, field = BAD[what]
    before = everything(tea_account)

    with pytest.raises(BadInput) as refused:
        actions.connect_account(account=tea_account, **(GOOD | {"secret": "another-secret"} | change), by=he)

    assert field in refused.value.fields
    assert everything(tea_account) == before


def test_every_fault_of_a_form_is_told_at_once(tea_account: Account, he: Member) -> None:
    with pytest.raises(BadInput) as refused:
        actions.connect_account(account=tea_account, app_id="", options={}, site_url="https://10.1.1.1", by=he)

    assert set(refused.value.fields) == {"app_id", "option_domain", "site_url"}


def test_another_app_sets_the_grant_aside(tea_account: Account, he: Member) -> None:
    account = authorised(tea_account)

    actions.connect_account(account=account, **(GOOD | {"app_id": "another-app"}), by=he)

    account.refresh_from_db()
    assert (account.grant_ref, account.connection_state) == ("", ConnectionState.UNTESTED)


def test_the_form_speaks_the_words_of_the_platform_and_shows_its_steps(
    tea_account: Account, he: Member, client_of: ClientOf
) -> None:
    page = client_of(he).get(reverse("accounts:connect", args=[tea_account.pk])).content.decode()

    for words in ("App Key", "安全域名", "套餐", "登录开放平台", "/accounts/authorised/", "已存入保险箱"):
        assert words in page
    assert "EncodingAESKey" not in page
    assert SECRET not in page


def test_a_form_that_is_refused_keeps_what_was_typed_beside_the_fault(
    tea_account: Account, he: Member, client_of: ClientOf
) -> None:
    given = {"endpoint": "official", "app_id": "typed-app", "secret": "typed-secret", "site_url": "https://10.0.0.5/"}

    answer = client_of(he).post(
        reverse("accounts:connect", args=[tea_account.pk]),
        given | {"option_domain": "typed.example", "option_tier": "paid"},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "typed-app" in page and "typed.example" in page and "指向内网" in page
    assert "typed-secret" not in page


def test_production_offers_no_sandbox(account: Account, he: Member, client_of: ClientOf, settings: Any) -> None:
    settings.SANDBOX_URL = ""
    Account.objects.filter(pk=account.pk).update(endpoint="official")

    page = client_of(he).get(reverse("accounts:connect", args=[account.pk])).content.decode()

    assert "平台沙箱" not in page


def test_an_account_without_authorisation_cannot_be_tested(tea_account: Account, he: Member) -> None:
    with pytest.raises(RuleBroken, match="还没有授权"):
        actions.test_connection(account=tea_account, by=he)


def test_a_platform_that_is_down_is_suspected_twice_told_once_and_never_disconnected(
    tea_account: Account, tea: TeaPlatform, wu: Member
) -> None:
    account = authorised(tea_account)
    tea.down = True
    told = []
    for _turn in range(5):
        actions.test_connection(account=Account.objects.select_related("platform").get(pk=account.pk), by=None)
        told.append(Notice.objects.filter(kind="accounts.connection", member=wu).count())

    account.refresh_from_db()
    trouble = ConnectionTrouble.objects.get()
    assert told == [0, 0, 1, 1, 1]
    assert account.connection_state == ConnectionState.OK
    assert (trouble.state, trouble.misses) == (TroubleState.OPEN, 5)

    tea.down = False
    actions.test_connection(account=Account.objects.select_related("platform").get(pk=account.pk), by=None)

    trouble.refresh_from_db()
    assert trouble.state == TroubleState.CLOSED
    assert Notice.objects.filter(title__contains="已恢复", member=wu).count() == 1
    assert Event.objects.filter(name="accounts:connection:restored").count() == 1


def test_one_miss_that_does_not_come_back_is_told_to_nobody(tea_account: Account, tea: TeaPlatform) -> None:
    account = authorised(tea_account)
    for down in (True, False):
        tea.down = down
        actions.test_connection(account=Account.objects.select_related("platform").get(pk=account.pk), by=None)

    assert not Notice.objects.filter(kind="accounts.connection").exists()
    assert ConnectionTrouble.objects.get().state == TroubleState.CLOSED


def test_a_suspected_connection_is_asked_again_sooner(tea_account: Account, tea: TeaPlatform) -> None:
    account = authorised(tea_account)
    tea.down = True
    actions.test_connection(account=account, by=None)
    Account.objects.update(connection_checked_at=clock.now() - clock.dt.timedelta(minutes=6))

    assert check_connections() == 1
    assert ConnectionTest.objects.count() == 2


def test_publishing_becomes_assisted_without_the_right_and_automatic_with_it(
    tea_account: Account, tea: TeaPlatform
) -> None:
    account = authorised(tea_account)
    modes = []
    for right in (False, True):
        tea.may_publish = right
        actions.test_connection(account=account, by=None)
        account = Account.objects.select_related("platform").get(pk=account.pk)
        line = queries.ability_of(account, Ability.PUBLISH)
        modes.append((account.publish_mode, line.mode, line.reason))

    assert modes[0] == (Mode.ASSISTED, Mode.ASSISTED, "账号没有发布权限（48001）")
    assert modes[1] == (Mode.AUTOMATIC, Mode.AUTOMATIC, "")
    assert Event.objects.filter(name="accounts:account:abilities_changed").exists()


def test_accounts_that_were_never_probed_follow_the_catalogue(account: Account, tea_account: Account) -> None:
    Account.objects.update(publish_mode=Mode.NONE)
    AccountAbility.objects.create(account=tea_account, ability=Ability.PUBLISH, mode=Mode.NONE, probed_at=clock.now())

    actions.follow_catalogue()

    account.refresh_from_db()
    tea_account.refresh_from_db()
    assert (account.publish_mode, tea_account.publish_mode) == (Mode.AUTOMATIC, Mode.NONE)
    assert actions.follow_catalogue() == 0


def test_an_authorisation_that_has_run_out_is_told_once_with_what_to_do(tea_account: Account, wu: Member) -> None:
    authorised(tea_account)
    Account.objects.update(grant_expires_at=clock.now() - clock.dt.timedelta(minutes=1))

    assert [actions.note_grants_ending() for _turn in range(2)] == [1, 0]

    tea_account.refresh_from_db()
    assert tea_account.connection_state == ConnectionState.FAILING
    assert "重新授权" in tea_account.connection_advice
    assert Notice.objects.filter(kind="accounts.connection", member=wu).count() == 1


def test_the_page_names_the_address_that_the_platform_wants_on_its_list(
    connected: Account, he: Member, platform: SandboxServer, client_of: ClientOf
) -> None:
    platform.add_app("wx_cloudridge", "cloudridge-secret", ip_allow=["203.0.113.9"])

    client = client_of(he, htmx=True)
    page = client.post(reverse("accounts:test", args=[connected.pk])).content.decode()

    assert "服务器 IP 127.0.0.1 不在公众平台的白名单中" in page
    assert "请在公众平台「IP 白名单」中加入" in page


def test_an_unplugged_account_says_what_is_wrong_and_what_to_do(
    connected: Account, he: Member, client_of: ClientOf, settings: Any
) -> None:
    settings.SANDBOX_URL = "http://127.0.0.1:1"
    client = client_of(he)

    client.post(reverse("accounts:test", args=[connected.pk]))
    page = client.get(reverse("accounts:detail", args=[connected.pk])).content.decode()

    test = ConnectionTest.objects.get()
    assert not test.ok and test.advice
    assert test.message in page and test.advice in page
    assert "待确认" in page and "检测记录" in page
