"""Clauses 3.3.2 and 2.2.1: each probe notices the violation it is there for, and is content with a proper case."""

import datetime as dt
from typing import Any

import pytest

from masthead.approvals import engine
from masthead.approvals.models import StepRun
from masthead.approvals.tests.conftest import Heard, flow, opened
from masthead.approvals.tests.script import Stage, let_review, table_of
from masthead.core import clock
from masthead.org.models import Member, Unit
from masthead.org.testing import make_leave
from masthead.trail.probes import PROBES, Window, catches_its_violation

KEYS = ("3.3.2.moving", "3.3.2.in_time", "3.3.2.duties", "2.2.1.leader")


def month() -> Window:
    now = clock.now()
    return Window(now - dt.timedelta(days=30), now + dt.timedelta(minutes=1))


@pytest.mark.parametrize("key", KEYS)
def test_the_probe_notices_its_violation_and_leaves_nothing_behind(cast: Any, key: str) -> None:
    assert catches_its_violation(PROBES[key], month())
    assert list(PROBES[key].examine(month())) == []


@pytest.mark.parametrize("key", KEYS)
def test_a_proper_case_passes(press: Unit, heard: Heard, cast: Any, key: str) -> None:
    flow([{"name": "组长审批", "mode": "any", "resolver": {"kind": "leader"}, "due_hours": 8}])
    stage = Stage(opened(press, cast.people["lin"]), cast)
    assert all(v.passed for v in PROBES["3.3.2.moving"].examine(month()))
    stage.play("zheng:approve")
    StepRun.objects.update(due_at=clock.now())

    verdicts = list(PROBES[key].examine(month()))

    assert all(v.passed for v in verdicts), verdicts
    assert len(verdicts) == (0 if key == "3.3.2.moving" else 1)


def test_a_case_whose_only_approver_left_is_stuck_until_the_clock_moves_it(
    press: Unit, heard: Heard, cast: Any, zhou: Member, he: Member
) -> None:
    let_review(cast, "chen")
    flow(table_of(cast, "any", ["zhou"]))
    opened(press, cast.people["lin"])
    make_leave(zhou)
    (before,) = PROBES["3.3.2.moving"].examine(month())

    engine.tick()

    (after,) = PROBES["3.3.2.moving"].examine(month())
    assert (before.passed, after.passed) == (False, True)


def test_somebody_else_pressing_for_the_leader_is_noticed(press: Unit, heard: Heard, cast: Any, zheng: Member) -> None:
    flow([{"name": "组长审批", "mode": "any", "resolver": {"kind": "leader"}}])
    let_review(cast, "wu", "sun")
    stage = Stage(opened(press, cast.people["lin"]), cast)
    stage.play("zheng:transfer:wu")
    stage.play("wu:approve")

    (verdict,) = PROBES["2.2.1.leader"].examine(month())

    assert verdict.passed is False


def test_somebody_in_the_leaders_name_is_the_leaders_decision(press: Unit, heard: Heard, cast: Any) -> None:
    flow([{"name": "组长审批", "mode": "any", "resolver": {"kind": "leader"}}])
    let_review(cast, "wu")
    stage = Stage(opened(press, cast.people["lin"]), cast)
    stage.play("zheng:delegate:wu")
    stage.play("wu:approve")

    (verdict,) = PROBES["2.2.1.leader"].examine(month())

    assert verdict.passed
