"""Clause 3.2.1: every account is examined each day; the score says what it lost and where."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from masthead.accounts import actions, queries
from masthead.accounts.models import Account, Checkup
from masthead.accounts.papers import DossierFacts
from masthead.accounts.registry import CHECKS, Finding, account_check
from masthead.accounts.states import AccountStatus
from masthead.accounts.testing import make_account, make_positioning, put_in_force, scan
from masthead.org.models import Member, Unit
from masthead.org.testing import give_factor, make_leave
from masthead.platforms.contract import ConnectionReport

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]


def states(account: Account) -> dict[str, str]:
    actions.check_up(accounts=[queries.get_account(account.pk)])
    return {r["key"]: r["state"] for r in Checkup.objects.get(account=account).results}


def test_a_bare_account_loses_what_it_lacks(connected: Account) -> None:
    found = states(connected)

    assert found["connection"] == found["custodians"] == "ok"
    assert found["documents"] == "bad"
    assert (found["identity"], found["certification"]) == ("warn", "skip")
    assert 0 < Checkup.objects.get().score < 100


def test_putting_things_right_raises_the_score(connected: Account, he: Member, wu: Member) -> None:
    states(connected)
    before = Checkup.objects.get().score
    for kind in ("licence", "authorisation", "identity"):
        actions.store_document(account=connected, kind=kind, data=scan(), name="扫描件.png", by=None)
    give_factor(wu)
    facts = DossierFacts(company_name="云岭茶业有限公司", bound_phone="02885302210", phone_holder=wu)
    actions.save_dossier(account=connected, facts=facts, by=he)
    put_in_force(make_positioning(connected, by=he))

    assert set(states(connected).values()) <= {"ok", "skip"}
    assert Checkup.objects.get().score == 100 > before


def test_a_name_that_the_platform_does_not_know_is_found(connected: Account, he: Member) -> None:
    report = ConnectionReport(ok=True, message="连接正常", facts={"账号名称": "云岭茶叶店"})
    actions.settle_connection_test(account=connected, report=report, certain=True, by=he)

    assert states(connected)["identity"] == "bad"


def test_a_leaver_among_the_custodians_is_found(connected: Account, wu: Member) -> None:
    make_leave(wu)

    assert states(connected)["custodians"] == "bad"


def test_a_day_has_one_result(connected: Account) -> None:
    states(connected)
    states(connected)

    assert Checkup.objects.count() == 1


def test_closed_accounts_and_those_not_opened_are_left_alone(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(status=AccountStatus.CLOSED)

    assert queries.to_check_up() == []


def test_a_room_may_add_its_own_check(connected: Account) -> None:
    account_check("test.own", "自检", 20, lambda accounts: {a.pk: Finding("bad", "不行") for a in accounts})
    try:
        assert states(connected)["test.own"] == "bad"
    finally:
        CHECKS._entries.pop("test.own")


def test_queries_of_the_check_up_do_not_grow_with_accounts(
    units: dict[str, Unit], he: Member, wu: Member, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(12):
        make_account(unit=units["宣传部"], administrator=he, backup=wu, name=f"云岭茶事{number}")

    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        assert actions.check_up(accounts=queries.to_check_up()) == 12


def test_the_page_puts_the_worst_first_and_hides_what_is_out_of_scope(
    connected: Account, units: dict[str, Unit], he: Member, wu: Member, lin: Member, sun: Member, client_of: ClientOf
) -> None:
    make_account(unit=units["宣传部"], administrator=he, backup=wu, name="云岭文创")
    actions.check_up(accounts=queries.to_check_up())
    address = reverse("accounts:checkups")

    page = client_of(lin).get(address).text
    assert page.index("云岭文创") < page.index("云岭茶事</a>")
    assert "云岭文创" not in client_of(sun).get(address).text
    assert "<html" not in client_of(lin, htmx=True).get(address, {"band": "poor"}).text


def test_checking_again_by_button(connected: Account, he: Member, lin: Member, client_of: ClientOf) -> None:
    address = reverse("accounts:check_up", args=[connected.pk])

    assert client_of(lin).post(address).status_code == 403
    assert client_of(he).post(address).status_code == 302
    assert "扣分" in client_of(he).get(connected.get_absolute_url(), {"tab": "checkup"}).text


@pytest.mark.parametrize("tab", ["overview", "papers", "documents", "checkup", "timeline", "nonsense"])
def test_every_tab_opens_for_a_reader_with_few_queries(
    connected: Account, lin: Member, client_of: ClientOf, tab: str, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = client_of(lin)

    with django_assert_max_num_queries(18):  # type: ignore[attr-defined]
        assert client.get(connected.get_absolute_url(), {"tab": tab}).status_code == 200


def test_the_timeline_is_narrowed_by_chapter_and_folds_the_machines(
    connected: Account, he: Member, client_of: ClientOf
) -> None:
    actions.freeze_account(account=connected, reason="疑似被盗用", by=he)
    for ok in (False, True, False, True):
        report = ConnectionReport(ok=ok, message="定时检测")
        actions.settle_connection_test(account=queries.get_account(connected.pk), report=report, certain=True, by=None)
    client, url = client_of(he), connected.get_absolute_url()

    assert "疑似被盗用" in client.get(url, {"tab": "timeline", "about": "secrets"}).text
    page = client.get(url, {"tab": "timeline", "about": "connection"}).text
    assert "疑似被盗用" not in page
    assert "同类记录共 4 次" in page
