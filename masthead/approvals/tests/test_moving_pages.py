"""The pages beside a decision: adding, passing on, sending back, copies, several at once, paper, handing over. Clause 3.3.2."""

import json
from typing import Any

import pytest
from django.urls import reverse

from masthead.approvals.models import CaseState, Copy, Origin, Task, TaskState
from masthead.approvals.tests.conftest import flow, opened
from masthead.approvals.tests.script import Stage, let_review
from masthead.org.models import Member
from masthead.org.testing import make_leave
from masthead.trail.models import Event, Outcome

MOVES = ("add", "transfer", "delegate", "return_to")


@pytest.fixture
def stage(press, cast, heard):
    """林知夏 asks 周明远, then 陈立群; 钱一凡 reads along."""
    let_review(cast, "chen", "wu")
    reader = {"kind": "member", "id": cast.people["outsider"].pk}
    people = [cast.people[n].pk for n in ("zhou", "chen")]
    flow([
        {"name": "审核", "mode": "any", "resolver": {"kind": "member", "id": people[0]}, "cc": [reader], "due_hours": 8},
        {"name": "终审", "mode": "any", "resolver": {"kind": "member", "id": people[1]}},
    ])  # fmt: skip
    return Stage(opened(press, cast.people["lin"]), cast)


def pending(stage: Stage) -> Task:
    return Task.objects.get(case=stage.case, state=TaskState.PENDING)


def test_adding_a_signer_before_oneself(stage, zhou, wu, client_of):
    page = client_of(zhou).get(reverse("approvals:add", args=[pending(stage).pk]))
    names = [label for _pk, label in page.context["form"].fields["people"].choices]
    assert wu.name in names and not {"林知夏", "周明远"} & set(names), "only those who may decide are offered"

    answer = client_of(zhou).post(
        reverse("approvals:add", args=[pending(stage).pk]), {"how": "before", "people": [wu.pk], "words": "请看数据"}
    )

    assert answer.url == reverse("approvals:case", args=[stage.case.pk])
    assert (pending(stage).assignee, pending(stage).origin) == (wu, Origin.BEFORE)
    assert "等加签人审批" in client_of(zhou).get(answer.url).content.decode()


@pytest.mark.parametrize(("deed", "behalf"), [("transfer", None), ("delegate", "周明远")])
def test_passing_a_task_on(stage, zhou, wu, client_of, deed, behalf):
    client_of(zhou).post(reverse(f"approvals:{deed}", args=[pending(stage).pk]), {"to": wu.pk, "words": "我出差"})

    task = pending(stage)
    assert task.assignee == wu and (task.behalf.name if task.behalf else None) == behalf
    page = client_of(wu).get(reverse("approvals:case", args=[stage.case.pk])).content.decode()
    assert ("您在代 周明远 审批" in page) == bool(behalf)


def test_sending_back_to_a_step_from_its_page(stage, zhou, chen, client_of):
    stage.play("zhou:approve")
    address = reverse("approvals:return_to", args=[pending(stage).pk])
    form = client_of(chen).get(address).context["form"]
    assert [label for _place, label in form.fields["place"].choices] == ["节点「审核」", "提交人 林知夏"]

    given = {"place": 0, "resume": "direct", "reason": "请再核对一次数字", "hash_seen": stage.case.content_hash}
    client_of(chen).post(address, given)

    assert pending(stage).assignee == zhou


def test_sending_back_to_the_requester_from_the_same_page(stage, chen, client_of):
    stage.play("zhou:approve")
    given = {"place": -1, "resume": "direct", "reason": "请补一份授权书", "hash_seen": stage.case.content_hash}

    client_of(chen).post(reverse("approvals:return_to", args=[pending(stage).pk]), given)

    stage.case.refresh_from_db()
    assert (stage.case.state, stage.case.resume_place) == (CaseState.RETURNED, 1)


@pytest.mark.parametrize("deed", MOVES)
def test_a_form_that_says_nothing_comes_back_with_its_errors(stage, zhou, client_of, deed):
    if deed == "return_to":
        stage.play("zhou:approve")
    task = pending(stage)

    answer = client_of(task.assignee).post(reverse(f"approvals:{deed}", args=[task.pk]), {"words": "写了一半的话"})

    assert answer.status_code == 422 and pending(stage) == task
    assert deed == "return_to" or "写了一半的话" in answer.content.decode()


@pytest.mark.parametrize("deed", MOVES)
@pytest.mark.parametrize("who", ["chen", "sun", "outsider"])
def test_somebody_elses_task_is_not_passed_on(stage, cast, client_of, deed, who):
    answer = client_of(cast.people[who]).post(reverse(f"approvals:{deed}", args=[pending(stage).pk]), {})

    assert answer.status_code == 404


def test_a_person_who_is_not_offered_cannot_be_named_by_hand(stage, zhou, lin, client_of):
    answer = client_of(zhou).post(reverse("approvals:transfer", args=[pending(stage).pk]), {"to": lin.pk})

    assert answer.status_code == 422 and pending(stage).assignee == zhou


def test_a_reader_confirms_and_the_people_of_the_case_see_it(stage, outsider, lin, client_of):
    copy = Copy.objects.get(case=stage.case)
    page = client_of(outsider).get(reverse("approvals:cases") + "?tab=cc")
    assert [row.pk for row in page.context["page"]] == [copy.pk]

    answer = client_of(outsider, htmx=True).post(reverse("approvals:read", args=[copy.pk]))

    assert "approvals:copy:read" in json.loads(answer["HX-Trigger"])
    assert "已阅" in client_of(lin).get(reverse("approvals:path", args=[stage.case.pk])).content.decode()
    assert client_of(lin).post(reverse("approvals:read", args=[copy.pk])).status_code == 404


def test_low_risk_tasks_are_ticked_and_approved_together(stage, zhou, heard, client_of):
    heard.low_risk = True
    type(stage.case).objects.filter(pk=stage.case.pk).update(low_risk=True)
    page = client_of(zhou).get(reverse("approvals:cases"))
    pick = f"{pending(stage).pk}:{stage.case.content_hash}"
    assert page.context["batch"] and pick in page.content.decode()

    client_of(zhou).post(reverse("approvals:approve_several"), {"pick": [pick]})

    assert pending(stage).assignee.name == "陈立群"


def test_what_is_not_of_low_risk_is_not_approved_together(stage, zhou, client_of):
    assert not client_of(zhou).get(reverse("approvals:cases")).context["batch"]

    answer = client_of(zhou).post(
        reverse("approvals:approve_several"), {"pick": [f"{pending(stage).pk}:{stage.case.content_hash}"]}
    )

    assert answer.status_code == 422 and pending(stage).assignee == zhou
    assert Event.objects.filter(outcome=Outcome.REFUSED, code="not_low_risk").count() == 1


def test_the_paper_names_people_times_and_hashes(stage, zhou, client_of):
    stage.play("zhou:delegate:wu")
    stage.play("wu:approve")

    words = client_of(zhou).get(reverse("approvals:print", args=[stage.case.pk])).content.decode()

    assert words.count(stage.case.content_hash) >= 3, "the case, the thing as it is now, and every decision"
    assert "吴晓舟" in words and "代 周明远" in words and "合法" in words


def test_an_administrator_hands_the_tasks_of_an_absent_person_over(stage, he, zhou, wu, client_of):
    assert [row.member for row in client_of(he).get(reverse("approvals:handovers")).context["rows"]] == [zhou]

    client_of(he).post(
        reverse("approvals:hand_over", args=[zhou.pk]), {"to": wu.pk, "reason": "周明远休产假，由吴晓舟接手"}
    )

    assert (pending(stage).assignee, pending(stage).origin) == (wu, Origin.HANDED_OVER)
    assert Event.objects.get(name="approvals:task:handed_over").actor_id == he.pk


def test_what_the_successor_may_not_decide_stays_with_a_reason(stage, he, zhou, lin, client_of):
    answer = client_of(he).post(
        reverse("approvals:hand_over", args=[zhou.pk]), {"to": lin.pk, "reason": "请提交人自己审"}, follow=True
    )

    assert "没有移交" in answer.content.decode() and pending(stage).assignee == zhou


def test_only_those_who_hold_the_right_hand_tasks_over(stage, zhou: Member, zheng: Member, client_of: Any):
    for member in (zhou, zheng):
        assert client_of(member).get(reverse("approvals:hand_over", args=[zhou.pk])).status_code == 403


@pytest.mark.parametrize("deed", MOVES)
def test_moving_pages_keep_to_their_query_budget(stage, zhou, client_of, deed, django_assert_max_num_queries):
    browser, address = client_of(zhou), reverse(f"approvals:{deed}", args=[pending(stage).pk])
    browser.get(address)

    with django_assert_max_num_queries(15):
        assert browser.get(address).status_code == 200


def test_a_leaver_shows_first_among_those_with_tasks(stage, he, zhou, client_of):
    make_leave(zhou)

    rows = client_of(he).get(reverse("approvals:handovers")).context["rows"]

    assert not rows[0].member.is_active
