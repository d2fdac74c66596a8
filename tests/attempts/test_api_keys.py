"""Through the API: what a person may not do on a page, no key of theirs may do either."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from masthead.approvals.models import Task, TaskState
from masthead.content.models import Draft
from masthead.content.testing import BODY, answers_to, save_text
from masthead.notify import actions as notify
from masthead.notify.models import HookDelivery
from masthead.notify.webhooks import engine
from masthead.org import actions as org
from masthead.org.models import Grant, Member
from masthead.org.testing import make_leave
from masthead.trail import actions as trail
from masthead.trail.models import Event, Outcome
from masthead.trail.tasks import seal
from masthead.web.api import pace
from masthead.web.api.testing import Machine, token_of


@pytest.fixture(autouse=True)
def _no_hurry() -> None:
    pace.forget()


def service(by: Member, *rights: str, **more: Any) -> Machine:
    more = {"second_factor": True, **more}
    _key, token = org.issue_service_key(name=f"系统 {rights[0]}", capabilities=rights, days=30, by=by, **more)
    return Machine(token)


def code(response: Any) -> tuple[int, str]:
    return response.status_code, response.json().get("code", "")


def test_a_service_key_of_the_leader_limited_to_a_department_sees_no_other(scene: Any, zheng: Member) -> None:
    units, draft = scene.cast.units, scene.drafts["draft"]
    market = service(zheng, "content.draft.read", unit=units["市场部"])

    assert code(market.get(f"/drafts/{draft}")) == (404, "draft_not_there")
    assert market.get("/drafts").json()["items"] == []


def test_a_key_to_read_writes_nothing(lin: Member, draft_in: Callable[[str], Draft]) -> None:
    draft = draft_in("draft")
    reader = Machine(token_of(lin, "content.draft.read"))
    tag = reader.get(f"/drafts/{draft.pk}")["ETag"]

    text = {"title": "改掉", "html": "<p>改掉</p>"}
    assert code(reader.send("PUT", f"/drafts/{draft.pk}/text", text, If_Match=tag)) == (
        403,
        "lacks:content.draft.write",
    )
    assert code(reader.post(f"/drafts/{draft.pk}/submit")) == (403, "lacks:content.draft.submit")
    draft.refresh_from_db()
    assert draft.title != "改掉"


def test_a_key_to_write_does_not_change_the_text_of_a_colleague(bai: Member, draft_in: Callable[[str], Draft]) -> None:
    draft = draft_in("draft")
    machine = Machine(token_of(bai))
    tag = machine.get(f"/drafts/{draft.pk}")["ETag"]

    refused = machine.send("PUT", f"/drafts/{draft.pk}/text", {"title": "x", "html": "<p>x</p>"}, If_Match=tag)
    assert refused.status_code == 403


def test_an_approved_text_is_not_changed_by_the_way(lin: Member, approved: Draft) -> None:
    machine = Machine(token_of(lin))
    tag = machine.get(f"/drafts/{approved.pk}")["ETag"]
    before = approved.approved_hash

    refused = machine.send("PUT", f"/drafts/{approved.pk}/text", {"title": "x", "html": "<p>x</p>"}, If_Match=tag)
    approved.refresh_from_db()
    assert refused.status_code in (409, 422) and approved.approved_hash == before


def test_nobody_approves_through_a_service_key(zhou: Member, chen: Member, draft_in: Callable[[str], Draft]) -> None:
    case_task = Task.objects.get(case__subject_id=draft_in("in_review").pk, state=TaskState.PENDING)
    machine = service(chen, "content.draft.review")

    body = {"hash_seen": case_task.case.content_hash}
    assert code(machine.post(f"/approvals/tasks/{case_task.pk}/approve", body))[0] == 403
    case_task.refresh_from_db()
    assert case_task.state == TaskState.PENDING


def test_a_reviewers_key_without_the_right_to_review_decides_nothing(
    zhou: Member, draft_in: Callable[[str], Draft]
) -> None:
    task = Task.objects.get(case__subject_id=draft_in("in_review").pk, assignee=zhou)
    machine = Machine(token_of(zhou, "own.affairs"))
    case = machine.get(f"/approvals/cases/{task.case_id}").json()

    body = {"hash_seen": case["current_hash"], "confirmations": [c["key"] for c in case["confirmations"]]}
    refused = machine.post(f"/approvals/tasks/{task.pk}/approve", body)
    assert code(refused) == (403, "lost_capability")
    assert Event.objects.filter(outcome=Outcome.REFUSED, data__via__kind="personal").exists()


def test_approving_something_else_than_was_read_is_refused(zhou: Member, draft_in: Callable[[str], Draft]) -> None:
    task = Task.objects.get(case__subject_id=draft_in("in_review").pk, assignee=zhou)
    machine = Machine(token_of(zhou))

    refused = machine.post(f"/approvals/tasks/{task.pk}/approve", {"hash_seen": "0" * 64})
    assert refused.status_code in (409, 422)
    task.refresh_from_db()
    assert task.state == TaskState.PENDING


def test_a_key_outlives_neither_the_role_nor_the_member(scene: Any, wu: Member, he: Member) -> None:
    machine, publication = Machine(token_of(wu)), scene.things["publication"][0]
    assert machine.get(f"/publications/{publication}").status_code == 200

    org.end_grant(grant=Grant.objects.get(member=wu, role__key="publisher"), by=he)
    assert code(machine.post(f"/publications/{publication}/cancel", {"reason": "越权取消"})) == (
        403,
        "lacks:publishing.publication.schedule",
    )
    make_leave(wu)  # his accounts are not handed over yet: the door of the action stays shut until they are
    assert code(machine.get("/me")) == (401, "key_owner_left")


def test_a_signed_in_browser_does_nothing_through_the_api(client_of: Any, lin: Member) -> None:
    page = client_of(lin)
    for path in ("/me", "/drafts", "/webhooks"):
        assert page.get(f"/api/v1{path}").status_code == 401


def test_a_repeated_submit_hands_in_once(lin: Member, draft_in: Callable[[str], Draft]) -> None:
    draft = draft_in("draft")
    machine = Machine(token_of(lin))
    answers = [machine.post(f"/drafts/{draft.pk}/submit", None, Idempotency_Key="submit-1") for _try in range(2)]

    assert [a.status_code for a in answers] == [200, 200] and answers[1]["Idempotency-Replayed"] == "true"
    assert draft.rounds.count() == 1


def test_a_key_explains_warnings_as_a_person_must(lin: Member, draft_in: Callable[[str], Draft]) -> None:
    draft, machine = draft_in("draft"), Machine(token_of(lin))
    save_text(draft, lin, html=BODY.replace("宁可等", "宁可等，扫码加客服").replace("三月十二日", "震惊！三月十二日"))
    path = f"/drafts/{draft.pk}/submit"

    assert code(machine.post(path)) == (422, "warnings_unexplained")
    words = [{"rule": rule, "excerpt": found, "reason": why} for (rule, found), why in answers_to(draft).items()]
    assert machine.post(f"{path}-explained", {"explanations": words}).status_code == 200
    assert draft.rounds.count() == 1


def test_a_webhook_tells_its_owner_of_nothing_outside_the_owners_scope(
    scene: Any, chen: Member, sun: Member, approved: Draft
) -> None:
    hooks = [
        notify.add_webhook(name=who.name, address="https://hooks.example.com/x", events=["*"], by=who)[0]
        for who in (chen, sun)
    ]
    seal()
    notify.write_hook_deliveries()
    with transaction.atomic():
        event = trail.record("content:draft:submitted", target=approved, by=chen)
        other = trail.record("org:member:password_set", target=sun, by=None)
    seal()
    engine.tick()

    told = HookDelivery.objects.filter(event_id=event.pk, webhook__in=hooks)
    assert [d.webhook for d in told] == hooks[:1], "市场部 hears nothing of a draft of 宣传部"
    assert not HookDelivery.objects.filter(event_id=other.pk).exists(), "heads read no trail"
    assert approved.title not in told[0].body
