"""The pages of approval: who sees a case, who decides, what a moved content does. Clause 3.3.2."""

import json

import pytest
from django.urls import reverse

from masthead.approvals.models import CaseState, Task, TaskState
from masthead.approvals.tests.conftest import flow, opened
from masthead.trail.models import Event, Outcome

ALL = ["true", "legal"]


@pytest.fixture
def case(press, lin):
    """林知夏 asks 周明远 first, then 陈立群."""
    flow()
    return opened(press, lin)


def task_of(case, member):
    return Task.objects.get(case=case, assignee=member)


def approve(browser, task, **changes):
    given = {"confirmations": ALL, "hash_seen": task.case.content_hash, "comment": ""} | changes
    return browser.post(reverse("approvals:approve", args=[task.pk]), given)


def turn_down(browser, task, verb, reason="请补充采摘时间的来源"):
    return browser.post(
        reverse(f"approvals:{verb}", args=[task.pk]), {"reason": reason, "hash_seen": task.case.content_hash}
    )


def state_of(case):
    case.refresh_from_db()
    return case.state


def test_reviewer_approves_and_the_head_is_asked_next(case, zhou, chen, client_of):
    answer = approve(client_of(zhou), task_of(case, zhou))

    assert answer.url == reverse("approvals:case", args=[case.pk])
    assert task_of(case, zhou).confirmations == sorted(ALL)
    assert task_of(case, chen).state == TaskState.PENDING


def test_decision_takes_the_request_off_the_bell(case, zhou, client_of):
    from masthead.notify import queries as notify

    assert notify.unread_count(zhou) == 1
    approve(client_of(zhou), task_of(case, zhou))

    assert notify.unread_count(zhou) == 0


def test_last_approval_approves_the_case(case, zhou, chen, heard, client_of):
    approve(client_of(zhou), task_of(case, zhou))
    approve(client_of(chen), task_of(case, chen))

    assert state_of(case) == CaseState.APPROVED
    assert heard.calls == ["approved"]


@pytest.mark.parametrize("given", [[], ["true"], ["legal"], ["true", "invented"]])
def test_every_aspect_must_be_confirmed(case, zhou, client_of, given):
    answer = approve(client_of(zhou), task_of(case, zhou), confirmations=given)

    assert answer.status_code == 422
    assert answer.context["form"].errors["confirmations"]
    assert task_of(case, zhou).state == TaskState.PENDING


@pytest.mark.parametrize(("verb", "state"), [("return", CaseState.RETURNED), ("reject", CaseState.REJECTED)])
def test_turning_down_needs_words_and_reaches_the_requester(case, zhou, client_of, verb, state):
    browser = client_of(zhou)
    assert turn_down(browser, task_of(case, zhou), verb, reason=" ").status_code == 422

    turn_down(browser, task_of(case, zhou), verb)

    assert state_of(case) == state
    assert task_of(case, zhou).comment == "请补充采摘时间的来源"


@pytest.mark.parametrize("verb", ["approve", "return", "reject"])
def test_somebody_elses_task_is_not_there(case, zhou, chen, wu, client_of, verb):
    for member in (chen, wu):
        post = approve if verb == "approve" else lambda b, t: turn_down(b, t, verb)
        assert post(client_of(member), task_of(case, zhou)).status_code == 404
    assert state_of(case) == CaseState.RUNNING


@pytest.mark.parametrize("verb", ["approve", "return", "reject"])
def test_stranger_is_asked_to_sign_in(case, zhou, client, verb):
    post = approve if verb == "approve" else lambda b, t: turn_down(b, t, verb)

    assert post(client, task_of(case, zhou)).url.startswith("/auth/login/")


@pytest.mark.parametrize("verb", ["approve", "return", "reject"])
def test_stale_hash_is_refused_with_a_page_that_says_so(case, press, zhou, client_of, verb):
    browser, task = client_of(zhou), task_of(case, zhou)
    press.name = "融媒体中心"
    press.save()

    answer = approve(browser, task) if verb == "approve" else turn_down(browser, task, verb)

    assert answer.status_code == 409
    assert "内容与您看到的版本不一致" in answer.content.decode()
    assert task_of(case, zhou).state == TaskState.PENDING
    assert Event.objects.filter(outcome=Outcome.REFUSED, code="content_moved", actor_id=zhou.pk).exists()


def test_invented_hash_is_refused(case, zhou, client_of):
    assert approve(client_of(zhou), task_of(case, zhou), hash_seen="0" * 64).status_code == 409


def test_second_click_is_refused(case, zhou, client_of):
    browser, task = client_of(zhou), task_of(case, zhou)
    approve(browser, task)

    assert approve(browser, task).status_code == 409


def test_author_cannot_decide_even_when_asked_before_joining_in(case, zhou, heard, client_of):
    heard.parties = {zhou.pk}

    assert approve(client_of(zhou), task_of(case, zhou)).status_code == 403


def test_head_who_lost_the_capability_is_refused(case, zhou, he, client_of):
    from masthead.org import actions
    from masthead.org.models import Grant

    actions.end_grant(grant=Grant.objects.get(member=zhou), by=he)

    assert approve(client_of(zhou), task_of(case, zhou)).status_code == 403


def test_approval_answers_htmx_with_the_fragment(case, zhou, client_of):
    answer = approve(client_of(zhou, htmx=True), task_of(case, zhou))

    page = answer.content.decode()
    assert "<html" not in page
    assert 'id="case-side"' in page
    assert "approvals:task:approved" in json.loads(answer["HX-Trigger"])


def test_wrong_form_answers_htmx_with_the_fragment(case, zhou, client_of):
    answer = approve(client_of(zhou, htmx=True), task_of(case, zhou), confirmations=[])

    assert answer.status_code == 422
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize("verb", ["return", "reject"])
def test_turning_down_answers_htmx_with_the_fragment(case, zhou, client_of, verb):
    answer = turn_down(client_of(zhou, htmx=True), task_of(case, zhou), verb)

    assert 'id="case-side"' in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_requester_withdraws_with_a_reason(case, lin, heard, client_of):
    address = reverse("approvals:withdraw", args=[case.pk])
    assert client_of(lin).post(address, {"reason": ""}).status_code == 422

    client_of(lin).post(address, {"reason": "标题写错了"})

    assert state_of(case) == CaseState.WITHDRAWN
    assert heard.calls == ["withdrawn"]


def test_nobody_else_withdraws(case, zhou, sun, client_of):
    address = reverse("approvals:withdraw", args=[case.pk])

    assert client_of(zhou).post(address, {"reason": "替她撤回"}).status_code == 403
    assert client_of(sun).post(address, {"reason": "替她撤回"}).status_code == 404


def test_withdrawing_answers_htmx_with_the_fragment(case, lin, client_of):
    answer = client_of(lin, htmx=True).post(reverse("approvals:withdraw", args=[case.pk]), {"reason": "标题写错了"})

    assert 'id="case-side"' in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_case_is_shown_to_its_people_and_to_those_who_may_read_all(case, lin, zhou, auditor, zheng, client_of):
    for member in (lin, zhou, auditor, zheng):
        assert client_of(member).get(reverse("approvals:case", args=[case.pk])).status_code == 200


def test_case_is_hidden_from_everybody_else(case, wu, sun, outsider, client_of):
    for member in (wu, sun, outsider):
        assert client_of(member).get(reverse("approvals:case", args=[case.pk])).status_code == 404


def test_page_posts_back_the_hash_that_it_shows(case, zhou, client_of):
    page = client_of(zhou).get(reverse("approvals:case", args=[case.pk])).content.decode()

    assert f'name="hash_seen" value="{case.content_hash}"' in page


def test_path_names_those_who_come_next(case, zhou, client_of):
    assert (
        reverse("approvals:path", args=[case.pk])
        in client_of(zhou).get(reverse("approvals:case", args=[case.pk])).content.decode()
    )

    page = client_of(zhou).get(reverse("approvals:path", args=[case.pk])).content.decode()

    assert "终审" in page
    assert "陈立群" in page


def test_moved_content_takes_the_decision_off_the_page(case, press, zhou, client_of):
    press.name = "融媒体中心"
    press.save()

    page = client_of(zhou).get(reverse("approvals:case", args=[case.pk])).content.decode()

    assert "内容已变动" in page
    assert reverse("approvals:approve", args=[task_of(case, zhou).pk]) not in page


def test_onlooker_gets_no_decision_form(case, auditor, client_of):
    assert 'name="hash_seen"' not in client_of(auditor).get(reverse("approvals:case", args=[case.pk])).content.decode()


@pytest.mark.parametrize(
    ("who", "tab", "seen"),
    [("zhou", "todo", True), ("zhou", "done", False), ("zhou", "mine", False), ("lin", "mine", True), ("lin", "todo", False),
     ("auditor", "all", True), ("lin", "all", False), ("sun", "mine", False)],
)  # fmt: skip
def test_tabs_show_what_belongs_there(case, cast, client_of, who, tab, seen):
    answer = client_of(cast.people[who]).get(reverse("approvals:cases"), {"tab": tab})

    assert [getattr(row, "case", row) for row in answer.context["page"]] == ([case] if seen else [])


def test_list_answers_htmx_with_the_rows(case, zhou, client_of):
    page = client_of(zhou, htmx=True).get(reverse("approvals:cases")).content.decode()

    assert 'id="rows"' in page
    assert "<html" not in page


def test_pages_keep_to_their_query_budget(case, zhou, client_of, django_assert_max_num_queries):
    browser = client_of(zhou)

    with django_assert_max_num_queries(12):
        browser.get(reverse("approvals:cases"))
    with django_assert_max_num_queries(22):
        browser.get(reverse("approvals:case", args=[case.pk]))


def test_preview_names_the_path_to_those_concerned_only(press, heard, lin, zhou, sun, client_of):
    flow()
    heard.parties = {lin.pk}
    address = reverse("approvals:preview", args=["test.unit", press.pk])

    assert "周明远" in client_of(lin).get(address).content.decode()
    assert client_of(sun).get(address).status_code == 404
    assert client_of(lin).get(reverse("approvals:preview", args=["no.such", 1])).status_code == 404


def test_workbench_card_says_what_waits(case, zhou, lin):
    from masthead.approvals.registrations import waiting_card

    assert waiting_card(zhou).count == 1
    assert waiting_card(lin).count == 0
