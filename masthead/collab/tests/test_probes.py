"""Each probe passes on honest work and notices its own violation."""

import datetime as dt

import pytest

from masthead.collab import actions, testing
from masthead.collab.models import CrossRequest, Decision, Experiment, Meeting, Ticket
from masthead.core import clock
from masthead.org.models import GroupSeat, ManagementGroup
from masthead.trail.probes import PROBES, Window, catches_its_violation

pytestmark = pytest.mark.django_db
KEYS = [
    "1.3.4.concluded",
    "1.3.5.answered",
    "2.1.complete",
    "2.1.met",
    "2.1.carried_out",
    "2.2.1.approved",
    "2.2.1.settled",
    "2.2.4.solved",
]
DAY = dt.timedelta(days=1)


def quarter() -> Window:
    return Window(clock.now() - 92 * DAY, clock.now())


def verdicts(key):
    return list(PROBES[key].examine(quarter()))


@pytest.mark.parametrize("key", KEYS)
def test_a_probe_catches_its_seeded_violation_and_leaves_nothing_behind(key):
    assert catches_its_violation(PROBES[key], quarter())
    assert not any(m.objects.exists() for m in (CrossRequest, Decision, Experiment, Meeting, Ticket))


def held_meeting(chen, sun, start):
    meeting = testing.make_meeting(chen, start_at=start, at=start - DAY)
    return testing.hold(meeting, chen, chen, sun)


def test_a_group_that_met_passes_and_a_young_one_is_exempt(chen, sun):
    ManagementGroup.objects.update(founded_on=clock.today() - 5 * DAY)
    assert [v.passed for v in verdicts("2.1.met")] == [None]
    held_meeting(chen, sun, clock.now() - 3 * DAY)

    assert [v.passed for v in verdicts("2.1.met")] == [True]


def test_an_old_group_that_never_met_fails(cast):
    assert [v.passed for v in verdicts("2.1.met")] == [False]


def test_a_group_lacks_whom_clause_2_1_wants_in_it(cast, lin, units):
    assert [v.passed for v in verdicts("2.1.complete")] == [True]
    GroupSeat.objects.filter(member=cast.people["sun"]).delete()
    (found,) = verdicts("2.1.complete")

    assert found.passed is False and "市场部负责人不在小组" in found.reason and "不足三人" in found.reason


def carried(chen, sun, zheng, lin):
    meeting = held_meeting(chen, sun, clock.now() - 10 * DAY)
    testing.hand_in(meeting, chen, lin, due_on=clock.today() - DAY)
    (decision,) = testing.approve(meeting, zheng, at=clock.now() - 9 * DAY)
    Meeting.objects.filter(pk=meeting.pk).update(approved_at=clock.now() - 9 * DAY)
    return decision


def test_a_decision_carried_out_in_time_passes_and_a_late_one_fails(chen, sun, zheng, lin):
    decision = carried(chen, sun, zheng, lin)
    assert [v.passed for v in verdicts("2.1.carried_out")] == [False]
    actions.report_decision(decision=decision, progress=100, note="好了", by=lin, at=clock.now() - 2 * DAY)
    actions.confirm_decision(decision=decision, by=zheng, at=clock.now() - 2 * DAY)

    assert [v.passed for v in verdicts("2.1.carried_out")] == [True]


def test_a_decision_of_the_leader_passes_until_a_word_moves(chen, sun, zheng, lin):
    decision = carried(chen, sun, zheng, lin)
    assert [v.passed for v in verdicts("2.2.1.approved")] == [True]
    Decision.objects.filter(pk=decision.pk).update(text="别的事")

    assert [v.passed for v in verdicts("2.2.1.approved")] == [False]


def test_a_decision_by_somebody_who_did_not_lead_that_day_fails(chen, sun, zheng, lin):
    carried(chen, sun, zheng, lin)
    GroupSeat.objects.filter(member=zheng).update(start_on=clock.today() - DAY)

    assert [v.passed for v in verdicts("2.2.1.approved")] == [False]


def test_an_answer_in_time_passes_a_withdrawn_request_is_left_out(lin, he, units):
    start = clock.now() - 10 * DAY
    answered, taken_back = (testing.make_request(lin, units["技术部"], at=start) for _ in range(2))
    actions.take_request(request=answered, words="", by=he, at=start)
    actions.withdraw_request(request=taken_back, reason="", by=lin, at=start)

    assert [v.passed for v in verdicts("1.3.5.answered")] == [True]


def test_a_dispute_settled_at_once_passes(lin, he, zheng, units):
    start = clock.now() - 10 * DAY
    request = testing.make_request(lin, units["技术部"], at=start)
    actions.decline_request(request=request, reason="排满", by=he, at=start)
    actions.ask_leader(request=request, reason="急", by=lin, at=start)
    actions.settle_request(request=request, ruling="做", carry_out=True, by=zheng, at=start)

    assert [v.passed for v in verdicts("2.2.1.settled")] == [True]


def test_a_ticket_solved_in_time_passes_and_a_wish_is_no_ticket(lin, he):
    start = clock.now() - 10 * DAY
    ticket = testing.make_ticket(lin, at=start)
    testing.make_ticket(lin, kind="feature", at=start)
    actions.assign_ticket(ticket=ticket, assignee=he, by=he, at=start)
    actions.resolve_ticket(ticket=ticket, resolution="好", by=he, at=start)

    assert [v.passed for v in verdicts("2.2.4.solved")] == [True]


def test_an_experiment_concluded_by_another_in_time_passes(lin, chen, zheng, wu):
    start = clock.now() - 5 * DAY
    run = testing.make_experiment(testing.make_idea(lin), chen, owner=wu, at=start)
    actions.measure_experiment(experiment=run, result="甲 5.1%", by=wu, at=start)
    actions.conclude_experiment(experiment=run, conclusion="effective", words="高", by=zheng, at=start)

    assert [v.passed for v in verdicts("1.3.4.concluded")] == [True]
