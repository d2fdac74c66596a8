"""What a decision does, as a table: mode × people × verbs → state of the case and what the subject hears."""

from typing import Any

import pytest

from masthead.approvals import actions, queries
from masthead.approvals.models import Case, CaseState, Task, TaskState
from masthead.approvals.tests.conftest import TWO_STEPS, Heard, flow, opened
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.org import actions as org_actions
from masthead.org import queries as org
from masthead.org.models import Member, Role, Unit
from masthead.trail.models import Event, Outcome

ALL = ["true", "legal"]


def decide(case: Case, member: Member, verb: str) -> Case:
    task = Task.objects.get(case=case, assignee=member, state=TaskState.PENDING)
    if verb == "approve":
        return actions.approve_task(task=task, by=member, hash_seen=case.content_hash, confirmations=ALL)
    decision = {"return": actions.return_task, "reject": actions.reject_task}[verb]
    return decision(task=task, by=member, hash_seen=case.content_hash, comment="请补充来源")


def step(mode: str) -> list[dict[str, Any]]:
    return [{"name": "审核", "mode": mode, "resolver": {"kind": "role", "role": "reviewer"}}]


CASES = [
    ("any", ["zhou:approve"], CaseState.APPROVED, ["approved"]),
    ("any", ["chen:approve"], CaseState.APPROVED, ["approved"]),
    ("any", ["zhou:return"], CaseState.RETURNED, ["returned"]),
    ("any", ["zhou:reject"], CaseState.REJECTED, ["rejected"]),
    ("all", ["zhou:approve"], CaseState.RUNNING, []),
    ("all", ["zhou:approve", "chen:approve"], CaseState.APPROVED, ["approved"]),
    ("all", ["chen:approve", "zhou:approve"], CaseState.APPROVED, ["approved"]),
    ("all", ["zhou:approve", "chen:return"], CaseState.RETURNED, ["returned"]),
    ("all", ["zhou:approve", "chen:reject"], CaseState.REJECTED, ["rejected"]),
    ("all", ["zhou:return"], CaseState.RETURNED, ["returned"]),
    ("seq", ["zhou:approve"], CaseState.RUNNING, []),
    ("seq", ["zhou:approve", "chen:approve"], CaseState.APPROVED, ["approved"]),
    ("seq", ["zhou:approve", "chen:return"], CaseState.RETURNED, ["returned"]),
    ("seq", ["zhou:reject"], CaseState.REJECTED, ["rejected"]),
]


@pytest.mark.parametrize(("mode", "verbs", "state", "calls"), CASES, ids=[f"{m}-{'-'.join(v)}" for m, v, _, _ in CASES])
def test_a_decision_has_the_effect_of_its_mode(
    press: Unit, heard: Heard, cast: Any, mode: str, verbs: list[str], state: CaseState, calls: list[str]
) -> None:
    org_actions.grant_role(member=cast.people["chen"], role=Role.objects.get(key="reviewer"), by=None)
    flow(step(mode))
    case = opened(press, cast.people["lin"])

    for word in verbs:
        name, _, verb = word.partition(":")
        decide(case, cast.people[name], verb)

    case.refresh_from_db()
    assert (case.state, heard.calls) == (state, calls)
    waiting = Task.objects.filter(case=case, state=TaskState.PENDING).count()
    assert waiting == (1 if state == CaseState.RUNNING else 0)
    for member in cast.people.values():
        pending = Task.objects.filter(assignee=member, state=TaskState.PENDING).count()
        assert org.counters_of(member).get("approvals.todo", 0) == pending, (
            f"kept counter of {member} differs from its rows"
        )


def test_two_steps_need_two_different_people(
    press: Unit, heard: Heard, lin: Member, zhou: Member, chen: Member
) -> None:
    org_actions.grant_role(member=chen, role=Role.objects.get(key="reviewer"), by=None)
    flow()
    case = opened(press, lin)

    decide(case, chen, "approve")

    following = Task.objects.get(case=case, state=TaskState.PENDING)
    assert following.assignee != chen, "the head who approved the first step must not also be the second"
    assert heard.calls == []


def test_nobody_approves_what_they_handed_in(press: Unit, lin: Member, zheng: Member) -> None:
    org_actions.grant_role(member=lin, role=Role.objects.get(key="reviewer"), by=None)
    flow([{"name": "审核", "mode": "any", "resolver": {"kind": "member", "id": lin.pk}}])

    path = queries.preview_path("test.unit", press, lin)
    case = opened(press, lin)

    assert [[m.name for m in s.people] for s in path] == [["郑国安"]] and path[0].raised
    assert [t.assignee for t in Task.objects.filter(case=case)] == [zheng], (
        "the requester never decides: it goes to the leader"
    )


def test_when_nobody_is_left_the_submission_is_refused_and_nothing_passes(press: Unit, zheng: Member) -> None:
    flow([{"name": "审核", "mode": "any", "resolver": {"kind": "leader"}}])

    with pytest.raises(RuleBroken) as refusal:
        opened(press, zheng)

    assert refusal.value.code == "nobody_may_decide"
    assert not Case.objects.exists(), "a refused submission leaves nothing behind"


def test_an_author_among_the_people_is_passed_over(
    press: Unit, heard: Heard, lin: Member, zhou: Member, zheng: Member
) -> None:
    heard.parties.add(zhou.pk)
    flow(step("any"))

    case = opened(press, lin)

    assert [t.assignee for t in Task.objects.filter(case=case)] == [zheng], (
        "with the only reviewer being an author it moves up, never passes"
    )


def test_becoming_an_author_after_being_asked_takes_the_right_away(
    press: Unit, heard: Heard, lin: Member, zhou: Member
) -> None:
    flow(step("any"))
    case = opened(press, lin)
    heard.parties.add(zhou.pk)

    with pytest.raises(NotPermitted) as refusal:
        decide(case, zhou, "approve")
    assert refusal.value.code == "own_content"


def test_a_stale_hash_is_refused_and_the_refusal_is_kept(press: Unit, lin: Member, zhou: Member) -> None:
    flow(step("any"))
    case = opened(press, lin)
    task = Task.objects.get(case=case, state=TaskState.PENDING)

    with pytest.raises(Stale):
        actions.approve_task(task=task, by=zhou, hash_seen="0" * 64, confirmations=ALL)

    task.refresh_from_db()
    assert task.state == TaskState.PENDING
    assert (
        Event.objects.filter(outcome=Outcome.REFUSED, code="content_moved", clause="3.3.2", actor_id=zhou.pk).count()
        == 1
    )


def test_content_that_moved_under_a_case_cannot_be_approved(press: Unit, lin: Member, zhou: Member) -> None:
    flow(step("any"))
    case = opened(press, lin)
    Unit.objects.filter(pk=press.pk).update(name="宣传一部")

    with pytest.raises(Stale) as refusal:
        decide(case, zhou, "approve")
    assert refusal.value.code == "content_moved"


def test_every_aspect_must_be_confirmed(press: Unit, lin: Member, zhou: Member) -> None:
    flow(step("any"))
    case = opened(press, lin)
    task = Task.objects.get(case=case, state=TaskState.PENDING)

    with pytest.raises(RuleBroken) as refusal:
        actions.approve_task(task=task, by=zhou, hash_seen=case.content_hash, confirmations=["true"])
    assert "合法" in refusal.value.message and refusal.value.code == "not_confirmed"


def test_returning_needs_words(press: Unit, lin: Member, zhou: Member) -> None:
    flow(step("any"))
    case = opened(press, lin)
    task = Task.objects.get(case=case, state=TaskState.PENDING)

    with pytest.raises(BadInput):
        actions.return_task(task=task, by=zhou, hash_seen=case.content_hash, comment="  ")


def test_deciding_twice_is_refused(press: Unit, lin: Member, zhou: Member) -> None:
    flow(step("any"))
    case = opened(press, lin)
    task = Task.objects.get(case=case, state=TaskState.PENDING)
    actions.approve_task(task=task, by=zhou, hash_seen=case.content_hash, confirmations=ALL)

    with pytest.raises(Stale):
        actions.approve_task(task=task, by=zhou, hash_seen=case.content_hash, confirmations=ALL)


def test_a_returned_case_comes_again_as_the_next_round(press: Unit, heard: Heard, lin: Member, zhou: Member) -> None:
    flow(step("any"))
    case = opened(press, lin)
    decide(case, zhou, "return")

    again = opened(press, lin)

    assert (again.pk, again.round, again.state) == (case.pk, 2, CaseState.RUNNING)
    decide(again, zhou, "approve")
    assert heard.calls == ["returned", "approved"]


def test_only_the_requester_withdraws_and_only_while_it_runs(
    press: Unit, heard: Heard, lin: Member, zhou: Member
) -> None:
    flow(step("any"))
    case = opened(press, lin)

    with pytest.raises(NotPermitted):
        actions.withdraw_case(case=case, by=zhou, reason="")
    actions.withdraw_case(case=case, by=lin, reason="标题写错")
    with pytest.raises(Stale):
        actions.withdraw_case(case=case, by=lin, reason="再撤一次")

    assert heard.calls == ["withdrawn"]
    assert not Task.objects.filter(case=case, state=TaskState.PENDING).exists()


def test_a_second_submission_while_one_runs_is_refused(press: Unit, lin: Member) -> None:
    flow(step("any"))
    opened(press, lin)

    with pytest.raises(RuleBroken) as refusal:
        opened(press, lin)
    assert refusal.value.code == "case_running"


def test_a_new_flow_does_not_touch_running_cases(press: Unit, lin: Member) -> None:
    flow(TWO_STEPS)
    case = opened(press, lin)

    flow(step("any"))

    assert case.flow.version == 1 and case.steps.count() == 2


def test_the_preview_names_the_people_who_are_then_asked(press: Unit, lin: Member, zhou: Member, chen: Member) -> None:
    flow()

    path = queries.preview_path("test.unit", press, lin)
    case = opened(press, lin)
    decide(case, zhou, "approve")

    assert [[m.name for m in s.people] for s in path] == [["周明远"], ["陈立群"]]
    assert [t.assignee for t in Task.objects.filter(case=case).order_by("pk")] == [zhou, chen]


def test_who_lost_the_capability_can_no_longer_decide(press: Unit, lin: Member, zhou: Member) -> None:
    flow(step("any"))
    case = opened(press, lin)
    for grant in zhou.grants.all():
        org_actions.end_grant(grant=grant, by=lin)
    zhou = Member.objects.get(pk=zhou.pk)

    with pytest.raises(NotPermitted) as refusal:
        decide(case, zhou, "approve")
    assert refusal.value.code == "lost_capability"


NOBODY_WALKS: list[list[dict[str, Any]]] = [
    [],
    [{"name": "x", "mode": "any", "resolver": {"kind": "vote"}}],
    [{"name": "x", "mode": "?", "resolver": {"kind": "leader"}}],
]


@pytest.mark.parametrize("steps", NOBODY_WALKS)
def test_a_flow_that_nobody_could_walk_is_not_published(db: None, steps: list[dict[str, Any]]) -> None:
    with pytest.raises(BadInput):
        actions.publish_flow(key="test.unit", name="坏流程", steps=steps, by=None)
