"""Paths through several steps: conditions, returns to a step, carrying over, merging, copies, the line above. Clause 3.3.2."""

from typing import Any

import pytest

from masthead.approvals import actions, engine, queries
from masthead.approvals.models import (
    CaseState,
    Copy,
    FlowVersion,
    Origin,
    Resume,
    StepNote,
    StepRun,
    StepState,
    Task,
    TaskState,
)
from masthead.approvals.tests.conftest import Heard, flow, opened
from masthead.approvals.tests.script import Stage, let_review
from masthead.core.errors import NotThere, RuleBroken
from masthead.org.models import Member, Unit
from masthead.org.testing import make_leave
from masthead.trail.models import Event


def named(name: str, *people: Member, **more: Any) -> dict[str, Any]:
    return {"name": name, "mode": "any", "resolver": {"kind": "members", "ids": [m.pk for m in people]}, **more}


@pytest.fixture
def stage(press: Unit, cast: Any, heard: Heard) -> Any:
    """`stage(steps…)` hands the unit in on a flow of these steps."""
    let_review(cast, "chen", "sun", "wu", "he")

    def begin(*steps: dict[str, Any]) -> Stage:
        flow(list(steps))
        return Stage(opened(press, cast.people["lin"]), cast)

    return begin


def names(stage: Stage) -> list[str]:
    return [f"{s.name}:{s.state}" for s in StepRun.objects.filter(case=stage.case).order_by("number")]


@pytest.mark.parametrize(
    ("when", "facts", "walked"),
    [
        ({"all": [{"fact": "fee", "op": "gte", "value": 5000}]}, {"fee": 5000}, True),
        ({"all": [{"fact": "fee", "op": "gte", "value": 5000}]}, {"fee": 4999}, False),
        ({"all": [{"fact": "kind", "op": "in", "value": ["ad"]}]}, {"kind": "news"}, False),
        (
            {"any": [{"fact": "kind", "op": "eq", "value": "ad"}, {"fact": "fee", "op": "gt", "value": 1}]},
            {"kind": "ad"},
            True,
        ),
        (
            {"all": [{"fact": "kind", "op": "eq", "value": "ad"}, {"fact": "fee", "op": "gt", "value": 1}]},
            {"kind": "ad"},
            False,
        ),
    ],
)
def test_a_condition_chooses_the_steps(
    stage: Any, heard: Heard, zhou: Member, chen: Member, press: Unit, lin: Member, when: dict[str, Any], facts: dict[str, Any], walked: bool
) -> None:  # fmt: skip
    heard.facts.update(facts)
    played = stage(named("初审", zhou), named("加审", chen, when=when))
    expected = queries.preview_path("test.unit", press, lin)

    played.play("zhou:approve")
    played.check()

    assert [s.walked for s in expected] == [True, walked] and bool(expected[1].people) == walked
    assert played.waiting() == ({"chen"} if walked else set())
    assert played.case.state == (CaseState.RUNNING if walked else CaseState.APPROVED)
    if not walked:
        assert StepRun.objects.get(case=played.case, name="加审").note == StepNote.CONDITION


def test_a_flow_that_leaves_nobody_for_this_content_refuses_the_submission(
    press: Unit, lin: Member, zhou: Member
) -> None:
    flow([named("审核", zhou)])
    only = [named("加审", zhou, when={"all": [{"fact": "fee", "op": "gt", "value": 1}]})]
    FlowVersion.objects.update(steps=only)  # the designer refuses such a flow; the engine must not rely on it

    with pytest.raises(RuleBroken) as refusal:
        opened(press, lin)
    assert refusal.value.code == "no_step_applies", "what no step applies to is not approved by itself"


def test_going_back_to_a_step_walks_everything_from_there_again(
    stage: Any, zhou: Member, chen: Member, sun: Member, heard: Heard
) -> None:
    played = stage(named("一", zhou), named("二", chen), named("三", sun))

    for line in ("zhou:approve", "chen:approve", "sun:back:0", "zhou:approve", "chen:approve"):
        played.play(line)
        played.check()

    assert played.waiting() == {"sun"} and heard.calls == []
    played.play("sun:approve")
    assert played.case.round == 1 and heard.calls == ["approved"]
    assert names(played) == ["一:approved", "二:approved", "三:returned", "一:approved", "二:approved", "三:approved"]
    assert Event.objects.filter(name="approvals:step:sent_back").count() == 1


def test_going_back_directly_asks_only_that_step_and_the_one_who_returned(
    stage: Any, zhou: Member, chen: Member, sun: Member, wu: Member, heard: Heard
) -> None:
    played = stage(named("一", zhou), named("二", chen), named("三", sun), named("四", wu))

    for line in ("zhou:approve", "chen:approve", "sun:back:0:direct", "zhou:approve"):
        played.play(line)

    assert played.waiting() == {"sun"}, "the step between keeps its approval of the same content"
    for line in ("sun:approve", "wu:approve"):
        played.play(line)
        played.check()
    assert heard.calls == ["approved"]
    assert names(played)[-2:] == ["三:approved", "四:approved"]


def test_going_forward_by_a_return_is_refused(stage: Any, zhou: Member, chen: Member) -> None:
    played = stage(named("一", zhou), named("二", chen))

    played.play("zhou:back:1!no_such_step_behind")


def test_a_direct_return_comes_straight_back_while_the_content_is_the_same(
    stage: Any, zhou: Member, chen: Member, press: Unit, lin: Member, heard: Heard
) -> None:
    played = stage(named("一", zhou), named("二", chen))
    for line in ("zhou:approve", "chen:return:direct"):
        played.play(line)

    opened(press, lin)

    assert played.waiting() == {"chen"}
    carried = Task.objects.get(case=played.case, origin=Origin.CARRIED)
    assert (carried.assignee, carried.state) == (zhou, TaskState.APPROVED)
    played.case.refresh_from_db()
    assert carried.hash_seen == played.case.content_hash
    played.play("chen:approve")
    assert heard.calls == ["returned", "approved"]


@pytest.mark.parametrize("resume", [Resume.DIRECT, Resume.REPLAY])
def test_changed_content_walks_every_step_again_whatever_the_returner_wished(
    stage: Any, zhou: Member, chen: Member, press: Unit, lin: Member, resume: Resume
) -> None:
    played = stage(named("一", zhou), named("二", chen))
    for line in ("zhou:approve", f"chen:return:{resume}"):
        played.play(line)
    press.name = "宣传一部"
    press.save(update_fields=["name"])

    opened(press, lin)

    assert played.waiting() == {"zhou"}


def test_one_person_twice_in_a_row_is_merged_with_a_mark_where_the_flow_allows_it(
    stage: Any, zhou: Member, chen: Member, heard: Heard
) -> None:
    played = stage(named("一", zhou), named("二", zhou, chen, distinct=False), named("三", chen))

    played.play("zhou:approve")
    played.check()

    merged = Task.objects.get(case=played.case, origin=Origin.MERGED)
    assert (merged.assignee, merged.step.name, merged.hash_seen) == (zhou, "二", played.case.content_hash)
    assert played.waiting() == {"chen"}
    assert Event.objects.filter(name="approvals:task:merged").count() == 1


def test_a_merge_can_end_the_case(stage: Any, zhou: Member, heard: Heard) -> None:
    played = stage(named("一", zhou), named("二", zhou, distinct=False))

    played.play("zhou:approve")

    assert heard.calls == ["approved"]


def test_steps_of_separate_duties_never_merge(stage: Any, zhou: Member, zheng: Member) -> None:
    played = stage(named("一", zhou), named("二", zhou))

    played.play("zhou:approve")

    assert played.waiting() == {"zheng"} and not Task.objects.filter(origin=Origin.MERGED).exists()


def test_readers_get_one_copy_and_confirm_it_themselves(
    stage: Any, zhou: Member, chen: Member, outsider: Member, auditor: Member
) -> None:
    copy_to = {"kind": "member", "id": outsider.pk}
    played = stage(named("一", zhou, cc=[copy_to]), named("二", chen, cc=[copy_to]))
    played.play("zhou:approve")

    copy = Copy.objects.get(case=played.case)
    assert queries.get_case_for(outsider, played.case.pk) == played.case
    actions.confirm_reading(copy=copy, by=outsider)
    actions.confirm_reading(copy=Copy.objects.get(pk=copy.pk), by=outsider)

    assert Event.objects.filter(name="approvals:copy:read").count() == 1
    with pytest.raises(NotThere):
        queries.get_copy_for(chen, copy.pk)


def test_the_subject_owner_and_the_head_above_are_found(stage: Any, heard: Heard, wu: Member) -> None:
    heard.owner.append(wu.pk)
    played = stage(
        {"name": "负责人", "mode": "any", "resolver": {"kind": "subject_owner"}},
        {"name": "上级", "mode": "any", "resolver": {"kind": "parent_head", "level": 1}},
    )

    assert played.waiting() == {"wu"}
    played.play("wu:approve")
    assert played.waiting() == {"zheng"}, "no head above: it goes up to the leader"


def test_who_leaves_hands_the_open_task_to_whom_the_step_names_now(
    stage: Any, zhou: Member, chen: Member, he: Member, cast: Any
) -> None:
    played = stage({"name": "审", "mode": "all", "resolver": {"kind": "members", "ids": [zhou.pk, chen.pk]}})
    make_leave(zhou)

    engine.tick()
    played.check()

    heir = Task.objects.get(case=played.case, origin=Origin.HANDED_OVER)
    assert heir.parent is not None and heir.parent.assignee == zhou and heir.state == TaskState.PENDING
    assert "zhou" not in played.waiting() and len(played.waiting()) == 2


def test_who_leaves_a_step_where_others_are_asked_is_not_waited_for(
    stage: Any, zhou: Member, chen: Member, he: Member
) -> None:
    played = stage(named("审", zhou, chen))
    make_leave(zhou)

    engine.tick()

    assert played.waiting() == {"chen"}
    assert StepRun.objects.get(case=played.case).state == StepState.ACTIVE


def test_low_risk_cases_are_approved_together_and_others_are_not(
    stage: Any, zhou: Member, chen: Member, heard: Heard
) -> None:
    heard.low_risk = True
    played = stage(named("审", zhou))
    task = Task.objects.select_related("case").get(case=played.case)

    stale = actions.approve_batch(picks=[(task, "0" * 64)], by=zhou)
    assert not stale.approved and len(stale.left) == 1 and heard.calls == []
    heard.low_risk = False
    with pytest.raises(RuleBroken):
        actions.approve_batch(picks=[(task, played.case.content_hash)], by=zhou)
    heard.low_risk = True
    done = actions.approve_batch(picks=[(task, played.case.content_hash)], by=zhou)

    assert [c.pk for c in done.approved] == [played.case.pk] and heard.calls == ["approved"]


def test_a_standing_delegate_is_asked_instead_and_both_names_stay(
    stage: Any, zhou: Member, wu: Member, monkeypatch: pytest.MonkeyPatch, heard: Heard
) -> None:
    from masthead.org import queries as org

    monkeypatch.setattr(
        org,
        "delegate_of",
        lambda member, *, on, capability, unit_id=None: wu if member.pk == zhou.pk else None,
        raising=False,
    )
    played = stage(named("审", zhou))
    played.check()

    task = Task.objects.get(case=played.case, state=TaskState.PENDING)
    assert (task.assignee, task.behalf, task.origin) == (wu, zhou, Origin.DELEGATE)
    played.play("wu:approve")
    event = Event.objects.get(name="approvals:task:approved")
    assert event.behalf_name == zhou.name


def test_an_absent_persons_author_colleague_does_not_stand_in(
    stage: Any, zhou: Member, he: Member, monkeypatch: pytest.MonkeyPatch, heard: Heard
) -> None:
    from masthead.org import queries as org

    heard.parties.add(he.pk)
    monkeypatch.setattr(org, "delegate_of", lambda member, *, on, capability, unit_id=None: he, raising=False)

    assert stage(named("审", zhou)).waiting() == {"zhou"}, "delegation is no way round separation of duties"
