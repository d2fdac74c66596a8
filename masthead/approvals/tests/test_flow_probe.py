"""Clause 3.3.2: the board sees a flow that is missing, unsound, or names people who are not there any more."""

import datetime as dt

from masthead.approvals import queries
from masthead.approvals.models import FlowVersion
from masthead.approvals.tests.conftest import flow
from masthead.core import clock
from masthead.org import actions as org_actions
from masthead.trail.probes import PROBES, Window, catches_its_violation

PROBE = PROBES["3.3.2.flows"]


def verdict_of(key="test.unit"):
    now = clock.now()
    return next(v for v in PROBE.examine(Window(now - dt.timedelta(days=1), now)) if v.facts["key"] == key)


def test_probe_notices_its_violation(cast, heard):
    now = clock.now()

    assert catches_its_violation(PROBE, Window(now - dt.timedelta(days=1), now))


def test_sound_flow_passes(press):
    flow()

    assert verdict_of().passed


def test_missing_flow_is_named(press):
    assert "没有生效的流程" in verdict_of().reason


def test_step_whose_people_all_left_is_named(press, zhou, he):
    flow([{"name": "初审", "mode": "any", "resolver": {"kind": "member", "id": zhou.pk}}])
    org_actions.let_member_leave(member=zhou, reason="合同到期离职", by=he)

    assert "节点「初审」今天找不到人" in verdict_of().reason


def test_flow_with_a_problem_is_named(press):
    flow()
    FlowVersion.objects.filter(pk=queries.version_in_force("test.unit").pk).update(
        steps=[{"name": "", "resolver": None}]
    )

    assert verdict_of().reason.startswith("流程有问题")
