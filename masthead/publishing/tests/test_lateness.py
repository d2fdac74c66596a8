"""After a downtime: sent late within its allowance, put before a person, or not sent; and no time may be too near."""

import datetime as dt

import pytest

from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken
from masthead.notify.models import Notice
from masthead.publishing import actions, queries
from masthead.publishing.brakes import Late, LatePolicy
from masthead.publishing.models import Publication
from masthead.publishing.states import PublicationState

pytestmark = pytest.mark.django_db
S = PublicationState
HOUR = dt.timedelta(hours=1)


def set_policy(row: Publication, policy: LatePolicy, minutes: int = 120) -> None:
    Publication.objects.filter(pk=row.pk).update(late_policy=policy, late_by=Late(policy, minutes).most(300))


@pytest.mark.parametrize(
    ("policy", "minutes", "dark_minutes", "then"),
    [
        ("late", 120, 119, S.SCHEDULED),
        ("late", 120, 121, S.HELD),
        ("late", 15, 16, S.HELD),
        ("ask", 0, 4, S.SCHEDULED),
        ("ask", 0, 6, S.HELD),
        ("skip", 0, 4, S.SCHEDULED),
        ("skip", 0, 6, S.EXPIRED),
    ],
)
def test_a_downtime_over_its_time_is_decided_by_the_content_s_policy(due, policy, minutes, dark_minutes, then):
    set_policy(due, LatePolicy(policy), minutes)
    back = due.due_at + dt.timedelta(minutes=dark_minutes)

    assert (due.pk in queries.due_in_turn(back, 5)) == (then == S.SCHEDULED), "the claim asks the same question"
    assert actions.decide_late(at=back) == (then != S.SCHEDULED)
    due.refresh_from_db()
    assert due.state == then
    assert bool(due.failure_message) == (then != S.SCHEDULED)


def test_a_back_off_is_no_lateness_and_a_downtime_in_it_is(due):
    set_policy(due, LatePolicy.ASK)
    Publication.objects.filter(pk=due.pk).update(next_try_at=due.due_at + 3 * HOUR, tries=3, failure_kind="not_sent")

    assert actions.decide_late(at=due.due_at + 3 * HOUR + dt.timedelta(minutes=1)) == 0
    assert actions.decide_late(at=due.due_at + 4 * HOUR) == 1


def test_a_clock_that_ran_behind_makes_nothing_late(due):
    """Seen in a fault campaign: a try put off by a clock an hour behind, judged by one an hour ahead."""
    set_policy(due, LatePolicy.LATE, 120)
    Publication.objects.filter(pk=due.pk).update(next_try_at=due.due_at - HOUR, tries=1, failure_kind="not_sent")

    assert actions.decide_late(at=due.due_at + HOUR + dt.timedelta(minutes=5)) == 0
    assert actions.decide_late(at=due.due_at + 2 * HOUR + dt.timedelta(minutes=5)) == 1


def test_a_worker_that_died_with_the_row_before_a_long_downtime_does_not_hide_it(due, quick):
    now = due.due_at + dt.timedelta(seconds=1)
    actions.claim_due(worker="dead", most=5, at=now)

    actions.recover_abandoned(at=now + 5 * HOUR)

    assert actions.decide_late(at=now + 5 * HOUR) == 1


def test_the_people_of_a_held_one_are_told_and_send_it_inside_its_window_only(due, wu, lin, zhou):
    actions.decide_late(at=due.due_at + 3 * HOUR)
    due.refresh_from_db()
    assert set(Notice.objects.filter(kind="publishing.held").values_list("member_id", flat=True)) == {wu.pk, lin.pk}
    with pytest.raises(NotPermitted):
        actions.send_late(publication=due, by=zhou)
    with pytest.raises(RuleBroken, match="时段"):
        actions.send_late(publication=due, by=wu, at=due.window_end + HOUR)

    actions.send_late(publication=due, by=wu, at=due.due_at + 4 * HOUR)

    assert queries.due_in_turn(due.due_at + 4 * HOUR, 5) == [due.pk]
    with pytest.raises(RuleBroken, match="不等您决定"):
        actions.send_late(publication=due, by=wu)


def test_a_held_one_is_moved_or_cancelled_like_any_other_and_ends_with_its_window(due, wu, approved):
    actions.decide_late(at=due.due_at + 3 * HOUR)
    due.refresh_from_db()

    moved = actions.move_publication(publication=due, planned_at=clock.now() + 5 * HOUR, by=wu)
    assert (moved.state, moved.failure_message) == (S.SCHEDULED, "")

    actions.decide_late(at=moved.due_at + 3 * HOUR)
    actions.close_hopeless(at=moved.window_end + HOUR)
    moved.refresh_from_db()
    assert (moved.state, moved.failure_kind) == (S.EXPIRED, "held_over")


def test_a_schedule_takes_the_company_s_rule_unless_it_says_otherwise(approved, account, zheng, wu):
    actions.set_rules(late_policy=LatePolicy.SKIP, late_minutes=60, lead_minutes=10, by=zheng)

    row = actions.schedule_publication(draft=approved, account=account, planned_at=clock.now() + HOUR, by=wu)
    assert row.late_policy == LatePolicy.SKIP
    actions.cancel_publication(publication=row, reason="换一种设定", by=wu)
    own = Late(LatePolicy.LATE, 30)
    row = actions.schedule_publication(draft=approved, account=account, planned_at=clock.now() + HOUR, by=wu, late=own)
    assert (row.late_policy, row.late_by) == (LatePolicy.LATE, dt.timedelta(minutes=30))
    with pytest.raises(NotPermitted):
        actions.set_rules(late_policy=LatePolicy.SKIP, late_minutes=60, lead_minutes=10, by=wu)
    with pytest.raises(BadInput):
        actions.set_rules(late_policy=LatePolicy.SKIP, late_minutes=0, lead_minutes=10, by=zheng)


def test_past_and_near_times_are_refused_with_the_way_out_and_at_once_stays_possible(approved, account, wu):
    now = clock.now()

    with pytest.raises(RuleBroken) as past:
        actions.schedule_publication(draft=approved, account=account, planned_at=now - dt.timedelta(minutes=30), by=wu)
    with pytest.raises(RuleBroken) as near:
        actions.schedule_publication(draft=approved, account=account, planned_at=now + dt.timedelta(minutes=3), by=wu)
    assert past.value.code == "past" and near.value.code == "lead"
    assert "5" in str(near.value.message) and "立即发布" in str(near.value.advice)

    row = actions.publish_now(draft=approved, account=account, by=wu)
    assert queries.due_in_turn(clock.now(), 5) == [row.pk]
    with pytest.raises(RuleBroken) as moved:
        actions.move_publication(publication=row, planned_at=now + dt.timedelta(minutes=3), by=wu)
    assert moved.value.code == "too_near"
