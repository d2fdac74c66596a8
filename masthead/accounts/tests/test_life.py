"""Clause 3.2.1: an account is opened, stopped and closed by approval; everything between is one person's deed."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from masthead.accounts import actions, queries
from masthead.accounts.models import Account, AccountRequest
from masthead.accounts.states import AccountStatus, RequestState
from masthead.approvals import actions as approvals
from masthead.approvals import queries as approval_queries
from masthead.core.errors import RuleBroken, Stale
from masthead.notify.models import Notice
from masthead.org.models import Member, Unit
from masthead.platforms.contract import ConnectionReport
from masthead.platforms.testing import make_platform

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
TICKS = ["needed", "in_order"]


def decide(wish: AccountRequest, member: Member) -> None:
    case = approval_queries.latest_case(queries.REQUEST_KIND, wish.pk)
    assert case is not None
    task = approval_queries.open_task_of(member, case)
    assert task is not None
    approvals.approve_task(task=task, by=member, hash_seen=case.content_hash, confirmations=TICKS)


def ask(account: Account, status: AccountStatus, by: Member) -> AccountRequest:
    return actions.ask_for_status(account=account, status=status, reason="年度账号规划", by=by)


def test_an_account_is_stopped_when_head_and_leader_agree(
    connected: Account, he: Member, chen: Member, zheng: Member
) -> None:
    wish = ask(connected, AccountStatus.PAUSED, he)
    decide(wish, chen)
    assert Account.objects.get().status == AccountStatus.ACTIVE

    decide(wish, zheng)
    assert Account.objects.get().status == AccountStatus.PAUSED
    assert AccountRequest.objects.get().state == RequestState.APPROVED


@pytest.mark.parametrize("status", [AccountStatus.PAUSED, AccountStatus.CLOSED])
def test_nobody_stops_or_closes_an_account_alone(connected: Account, he: Member, status: AccountStatus) -> None:
    with pytest.raises(RuleBroken) as refused:
        actions.change_status(account=connected, status=status, reason="想停就停", by=he)

    assert refused.value.code == "account_needs_approval"


def test_a_new_account_waits_for_its_approval_whatever_the_platform_answers(
    units: dict[str, Unit], he: Member, wu: Member, chen: Member, zheng: Member
) -> None:
    account = actions.register_account(
        name="云岭新号", platform=make_platform(), unit=units["宣传部"], administrator=he, backup=wu, is_new=True, by=he
    )
    actions.connect_account(account=account, app_id="wx_new", secret="s3cret-of-new", endpoint="sandbox", by=he)
    report = ConnectionReport(ok=True, message="连接正常")
    actions.settle_connection_test(account=account, report=report, certain=True, by=he)
    assert Account.objects.get(pk=account.pk).status == AccountStatus.APPLIED
    with pytest.raises(RuleBroken):
        actions.change_status(account=account, status=AccountStatus.ACTIVE, reason="直接用起来", by=he)

    wish = ask(account, AccountStatus.REGISTERED, he)
    decide(wish, chen)
    decide(wish, zheng)
    account = Account.objects.get(pk=account.pk)
    assert account.status == AccountStatus.REGISTERED
    actions.settle_connection_test(account=account, report=report, certain=True, by=he)
    assert Account.objects.get(pk=account.pk).status == AccountStatus.ACTIVE


def test_a_refused_request_leaves_the_account_and_tells_the_asker(connected: Account, he: Member, chen: Member) -> None:
    wish = ask(connected, AccountStatus.CLOSED, he)
    case = approval_queries.latest_case(queries.REQUEST_KIND, wish.pk)
    assert case is not None
    task = approval_queries.open_task_of(chen, case)
    assert task is not None
    approvals.reject_task(task=task, by=chen, hash_seen=case.content_hash, comment="读者还在看，先不要关。")

    assert Account.objects.get().status == AccountStatus.ACTIVE
    assert AccountRequest.objects.get().state == RequestState.REFUSED
    assert Notice.objects.filter(member=he, kind="accounts.request").exists()


def test_one_request_waits_at_a_time(connected: Account, he: Member) -> None:
    ask(connected, AccountStatus.PAUSED, he)

    with pytest.raises(RuleBroken, match="已有一份申请"):
        ask(connected, AccountStatus.CLOSED, he)


def test_what_was_approved_is_not_done_to_an_account_that_moved_meanwhile(
    connected: Account, he: Member, chen: Member, zheng: Member
) -> None:
    wish = ask(connected, AccountStatus.PAUSED, he)
    decide(wish, chen)
    Account.objects.filter(pk=connected.pk).update(status=AccountStatus.CLOSED)

    with pytest.raises(Stale):
        decide(wish, zheng)


def test_the_page_hands_the_request_in_and_shows_that_it_waits(
    connected: Account, he: Member, lin: Member, client_of: ClientOf
) -> None:
    address = reverse("accounts:status", args=[connected.pk, "closed"])
    assert client_of(lin).post(address, {"reason": "账号合并"}).status_code == 403
    assert client_of(he).post(address, {"reason": "账号合并"}).status_code == 302

    assert "正在审批：变为「已注销」" in client_of(he).get(connected.get_absolute_url()).text
    assert Account.objects.get().status == AccountStatus.ACTIVE


def test_the_case_page_shows_the_account_and_the_reason(
    connected: Account, he: Member, chen: Member, client_of: ClientOf
) -> None:
    wish = ask(connected, AccountStatus.CLOSED, he)
    case = approval_queries.latest_case(queries.REQUEST_KIND, wish.pk)
    assert case is not None

    page = client_of(chen).get(reverse("approvals:case", args=[case.pk])).text
    assert "年度账号规划" in page
    assert connected.name in page
