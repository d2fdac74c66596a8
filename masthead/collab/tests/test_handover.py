"""Clauses 1.3.5, 2.1, 2.2.4: joint work of somebody who leaves goes on in other hands."""

import datetime as dt

import pytest

from masthead.collab import actions, queries, testing
from masthead.collab.models import CrossRequest, Experiment, Ticket
from masthead.collab.probes.group import decision_approved
from masthead.core import clock
from masthead.core.errors import NotPermitted, RuleBroken
from masthead.org import actions as org_actions
from masthead.org.models import Member
from masthead.org.testing import give_role, make_member
from masthead.trail.models import Event
from masthead.trail.probes import Window

WHY = "合同到期"
DAY = dt.timedelta(days=1)


@pytest.fixture
def heir(units):
    """A colleague of the technical desk."""
    member = make_member("liuwei", "刘伟", unit=units["技术部"], title="平台运维")
    give_role(member, "account_admin")
    return member


@pytest.fixture
def desk(units):
    """Who leaves: of the technical desk too."""
    member = make_member("maqiang", "马强", unit=units["技术部"], title="平台运维")
    give_role(member, "account_admin")
    return member


def decided_for(owner, chen, zheng, sun):
    start = clock.now() + dt.timedelta(hours=1)
    meeting = testing.make_meeting(chen, start_at=start, at=start - DAY)
    testing.hand_in(testing.hold(meeting, chen, chen, sun), chen, owner)
    (decision,) = testing.approve(meeting, zheng)
    return decision


def test_open_joint_work_keeps_a_member_here(he, desk, lin, units):
    request = testing.make_request(lin, units["技术部"])
    actions.take_request(request=request, words="周三给。", by=desk)

    with pytest.raises(RuleBroken) as refused:
        org_actions.let_member_leave(member=desk, by=he, reason=WHY)
    assert "协作事项 1" in refused.value.message


def test_everything_belongs_to_the_successor_afterwards(he, desk, heir, lin, chen, units):
    request = testing.make_request(lin, units["技术部"])
    actions.take_request(request=request, words="周三给。", by=desk)
    task = actions.add_request_task(request=request, title="出线稿", owner=desk, due_on=clock.today(), by=desk)
    ticket = testing.make_ticket(lin)
    actions.assign_ticket(ticket=ticket, assignee=desk, by=he)
    asked = testing.make_request(desk, units["宣传部"])
    trial = testing.make_experiment(testing.make_idea(lin), chen, desk)

    org_actions.let_member_leave(member=desk, by=he, reason=WHY, successor=heir)

    task.refresh_from_db()
    assert CrossRequest.objects.get(pk=request.pk).owner == heir
    assert task.owner == heir
    assert Ticket.objects.get(pk=ticket.pk).assignee == heir
    assert CrossRequest.objects.get(pk=asked.pk).requester == heir
    assert Experiment.objects.get(pk=trial.pk).owner == heir
    assert queries.joint_work_held(desk) == []
    assert len(queries.joint_work_held(heir)) == 5
    told = Event.objects.filter(name__endswith=":handed_over", name__startswith="collab:")
    assert told.count() == 5


def test_a_decision_taken_over_keeps_the_seal_of_its_minutes(he, lin, wu, chen, zheng, sun):
    decision = decided_for(lin, chen, zheng, sun)

    org_actions.let_member_leave(member=lin, by=he, reason=WHY, successor=wu)

    decision.refresh_from_db()
    assert (decision.owner, decision.named_owner) == (wu, lin)
    assert queries.minutes_hash(decision.meeting) == decision.approved_hash
    window = Window(clock.now() - DAY, clock.now() + DAY)
    assert all(v.passed for v in decision_approved.examine(window))


def test_a_request_stays_with_the_department_that_was_asked(he, desk, wu, lin, units):
    request = testing.make_request(lin, units["技术部"])
    actions.take_request(request=request, words="周三给。", by=desk)

    with pytest.raises(RuleBroken) as refused:
        org_actions.let_member_leave(member=desk, by=he, reason=WHY, successor=wu)
    assert "不是承办部门的成员" in refused.value.message
    assert Member.objects.get(pk=desk.pk).is_active


def test_a_ticket_stays_with_the_technical_desk(he, desk, wu, lin):
    ticket = testing.make_ticket(lin)
    actions.assign_ticket(ticket=ticket, assignee=desk, by=he)

    with pytest.raises(RuleBroken) as refused:
        org_actions.let_member_leave(member=desk, by=he, reason=WHY, successor=wu)
    assert "不是技术部的受理人员" in refused.value.message


def test_only_who_manages_the_organisation_hands_over(desk, heir, chen):
    with pytest.raises(NotPermitted):
        actions.hand_over_joint_work(member=desk, to=heir, by=chen)


def test_a_department_with_open_requests_is_not_dissolved(he, lin, units):
    testing.make_request(lin, units["技术部"])

    with pytest.raises(RuleBroken) as refused:
        org_actions.close_unit(unit=units["技术部"], by=he, reason="并入宣传部")
    assert "未办结的协作 1" in refused.value.message
