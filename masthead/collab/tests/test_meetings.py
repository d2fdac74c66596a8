"""Clauses 2.1 and 2.2.1: the group meets with a quorum, the leader approves its minutes, decisions are carried out and confirmed."""

import datetime as dt

import pytest
from django.db import IntegrityError

from masthead.approvals import actions as approvals
from masthead.approvals import queries as approval_queries
from masthead.approvals.models import Case
from masthead.collab import actions, queries, testing
from masthead.collab.models import Decision, Meeting
from masthead.collab.states import DecisionState, MeetingState
from masthead.collab.tasks import tick
from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.notify.models import Notice
from masthead.org.testing import give_role

M, D, MONDAY, DAY = MeetingState, DecisionState, testing.MONDAY, testing.DAY


def test_every_seat_is_invited_and_counts_guests_do_not(chen, lin):
    meeting = testing.make_meeting(chen, guests=[lin])

    assert meeting.quorum == 2 and meeting.attendance.filter(counts=True).count() == 3
    assert meeting.attendance.get(member=lin).counts is False
    assert Notice.objects.filter(member=lin, kind="collab.meeting").exists()


def test_only_those_who_may_call_a_meeting_do_and_not_into_the_past(lin, chen):
    with pytest.raises(NotPermitted):
        testing.make_meeting(lin)
    with pytest.raises(BadInput):
        testing.make_meeting(chen, at=MONDAY + DAY)
    with pytest.raises(BadInput):
        testing.make_meeting(chen, agenda=[" "])


def test_everybody_signs_in_alone_and_not_before_the_door_opens(meeting, chen, lin):
    with pytest.raises(RuleBroken) as refused:
        actions.sign_in(meeting=meeting, by=chen, at=MONDAY - dt.timedelta(hours=2))
    assert refused.value.code == "sign_in_not_open"
    actions.sign_in(meeting=meeting, by=chen, at=MONDAY)
    for member in (chen, lin):
        with pytest.raises(NotPermitted):
            actions.sign_in(meeting=meeting, by=member, at=MONDAY)


def test_without_a_quorum_there_was_no_meeting(meeting, chen):
    actions.sign_in(meeting=meeting, by=chen, at=MONDAY)

    with pytest.raises(RuleBroken) as refused:
        actions.hold_meeting(meeting=meeting, by=chen, at=MONDAY)
    assert refused.value.code == "no_quorum"


def test_guests_do_not_make_a_quorum(chen, lin, zhou):
    meeting = testing.make_meeting(chen, guests=[lin, zhou])
    for member in (chen, lin, zhou):
        actions.sign_in(meeting=meeting, by=member, at=MONDAY)

    with pytest.raises(RuleBroken):
        actions.hold_meeting(meeting=meeting, by=chen, at=MONDAY)


def test_who_is_excused_may_still_come(meeting, sun):
    actions.excuse_oneself(meeting=meeting, reason="出差", by=sun)

    assert actions.sign_in(meeting=meeting, by=sun, at=MONDAY).excuse == ""


def test_a_cancelled_meeting_says_why(meeting, chen):
    with pytest.raises(BadInput):
        actions.cancel_meeting(meeting=meeting, reason="", by=chen)
    assert actions.cancel_meeting(meeting=meeting, reason="改到下周", by=chen).state == M.CANCELLED


def test_points_are_added_by_those_invited_and_the_last_one_stays(meeting, sun, lin, chen):
    item = actions.add_agenda_item(meeting=meeting, title="线下活动", by=sun)
    assert item.number == 3
    with pytest.raises(NotPermitted):
        actions.add_agenda_item(meeting=meeting, title="旁听", by=lin)
    for row in list(meeting.agenda.all())[1:]:
        actions.remove_agenda_item(meeting=meeting, item_id=row.pk, by=chen)
    with pytest.raises(BadInput):
        actions.remove_agenda_item(meeting=meeting, item_id=meeting.agenda.get().pk, by=chen)


def test_the_leader_approves_and_decisions_get_numbers(held, chen, zheng, lin, sun):
    testing.hand_in(held, chen, lin, sun)
    first, second = testing.approve(held, zheng)

    assert held.state == M.APPROVED and held.approved_by == zheng
    assert (second.number, first.number) == (2, 1) and first.approved_hash == queries.minutes_hash(held)
    assert Notice.objects.filter(member=lin, kind="collab.decision").exists()


def test_the_leader_never_writes_what_the_leader_approves(held, chen, zheng):
    actions.save_minutes(meeting=held, text="同意。", by=zheng)
    with pytest.raises(RuleBroken) as refused:
        actions.submit_minutes(meeting=held, by=chen)
    assert refused.value.code == "leader_wrote_minutes"
    actions.save_minutes(meeting=held, text="会议同意。", by=chen)
    with pytest.raises(RuleBroken):
        actions.submit_minutes(meeting=held, by=zheng)


def test_no_other_than_the_leader_approves_even_by_another_flow(held, chen, sun, lin):
    give_role(sun, "leader")
    role = {"kind": "member", "id": sun.pk}
    approvals.publish_flow(
        key="collab.minutes", name="别的路", steps=[{"name": "批", "mode": "any", "resolver": role}], by=None
    )
    testing.hand_in(held, chen, lin)

    with pytest.raises(NotPermitted) as refused:
        testing.approve(held, sun)
    assert refused.value.code == "leader_approves" and Meeting.objects.get(pk=held.pk).state == M.IN_REVIEW


def test_minutes_are_sealed_while_they_wait(held, chen, lin):
    testing.hand_in(held, chen, lin)

    for deed in (
        lambda: actions.save_minutes(meeting=held, text="改了", by=chen),
        lambda: actions.draft_decision(meeting=held, text="加一条", owner=lin, due_on=clock.today(), by=chen),
        lambda: actions.remove_decision(meeting=held, decision_id=held.decisions.get().pk, by=chen),
    ):
        with pytest.raises(RuleBroken) as refused:
            deed()
        assert refused.value.code == "minutes_sealed"


def test_returned_minutes_are_in_hand_again_and_may_come_back(held, chen, zheng, lin):
    testing.hand_in(held, chen, lin)
    case = Case.objects.get(subject_kind="collab.minutes")
    task = approval_queries.open_task_of(zheng, case)
    approvals.return_task(task=task, by=zheng, hash_seen=case.content_hash, comment="补上期限")
    held.refresh_from_db()
    assert (held.state, held.note) == (M.HELD, "补上期限")
    actions.save_minutes(meeting=held, text="会议同意，12 月底前完成。", by=chen)
    actions.submit_minutes(meeting=held, by=chen)

    assert testing.approve(held, zheng)[0].state == D.IN_PROGRESS


def test_only_who_handed_minutes_in_withdraws_them(held, chen, sun, lin):
    testing.hand_in(held, chen, lin)
    with pytest.raises(NotPermitted):
        actions.withdraw_minutes(meeting=held, reason="改", by=sun)
    assert actions.withdraw_minutes(meeting=held, reason="漏了一条", by=chen).state == M.HELD


def test_content_that_moved_is_not_approved(held, chen, zheng, lin):
    testing.hand_in(held, chen, lin)
    Decision.objects.filter(meeting=held).update(text="悄悄改了")

    with pytest.raises(Stale):
        testing.approve(held, zheng)


def test_the_owner_reports_and_another_confirms(decision, lin, chen, zheng):
    with pytest.raises(NotPermitted):
        actions.report_decision(decision=decision, progress=50, note="一半", by=chen)
    with pytest.raises(BadInput):
        actions.confirm_decision(decision=decision, by=chen)
    actions.report_decision(decision=decision, progress=100, note="都做完了", by=lin)
    assert Notice.objects.filter(member=chen, title__contains="请确认落实").exists()
    actions.confirm_decision(decision=decision, by=zheng)

    assert Decision.objects.get(pk=decision.pk).done_by == zheng


def test_nobody_confirms_the_own_decision(held, chen, zheng):
    testing.hand_in(held, chen, chen)
    (own,) = testing.approve(held, zheng)
    actions.report_decision(decision=own, progress=100, note="做完了", by=chen)

    with pytest.raises(NotPermitted) as refused:
        actions.confirm_decision(decision=own, by=chen)
    assert refused.value.code == "owner_cannot_confirm"
    with pytest.raises(IntegrityError):
        Decision.objects.filter(pk=own.pk).update(state="done", done_by=chen)


def test_only_the_leader_drops_a_decision(decision, chen, zheng):
    with pytest.raises(NotPermitted):
        actions.drop_decision(decision=decision, reason="情况变了", by=chen)
    assert actions.drop_decision(decision=decision, reason="情况变了", by=zheng).state == D.DROPPED


def test_an_unapproved_decision_cannot_be_in_force(held, lin, chen):
    draft = actions.draft_decision(meeting=held, text="做", owner=lin, due_on=clock.today(), by=chen)

    with pytest.raises(IntegrityError):
        Decision.objects.filter(pk=draft.pk).update(state="in_progress")


def test_the_group_is_reminded_the_day_before(meeting, sun):
    with clock.travelling(MONDAY - dt.timedelta(hours=20) - clock.now()):
        tick()
        tick()

    assert Notice.objects.filter(member=sun, title__contains="明天开会").count() == 1


def test_a_late_decision_is_told_to_owner_and_leader_once(decision, lin, zheng):
    start = clock.at_china(decision.due_on, 10)
    for day in (-1, 0, 1, 2):
        with clock.travelling(start + day * DAY - clock.now()):
            tick()

    assert Notice.objects.filter(member=lin, title__contains="即将到期").count() == 1
    assert Notice.objects.filter(member=zheng, title__contains="逾期").count() == 1


def test_what_is_not_approved_is_for_the_group_and_the_audit_only(meeting, lin, auditor, sun, held, zheng, chen):
    assert not queries.meetings_visible_to(lin).exists()
    for member in (auditor, sun, zheng):
        assert queries.meetings_visible_to(member).exists()
    testing.hand_in(held, chen, lin)
    testing.approve(held, zheng)

    assert queries.meetings_visible_to(lin).exists()
