"""Races of real processes: exactly one of two racers wins, nothing is half done, no counter is off. Clause 3.3.2."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from masthead.approvals import actions, engine
from masthead.approvals.models import Case, CaseState, Origin, StepRun, Task, TaskState
from masthead.approvals.tests.conftest import Heard, flow, opened
from masthead.approvals.tests.processes import in_processes
from masthead.approvals.tests.script import MONDAY, Stage, let_review, table_of
from masthead.core import clock
from masthead.org.models import Member, Unit
from masthead.trail.models import Event

pytestmark = pytest.mark.django_db(transaction=True)
TURNS = pytest.mark.parametrize("turn", range(3))
LATE = MONDAY + dt.timedelta(minutes=1471)


@pytest.fixture
def stage(press: Unit, heard: Heard, cast: Any) -> Any:
    """`stage("all", ["zhou", "chen"])` opens a case on Monday at nine."""
    let_review(cast, "chen", "sun", "wu")

    def begin(mode: str, names: list[str], **more: Any) -> Stage:
        flow(table_of(cast, mode, names, **more))
        with clock.travelling(MONDAY - clock.now() + clock._offset):
            return Stage(opened(press, cast.people["lin"]), cast)

    return begin


def deed(stage: Stage, line: str) -> Callable[[], None]:
    """One line of a script, to be played in another process."""
    return lambda: stage._do(line)


def tick_late() -> None:
    with clock.travelling(LATE - clock.now() + clock._offset):
        engine.tick()


def events(name: str) -> int:
    return Event.objects.filter(name=f"approvals:{name}").count()


@TURNS
def test_of_four_approvers_of_one_seat_exactly_one_wins(stage: Any, turn: int) -> None:
    played = stage("any", ["zhou", "chen", "sun", "wu"])

    results = in_processes([deed(played, f"{n}:approve") for n in ("zhou", "chen", "sun", "wu")])

    played.check()
    assert sorted(results) == ["case_closed"] * 3 + ["done"]
    assert (events("task:approved"), events("case:approved")) == (1, 1)


@TURNS
def test_approval_and_withdrawal_have_one_outcome(stage: Any, turn: int) -> None:
    played = stage("any", ["zhou"])

    results = in_processes([deed(played, "zhou:approve"), deed(played, "lin:withdraw")])

    played.check()
    assert sorted(results) == ["case_closed", "done"]
    assert events("case:approved") + events("case:withdrawn") == 1
    assert played.case.state == (CaseState.APPROVED if results[0] == "done" else CaseState.WITHDRAWN)


@TURNS
def test_approving_in_one_window_and_transferring_in_another(stage: Any, turn: int) -> None:
    played = stage("all", ["zhou", "chen"])

    results = in_processes([deed(played, "zhou:approve"), deed(played, "zhou:transfer:wu")])

    played.check()
    assert sorted(results) == ["done", "task_decided"]
    assert played.waiting() == ({"chen"} if results[0] == "done" else {"chen", "wu"})


@TURNS
def test_approving_in_one_window_and_adding_a_signer_in_another(stage: Any, turn: int) -> None:
    played = stage("all", ["zhou", "chen"])

    results = in_processes([deed(played, "zhou:approve"), deed(played, "zhou:add-before:wu")])

    played.check()
    assert sorted(results) == ["done", "task_decided"]
    assert played.waiting() == ({"chen"} if results[0] == "done" else {"chen", "wu"})


@TURNS
def test_the_last_two_of_all_finish_the_step_once(stage: Any, turn: int) -> None:
    played = stage("all", ["zhou", "chen", "sun"])
    played.play("sun:approve")

    results = in_processes([deed(played, "zhou:approve"), deed(played, "chen:approve")])

    played.check()
    assert results == ["done", "done"] and played.case.state == CaseState.APPROVED
    assert events("case:approved") == 1


@TURNS
def test_approval_and_rejection_of_all_have_one_outcome(stage: Any, turn: int) -> None:
    played = stage("all", ["zhou", "chen"])
    played.play("zhou:approve")

    results = in_processes([deed(played, "chen:approve"), deed(played, "chen:reject")])

    played.check()
    assert results.count("done") == 1 and events("case:approved") + events("case:rejected") == 1


@TURNS
def test_the_deciding_votes_of_a_quorum_close_the_case_once(stage: Any, turn: int) -> None:
    played = stage("vote", ["zhou", "chen", "sun", "wu"], quorum={"kind": "count", "value": 2})
    played.play("zhou:approve")

    results = in_processes([deed(played, f"{n}:approve") for n in ("chen", "sun", "wu")])

    played.check()
    assert sorted(results) == ["case_closed", "case_closed", "done"] and events("case:approved") == 1


@TURNS
def test_the_clock_and_an_approver_at_the_due_time(stage: Any, turn: int) -> None:
    played = stage("all", ["zhou"], due_hours=8)

    results = in_processes([tick_late, deed(played, "zhou:approve")])

    played.check()
    escalated = Task.objects.filter(case=played.case, origin=Origin.ESCALATED, state=TaskState.PENDING).count()
    assert results[0] == "done" and results[1] in ("done", "task_decided")
    assert (played.case.state == CaseState.APPROVED, escalated) == ((True, 0) if results[1] == "done" else (False, 1))
    assert events("case:approved") == (results[1] == "done"), "the clock approves nothing"


@TURNS
def test_two_clocks_remind_and_escalate_once(stage: Any, turn: int) -> None:
    played = stage("any", ["zhou"], due_hours=8)

    results = in_processes([tick_late, tick_late, tick_late])

    played.check()
    assert results == ["done"] * 3
    assert (events("step:reminded"), events("task:escalated")) == (1, 1)
    assert played.waiting() == {"zhou", "chen"}, "the head of the department is the next above"


@TURNS
def test_two_submissions_open_one_case(press: Unit, heard: Heard, cast: Any, turn: int) -> None:
    flow(table_of(cast, "any", ["zhou"]))

    results = in_processes([lambda: opened(press, cast.people["lin"])] * 3)

    assert sorted(results) == ["case_running", "case_running", "done"] and Case.objects.count() == 1


@TURNS
def test_batches_of_two_people_do_not_wait_for_each_other(
    press: Unit, heard: Heard, cast: Any, units: dict[str, Unit], turn: int
) -> None:
    heard.low_risk = True
    let_review(cast, "chen", "zhou")
    flow(table_of(cast, "all", ["zhou", "chen"]))
    cases = [opened(unit, cast.people["lin"]) for unit in list(units.values())[:4]]

    def batch(member: Member, order: int) -> Callable[[], Any]:
        tasks = list(Task.objects.filter(case__in=cases, assignee=member).select_related("case", "step"))[::order]
        picks = [(task, task.case.content_hash) for task in tasks]
        return lambda: actions.approve_batch(picks=picks, by=Member.objects.get(pk=member.pk))

    results = in_processes([batch(cast.people["zhou"], 1), batch(cast.people["chen"], -1)])

    assert results == ["done", "done"]
    assert set(Case.objects.values_list("state", flat=True)) == {CaseState.APPROVED}
    assert not StepRun.objects.filter(state="active").exists()
