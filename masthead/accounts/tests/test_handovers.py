"""Clause 3.2.1: who leaves or moves hands over every account that they administer or ever saw, and each is acknowledged."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from masthead.accounts import actions, queries
from masthead.accounts.models import STEPS, Account, Handover, HandoverItem
from masthead.accounts.states import HandoverState
from masthead.accounts.testing import make_connected_account
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.org import actions as org_actions
from masthead.org.models import Member, Unit
from masthead.org.testing import make_member
from masthead.vault import actions as vault_actions
from masthead.vault.models import Secret

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
ALL = list(STEPS)


def begin(member: Member, by: Member) -> HandoverItem:
    return actions.begin_handover(member=member, cause="leaving", by=by).items.get()


def rotate(account: Account, by: Member) -> None:
    for number, secret in enumerate(Secret.objects.filter(owner_id=account.pk)):
        vault_actions.replace_secret(secret=secret, plaintext=f"another-secret-{number}", by=by)


def test_the_list_names_what_is_administered_and_what_was_seen(
    connected: Account, units: dict[str, Unit], he: Member, wu: Member, lin: Member, zhou: Member
) -> None:
    seen = make_connected_account(unit=units["宣传部"], administrator=he, backup=lin, name="云岭文创", app_id="wx_2")
    vault_actions.replace_secret(secret=Secret.objects.filter(owner_id=seen.pk)[0], plaintext="seen-by-wu-1", by=wu)

    actions.begin_handover(member=wu, cause="leaving", by=he)

    found = {(i.account.name, i.duty) for i in HandoverItem.objects.select_related("account")}
    assert found == {("云岭茶事", "backup"), ("云岭文创", "saw")}


def test_an_item_is_handed_only_with_every_step_and_newer_secrets(
    connected: Account, he: Member, wu: Member, lin: Member
) -> None:
    item = begin(wu, he)
    with pytest.raises(BadInput) as refused:
        actions.hand_item(item=item, receiver=lin, steps=["phone"], by=wu)
    assert "绑定邮箱已更换" in refused.value.fields["steps"][0]
    with pytest.raises(BadInput, match="交接信息有误") as refused:
        actions.hand_item(item=item, receiver=lin, steps=ALL, by=wu)
    assert "应用密钥" in refused.value.fields["steps"][0]

    rotate(connected, by=wu)
    with pytest.raises(BadInput):
        actions.hand_item(item=item, receiver=lin, steps=ALL, by=wu)
    rotate_again(connected, he)
    assert actions.hand_item(item=item, receiver=lin, steps=ALL, by=wu).handed_at is not None


def rotate_again(account: Account, by: Member) -> None:
    for number, secret in enumerate(Secret.objects.filter(owner_id=account.pk)):
        vault_actions.replace_secret(secret=secret, plaintext=f"known-to-he-only-{number}", by=by)


def test_the_receiver_and_nobody_else_acknowledges_and_then_stands_in_the_register(
    account: Account, he: Member, wu: Member, lin: Member
) -> None:
    item = actions.hand_item(item=begin(wu, he), receiver=lin, steps=ALL, by=wu)
    with pytest.raises(NotPermitted):
        actions.acknowledge_item(item=item, by=he)
    actions.acknowledge_item(item=item, by=lin)

    assert Account.objects.get().backup == lin
    assert Handover.objects.get().state == HandoverState.DONE
    with pytest.raises(Stale):
        actions.acknowledge_item(item=HandoverItem.objects.select_related("account").get(), by=lin)


def test_the_other_custodian_cannot_receive(account: Account, he: Member, wu: Member) -> None:
    with pytest.raises(BadInput) as refused:
        actions.hand_item(item=begin(wu, he), receiver=he, steps=ALL, by=wu)

    assert "receiver" in refused.value.fields


def test_nobody_leaves_before_the_list_is_empty(
    account: Account, he: Member, wu: Member, lin: Member, client_of: ClientOf
) -> None:
    item = begin(wu, he)
    leave = reverse("org:leave", args=[wu.pk])
    refused = client_of(he).post(leave, {"reason": "合同到期", "successor": lin.pk})
    assert refused.status_code == 422
    assert "未完成的账号交接" in refused.text
    assert Member.objects.get(pk=wu.pk).is_active

    hand = reverse("accounts:hand", args=[item.pk])
    assert client_of(wu).post(hand, {"receiver": lin.pk, "steps": ALL}).status_code == 302
    assert client_of(lin).post(reverse("accounts:acknowledge", args=[item.pk])).status_code == 302
    assert client_of(he).post(leave, {"reason": "合同到期"}).status_code == 302
    assert not Member.objects.get(pk=wu.pk).is_active


def test_who_still_knows_a_secret_does_not_leave(connected: Account, he: Member, lin: Member) -> None:
    rotate(connected, by=lin)
    with pytest.raises(RuleBroken) as refused:
        org_actions.let_member_leave(member=lin, by=he, reason="合同到期")
    assert "仍知晓的凭据 1" in refused.value.message

    rotate_again(connected, he)
    org_actions.let_member_leave(member=lin, by=he, reason="合同到期")
    assert not Member.objects.get(pk=lin.pk).is_active


def test_a_successor_at_the_exit_gets_a_list_to_finish(account: Account, he: Member, wu: Member, lin: Member) -> None:
    org_actions.let_member_leave(member=wu, by=he, reason="合同到期", successor=lin)
    item = HandoverItem.objects.select_related("account", "handover").get()
    assert (item.receiver, item.open_steps) == (lin, [str(label) for label in STEPS.values()])
    with pytest.raises(RuleBroken, match="清单还没有完成"):
        actions.acknowledge_item(item=item, by=lin)

    actions.acknowledge_item(item=actions.hand_item(item=item, receiver=lin, steps=ALL, by=lin), by=lin)
    assert Handover.objects.get().state == HandoverState.DONE


def test_moving_to_another_department_makes_a_list_too(
    account: Account, units: dict[str, Unit], he: Member, wu: Member
) -> None:
    org_actions.transfer_member(member=wu, unit=units["市场部"], title="策划", by=he)

    handover = Handover.objects.get()
    assert (handover.member, handover.cause) == (wu, "moving")
    assert handover.items.get().account == account


def test_moving_inside_the_department_makes_none(
    account: Account, units: dict[str, Unit], he: Member, wu: Member
) -> None:
    org_actions.transfer_member(member=wu, unit=units["宣传部"], title="策划", by=he)

    assert not Handover.objects.exists()


def test_who_has_nothing_to_hand_over_gets_no_list(account: Account, he: Member, lin: Member) -> None:
    with pytest.raises(RuleBroken, match="无需交接"):
        actions.begin_handover(member=lin, cause="leaving", by=he)


def test_a_list_is_the_business_of_its_people_only(
    account: Account, he: Member, wu: Member, sun: Member, lin: Member, client_of: ClientOf
) -> None:
    address = begin(wu, he).handover.get_absolute_url()

    assert client_of(wu).get(address).status_code == 200
    assert client_of(he).get(address).status_code == 200
    assert client_of(sun).get(address).status_code == 404
    assert client_of(lin).get(address).status_code == 404


def test_beginning_by_form(account: Account, he: Member, wu: Member, lin: Member, client_of: ClientOf) -> None:
    address, given = reverse("accounts:begin_handover"), {"member": wu.pk, "cause": "moving"}

    assert client_of(lin).post(address, given).status_code == 403
    assert client_of(he).post(address, {**given, "member": lin.pk}).status_code == 422
    assert client_of(he).post(address, given).status_code == 302
    assert "吴晓舟" in client_of(he).get(reverse("accounts:handovers")).text


def test_a_list_that_is_open_gets_what_is_missing(
    account: Account, units: dict[str, Unit], he: Member, wu: Member
) -> None:
    begin(wu, he)
    third = make_member("disan", "第三人", unit=units["宣传部"])
    make_connected_account(unit=units["宣传部"], administrator=third, backup=wu, name="云岭文创", app_id="wx_2")

    again = actions.begin_handover(member=wu, cause="leaving", by=he)
    assert again.items.count() == 2
    assert queries.open_handover_of(wu) == again
