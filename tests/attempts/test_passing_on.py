"""Adding signers, transferring, delegating, sending back, several at once: none of these doors decides without the content that was read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from masthead.accounts.models import Account
from masthead.approvals import actions as approvals
from masthead.approvals.models import Case, Origin, Task, TaskState
from masthead.content import actions as content
from masthead.content.models import Draft
from masthead.content.testing import make_ready_draft
from masthead.org.models import Member
from tests.attempts.proof import browser, refused

ASPECTS = ["legality", "truthfulness", "accuracy", "conformity"]
FORGED = "0" * 64
OPEN_HANDED = {"add": True, "transfer": True, "return_to": True}
STEPS = [
    {"name": "初审", "resolver": {"kind": "role", "role": "reviewer"}, "allow": OPEN_HANDED},
    {"name": "终审", "resolver": {"kind": "unit_head"}, "allow": OPEN_HANDED},
]


@pytest.fixture
def case(lin: Member, account: Account, scene: Any) -> Case:
    """A draft of Lin's on a path whose steps allow everything; 周明远 is asked."""
    approvals.publish_flow(key="content.draft", name="内容审核", steps=STEPS, by=None)
    draft = make_ready_draft(lin, accounts=[account], title="转来转去的稿件")
    content.submit_draft(draft=draft, by=lin)
    return Case.objects.get(subject_kind="content.draft", subject_id=draft.pk, state="running")


def task_of(case: Case, member: Member) -> Task:
    return Task.objects.get(case=case, assignee=member, state=TaskState.PENDING)


def post(member: Member, name: str, task: Task, form: dict[str, Any]) -> Callable[[], Any]:
    return lambda: browser(member).post(reverse(f"approvals:{name}", args=[task.pk]), form)


def decision(seen: str) -> dict[str, Any]:
    return {"hash_seen": seen, "confirmations": ASPECTS, "reason": "产地写错了，请核对。", "comment": ""}


@pytest.mark.parametrize("name", ["approve", "return", "reject"])
def test_who_took_a_task_over_decides_on_nothing_but_what_was_read(
    case: Case, zhou: Member, chen: Member, name: str
) -> None:
    approvals.transfer_task(task=task_of(case, zhou), to=chen, by=zhou)

    refused(post(chen, name, task_of(case, chen), decision(FORGED)), status=409, code="content_moved", by=chen)


@pytest.mark.parametrize("how", [Origin.BEFORE, Origin.PARALLEL])
def test_an_added_signer_decides_on_nothing_but_what_was_read(
    case: Case, zhou: Member, chen: Member, how: Origin
) -> None:
    approvals.add_signers(task=task_of(case, zhou), people=[chen], how=how, by=zhou)

    refused(post(chen, "approve", task_of(case, chen), decision(FORGED)), status=409, code="content_moved", by=chen)


def test_who_decides_in_anothers_name_decides_on_nothing_but_what_was_read(
    case: Case, zhou: Member, chen: Member
) -> None:
    approvals.delegate_task(task=task_of(case, zhou), to=chen, by=zhou)

    refused(post(chen, "approve", task_of(case, chen), decision(FORGED)), status=409, code="content_moved", by=chen)


def test_sending_back_to_a_step_needs_the_content_that_was_read(case: Case, zhou: Member, chen: Member) -> None:
    approvals.approve_task(task=task_of(case, zhou), by=zhou, hash_seen=case.content_hash, confirmations=ASPECTS)
    form = {"place": 0, "resume": "replay", "reason": "请初审再看一遍。", "hash_seen": FORGED}

    refused(post(chen, "return_to", task_of(case, chen), form), status=409, code="content_moved", by=chen)


@pytest.mark.parametrize("name", ["transfer", "delegate"])
@pytest.mark.parametrize("to", ["lin", "sun", "outsider", "wu", "zhou"])
def test_a_task_goes_to_nobody_who_may_not_decide(case: Case, cast: Any, zhou: Member, name: str, to: str) -> None:
    """The author, another department, somebody without the role, oneself: the form does not know them."""
    form = {"to": cast.people[to].pk, "words": "请代为审批", **decision(case.content_hash)}

    refused(post(zhou, name, task_of(case, zhou), form), status=422)


@pytest.mark.parametrize("who", ["lin", "sun", "outsider", "wu"])
def test_nobody_who_may_not_decide_is_added(case: Case, cast: Any, zhou: Member, who: str) -> None:
    form = {"people": [cast.people[who].pk], "how": "before", **decision(case.content_hash)}

    refused(post(zhou, "add", task_of(case, zhou), form), status=422)


def test_the_form_of_a_transfer_decides_nothing_by_the_way(case: Case, zhou: Member, chen: Member) -> None:
    """Fields of another form in the same post are not read: the task is passed on undecided."""
    task = task_of(case, zhou)
    post(zhou, "transfer", task, {"to": chen.pk, "state": "approved", **decision(case.content_hash)})()

    heir = task_of(case, chen)
    assert (heir.state, heir.hash_seen, heir.confirmations) == (TaskState.PENDING, "", [])
    refused(post(zhou, "approve", task, decision(case.content_hash)), status=409, by=zhou)


@pytest.mark.parametrize("who", ["lin", "chen", "sun", "wu", "auditor", "outsider"])
@pytest.mark.parametrize("name", ["add", "transfer", "delegate", "return_to"])
def test_nobody_passes_on_what_another_was_asked(case: Case, cast: Any, zhou: Member, who: str, name: str) -> None:
    form = {"to": cast.people["zheng"].pk, "people": [cast.people["zheng"].pk], "how": "before", "place": -1}
    task = task_of(case, zhou)

    refused(post(cast.people[who], name, task, form | decision(case.content_hash)), status=404, code="task_not_there")


@pytest.mark.parametrize("seen", [FORGED, "", "x"])
def test_several_at_once_are_approved_on_nothing_but_what_was_read(
    case: Case, zhou: Member, monkeypatch: pytest.MonkeyPatch, seen: str
) -> None:
    """Each row carries the hash that it showed; a forged one leaves its row as it was, and the refusal is on the trail."""
    make_low_risk(case, monkeypatch)
    task = task_of(case, zhou)

    several = lambda seen: browser(zhou).post(reverse("approvals:approve_several"), {"pick": [f"{task.pk}:{seen}"]})  # noqa: E731
    refused(lambda: several(seen), status=302, code="content_moved", by=zhou)
    several(case.content_hash)
    task.refresh_from_db()
    assert task.state == TaskState.APPROVED


def make_low_risk(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drafts are never of low risk; here this one is, so that nothing but the hash can refuse."""
    import dataclasses

    from masthead.approvals.registry import SUBJECTS

    mild = dataclasses.replace(SUBJECTS["content.draft"], low_risk=lambda _thing: True)
    monkeypatch.setitem(SUBJECTS._entries, "content.draft", mild)
    Case.objects.filter(pk=case.pk).update(low_risk=True)


def test_an_article_is_not_approved_among_several(case: Case, zhou: Member) -> None:
    pick = f"{task_of(case, zhou).pk}:{case.content_hash}"

    refused(
        lambda: browser(zhou).post(reverse("approvals:approve_several"), {"pick": [pick]}),
        status=422,
        code="not_low_risk",
        by=zhou,
    )
    assert Draft.objects.get(pk=case.subject_id).state == "in_review"
