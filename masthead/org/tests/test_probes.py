"""Clause 2.1: the management group is complete, and the probe would notice if it were not."""

import datetime as dt

import pytest

from masthead.core import clock
from masthead.org import actions
from masthead.org.models import GroupSeat, ManagementGroup, Position
from masthead.trail.probes import PROBES, Window, catches_its_violation

GROUP = PROBES["2.1.group"]


@pytest.fixture
def today():
    return Window(*clock.day_bounds(clock.today()))


def test_the_group_of_the_cast_is_complete(cast, today):
    (verdict,) = GROUP.examine(today)

    assert verdict.passed
    assert verdict.facts == {"leader": [cast.people["zheng"].pk], "members": 3, "heads": 3}


def test_a_group_whose_leader_left_is_incomplete(cast, zheng, today):
    zheng.is_active = False
    zheng.save()

    (verdict,) = GROUP.examine(today)
    assert not verdict.passed
    assert "没有在任组长" in str(verdict.reason)
    assert "少于 3 人" in str(verdict.reason)


def test_a_group_without_heads_of_departments_is_incomplete(cast, today):
    Position.objects.update(is_head=False)

    (verdict,) = GROUP.examine(today)
    assert "没有部门负责人" in str(verdict.reason)


def test_a_seat_that_ended_does_not_count(cast, today):
    GroupSeat.objects.update(end_on=clock.today() - dt.timedelta(days=1))

    (verdict,) = GROUP.examine(today)
    assert verdict.facts["members"] == 0


def test_without_a_group_there_is_nothing_to_be_green_about(db, today):
    assert list(GROUP.examine(today)) == []


@pytest.mark.django_db
def test_the_probe_notices_its_violation_and_leaves_no_trace(cast, today):
    assert catches_its_violation(GROUP, today)

    assert ManagementGroup.objects.count() == 1
    assert next(iter(GROUP.examine(today))).passed


@pytest.mark.django_db
def test_the_probe_notices_its_violation_in_an_empty_system(today):
    assert catches_its_violation(GROUP, today)


@pytest.mark.parametrize("key", ["2.1.heads", "2.2.1.seat", "2.2.2.head", "2.2.3.head", "2.2.4.head", "2.2.4.leavers"])
@pytest.mark.django_db
def test_every_probe_notices_its_violation(cast, today, key):
    assert catches_its_violation(PROBES[key], today)


@pytest.mark.parametrize("key", ["2.1.heads", "2.2.1.seat", "2.2.2.head", "2.2.3.head", "2.2.4.head", "2.2.4.leavers"])
@pytest.mark.django_db
def test_every_probe_notices_its_violation_in_an_empty_system_too(today, key):
    assert catches_its_violation(PROBES[key], today)


def test_heads_who_sit_in_the_group_pass(cast, today):
    verdicts = {v.name: v.passed for v in PROBES["2.1.heads"].examine(today)}

    assert verdicts == {"市场部": True, "宣传部": True, "技术部": False}


def test_a_change_of_leader_leaves_no_day_without(cast, he, chen):
    actions.change_leader(member=chen, by=he)
    start, _ = clock.day_bounds(clock.today() - dt.timedelta(days=20))
    _, end = clock.day_bounds(clock.today())

    (verdict,) = PROBES["2.2.1.seat"].examine(Window(start, end))
    assert verdict.passed


def test_a_proper_leaving_holds_nothing_back(cast, he, chen, today):
    actions.let_member_leave(member=chen, by=he, reason="合同到期")

    (verdict,) = PROBES["2.2.4.leavers"].examine(today)
    assert verdict.passed, verdict.reason


def test_a_department_without_a_head_is_named(cast, today):
    assert [v.passed for v in PROBES["2.2.3.head"].examine(today)] == [True]
    assert [v.passed for v in PROBES["2.2.4.head"].examine(today)] == [False]
