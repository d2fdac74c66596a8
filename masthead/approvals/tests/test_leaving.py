"""Clause 3.3.2: open approvals of somebody who leaves go to a person who may decide them, or the leaving waits."""

import pytest

from masthead.approvals import queries
from masthead.approvals.models import Task, TaskState
from masthead.approvals.tests.conftest import flow, opened
from masthead.core.errors import RuleBroken
from masthead.org import actions as org_actions
from masthead.org.models import Member
from masthead.org.testing import give_role
from masthead.trail.models import Event

WHY = "合同到期"


def test_a_waiting_approval_keeps_its_reviewer_here(press, lin, zhou, he):
    flow()
    opened(press, lin)

    with pytest.raises(RuleBroken) as refused:
        org_actions.let_member_leave(member=zhou, by=he, reason=WHY)
    assert "待办审批 1" in refused.value.message
    assert Member.objects.get(pk=zhou.pk).is_active


def test_the_successor_decides_instead(press, lin, zhou, wu, he, units):
    give_role(wu, "reviewer", unit=units["宣传部"])
    flow([{"name": "审核", "mode": "any", "resolver": {"kind": "members", "ids": [zhou.pk]}}])
    opened(press, lin)

    org_actions.let_member_leave(member=zhou, by=he, reason=WHY, successor=wu)

    assert not queries.open_tasks_of(zhou).exists()
    assert Task.objects.get(assignee=wu).state == TaskState.PENDING
    assert Event.objects.filter(name="approvals:task:handed_over").count() == 1


def test_nobody_becomes_judge_of_their_own_work_by_a_leaving(press, lin, zhou, he, units, heard):
    give_role(lin, "reviewer", unit=units["宣传部"])
    heard.parties = {lin.pk}
    flow()
    opened(press, lin)

    with pytest.raises(RuleBroken) as refused:
        org_actions.let_member_leave(member=zhou, by=he, reason=WHY, successor=lin)
    assert refused.value.code == "successor_cannot_take"
    assert queries.open_tasks_of(zhou).count() == 1
