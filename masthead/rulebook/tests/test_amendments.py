"""From a draft to a text in force, and which text was in force on a day."""

import datetime as dt

import pytest

from masthead.approvals import actions as approvals
from masthead.approvals import queries as approval_queries
from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.rulebook import actions, queries
from masthead.rulebook.models import Clause, PolicyVersion
from masthead.rulebook.states import VersionState
from masthead.rulebook.testing import approve, confirm_all, make_draft, propose
from masthead.trail import queries as trail

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(policy, chen):
    return make_draft(chen)


def later(days, hour=1):
    return clock.at_china(clock.today() + dt.timedelta(days=days), hour)


def test_a_draft_begins_with_the_words_places_and_quiz_of_the_version_in_force(policy, chen):
    version = actions.start_amendment(by=chen)

    assert (version.number, version.state, version.based_on) == (2, VersionState.DRAFT, policy)
    assert queries.changes_of(version) == []
    assert queries.text_digest(queries.clauses_of(version)) == policy.text_digest
    assert len(queries.questions_of(version)) == len(queries.questions_of(policy)) >= 3


def test_the_words_of_a_version_in_force_cannot_be_edited(policy, chen):
    place = queries.get_place(policy, "1.2")

    with pytest.raises(RuleBroken, match="不能再改"):
        actions.edit_clause(clause=place, title="改", text="改", expected_revision=0, by=chen)
    assert trail.refusals(clause="8.3", since=later(-1), until=later(1, 23)).count() == 1


def test_two_editors_of_one_clause_never_overwrite_each_other_unseen(draft, chen, zheng):
    place = queries.get_place(draft, "1.1")
    actions.edit_clause(clause=place, title=place.title, text="先到的写法。", expected_revision=0, by=chen)

    with pytest.raises(Stale):
        actions.edit_clause(clause=place, title=place.title, text="后到的写法。", expected_revision=0, by=zheng)
    assert queries.get_place(draft, "1.1").text == "先到的写法。"


def test_an_empty_clause_is_refused_with_its_field(draft, chen):
    with pytest.raises(BadInput) as caught:
        actions.edit_clause(
            clause=queries.get_place(draft, "1.1"), title="目的", text=" \n", expected_revision=0, by=chen
        )

    assert set(caught.value.fields) == {"text"}


def test_a_new_clause_gets_a_key_that_was_never_used_and_the_numbers_follow(draft, chen):
    after = queries.get_place(draft, "3.3.1")
    made = actions.add_clause(
        version=draft, after=after, title="直播审核", text="直播须有两人值守。", expected_edits=0, by=chen
    )

    numbers = {c.key: c.number for c in queries.clauses_of(draft)}
    assert (made.key, made.number) == ("3.3.5", "3.3.2")
    assert (numbers["3.3.2"], numbers["3.3.3"]) == ("3.3.3", "3.3.4")


def test_a_moved_clause_keeps_its_key_and_stands_in_its_new_chapter(draft, chen):
    place, after = queries.get_place(draft, "3.3.3"), queries.get_place(draft, "8.1")
    moved = actions.move_clause(clause=place, after=after, expected_edits=0, by=chen)

    assert (moved.key, moved.number, moved.parent.key) == ("3.3.3", "8.2", "8")
    change = {c.key: c for c in queries.changes_of(PolicyVersion.objects.get(pk=draft.pk))}["3.3.3"]
    assert change.renumbered == "3.3.3 → 8.2"


def test_the_order_is_changed_by_one_editor_at_a_time(draft, chen, zheng):
    actions.remove_clause(clause=queries.get_place(draft, "1.4"), expected_edits=0, by=chen)

    with pytest.raises(Stale):
        actions.remove_clause(clause=queries.get_place(draft, "2.1"), expected_edits=0, by=zheng)
    assert Clause.objects.filter(version=draft, key="2.1").exists()
    assert Clause.objects.filter(version=draft.based_on, key="1.4").exists()


def test_a_section_that_still_has_clauses_is_not_removed(draft, chen):
    with pytest.raises(RuleBroken, match="还有条款"):
        actions.remove_clause(clause=queries.get_place(draft, "3.3"), expected_edits=0, by=chen)


def test_publishing_is_blocked_until_each_touched_binding_is_confirmed(draft, chen):
    touched = {(b.kind, b.clause_key) for b in queries.bindings_of(draft)}

    assert {("probe", "1.2"), ("question", "1.2"), ("signatures", "*")} <= touched
    with pytest.raises(RuleBroken, match="没有确认"):
        actions.propose_amendment(
            version=draft,
            effective_on=clock.today() + dt.timedelta(days=2),
            significance="major",
            sign_days=15,
            reason="改期限说明",
            by=chen,
        )
    confirm_all(draft, chen)
    assert queries.unconfirmed(draft) == []


def test_another_edit_asks_for_the_confirmation_anew(draft, chen):
    confirm_all(draft, chen)
    place = queries.get_place(draft, "1.2")
    actions.edit_clause(clause=place, title=place.title, text="又改了一次。", expected_revision=place.revision, by=chen)

    assert {b.clause_key for b in queries.unconfirmed(PolicyVersion.objects.get(pk=draft.pk))} == {"1.2", "*"}


def test_the_guards_of_a_removed_clause_need_a_word_about_them(policy, chen):
    version = actions.start_amendment(by=chen)
    actions.remove_clause(clause=queries.get_place(version, "8.4"), expected_edits=0, by=chen)
    version.refresh_from_db()
    tokens = [b.token for b in queries.unconfirmed(version) if b.clause_key == "8.4"]

    assert tokens
    with pytest.raises(BadInput, match="如何处理"):
        actions.confirm_bindings(version=version, tokens=tokens, note=" ", by=chen)


@pytest.mark.parametrize(
    ("ahead", "reason", "field"),
    [(0, "改期限说明", "effective_on"), (-3, "改期限说明", "effective_on"), (2, "改", "reason")],
)
def test_a_proposal_needs_a_day_to_come_and_a_reason(draft, chen, ahead, reason, field):
    confirm_all(draft, chen)
    with pytest.raises(BadInput) as caught:
        actions.propose_amendment(
            version=draft,
            effective_on=clock.today() + dt.timedelta(days=ahead),
            significance="major",
            sign_days=15,
            reason=reason,
            by=chen,
        )

    assert set(caught.value.fields) == {field}


def test_an_amendment_that_changes_nothing_is_not_proposed(policy, chen):
    version = actions.start_amendment(by=chen)

    with pytest.raises(RuleBroken, match="没有差别"):
        propose(version, chen)


def test_the_leader_approves_and_the_text_waits_for_its_day(draft, chen, zheng, policy):
    approve(propose(draft, chen), zheng)

    draft.refresh_from_db()
    assert (draft.state, draft.adopted_by) == (VersionState.APPROVED, zheng)
    assert queries.policy_in_force() == policy
    assert actions.take_force(at=later(2, 23)) is None
    assert queries.policy_in_force() == policy


def test_nobody_but_the_leader_is_asked_and_the_leader_never_for_an_own_draft(policy, chen, zheng):
    case = propose(make_draft(chen), chen)
    assert approval_queries.open_task_of(chen, case) is None

    with pytest.raises(RuleBroken, match="没有可以审批的人"):
        propose(make_draft(zheng, text="组长自己的修订。"), zheng)


def test_at_midnight_of_its_day_the_new_version_is_in_force_and_the_old_one_ends(draft, chen, zheng, policy):
    approve(propose(draft, chen), zheng)
    day = clock.today() + dt.timedelta(days=3)

    assert actions.take_force(at=clock.at_china(day)) == draft
    policy.refresh_from_db()
    assert (policy.state, policy.ended_on) == (VersionState.SUPERSEDED, day)
    assert PolicyVersion.objects.filter(state=VersionState.IN_FORCE).get() == draft
    assert actions.take_force(at=clock.at_china(day)) is None


def test_which_text_was_in_force_on_a_day_is_known_for_every_day(draft, chen, zheng, policy):
    approve(propose(draft, chen), zheng)
    today = clock.today()
    actions.take_force(at=later(3))

    found = [queries.version_on(today + dt.timedelta(days=n)) for n in (-1, 0, 2, 3, 400)]
    assert found == [None, policy, policy, draft, draft]


def test_approval_after_the_day_is_refused_and_the_text_can_be_proposed_again(draft, chen, zheng):
    case = propose(draft, chen, ahead=1)
    task = approval_queries.open_task_of(zheng, case)

    with pytest.raises(RuleBroken, match="施行日期已经到了"):
        actions.note_approved(version=PolicyVersion.objects.get(pk=draft.pk), case=case, by=zheng, at=later(1))
    approvals.return_task(task=task, by=zheng, hash_seen=case.content_hash, comment="请改定日期")
    draft.refresh_from_db()
    assert draft.state == VersionState.DRAFT


def test_the_approver_approves_exactly_the_words_that_were_shown(draft, chen, zheng):
    case = propose(draft, chen)
    Clause.objects.filter(version=draft, key="1.1").update(text="背后改的字。")

    with pytest.raises(Stale):
        approve(case, zheng)


def test_one_approved_version_waits_at_a_time(draft, chen, zheng):
    approve(propose(draft, chen), zheng)

    with pytest.raises(RuleBroken, match="等待施行"):
        propose(make_draft(chen, text="再改一次。"), chen)


def test_an_amendment_of_a_text_that_is_no_longer_in_force_is_refused(draft, chen, zheng):
    other = make_draft(chen, text="另一份修订。")
    approve(propose(draft, chen), zheng)
    actions.take_force(at=later(3))

    with pytest.raises(RuleBroken, match="不是现行版本"):
        propose(other, chen)


def test_a_draft_that_is_given_up_is_not_edited_any_more(draft, chen):
    actions.drop_amendment(version=draft, reason="改为明年一并修订", by=chen)

    with pytest.raises(RuleBroken):
        actions.edit_clause(
            clause=queries.get_place(draft, "1.1"), title="目的", text="新", expected_revision=0, by=chen
        )


def test_questions_belong_to_clauses_and_explain_themselves(draft, chen):
    with pytest.raises(BadInput) as caught:
        actions.save_question(
            version=draft, clause_key="9.9", text="", options=["甲"], answer=3, explanation="", by=chen
        )
    assert set(caught.value.fields) == {"text", "options", "answer", "explanation", "clause_key"}

    made = actions.save_question(
        version=draft,
        clause_key="1.2",
        text="几日内？",
        options=["十日", "半年"],
        answer=0,
        explanation="第 1.2 条。",
        by=chen,
    )
    actions.remove_question(question=made, by=chen)
    assert made not in queries.questions_of(draft)


def test_an_outsider_of_amending_does_not_see_drafts(draft, lin, auditor):
    assert draft in queries.versions_visible_to(auditor)
    assert draft not in queries.versions_visible_to(lin)


def test_a_question_of_meaning_is_answered_once_and_by_somebody_else(policy, lin, zheng):
    row = actions.ask_interpretation(clause_key="1.2", question="外包人员算不算适用范围？", by=lin)
    actions.answer_interpretation(interpretation=row, answer="算，受托服务机构的人员同样适用。", by=zheng)

    assert [r.answer for r in queries.answers_about("1.2")] == ["算，受托服务机构的人员同样适用。"]
    with pytest.raises(Stale):
        actions.answer_interpretation(interpretation=row, answer="不算。不算。", by=zheng)
    own = actions.ask_interpretation(clause_key="1.2", question="组长自己的疑问？", by=zheng)
    with pytest.raises(RuleBroken, match="自己提出"):
        actions.answer_interpretation(interpretation=own, answer="自己答自己。", by=zheng)


def test_only_an_open_draft_takes_confirmations(draft, chen):
    propose(draft, chen)
    draft.refresh_from_db()

    with pytest.raises(RuleBroken, match="送审以后"):
        actions.confirm_bindings(version=draft, tokens=["x"], note="", by=chen)


def test_without_a_version_in_force_nothing_is_amended(db, chen):
    with pytest.raises((RuleBroken, NotPermitted), match="还没有现行制度"):
        actions.start_amendment(by=chen)
