"""Positions by date: one main position at a time, changes from a day on, leaving and returning. Clause 2.1, 3.2.1."""

import datetime as dt

import pytest

from masthead.core import clock
from masthead.core.errors import BadInput, RuleBroken, Stale
from masthead.org import actions, queries
from masthead.org.models import Grant, Member, Position
from masthead.org.registry import HOLDINGS, Held, Holding
from masthead.org.testing import SINCE, give_role
from masthead.trail.models import Event

DAY = dt.timedelta(days=1)


@pytest.fixture
def accounts_held():
    """A room above that knows of two accounts, until they are handed over."""
    names = ["云岭茶事", "云岭门店"]
    handed = []

    def hand_over(member, to, by):
        handed.append((member.pk, to.pk, by.pk))
        names.clear()

    entry = Holding("test.accounts", "名下账号", lambda m: [Held(n) for n in names], "请更换账号管理员。", hand_over)
    HOLDINGS.add("test.accounts", entry)
    yield handed
    HOLDINGS._entries.pop("test.accounts")


def test_a_second_main_position_at_the_same_time_is_refused(he, lin, units):
    with pytest.raises(BadInput) as refused:
        actions.take_position(member=lin, unit=units["市场部"], title="策划", is_primary=True, by=he)
    assert refused.value.code == "second_primary"


def test_a_further_position_is_a_secondary_one(he, lin, units):
    assert not actions.take_position(member=lin, unit=units["市场部"], title="策划", by=he).is_primary


def test_the_same_position_twice_is_refused(he, lin, units):
    with pytest.raises(BadInput) as refused:
        actions.take_position(member=lin, unit=units["宣传部"], title="内容编辑", by=he)
    assert refused.value.code == "position_twice"


def test_a_position_for_a_time_ends_by_itself(he, lin, units):
    today = clock.today()
    actions.take_position(member=lin, unit=units["市场部"], title="借调", by=he, end_on=today + 5 * DAY)

    later = {n.unit_id: n for n in queries.organisation_on(today + 6 * DAY)}
    assert lin.pk not in {p.member_id for p in later[units["市场部"].pk].positions}


def test_days_in_the_wrong_order_are_refused(he, lin, units):
    with pytest.raises(BadInput):
        actions.take_position(member=lin, unit=units["市场部"], title="借调", by=he, end_on=clock.today() - DAY)


def test_a_transfer_ends_the_old_and_begins_the_new(he, lin, units):
    actions.transfer_member(member=lin, unit=units["市场部"], title="策划", by=he)

    old, new = Position.objects.filter(member=lin).order_by("start_on")
    assert old.end_on == clock.today() - DAY
    assert (new.unit, new.is_primary, new.end_on) == (units["市场部"], True, None)


def test_a_transfer_before_the_present_position_began_is_refused(he, lin, units):
    with pytest.raises(BadInput):
        actions.transfer_member(member=lin, unit=units["市场部"], title="策划", start_on=SINCE - DAY, by=he)


def test_a_promotion_keeps_what_was_before(he, lin):
    position = Position.objects.get(member=lin)

    actions.change_position(position=position, title="主编", is_head=False, by=he)

    assert [p.title for p in Position.objects.filter(member=lin).order_by("start_on")] == ["内容编辑", "主编"]


def test_two_changes_at_once_end_with_one_refusal(he, lin):
    first, second = Position.objects.get(member=lin), Position.objects.get(member=lin)
    actions.change_position(position=first, title="主编", is_head=False, by=he)

    with pytest.raises(Stale):
        actions.change_position(position=second, title="副主编", is_head=False, by=he)


def test_a_position_ends_once(he, lin):
    position = Position.objects.get(member=lin)
    actions.end_position(position=position, by=he, end_on=clock.today() - DAY)

    with pytest.raises(Stale):
        actions.end_position(position=Position.objects.get(member=lin), by=he)


def test_facts_are_corrected_and_the_trail_says_which(he, lin):
    actions.change_member(member=lin, username="linzx", name="林知夏", email="", phone="138 0000 0000", by=he)

    event = Event.objects.get(name="org:member:changed")
    assert event.data["changed"] == ["username", "email", "phone"]
    assert "138" not in str(event.data)


def test_the_name_of_another_is_not_taken(he, lin):
    with pytest.raises(BadInput) as refused:
        actions.change_member(member=lin, username="zhoush", name="", email="x", phone="call me", by=he)
    assert set(refused.value.fields) == {"username", "name", "email", "phone"}


def test_the_leader_is_replaced_before_leaving(he, zheng, chen):
    with pytest.raises(RuleBroken) as refused:
        actions.let_member_leave(member=zheng, by=he, reason="到龄退休")
    assert refused.value.code == "leader_leaves"

    actions.change_leader(member=chen, by=he)
    actions.let_member_leave(member=zheng, by=he, reason="到龄退休", at=clock.now() + DAY)
    assert queries.leader_of_group() == chen


def test_the_last_administrator_cannot_leave(he, lin):
    with pytest.raises(RuleBroken) as refused:
        actions.let_member_leave(member=he, by=lin, reason="另谋高就")
    assert refused.value.code == "last_administrator"


def test_duties_keep_a_leaver_here(he, wu, accounts_held):
    with pytest.raises(RuleBroken) as refused:
        actions.let_member_leave(member=wu, by=he, reason="合同到期")

    assert refused.value.code == "duties_left"
    assert "名下账号 2" in refused.value.message
    assert Member.objects.get(pk=wu.pk).is_active


def test_duties_go_to_the_successor(he, wu, lin, accounts_held):
    actions.let_member_leave(member=wu, by=he, reason="合同到期", successor=lin)

    assert accounts_held == [(wu.pk, lin.pk, he.pk)]
    assert Event.objects.get(name="org:member:duties_handed_over").data["to"] == "林知夏"


def test_a_duty_that_cannot_be_handed_over_stays(he, wu, lin, request):
    HOLDINGS.add("test.own", Holding("test.own", "借用设备", lambda m: [Held("相机")], "请归还。"))
    request.addfinalizer(lambda: HOLDINGS._entries.pop("test.own"))

    with pytest.raises(RuleBroken):
        actions.let_member_leave(member=wu, by=he, reason="合同到期", successor=lin)


def test_leaving_ends_delegations_on_both_sides(he, zhou, chen):
    today = clock.today()
    actions.delegate_duties(member=zhou, delegate=chen, start_on=today, end_on=today + DAY, reason="年假", by=zhou)
    actions.let_member_leave(member=chen, by=he, reason="合同到期")

    assert queries.absences_running(zhou) == []


def test_who_returns_begins_without_old_roles_and_password(he, lin, units):
    actions.let_member_leave(member=lin, by=he, reason="合同到期")

    actions.return_member(member=lin, unit=units["市场部"], title="策划", by=he)

    back = Member.objects.get(pk=lin.pk)
    assert back.is_active
    assert not back.has_usable_password()
    assert not back.has_perm("content.draft.write")
    assert queries.primary_unit_id(back) == units["市场部"].pk


def test_who_is_here_does_not_return(he, lin, units):
    with pytest.raises(RuleBroken):
        actions.return_member(member=lin, unit=units["市场部"], title="策划", by=he)


def test_leaver_gets_no_role(he, lin):
    actions.let_member_leave(member=lin, by=he, reason="合同到期")
    role = queries.all_roles().get(key="reviewer")

    with pytest.raises(RuleBroken) as refused:
        actions.grant_role(member=lin, role=role, by=he)
    assert refused.value.code == "member_left"


def test_the_last_administrator_is_not_demoted_by_another(he, lin):
    give_role(lin, "reviewer")
    with pytest.raises(RuleBroken) as refused:
        actions.end_grant(grant=Grant.objects.get(member=he, role__key="admin"), by=lin)
    assert refused.value.code == "last_administrator"


def test_keys_and_delegations_are_listed_and_end_by_themselves(he, zhou, chen):
    today = clock.today()
    actions.delegate_duties(member=zhou, delegate=chen, start_on=today, end_on=today + DAY, reason="年假", by=zhou)
    actions.issue_personal_key(name="报表", capabilities=["content.draft.read"], days=30, by=zhou)

    found = {d.key: d for d in queries.holdings_of(zhou)}

    assert found["org.keys"].ends
    assert found["org.absences"].ends
    actions.let_member_leave(member=zhou, by=he, reason="合同到期")
    assert queries.absences_held(zhou) == []
