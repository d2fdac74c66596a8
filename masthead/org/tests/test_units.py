"""The tree of departments: renamed, moved, merged and closed without losing what it was. Clause 2.1."""

import datetime as dt

import pytest

from masthead.core import clock
from masthead.core.errors import BadInput, RuleBroken, Stale
from masthead.org import actions, queries
from masthead.org.models import Grant, Position, Unit, UnitVersion
from masthead.org.testing import give_role, make_member
from masthead.trail.models import Event

DAY = dt.timedelta(days=1)


@pytest.fixture
def desk(he, units):
    """新媒体中心 › 视频组 below 宣传部."""
    centre = actions.create_unit(name="新媒体中心", parent=units["宣传部"], by=he)
    return centre, actions.create_unit(name="视频组", parent=centre, by=he)


def anew(unit):
    return Unit.objects.get(pk=unit.pk)


def test_moving_carries_everything_below_along(he, units, desk):
    centre, video = desk

    actions.move_unit(unit=centre, parent=units["市场部"], by=he)

    assert anew(centre).path == f"{units['市场部'].path}{centre.pk}/"
    assert anew(video).path == f"{units['市场部'].path}{centre.pk}/{video.pk}/"


def test_a_scope_follows_the_move_at_once(he, lin, sun, units, desk):
    centre, video = desk
    assert queries.may(lin, "org.member.read", unit_id=video.pk)
    assert not queries.may(sun, "org.member.read", unit_id=video.pk)

    actions.move_unit(unit=centre, parent=units["市场部"], by=he)

    assert not queries.may(lin, "org.member.read", unit_id=video.pk)
    assert queries.may(sun, "org.member.read", unit_id=video.pk)


def test_a_department_is_not_hung_below_itself(he, units, desk):
    centre, video = desk

    for parent in (video, centre):
        with pytest.raises(RuleBroken) as refused:
            actions.move_unit(unit=centre, parent=parent, by=he)
        assert refused.value.code == "unit_cycle"
    assert anew(centre).parent_id == units["宣传部"].pk


def test_two_moves_that_would_make_a_circle_end_with_one_refusal(he, units):
    a, b = units["市场部"], units["技术部"]
    actions.move_unit(unit=a, parent=b, by=he)

    with pytest.raises(RuleBroken):
        actions.move_unit(unit=b, parent=a, by=he)


def test_a_path_that_only_begins_alike_is_not_below(he, company):
    first = actions.create_unit(name="甲", parent=company, by=he)
    Unit.objects.filter(pk=first.pk).update(path=f"{company.path}1/")
    other = actions.create_unit(name="乙", parent=company, by=he)
    Unit.objects.filter(pk=other.pk).update(path=f"{company.path}12/")

    actions.move_unit(unit=anew(first), parent=anew(other), by=he)

    assert anew(other).path == f"{company.path}12/"


def test_the_company_itself_stays_on_top(he, company, units):
    with pytest.raises(RuleBroken) as refused:
        actions.move_unit(unit=company, parent=units["宣传部"], by=he)
    assert refused.value.code == "unit_root"


def test_who_saw_another_place_is_told(he, units, desk):
    with pytest.raises(Stale):
        actions.move_unit(unit=desk[0], parent=units["市场部"], by=he, seen_parent_id=units["技术部"].pk)


def test_a_name_is_unique_under_the_new_parent_too(he, units, desk):
    actions.create_unit(name="新媒体中心", parent=units["市场部"], by=he)

    with pytest.raises(BadInput):
        actions.move_unit(unit=desk[0], parent=units["市场部"], by=he)


def test_the_tree_has_a_bottom(he, units):
    parent = units["宣传部"]
    for level in range(7):
        parent = actions.create_unit(name=f"第{level}层", parent=parent, by=he)

    with pytest.raises(RuleBroken) as refused:
        actions.create_unit(name="太深", parent=parent, by=he)
    assert refused.value.code == "unit_depth"


def test_a_renamed_department_is_found_under_its_old_name_by_date(he, units, time_machine):
    time_machine.move_to("2026-11-26 10:00:00+08:00", tick=False)
    before = clock.today()
    time_machine.move_to("2026-12-01 10:00:00+08:00", tick=False)

    actions.change_unit(unit=units["宣传部"], name="品牌宣传部", order=20, by=he)

    assert "宣传部" in [n.name for n in queries.organisation_on(before)]
    assert "品牌宣传部" in [n.name for n in queries.organisation_on(clock.today())]


def test_the_past_knows_where_a_department_hung_and_who_was_in_it(he, lin, units, desk, time_machine):
    before = clock.today()
    time_machine.move_to(clock.now() + 3 * DAY, tick=False)
    actions.move_unit(unit=desk[0], parent=units["市场部"], by=he)
    actions.transfer_member(member=lin, unit=units["市场部"], title="策划", by=he)

    then = {n.unit_id: n for n in queries.organisation_on(before)}
    now = {n.unit_id: n for n in queries.organisation_on(clock.today())}
    assert then[desk[0].pk].parent_id == units["宣传部"].pk
    assert now[desk[0].pk].parent_id == units["市场部"].pk
    assert lin.pk in {p.member_id for p in then[units["宣传部"].pk].positions}
    assert lin.pk not in {p.member_id for p in now[units["宣传部"].pk].positions}


def test_two_changes_on_one_day_are_one_version(he, units):
    actions.change_unit(unit=units["宣传部"], name="甲", order=20, by=he)
    actions.change_unit(unit=units["宣传部"], name="乙", order=20, by=he)

    names = UnitVersion.objects.filter(unit=units["宣传部"]).order_by("start_on").values_list("name", flat=True)
    assert list(names) == ["宣传部", "乙"]


def test_a_department_with_people_is_not_closed_and_the_refusal_says_what_to_do(he, units):
    with pytest.raises(RuleBroken) as refused:
        actions.close_unit(unit=units["宣传部"], by=he, reason="机构精简")

    assert refused.value.code == "unit_in_use"
    assert "在岗成员 4" in refused.value.message
    assert "合并" in refused.value.advice


def test_sub_departments_and_scoped_roles_keep_it_open_too(he, zhou, desk):
    give_role(zhou, "reviewer", unit=desk[0])

    labels = {str(b.label) for b in queries.find_blockers(desk[0])}
    assert labels == {"下级部门", "限定本部门的角色"}


def test_an_empty_department_is_closed_and_stays_in_the_past(he, desk, time_machine):
    before = clock.today()
    time_machine.move_to(clock.now() + 3 * DAY, tick=False)

    actions.close_unit(unit=desk[1], by=he, reason="职能并入中心")

    assert desk[1].pk in {n.unit_id for n in queries.organisation_on(before)}
    assert desk[1].pk not in {n.unit_id for n in queries.organisation_on(clock.today())}


def test_nobody_is_placed_in_a_closed_department(he, lin, desk):
    actions.close_unit(unit=desk[1], by=he, reason="职能并入中心")

    with pytest.raises(RuleBroken) as refused:
        actions.take_position(member=lin, unit=desk[1], title="剪辑", by=he, is_primary=False)
    assert refused.value.code == "unit_closed"


def test_a_merger_takes_people_roles_and_sub_departments_along(he, sun, units, desk):
    actions.merge_unit(unit=units["市场部"], into=desk[0], by=he, reason="机构改革")

    position = Position.objects.get(member=sun, end_on=None)
    assert (position.unit_id, position.is_head, position.start_on) == (desk[0].pk, False, clock.today())
    assert queries.may(sun, "content.draft.write", unit_id=desk[0].pk)
    assert not anew(units["市场部"]).is_active
    assert Event.objects.filter(name="org:unit:merged", target_id=units["市场部"].pk).exists()


def test_a_merger_keeps_what_was_before(he, sun, units):
    actions.merge_unit(unit=units["市场部"], into=units["宣传部"], by=he, reason="机构改革")

    former = Position.objects.get(member=sun, unit=units["市场部"])
    assert former.end_on == clock.today() - DAY
    assert Grant.objects.filter(member=sun, unit=units["市场部"], end_on=clock.today() - DAY).count() == 2


def test_nothing_is_merged_into_its_own_part(he, units, desk):
    with pytest.raises(RuleBroken):
        actions.merge_unit(unit=units["宣传部"], into=desk[1], by=he, reason="机构改革")


def test_people_are_counted_once_however_many_positions_they_hold(he, lin, units, desk):
    actions.take_position(member=lin, unit=desk[1], title="兼任剪辑", by=he)

    node = next(n for n in queries.organisation_on(clock.today()) if n.unit_id == units["宣传部"].pk)
    assert node.below == 4


def test_the_tree_costs_three_queries(he, units, django_assert_num_queries):
    for n in range(30):
        make_member(f"m{n}", f"成员{n}", unit=units["市场部"])

    with django_assert_num_queries(3):
        queries.organisation_on(clock.today())
