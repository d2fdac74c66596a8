"""A flow is tried out before it is in force: names, skipped steps with the reason, people left out, nobody left. Clause 3.3.2."""

import datetime as dt

import pytest
from django.urls import reverse

from masthead.approvals import queries
from masthead.approvals.registry import SUBJECTS
from masthead.approvals.tests.conftest import TWO_STEPS, flow, opened
from masthead.core import clock

KEY = "test.unit"
REVIEW, FINAL = TWO_STEPS
EXTRA = {
    "name": "加审",
    "mode": "any",
    "resolver": {"kind": "leader"},
    "when": {"all": [{"fact": "fee", "op": "gte", "value": 10000}]},
    "due_hours": 8,
}


def like(press, by, **more):
    return queries.Imagined(SUBJECTS[KEY], by, press.pk, **more)


def people(step):
    return [m.name for m in step.path.people]


def test_path_is_named_step_by_step(press, lin):
    trial = queries.try_out([REVIEW, EXTRA, FINAL], like(press, lin, facts={"fee": 20000}))

    assert [(s.name, s.state, people(s)) for s in trial] == [
        ("审核", "walked", ["周明远"]), ("加审", "walked", ["郑国安"]), ("终审", "walked", ["陈立群"]),
    ]  # fmt: skip


def test_skipped_step_says_why(press, lin):
    trial = queries.try_out([REVIEW, EXTRA], like(press, lin, facts={"fee": 300}))

    assert trial[1].state == "skipped"
    assert trial[1].why == "「金额 ≥ 10000 元」不成立：金额是300元"


def test_fact_that_nobody_said_is_said_to_be_open(press, lin):
    trial = queries.try_out([REVIEW, EXTRA], like(press, lin))

    assert trial[1].why.endswith("金额没有填")


def test_requester_and_authors_are_left_out_and_the_leader_steps_in(press, zhou, chen):
    trial = queries.try_out([REVIEW, FINAL], like(press, zhou, parties=frozenset({chen.pk})))

    assert trial[0].left_out == [("周明远", "提交人本人，回避")]
    assert trial[0].path.raised
    assert trial[1].left_out == [("陈立群", "参与编写，回避")]
    assert trial[1].state == "stuck", "the leader decided the step before already"


def test_who_decided_before_is_left_out(press, lin):
    trial = queries.try_out([REVIEW, {**REVIEW, "name": "复审"}], like(press, lin))

    assert trial[1].left_out == [("周明远", "已在前面的节点审批")]


def test_who_lacks_the_capability_is_left_out(press, lin, he):
    step = {"name": "审核", "mode": "any", "resolver": {"kind": "member", "id": he.pk}}
    trial = queries.try_out([step], like(press, lin))

    assert trial[0].left_out == [("何静怡", "没有这个部门的审批权限")]


def test_unfinished_step_is_passed_over_and_named(press, lin):
    trial = queries.try_out([REVIEW, {"name": "新节点", "resolver": {"kind": ""}}, FINAL], like(press, lin))

    assert [step.state for step in trial] == ["walked", "broken", "walked"]
    assert trial[1].why == "请指定由谁审批。"


def test_past_case_is_imagined_with_its_own_facts_and_authors(press, lin, heard, zhou):
    flow()
    heard.facts, heard.parties = {"fee": 50000, "kind": "ad"}, {zhou.pk}
    imagined = queries.imagined_of(opened(press, lin))

    assert (imagined.requester, imagined.facts["fee"], imagined.parties) == (lin, 50000, frozenset({zhou.pk}))


def test_replay_counts_other_paths_and_other_people(press, units, lin, heard):
    flow()
    heard.facts = {"fee": 50000, "kind": "news"}
    opened(press, lin)
    heard.facts = {"fee": 10, "kind": "news"}
    opened(units["市场部"], lin)

    found = queries.replay(KEY, [REVIEW, EXTRA, FINAL])
    assert (found.total, found.other_path, found.other_people, found.same) == (2, 1, 0, 1)
    assert found.shown[0].before == "审核（周明远） → 终审（陈立群）"
    assert "加审（郑国安）" in found.shown[0].after

    others = queries.replay(KEY, [REVIEW, {**FINAL, "resolver": {"kind": "leader"}}])
    assert (others.other_path, others.other_people) == (0, 2)


def test_replay_says_when_nobody_would_be_left(press, lin, he):
    flow()
    opened(press, lin)
    leader_twice = [{"name": n, "mode": "any", "resolver": {"kind": "leader"}} for n in ("一", "二")]

    assert queries.replay(KEY, leader_twice).nobody == 1


def test_replay_leaves_older_cases_out(press, lin):
    flow()
    with clock.travelling(dt.timedelta(days=-120)):
        opened(press, lin)

    assert queries.replay(KEY, [REVIEW]).total == 0


def test_cases_alike_are_walked_once(press, lin, django_assert_max_num_queries):
    flow()
    case = opened(press, lin)
    for _n in range(30):
        case.pk, case.state, case.subject_id = None, "approved", case.subject_id
        case.save()

    with django_assert_max_num_queries(15):
        assert queries.replay(KEY, [REVIEW, FINAL]).total == 31


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def tried(press):
    flow([REVIEW, EXTRA, FINAL])
    return reverse("approvals:flow_try", args=[KEY])


def test_page_walks_what_the_address_says(tried, lin, auditor, client_of):
    page = client_of(auditor).get(tried, {"requester": lin.pk, "f-fee": "20000"}).content.decode()

    assert "林知夏提交后经过 3 个节点" in page
    assert "郑国安" in page


def test_page_asks_for_a_requester_and_keeps_what_was_typed(tried, auditor, client_of):
    answer = client_of(auditor).get(tried, {"requester": "", "f-fee": "很多"})

    assert answer.context["imagined"] is None
    assert "很多" in answer.content.decode()


def test_page_walks_a_past_case(tried, press, lin, heard, auditor, client_of):
    heard.facts = {"fee": 20000, "kind": "ad"}
    case = opened(press, lin)
    page = client_of(auditor).get(tried, {"case": case.pk})

    assert page.context["form"]["f-fee"].value() == "20000"
    assert [step.name for step in page.context["trial"] if step.state == "walked"] == ["审核", "加审", "终审"]


def test_trial_answers_htmx_with_the_walk_only(tried, lin, auditor, client_of):
    page = client_of(auditor, htmx=True).get(tried, {"requester": lin.pk}).content.decode()

    assert page.lstrip().startswith('<section class="trial__walk')
    assert "<html" not in page


def test_trial_and_replay_are_for_those_who_may_read_flows(tried, lin, zheng, client_of):
    replay = reverse("approvals:flow_replay", args=[KEY])
    assert client_of(lin).get(tried).status_code == 403
    assert client_of(lin).get(replay).status_code == 403
    assert client_of(zheng).get(replay).status_code == 200


def test_unknown_flow_is_not_there(press, auditor, client_of):
    assert client_of(auditor).get(reverse("approvals:flow_try", args=["no.such"])).status_code == 404
    assert client_of(auditor).get(reverse("approvals:flow_try", args=[KEY])).status_code == 404
