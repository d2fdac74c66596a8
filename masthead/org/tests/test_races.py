"""Races on real connections: whatever the order, the tree stays a tree, the group has one leader, nobody is imported twice."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from masthead.core import clock
from masthead.core.testing import at_once
from masthead.org import actions, queries
from masthead.org.models import Grant, GroupSeat, Member, MemberImport, Position, Seat, Unit

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_moves_never_make_a_circle(cast: Any) -> None:
    he, a, b = cast.people["he"], cast.units["市场部"], cast.units["技术部"]

    results = at_once(
        lambda: actions.move_unit(unit=a, parent=b, by=he), lambda: actions.move_unit(unit=b, parent=a, by=he)
    )

    assert sorted(results) == ["done", "unit_cycle"]
    for unit in Unit.objects.select_related("parent"):
        above = unit.parent.path if unit.parent else "/"
        assert unit.path == f"{above}{unit.pk}/"


def test_two_leaders_named_at_once_are_one_leader(cast: Any) -> None:
    he, chen, sun = (cast.people[n] for n in ("he", "chen", "sun"))

    at_once(lambda: actions.change_leader(member=chen, by=he), lambda: actions.change_leader(member=sun, by=he))

    assert GroupSeat.objects.filter(seat=Seat.LEADER, end_on=None).count() == 1


def test_two_main_positions_at_once_are_one(cast: Any) -> None:
    he, lin = cast.people["he"], cast.people["lin"]
    Position.objects.filter(member=lin).update(end_on=clock.today() - dt.timedelta(days=1))

    def place(unit: str) -> Callable[[], Any]:
        return lambda: actions.take_position(member=lin, unit=cast.units[unit], title="编辑", is_primary=True, by=he)

    assert sorted(at_once(place("宣传部"), place("市场部"))) == ["done", "second_primary"]


def test_two_delegations_at_once_make_no_chain(cast: Any) -> None:
    zhou, chen, zheng = (cast.people[n] for n in ("zhou", "chen", "zheng"))
    today = clock.today()

    def away(member: Member, delegate: Member) -> Callable[[], Any]:
        return lambda: actions.delegate_duties(
            member=member, delegate=delegate, start_on=today, end_on=today, reason="出差", by=member
        )

    assert sorted(at_once(away(zhou, chen), away(chen, zheng))) == ["absence_chain", "done"]


def test_one_import_confirmed_by_two_takes_everybody_in_once(cast: Any) -> None:
    he = cast.people["he"]
    text = "姓名,登录名,部门,岗位\n赵春生,zhaocs,宣传部,采编"
    one = actions.read_members(data=text.encode(), name="成员.csv", by=he)

    def confirm() -> Any:
        return actions.confirm_import(one=MemberImport.objects.get(pk=one.pk), by=he)

    assert sorted(at_once(confirm, confirm)) == ["done", "import_state"]
    assert Member.objects.filter(username="zhaocs").count() == 1


def test_two_administrators_who_demote_each_other_leave_one(cast: Any) -> None:
    he, lin = cast.people["he"], cast.people["lin"]
    actions.grant_role(member=lin, role=queries.all_roles().get(key="admin"), by=he)

    def demote(whom: Member, by: Member) -> Callable[[], Any]:
        return lambda: actions.end_grant(grant=Grant.objects.get(member=whom, role__key="admin"), by=by)

    results = at_once(demote(lin, he), demote(he, lin))
    assert sorted(results) == ["done", "last_administrator"]
    assert len(queries.administrators()) == 1


def test_one_login_taken_twice_at_once_belongs_to_one(cast: Any) -> None:
    he = cast.people["he"]

    def take(name: str) -> Callable[[], Any]:
        return lambda: actions.add_member(username="zhaocs", name=name, password=None, by=he)

    assert sorted(at_once(take("赵春生"), take("赵春深"))) == ["done", "member_input"]
