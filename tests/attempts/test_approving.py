"""Approving what one must not: one's own text, a text that moved, both steps by one person, a task of somebody else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from masthead.accounts.models import Account
from masthead.approvals.models import Case, StepRun, Task, TaskState
from masthead.content import actions as content
from masthead.content.models import Draft
from masthead.content.testing import make_draft, make_ready_draft, make_topic, save_text
from masthead.org.models import Grant, Member
from masthead.org.testing import give_role
from tests.attempts.proof import browser, nothing_changes, refused

ALL = ["legality", "truthfulness", "accuracy", "conformity"]
DraftIn = Callable[[str], Draft]


def running(draft: Draft) -> Case:
    return Case.objects.get(subject_kind="content.draft", subject_id=draft.pk, state="running")


def pending(draft: Draft) -> Task:
    return Task.objects.get(case=running(draft), state=TaskState.PENDING)


def form(case: Case, **changes: Any) -> dict[str, Any]:
    return {
        "hash_seen": case.content_hash,
        "confirmations": ALL,
        "comment": "",
        "reason": "产地写错了，请核对。",
    } | changes


def approve(member: Member, task: Task, **changes: Any) -> Any:
    return browser(member).post(reverse("approvals:approve", args=[task.pk]), form(task.case, **changes))


def forged_task(draft: Draft, member: Member) -> Task:
    """A task as somebody with SQL would write it: the engine itself never asks a party."""
    step = StepRun.objects.get(case=running(draft), state="active")
    return Task.objects.create(step=step, case=step.case, assignee=member, state=TaskState.PENDING)


@pytest.fixture
def submitted(draft_in: DraftIn) -> Draft:
    """Lin's draft in review; 周明远 is asked."""
    return draft_in("in_review")


def test_a_review_by_two_people_does_approve(submitted: Draft, zhou: Member, chen: Member) -> None:
    """The positive side of everything below."""
    assert approve(zhou, pending(submitted)).status_code == 302
    assert approve(chen, pending(submitted)).status_code == 302
    submitted.refresh_from_db()
    assert submitted.state == "approved"


def test_an_author_who_is_a_reviewer_too_is_not_asked_about_the_own_text(
    cast: Any, lin: Member, account: Account
) -> None:
    give_role(lin, "reviewer", unit=cast.units["宣传部"])
    draft = make_ready_draft(lin, accounts=[account], title="自己写自己审")
    content.submit_draft(draft=draft, by=lin)

    assert not Task.objects.filter(case=running(draft), assignee=lin).exists()
    refused(lambda: approve(lin, pending(draft)), status=404, code="task_not_there")


def test_an_author_cannot_approve_even_with_a_task(cast: Any, submitted: Draft, lin: Member) -> None:
    give_role(lin, "reviewer", unit=cast.units["宣传部"])

    task = forged_task(submitted, lin)

    refused(lambda: approve(lin, task), status=403, code="own_content", by=lin)


def test_a_coauthor_cannot_approve(cast: Any, lin: Member, bai: Member, account: Account) -> None:
    draft = make_draft(lin, topic=make_topic(lin, accounts=[account]))
    save_text(draft, lin)
    content.set_coauthors(draft=draft, members=[bai], by=lin)
    save_text(draft, bai, title="白若溪改过的标题", colour="navy")
    save_text(draft, lin, title="林知夏又改过的标题", colour="teal")
    content.submit_draft(draft=draft, by=lin)
    give_role(bai, "reviewer", unit=cast.units["宣传部"])

    task = forged_task(draft, bai)

    refused(lambda: approve(bai, task), status=403, code="own_content", by=bai)


def test_who_handed_it_in_cannot_approve(
    lin: Member, chen: Member, zhou: Member, zheng: Member, account: Account
) -> None:
    """The head hands in another person's text; the head's own step then goes to the leader of the group."""
    draft = make_ready_draft(lin, accounts=[account], title="部长代为提交")
    content.submit_draft(draft=draft, by=chen)
    task = forged_task(draft, chen)

    refused(lambda: approve(chen, task), status=403, code="own_content", by=chen)
    Task.objects.filter(pk=task.pk).update(state=TaskState.CLOSED)
    approve(zhou, pending(draft))
    assert pending(draft).assignee == zheng


@pytest.mark.parametrize("deed", ["approve", "return", "reject"])
@pytest.mark.parametrize("seen", ["0" * 64, "", "x"])
def test_a_decision_on_another_hash_than_the_contents_is_refused(
    submitted: Draft, zhou: Member, deed: str, seen: str
) -> None:
    task = pending(submitted)
    answer = lambda: browser(zhou).post(reverse(f"approvals:{deed}", args=[task.pk]), form(task.case, hash_seen=seen))  # noqa: E731

    if seen:
        refused(answer, status=409, code="content_moved", by=zhou)
    else:
        refused(answer, status=422)


def test_content_that_moved_under_the_approvers_eyes_is_not_approved(submitted: Draft, zhou: Member) -> None:
    """The page showed the old content and posts its hash; meanwhile the rows changed."""
    from masthead.content.models import Revision

    task = pending(submitted)
    Revision.objects.filter(draft=submitted).update(digest="审核人没有看到的摘要")

    refused(lambda: approve(zhou, task), status=409, code="content_moved", by=zhou)
    assert Task.objects.get(pk=task.pk).state == TaskState.PENDING


def test_the_hash_of_an_earlier_round_does_not_approve_the_next(draft_in: DraftIn, lin: Member, zhou: Member) -> None:
    draft = draft_in("returned")
    old = Case.objects.get(subject_kind="content.draft", subject_id=draft.pk).content_hash
    save_text(draft, lin, title="按意见改过的标题", colour="olive")
    content.submit_draft(draft=Draft.objects.get(pk=draft.pk), by=lin)

    refused(lambda: approve(zhou, pending(draft), hash_seen=old), status=409, code="content_moved", by=zhou)


@pytest.mark.parametrize("missing", ALL)
def test_one_aspect_not_confirmed_is_no_approval(submitted: Draft, zhou: Member, missing: str) -> None:
    refused(lambda: approve(zhou, pending(submitted), confirmations=[a for a in ALL if a != missing]), status=422)


def test_an_invented_aspect_does_not_stand_for_a_real_one(submitted: Draft, zhou: Member) -> None:
    refused(lambda: approve(zhou, pending(submitted), confirmations=["legality", "anything"]), status=422)


def test_one_person_cannot_take_both_steps(
    cast: Any, lin: Member, chen: Member, zheng: Member, account: Account
) -> None:
    give_role(chen, "reviewer", unit=cast.units["宣传部"])
    draft = make_ready_draft(lin, accounts=[account], title="一个人审两遍")
    content.submit_draft(draft=draft, by=lin)
    first = Task.objects.get(case=running(draft), assignee=chen)
    assert approve(chen, first).status_code == 302

    assert [t.assignee for t in Task.objects.filter(case=running(draft), state=TaskState.PENDING)] == [zheng]
    refused(lambda: approve(chen, first), status=409, code="task_decided", by=chen)
    draft.refresh_from_db()
    assert draft.state == "in_review"


def test_a_decision_is_taken_once(submitted: Draft, zhou: Member) -> None:
    task = pending(submitted)
    approve(zhou, task)

    refused(lambda: approve(zhou, task), status=409, code="task_decided", by=zhou)


@pytest.mark.parametrize("who", ["lin", "chen", "zheng", "wu", "he", "sun", "auditor", "outsider"])
@pytest.mark.parametrize("deed", ["approve", "return", "reject"])
def test_nobody_decides_a_task_of_somebody_else(
    submitted: Draft, request: pytest.FixtureRequest, who: str, deed: str
) -> None:
    task, member = pending(submitted), request.getfixturevalue(who)

    refused(
        lambda: browser(member).post(reverse(f"approvals:{deed}", args=[task.pk]), form(task.case)),
        status=404,
        code="task_not_there",
    )


def test_a_reviewer_whose_role_was_taken_back_does_not_decide_any_more(submitted: Draft, zhou: Member) -> None:
    import datetime as dt

    task = pending(submitted)
    Grant.objects.filter(member=zhou).update(end_on=dt.date(2026, 1, 1))

    refused(lambda: approve(zhou, task), status=403, code="lost_capability", by=zhou)


def test_a_case_that_was_withdrawn_is_not_approved_any_more(submitted: Draft, lin: Member, zhou: Member) -> None:
    task = pending(submitted)
    content.withdraw_draft(draft=submitted, reason="还要补一张图", by=lin)

    refused(lambda: approve(zhou, task), status=409, code="case_closed", by=zhou)


@pytest.mark.parametrize("who", ["zhou", "chen", "auditor", "zheng"])
def test_only_the_one_who_handed_in_withdraws(submitted: Draft, request: pytest.FixtureRequest, who: str) -> None:
    member = request.getfixturevalue(who)
    address = reverse("approvals:withdraw", args=[running(submitted).pk])

    answer = None
    with nothing_changes():
        answer = browser(member).post(address, {"reason": "不想审了，先撤回"})
    assert answer.status_code in (403, 404)


def test_a_rejected_draft_cannot_be_handed_in_again(draft_in: DraftIn, lin: Member) -> None:
    draft = draft_in("rejected")

    refused(lambda: browser(lin).post(reverse("content:draft_submit", args=[draft.pk])), status=422, by=lin)


def test_the_same_draft_is_not_handed_in_twice(submitted: Draft, lin: Member) -> None:
    refused(lambda: browser(lin).post(reverse("content:draft_submit", args=[submitted.pk])), status=422, by=lin)


def test_a_draft_with_forbidden_words_does_not_reach_the_reviewers(lin: Member, account: Account) -> None:
    draft = make_draft(lin, topic=make_topic(lin, accounts=[account]))
    save_text(draft, lin, html="<p>国家级的好茶，绝对包治百病。</p>")

    answer = browser(lin).post(reverse("content:draft_submit", args=[draft.pk]))

    assert answer.status_code == 422
    assert answer.json()["code"] == "draft_blocked_by_check"
    assert not Case.objects.filter(subject_id=draft.pk).exists()
