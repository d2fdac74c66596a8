"""Review: exactly the version that was seen is approved; returns and rounds keep what was shown."""

import pytest

from masthead.approvals import actions as approvals
from masthead.approvals.models import Case, Task
from masthead.content import actions, queries, testing
from masthead.content.models import Draft
from masthead.content.states import DraftState
from masthead.core.errors import NotPermitted, RuleBroken
from masthead.org.models import Member

pytestmark = pytest.mark.usefixtures("reviewable")
ALL = ["legality", "truthfulness", "accuracy", "conformity"]


def task_of(draft: Draft, member: Member) -> Task:
    return Task.objects.get(case_id=draft.case_id, assignee=member, state="pending")


def approve(draft: Draft, member: Member) -> None:
    approvals.approve_task(
        task=task_of(draft, member), by=member, hash_seen=queries.content_hash(draft), confirmations=ALL
    )


def test_two_reviewers_seal_the_very_version(draft: Draft, lin: Member, zhou: Member, chen: Member, fresh) -> None:
    actions.submit_draft(draft=draft, by=lin)
    sealed = queries.content_hash(draft)
    approve(draft, zhou)
    assert fresh(draft).state == DraftState.IN_REVIEW

    approve(draft, chen)

    now = fresh(draft)
    assert (now.state, now.approved_hash, now.approved_revision_id) == (DraftState.APPROVED, sealed, draft.revision_id)
    assert queries.approved_package(draft.pk, sealed).marker == sealed


def test_a_head_who_wrote_along_is_passed_over(
    draft: Draft, lin: Member, chen: Member, zhou: Member, zheng: Member, fresh
) -> None:
    testing.save_text(draft, chen, title="部长改过的标题")
    actions.submit_draft(draft=fresh(draft), by=lin)
    draft = fresh(draft)

    approve(draft, zhou)

    assert not Task.objects.filter(case_id=draft.case_id, assignee=chen).exists()
    assert task_of(draft, zheng)
    with pytest.raises(NotPermitted):
        approvals.approve_task(
            task=task_of(draft, zheng), by=chen, hash_seen=queries.content_hash(draft), confirmations=ALL
        )


def test_a_returned_draft_shows_the_next_reviewer_what_changed(draft: Draft, lin: Member, zhou: Member, fresh) -> None:
    actions.submit_draft(draft=draft, by=lin)
    approvals.return_task(
        task=task_of(draft, zhou), by=zhou, hash_seen=queries.content_hash(draft), comment="第二段缺来源"
    )
    assert fresh(draft).state == DraftState.RETURNED
    testing.save_text(draft, lin, html=testing.BODY.replace("不采雨水芽", "不采雨水芽（来源：茶园日志）"))
    actions.submit_draft(draft=fresh(draft), by=lin)

    template, context = queries.exhibit(fresh(draft), Case.objects.get(pk=fresh(draft).case_id))

    assert template == "content/_exhibit.html"
    assert (context["round"].number, context["compared"].comment) == (2, "第二段缺来源")
    assert [r.kind for r in context["diff"] if r.kind in ("add", "del")] == ["del", "add"]
    assert not [card for card in context["findings"] if card.severity == "block"]


def test_a_rejected_draft_is_closed_for_ever(draft: Draft, lin: Member, zhou: Member, fresh) -> None:
    actions.submit_draft(draft=draft, by=lin)
    approvals.reject_task(
        task=task_of(draft, zhou), by=zhou, hash_seen=queries.content_hash(draft), comment="选题已过时效"
    )

    assert fresh(draft).state == DraftState.REJECTED
    with pytest.raises(RuleBroken):
        testing.save_text(draft, lin, title="再试一次")
    with pytest.raises(RuleBroken):
        actions.submit_draft(draft=fresh(draft), by=lin)


def test_the_path_names_people_before_and_during_review(draft: Draft, lin: Member, fresh) -> None:
    from masthead.content.queries import review_path

    before = [[name for name, _ in step.people] for step in review_path(lin, draft)]
    actions.submit_draft(draft=draft, by=lin)

    during = [[name for name, _ in step.people] for step in review_path(lin, fresh(draft))]
    assert before == during == [["周明远"], ["陈立群"]]


def test_an_incomplete_draft_is_not_taken(lin: Member, account) -> None:
    draft = testing.make_draft(lin, accounts=[account])

    with pytest.raises(RuleBroken, match="还没有正文"):
        actions.submit_draft(draft=draft, by=lin)


def test_the_same_words_make_the_same_seal_and_order_of_accounts_does_not_matter(draft: Draft) -> None:
    revision, start, end = draft.revision, draft.window_start, draft.window_end

    one = queries.seal_hash(revision, account_ids=[3, 1], start=start, end=end)

    assert one == queries.seal_hash(revision, account_ids=[1, 3], start=start, end=end)
    revision.variants = {"1": {"title": "另一个标题"}}
    assert one != queries.seal_hash(revision, account_ids=[1, 3], start=start, end=end)
