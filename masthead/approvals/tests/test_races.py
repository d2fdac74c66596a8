"""Races on real connections: whatever the order, exactly one wins and nothing is half done."""

from collections.abc import Callable
from typing import Any

import pytest

from masthead.approvals import actions
from masthead.approvals.models import Case, CaseState, Task, TaskState
from masthead.approvals.tests.conftest import Heard, flow, opened
from masthead.core.testing import at_once
from masthead.org import actions as org_actions
from masthead.org import queries as org
from masthead.org.models import Role, Unit
from masthead.trail.models import Event

pytestmark = pytest.mark.django_db(transaction=True)
ALL = ["true", "legal"]


def reviewers(cast: Any) -> list[Any]:
    """Four people who may review."""
    people = [cast.people[n] for n in ("zhou", "chen", "zheng", "sun")]
    role = Role.objects.get(key="reviewer")
    for member in people:
        org_actions.grant_role(member=member, role=role, by=None)
    return people


def steps(mode: str) -> list[dict[str, Any]]:
    return [{"name": "审核", "mode": mode, "resolver": {"kind": "role", "role": "reviewer"}}]


def approve(task: Task, case: Case) -> Callable[[], Any]:
    return lambda: actions.approve_task(
        task=Task.objects.get(pk=task.pk), by=task.assignee, hash_seen=case.content_hash, confirmations=ALL
    )


@pytest.mark.parametrize("turn", range(3))
def test_of_four_approvers_at_once_exactly_one_wins(press: Unit, heard: Heard, cast: Any, turn: int) -> None:
    reviewers(cast)
    flow(steps("any"))
    case = opened(press, cast.people["lin"])
    tasks = list(Task.objects.filter(case=case, state=TaskState.PENDING).select_related("assignee"))

    results = at_once(*[approve(t, case) for t in tasks])

    assert sorted(results).count("done") == 1, results
    assert set(results) <= {"done", "case_closed", "task_decided"}
    assert heard.calls == ["approved"]
    assert Event.objects.filter(name="approvals:case:approved").count() == 1
    assert all(org.counters_of(t.assignee).get("approvals.todo") == 0 for t in tasks)


@pytest.mark.parametrize("turn", range(3))
def test_when_all_must_agree_simultaneous_last_approvals_still_finish_the_case(
    press: Unit, heard: Heard, cast: Any, turn: int
) -> None:
    reviewers(cast)
    flow(steps("all"))
    case = opened(press, cast.people["lin"])
    tasks = list(Task.objects.filter(case=case).select_related("assignee"))

    results = at_once(*[approve(t, case) for t in tasks])

    case.refresh_from_db()
    assert results == ["done"] * 4
    assert case.state == CaseState.APPROVED and heard.calls == ["approved"], (
        "two last approvers must not both miss that they were the last"
    )


def test_one_person_pressing_twice_decides_once(press: Unit, heard: Heard, cast: Any) -> None:
    flow(steps("any"))
    case = opened(press, cast.people["lin"])
    task = Task.objects.select_related("assignee").get(case=case, state=TaskState.PENDING)

    results = at_once(*[approve(task, case), approve(task, case), approve(task, case)])

    assert results.count("done") == 1 and heard.calls == ["approved"]


def test_approval_and_withdrawal_at_once_have_one_outcome(press: Unit, heard: Heard, cast: Any) -> None:
    flow(steps("any"))
    lin = cast.people["lin"]
    case = opened(press, lin)
    task = Task.objects.select_related("assignee").get(case=case, state=TaskState.PENDING)

    results = at_once(
        *[approve(task, case), lambda: actions.withdraw_case(case=Case.objects.get(pk=case.pk), by=lin, reason="写错")]
    )

    assert results.count("done") == 1, results
    assert len(heard.calls) == 1


def test_two_submissions_at_once_open_one_case(press: Unit, cast: Any) -> None:
    flow(steps("any"))
    lin = cast.people["lin"]

    results = at_once(*[lambda: opened(press, lin)] * 3)

    assert results.count("done") == 1, results
    assert set(results) <= {"done", "case_running"}
    assert Case.objects.count() == 1
