"""Clauses 1.3.5 and 2.2.1: a request has an owner and a time; who does not answer is reminded, then the head, then the leader."""

import datetime as dt

import pytest

from masthead.collab import actions, queries, testing
from masthead.collab.models import CrossRequest, RequestTask
from masthead.collab.states import RequestState
from masthead.collab.tasks import tick
from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.notify.models import Notice
from masthead.trail.models import Event

S, MONDAY, DAY = RequestState, testing.MONDAY, testing.DAY


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def at(moment):
    """The house's clock shows another moment."""
    return clock.travelling(moment - clock.now())


def test_the_answer_is_due_in_office_time_over_the_weekend(lin, units):
    friday_evening = dt.datetime(2026, 11, 27, 9, 0, tzinfo=dt.UTC)  # 17:00
    request = testing.make_request(lin, units["技术部"], at=friday_evening)

    assert request.target_minutes == 900
    assert request.answer_due_at == queries.later(friday_evening, 900) > friday_evening + 3 * DAY


def test_nobody_asks_the_own_department_or_the_whole_company(lin, units, company):
    for unit in (units["宣传部"], company):
        with pytest.raises(BadInput) as refused:
            testing.make_request(lin, unit)
        assert "to_unit" in refused.value.fields


def test_a_member_without_a_position_asks_in_nobodys_name(outsider, units):
    with pytest.raises(NotPermitted):
        testing.make_request(outsider, units["技术部"])


def test_only_the_asked_department_takes_a_request_and_the_clock_stops(request_, he, lin, zhou):
    with pytest.raises(NotPermitted):
        actions.take_request(request=request_, words="", by=zhou)
    taken = actions.take_request(request=request_, words="周三给", by=he, at=MONDAY + dt.timedelta(hours=1))

    assert (taken.owner, taken.state, taken.nudge_at) == (he, S.TAKEN, None)
    assert Notice.objects.filter(member=lin, kind="collab.request").exists()


def test_two_who_take_it_at_once_are_one_owner(request_, he):
    mine, other = fresh(request_), fresh(request_)
    actions.take_request(request=mine, words="", by=he)

    with pytest.raises(Stale):
        actions.take_request(request=other, words="", by=he)


def test_the_whole_way_to_the_result(request_, he, lin):
    actions.take_request(request=request_, words="好", by=he)
    actions.start_request(request=request_, by=he)
    task = actions.add_request_task(request=request_, title="出线稿", owner=lin, due_on=clock.today(), by=he)
    with pytest.raises(BadInput):
        actions.finish_request(request=request_, result="已交付", by=he)
    actions.finish_request_task(request=request_, task_id=task.pk, by=lin)
    actions.finish_request(request=request_, result="已交付", by=he)

    assert fresh(request_).state == S.DONE and RequestTask.objects.get().done_by == lin


def test_a_shared_task_goes_to_one_of_the_two_departments(request_, he, sun):
    actions.take_request(request=request_, words="", by=he)

    with pytest.raises(BadInput) as refused:
        actions.add_request_task(request=request_, title="选图", owner=sun, due_on=clock.today(), by=he)
    assert "owner" in refused.value.fields


def test_a_refusal_needs_its_reason_and_may_go_to_the_leader_once(request_, he, lin, zheng):
    with pytest.raises(BadInput):
        actions.decline_request(request=request_, reason=" ", by=he)
    actions.decline_request(request=request_, reason="本周排满", by=he)
    with pytest.raises(NotPermitted):
        actions.ask_leader(request=request_, reason="急", by=he)
    actions.ask_leader(request=request_, reason="春茶节定了日子", by=lin)
    with pytest.raises(BadInput):
        actions.ask_leader(request=fresh(request_), reason="再问", by=lin)

    assert Notice.objects.filter(member=zheng, kind="collab.request").count() == 1


def test_what_is_neither_late_nor_declined_is_not_brought_before_the_leader(request_, lin):
    with pytest.raises(BadInput):
        actions.ask_leader(request=request_, reason="急", by=lin, at=MONDAY)


def test_the_leader_alone_settles_and_the_ruling_binds(request_, he, lin, zheng, chen):
    actions.decline_request(request=request_, reason="排满", by=he)
    actions.ask_leader(request=request_, reason="急", by=lin)
    with pytest.raises(NotPermitted):
        actions.settle_request(request=request_, ruling="做", carry_out=True, by=chen)
    settled = actions.settle_request(request=request_, ruling="本周内完成", carry_out=True, by=zheng)

    assert settled.state == S.TAKEN and settled.owner_id and settled.ruled_by == zheng
    with pytest.raises(BadInput):
        actions.decline_request(request=settled, reason="还是排满", by=he)
    with pytest.raises(BadInput):
        actions.settle_request(request=fresh(settled), ruling="又变", carry_out=False, by=zheng)


def test_a_ruling_that_upholds_the_refusal_ends_it(request_, he, lin, zheng):
    actions.decline_request(request=request_, reason="排满", by=he)
    actions.ask_leader(request=request_, reason="急", by=lin)

    assert actions.settle_request(request=request_, ruling="延到下月", carry_out=False, by=zheng).state == S.DECLINED


def test_the_clock_reminds_then_tells_the_head_then_the_leader(request_, he, zheng):
    for percent in (50, 80, 100):
        with at(queries.later(MONDAY, 960 * percent // 100) + dt.timedelta(minutes=1)):
            tick()
            tick()
    assert fresh(request_).nudge == 100
    assert Notice.objects.filter(member=he, title__startswith="请答复").count() == 2
    assert Notice.objects.filter(member=he, kind="collab.overdue").count() == 1
    with at(queries.later(MONDAY, 1440) + dt.timedelta(minutes=1)):
        tick()

    late = fresh(request_)
    assert late.leader_asked_at and late.nudge_at is None
    assert Notice.objects.filter(member=zheng, title__contains="请协调").exists()
    assert Event.objects.filter(name="collab:request:escalated").count() == 2


def test_nobody_is_reminded_of_what_was_answered(request_, he):
    actions.take_request(request=request_, words="", by=he, at=MONDAY)
    with at(MONDAY + 9 * DAY):
        tick()

    assert not Event.objects.filter(name="collab:request:nudged").exists()


def test_the_owner_of_a_shared_task_is_told_the_day_before_and_once_when_late(request_, he, lin):
    actions.take_request(request=request_, words="", by=he, at=MONDAY)
    due = clock.china(MONDAY).date() + 3 * DAY
    actions.add_request_task(request=request_, title="出线稿", owner=lin, due_on=due, by=he, at=MONDAY)
    for day in (1, 2, 2, 3, 4, 5, 6):
        with at(MONDAY + day * DAY):
            tick()

    titles = [n.title for n in Notice.objects.filter(member=lin, title__contains="到期").order_by("pk")]
    assert titles == ["事项即将到期：出线稿", "事项已到期：出线稿"]


def test_the_rate_counts_only_what_was_due(lin, he, units):
    now = clock.now()
    answered = testing.make_request(lin, units["技术部"], at=now - 20 * DAY)
    actions.take_request(request=answered, words="", by=he, at=now - 20 * DAY + dt.timedelta(minutes=5))
    testing.make_request(lin, units["技术部"], at=now - 20 * DAY)
    testing.make_request(lin, units["技术部"], at=now)
    rate = queries.on_time_rate(lin)

    assert (rate.good, rate.all) == (1, 2)


def test_a_third_department_does_not_see_a_request(request_, sun, zhou, he, auditor):
    assert not queries.requests_visible_to(sun).exists()
    for member in (zhou, he, auditor):
        assert queries.requests_visible_to(member).get() == request_


def test_a_head_assigns_only_people_of_the_department(request_, lin, he, zheng):
    with pytest.raises(NotPermitted):
        actions.assign_request(request=request_, owner=he, by=lin)
    with pytest.raises(BadInput):
        actions.assign_request(request=request_, owner=lin, by=zheng)
    assert actions.assign_request(request=request_, owner=he, by=zheng).state == S.TAKEN


def test_the_database_itself_refuses_a_request_to_the_own_department(request_):
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        CrossRequest.objects.filter(pk=request_.pk).update(to_unit=request_.from_unit_id)


def test_only_who_asked_withdraws(request_, he, lin):
    with pytest.raises(NotPermitted):
        actions.withdraw_request(request=request_, reason="", by=he)
    assert actions.withdraw_request(request=request_, reason="不用了", by=lin).state == S.WITHDRAWN
    with pytest.raises(RuleBroken):
        actions.take_request(request=request_, words="", by=he)


def test_target_times_are_set_by_the_leader_and_hold_for_the_next(zheng, lin, chen, units):
    with pytest.raises(NotPermitted):
        actions.set_target_time(area="request", key="design", minutes=60, by=chen)
    actions.set_target_time(area="request", key="design", minutes=60, by=zheng)
    with pytest.raises(BadInput):
        actions.set_target_time(area="request", key="nonsense", minutes=60, by=zheng)

    assert testing.make_request(lin, units["技术部"]).target_minutes == 60
