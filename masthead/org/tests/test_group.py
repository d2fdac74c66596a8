"""The management group: seats by date, and never zero or two leaders. Clause 2.1, 2.2.1."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from masthead.core import clock
from masthead.core.errors import BadInput, RuleBroken, Stale
from masthead.org import actions, queries
from masthead.org.models import GroupSeat, Seat

DAY = dt.timedelta(days=1)


def seats_on(day):
    rows = GroupSeat.objects.filter(start_on__lte=day)
    return [s for s in rows if s.end_on is None or s.end_on >= day]


def leaders_on(day):
    return [s.member.name for s in seats_on(day) if s.seat == Seat.LEADER]


def test_a_new_leader_takes_over_without_a_gap_and_without_two(he, zheng, chen):
    handover = clock.today() + 3 * DAY
    actions.change_leader(member=chen, by=he, start_on=handover)

    assert [leaders_on(clock.today() + n * DAY) for n in range(5)] == [["郑国安"]] * 3 + [["陈立群"]] * 2


def test_the_former_leader_stays_as_a_member_or_goes(he, zheng, chen, sun):
    actions.change_leader(member=chen, by=he)
    assert [s.seat for s in seats_on(clock.today()) if s.member == zheng] == [Seat.MEMBER]

    actions.change_leader(member=sun, by=he, start_on=clock.today() + DAY, keep_former=False)
    assert [s for s in seats_on(clock.today() + DAY) if s.member == chen] == []


def test_the_leader_is_not_moved_down_or_out(he, zheng):
    with pytest.raises(RuleBroken) as refused:
        actions.take_seat(member=zheng, seat=Seat.MEMBER, by=he)
    assert refused.value.code == "leaderless"
    with pytest.raises(RuleBroken):
        actions.end_seat(seat=GroupSeat.objects.get(member=zheng), by=he)


def test_the_database_lets_no_second_leader_in(chen, zheng):
    group = queries.management_group()
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupSeat.objects.create(group=group, member=chen, seat=Seat.LEADER, start_on=clock.today())


def test_a_leader_does_not_begin_before_the_former_began(he, chen):
    with pytest.raises(BadInput):
        actions.change_leader(member=chen, by=he, start_on=dt.date(2020, 1, 1))


def test_a_seat_ends_once(he, sun):
    seat = GroupSeat.objects.get(member=sun)
    actions.end_seat(seat=seat, by=he)

    with pytest.raises(Stale):
        actions.end_seat(seat=seat, by=he)


def test_the_group_was_not_founded_tomorrow(he):
    with pytest.raises(BadInput):
        actions.change_group(name="小组", founded_on=clock.today() + DAY, by=he)
