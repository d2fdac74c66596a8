"""The drawing board of a flow: shared, undoable, never overwritten silently. Clause 3.3.2."""

import pytest

from masthead.approvals import actions, outline, queries
from masthead.approvals.blueprint import MOST_STEPS
from masthead.approvals.models import FlowDraft, FlowState, FlowVersion
from masthead.approvals.tests.conftest import TWO_STEPS, flow, opened
from masthead.core.errors import BadInput, NotThere, RuleBroken, Stale
from masthead.notify.models import Notice
from masthead.trail.models import Event, Outcome

KEY = "test.unit"
LEADER = {"kind": "leader"}


@pytest.fixture
def draft(press, he):
    """何静怡 begins to change the flow of two steps."""
    flow()
    return actions.start_draft(key=KEY, by=he)


def names_of(draft):
    return [step["name"] for step in FlowDraft.objects.get(pk=draft.pk).steps]


def change(draft, key, by, **values):
    step = outline.step_of(draft.steps, key)
    return actions.change_step(draft=draft, step=key, values=values, seen=outline.mark_of(step), by=by)


def publish(draft, by, reason="按新的分工调整"):
    return actions.publish_draft(draft=draft, edition=draft.edition, reason=reason, by=by)


def test_draft_begins_as_the_version_in_force(draft):
    assert names_of(draft) == ["审核", "终审"]
    assert [step["key"] for step in draft.steps] == ["s1", "s2"]
    assert draft.based_on == queries.version_in_force(KEY)


def test_second_administrator_joins_the_draft_that_is_there(draft, zheng):
    assert actions.start_draft(key=KEY, by=zheng).pk == draft.pk


def test_draft_of_a_flow_without_version_begins_empty_under_the_name_of_its_kind(press, he):
    draft = actions.start_draft(key=KEY, by=he)

    assert draft.steps == []
    assert draft.name == "部门名称审批"


def test_draft_may_begin_from_an_earlier_version_but_not_over_a_waiting_one(draft, he):
    first = queries.version_in_force(KEY)
    with pytest.raises(RuleBroken, match="正在修改"):
        actions.start_draft(key=KEY, by=he, source=first)

    actions.discard_draft(draft=draft, edition=draft.edition, by=he)
    assert actions.start_draft(key=KEY, by=he, source=first).based_on == first


def test_steps_are_added_copied_moved_and_removed(draft, he):
    key = actions.add_step(draft=draft, edition=draft.edition, after="s1", by=he, name="加审")
    assert names_of(draft) == ["审核", "加审", "终审"]

    copy = actions.copy_step(draft=draft, edition=draft.edition, step="s1", by=he)
    assert names_of(draft) == ["审核", "审核（副本）", "加审", "终审"]

    actions.move_step(draft=draft, edition=draft.edition, step=key, to=0, by=he)
    actions.remove_step(draft=draft, edition=draft.edition, step=copy, by=he)
    assert names_of(draft) == ["加审", "审核", "终审"]


def test_undo_takes_back_change_after_change(draft, he):
    actions.remove_step(draft=draft, edition=draft.edition, step="s1", by=he)
    actions.rename_draft(draft=draft, edition=draft.edition, name="另一个名字", by=he)

    actions.undo_change(draft=draft, edition=draft.edition, by=he)
    assert draft.name == "测试流程"
    actions.undo_change(draft=draft, edition=draft.edition, by=he)
    assert names_of(draft) == ["审核", "终审"]
    with pytest.raises(RuleBroken, match="没有可以撤销"):
        actions.undo_change(draft=draft, edition=draft.edition, by=he)


def test_copying_is_one_change_to_undo(draft, he):
    actions.copy_step(draft=draft, edition=draft.edition, step="s1", by=he)
    actions.undo_change(draft=draft, edition=draft.edition, by=he)

    assert names_of(draft) == ["审核", "终审"]


def test_board_holds_no_more_steps_than_a_flow_may_have(draft, he):
    for _n in range(MOST_STEPS - 2):
        actions.add_step(draft=draft, edition=draft.edition, after="s1", by=he)

    with pytest.raises(RuleBroken, match="最多"):
        actions.copy_step(draft=draft, edition=draft.edition, step="s1", by=he)


def test_older_page_cannot_move_the_board(draft, he, zheng):
    shown = draft.edition
    other = FlowDraft.objects.get(pk=draft.pk)
    actions.add_step(draft=other, edition=shown, after="s2", by=zheng)

    with pytest.raises(Stale, match="郑国安刚才修改了这份草稿"):
        actions.remove_step(draft=FlowDraft.objects.get(pk=draft.pk), edition=shown, step="s1", by=he)
    assert names_of(draft) == ["审核", "终审", "新节点"]


def test_two_administrators_may_change_different_steps_at_once(draft, he, zheng):
    mine, theirs = FlowDraft.objects.get(pk=draft.pk), FlowDraft.objects.get(pk=draft.pk)
    change(theirs, "s2", zheng, name="部门终审")
    fresh = FlowDraft.objects.get(pk=draft.pk)
    seen = outline.mark_of(outline.step_of(mine.steps, "s1"))
    actions.change_step(draft=fresh, step="s1", values={"name": "初审"}, seen=seen, by=he)

    assert names_of(draft) == ["初审", "部门终审"]


def test_same_step_changed_by_two_is_a_conflict_and_the_first_stays(draft, he, zheng):
    seen = outline.mark_of(draft.steps[0])
    change(FlowDraft.objects.get(pk=draft.pk), "s1", zheng, name="郑的名字")

    with pytest.raises(Stale) as refusal:
        actions.change_step(
            draft=FlowDraft.objects.get(pk=draft.pk), step="s1", values={"name": "何的名字"}, seen=seen, by=he
        )
    assert refusal.value.code == "step_moved"
    assert names_of(draft)[0] == "郑的名字"


def test_writing_out_the_defaults_is_no_change(draft, he):
    written_out = {"mode": "any", "quorum": None, "when": None, "cc": [], "distinct": True, "allow": {"add": True}}
    change(draft, "s1", he, **written_out)

    assert draft.edition == 1
    assert not Event.objects.filter(name="approvals:flow_draft:changed").exists()


def test_step_takes_known_settings_only(draft, he):
    with pytest.raises(BadInput):
        change(draft, "s1", he, colour="red")


def test_step_that_is_gone_is_not_there(draft, he):
    with pytest.raises(NotThere):
        actions.remove_step(draft=draft, edition=draft.edition, step="s9", by=he)


def test_every_change_is_on_the_trail_with_its_deed(draft, he):
    actions.add_step(draft=draft, edition=draft.edition, after="s2", by=he)
    event = Event.objects.get(name="approvals:flow_draft:changed")

    assert (event.actor_id, event.data["deed"]) == (he.pk, "added")
    assert event.before_digest != event.after_digest


def test_publishing_puts_the_drawing_in_force_with_its_reason_and_tells_the_leader(draft, he, zheng):
    change(draft, "s2", he, resolver=LEADER)
    version = publish(draft, he, "终审改由组长负责")

    assert (version.version, version.state, version.published_by) == (2, FlowState.PUBLISHED, he)
    assert not FlowDraft.objects.exists()
    assert FlowVersion.objects.get(version=1).retired_at == version.published_at
    notice = Notice.objects.get(member=zheng, kind="approvals.flow")
    assert "测试流程 v2" in notice.title
    assert notice.body == "终审改由组长负责"
    assert Event.objects.filter(name="approvals:flow:published", reason="终审改由组长负责").exists()


@pytest.mark.parametrize("reason", ["", "   ", "改一"])
def test_publishing_needs_a_reason(draft, he, reason):
    change(draft, "s2", he, resolver=LEADER)
    with pytest.raises(BadInput, match="理由"):
        publish(draft, he, reason)


def test_publishing_is_refused_with_every_problem_named(draft, he):
    actions.add_step(draft=draft, edition=draft.edition, after="s2", by=he, name="加审")
    with pytest.raises(BadInput) as refusal:
        publish(draft, he)

    assert refusal.value.fields["steps"] == ["第 3 个节点「加审」：请指定由谁审批。"]
    assert queries.version_in_force(KEY).version == 1
    assert Event.objects.filter(outcome=Outcome.REFUSED, code="flow_steps", actor_id=he.pk).exists()


def test_draft_without_a_difference_is_not_published(press, he):
    flow(outline.keyed(TWO_STEPS))
    with pytest.raises(RuleBroken, match="没有不同"):
        publish(actions.start_draft(key=KEY, by=he), he)


def test_what_was_not_looked_at_is_not_published(draft, he, zheng):
    shown = draft.edition
    change(draft, "s1", zheng, name="初审")

    with pytest.raises(Stale):
        actions.publish_draft(draft=draft, edition=shown, reason="按新的分工调整", by=he)
    assert queries.version_in_force(KEY).version == 1


def test_draft_overtaken_by_another_version_is_refused(draft, he):
    change(draft, "s1", he, name="初审")
    flow([TWO_STEPS[0]])

    with pytest.raises(Stale, match="新的生效版本 v2"):
        publish(draft, he)


def test_earlier_version_may_come_back(press, he):
    flow()
    first = queries.version_in_force(KEY)
    flow([TWO_STEPS[0]])
    draft = actions.start_draft(key=KEY, by=he, source=first)

    assert publish(draft, he, "恢复两级审核").version == 3


def test_running_case_keeps_its_version_and_a_new_one_follows_the_new(draft, he, lin, units, press):
    case = opened(press, lin)
    change(draft, "s1", he, name="初审")
    publish(draft, he)
    other = opened(units["市场部"], lin)

    case.refresh_from_db()
    assert (case.flow.version, other.flow.version) == (1, 2)
    assert other.steps.get(number=1).name == "初审"


def test_retired_flow_takes_nothing_in_until_it_is_published_again(press, he, lin):
    flow()
    version = queries.version_in_force(KEY)
    with pytest.raises(BadInput):
        actions.retire_flow(flow=version, reason=" ", by=he)
    actions.retire_flow(flow=version, reason="这项业务停办", by=he)

    with pytest.raises(RuleBroken, match="没有生效的审批流程"):
        opened(press, lin)
    with pytest.raises(Stale):
        actions.retire_flow(flow=version, reason="再停一次", by=he)


def test_discarding_leaves_the_version_in_force(draft, he):
    change(draft, "s1", he, name="初审")
    with pytest.raises(Stale):
        actions.discard_draft(draft=draft, edition=1, by=he)
    actions.discard_draft(draft=draft, edition=draft.edition, by=he)

    assert not FlowDraft.objects.exists()
    assert queries.version_in_force(KEY).version == 1


def test_versions_are_compared_in_words(draft, he):
    change(draft, "s1", he, name="初审", due_hours=8)
    actions.add_step(draft=draft, edition=draft.edition, after="s1", by=he, name="加审")
    actions.remove_step(draft=draft, edition=draft.edition, step="s2", by=he)
    changes = queries.changes_between(queries.version_in_force(KEY).steps, draft.steps, KEY)

    assert [(c.kind, c.name) for c in changes] == [("changed", "初审"), ("removed", "终审"), ("added", "加审")]
    assert changes[0].lines == [("名称", "审核", "初审"), ("时限", "无", "8 个工作小时")]


def test_moved_steps_are_called_moved(draft, he):
    actions.move_step(draft=draft, edition=draft.edition, step="s2", to=0, by=he)
    changes = queries.changes_between(queries.version_in_force(KEY).steps, draft.steps, KEY)

    assert {c.kind for c in changes} == {"moved"}
