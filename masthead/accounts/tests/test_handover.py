"""Clause 3.2.1: nobody leaves as administrator or backup of an account; both pass to a successor, never to one person."""

from typing import Any

import pytest

from masthead.accounts import actions
from masthead.accounts.models import Account
from masthead.accounts.states import AccountStatus
from masthead.core.errors import NotPermitted, RuleBroken
from masthead.org import actions as org_actions
from masthead.org.models import Member, Unit
from masthead.trail.models import Event

pytestmark = pytest.mark.django_db
WHY = "合同到期"


def test_the_backup_of_an_account_does_not_leave_without_a_successor(account: Account, he: Member, wu: Member) -> None:
    with pytest.raises(RuleBroken) as refused:
        org_actions.let_member_leave(member=wu, by=he, reason=WHY)

    assert refused.value.code == "duties_left"
    assert "名下账号 1" in refused.value.message


def test_the_successor_takes_the_place_and_the_trail_says_so(
    account: Account, he: Member, wu: Member, lin: Member
) -> None:
    org_actions.let_member_leave(member=wu, by=he, reason=WHY, successor=lin)

    now = Account.objects.get(pk=account.pk)
    assert (now.administrator, now.backup) == (he, lin)
    event = Event.objects.get(name="accounts:account:changed")
    assert (event.target_id, event.data["changed"]) == (account.pk, ["backup"])


def test_administrator_and_backup_never_become_one_person(account: Account, he: Member, wu: Member) -> None:
    with pytest.raises(RuleBroken) as refused:
        org_actions.let_member_leave(member=wu, by=he, reason=WHY, successor=he)

    assert refused.value.code == "successor_cannot_take"
    assert account.name in refused.value.message
    assert Member.objects.get(pk=wu.pk).is_active


def test_a_closed_account_keeps_nobody_here(account: Account, he: Member, wu: Member) -> None:
    Account.objects.filter(pk=account.pk).update(status=AccountStatus.CLOSED)

    org_actions.let_member_leave(member=wu, by=he, reason=WHY)

    assert not Member.objects.get(pk=wu.pk).is_active


def test_only_who_manages_the_organisation_hands_over(account: Account, wu: Member, lin: Member, chen: Member) -> None:
    with pytest.raises(NotPermitted):
        actions.hand_over_accounts(member=wu, to=lin, by=chen)

    assert Account.objects.get(pk=account.pk).backup == wu


def test_a_department_with_accounts_is_not_dissolved(account: Account, he: Member, units: dict[str, Unit]) -> None:
    with pytest.raises(RuleBroken) as refused:
        org_actions.close_unit(unit=units["宣传部"], by=he, reason="并入市场部")

    assert "责任账号 1" in refused.value.message


def test_the_list_says_that_accounts_can_be_passed_on(account: Account, he: Member, wu: Member, client_of: Any) -> None:
    page = client_of(he).get(f"/org/members/{wu.pk}/leave/").text

    assert account.name in page
    assert "可交接" in page
    assert "须先处理" not in page
