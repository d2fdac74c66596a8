"""Clause 3.2.1: what ends is told 60, 30, 7 and 1 days before, once per step, then when it is over and each week after."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from masthead.accounts import actions, queries
from masthead.accounts.models import Account, ExpiryNotice
from masthead.accounts.states import AccountStatus
from masthead.accounts.testing import scan
from masthead.core import clock
from masthead.core.testing import at_once
from masthead.notify.models import Notice
from masthead.org.models import Member

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (61, None),
        (60, 60),
        (45, 60),
        (30, 30),
        (8, 30),
        (7, 7),
        (2, 7),
        (1, 1),
        (0, 1),
        (-1, 0),
        (-6, 0),
        (-7, -7),
        (-15, -14),
    ],
)
def test_the_nearest_step_is_due(days: int, step: int | None) -> None:
    assert queries.step_of(days) == step


def certify(account: Account, days: int) -> None:
    actions.record_certification(
        account=account, state="certified", kind="company", certified_on=clock.today() - 300 * DAY,
        expires_on=clock.today() + days * DAY, by=None,
    )  # fmt: skip


def test_custodians_and_head_are_told_once_a_step(account: Account, he: Member, wu: Member, chen: Member) -> None:
    certify(account, 60)
    assert actions.tell_of_endings() == 1
    assert actions.tell_of_endings() == 0
    assert set(Notice.objects.values_list("member", flat=True)) == {he.pk, wu.pk, chen.pk}

    with clock.travelling(30 * DAY):
        assert actions.tell_of_endings() == 1


def test_a_step_missed_while_the_system_stood_still_is_not_made_up_for(account: Account) -> None:
    certify(account, 60)

    with clock.travelling(54 * DAY):
        assert actions.tell_of_endings() == 1
    assert list(ExpiryNotice.objects.values_list("step", flat=True)) == [7]


def test_after_the_end_it_is_told_once_and_then_each_week(account: Account) -> None:
    certify(account, 1)
    sent = []
    for day in range(2, 18):
        with clock.travelling(day * DAY):
            sent.append(actions.tell_of_endings())

    assert sum(sent) == 3
    assert sorted(ExpiryNotice.objects.values_list("step", flat=True)) == [-14, -7, 0]


def test_a_renewed_certification_is_told_of_no_more(account: Account) -> None:
    certify(account, 5)
    certify(account, 300)

    assert actions.tell_of_endings() == 0


def test_a_closed_account_ends_nothing(account: Account) -> None:
    certify(account, 5)
    Account.objects.filter(pk=account.pk).update(status=AccountStatus.CLOSED)

    assert actions.tell_of_endings() == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_tellers_one_tells(account: Account) -> None:
    certify(account, 5)
    due = queries.all_dues()[0]

    at_once(lambda: actions.tell_of_ending(due=due), lambda: actions.tell_of_ending(due=due))

    assert ExpiryNotice.objects.count() == 1


def test_every_sort_of_ending_stands_on_the_calendar(
    account: Account, lin: Member, sun: Member, client_of: ClientOf
) -> None:
    certify(account, 20)
    actions.record_filing(
        account=account, kind="icp", number="川ICP备2023011873号-1", expires_on=clock.today() + 3 * DAY, by=None
    )
    actions.store_document(
        account=account, kind="contract", data=scan(), name="合同.png", valid_until=clock.today() - DAY, by=None
    )
    Account.objects.filter(pk=account.pk).update(grant_expires_at=clock.now() + 50 * DAY)
    client, address = client_of(lin), reverse("accounts:expiries")

    page = client.get(address).text
    for word in ("企业认证", "川ICP备2023011873号-1", "平台授权", "已过期 1 天"):
        assert word in page
    assert "平台授权" not in client.get(address, {"within": "30"}).text.partition("dues-title")[2]
    assert "合同" in client.get(address, {"within": "over"}).text
    assert "云岭茶事" not in client_of(sun).get(address).text


def test_the_calendar_bears_nonsense_in_its_address(account: Account, lin: Member, client_of: ClientOf) -> None:
    answer = client_of(lin).get(reverse("accounts:expiries"), {"month": "2026-99", "within": "x", "kind": "y"})

    assert answer.status_code == 200


def test_queries_of_the_calendar_do_not_grow(
    account: Account, lin: Member, client_of: ClientOf, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(20):
        actions.record_filing(
            account=account, kind="other", number=f"备案{number:04d}", expires_on=clock.today() + number * DAY, by=None
        )
    client = client_of(lin)

    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        client.get(reverse("accounts:expiries"))
