"""The document, the board and the clause page over HTTP."""

import pytest
from django.urls import reverse

from masthead.rulebook import actions, queries
from masthead.rulebook.models import PolicyVersion, ProbeRun
from masthead.rulebook.tests.conftest import tea_probe, verdicts
from masthead.trail import actions as trail

pytestmark = pytest.mark.django_db
READ = ["/rulebook/", "/rulebook/board/", "/rulebook/clauses/3.3.1/"]


@pytest.fixture
def checked(policy, only_probes):
    only_probes(tea_probe(verdicts(passed=30, failed=2)), tea_probe(key="blind", clause="3.3.2", blind=True))
    actions.run_probes()


@pytest.mark.parametrize("address", READ)
def test_every_role_reads_the_rulebook_and_an_outsider_does_not(address, policy, client_of, lin, auditor, outsider):
    assert client_of(lin).get(address).status_code == 200
    assert client_of(auditor).get(address).status_code == 200
    assert client_of(outsider).get(address).status_code == 403


@pytest.mark.parametrize("key", ["2.1", "1.3.1", "3", "3.3", "8"])
def test_chapters_sections_and_clauses_of_every_depth_have_a_page(key, policy, client_of, lin):
    page = client_of(lin).get(reverse("rulebook:clause", args=[key]))

    assert page.status_code == 200


def test_a_clause_that_is_not_in_force_is_not_there(policy, client_of, lin):
    assert client_of(lin).get(reverse("rulebook:clause", args=["9.9"])).status_code == 404


def test_the_board_shows_states_figures_and_whether_a_probe_can_find_anything(checked, client_of, lin):
    html = client_of(lin).get(reverse("rulebook:board")).content.decode()

    for words in ("有风险", "30/32", "能查出违规", "查不出违规", "检查出错", "未接入", "执行得分", "检查覆盖"):
        assert words in html


def test_the_board_is_narrowed_by_state(checked, client_of, lin):
    found = client_of(lin).get(reverse("rulebook:board"), {"state": "at_risk"}).context["board"]

    assert [[r.clause.key for r in c.rows] for c in found.chapters] == [["3.3.1"]]
    alarming = client_of(lin).get(reverse("rulebook:board"), {"state": "alarming"}).context["board"]
    assert [r.clause.key for c in alarming.chapters for r in c.rows] == ["3.3.1", "3.3.2"]
    assert alarming.alarming == 2


def test_the_board_costs_the_same_whatever_lies_behind_it(
    policy, only_probes, client_of, lin, django_assert_max_num_queries
):
    only_probes(*(tea_probe(verdicts(passed=20, failed=5), clause=f"3.3.{n}", key=f"p{n}") for n in (1, 2, 3)))
    for _ in range(3):
        actions.run_probes(by=lin)
    browser = client_of(lin)
    browser.get(reverse("rulebook:board"))

    for address in READ:
        with django_assert_max_num_queries(15):
            browser.get(address)


def test_refusals_are_counted_on_the_board_and_named_to_readers_of_the_trail_only(policy, client_of, lin, auditor):
    trail.record_refusal(
        action="rulebook.actions.policy.adopt_template",
        clause="3.3.2",
        code="own",
        message="不能审核自己的稿件。",
        by=lin,
    )

    assert "守卫拒绝 1 次" in client_of(lin).get(reverse("rulebook:board")).content.decode()
    address = reverse("rulebook:clause", args=["3.3.2"])
    assert "不能审核自己的稿件。" not in client_of(lin).get(address).content.decode()
    assert "不能审核自己的稿件。" in client_of(auditor).get(address).content.decode()


def test_guards_are_shown_in_words_even_without_a_probe(policy, client_of, auditor):
    html = client_of(auditor).get(reverse("rulebook:clause", args=["8.2"])).content.decode()

    assert "启用制度版本" in html


def test_the_rows_behind_a_figure_are_paged_with_failures_first(checked, client_of, lin):
    browser, address = client_of(lin), reverse("rulebook:clause", args=["3.3.1"])
    first = browser.get(address).context["page"]
    second = browser.get(address, {"cursor": first.next}).context["page"]

    assert [r.passed for r in first.rows[:3]] == [False, False, True]
    assert len(first.rows) + len(second.rows) == 32
    assert b"/leaf/31/" in browser.get(address).content


def test_the_rows_alone_answer_htmx(checked, client_of, lin):
    html = client_of(lin, htmx=True).get(reverse("rulebook:clause", args=["3.3.1"])).content.decode()

    assert "<html" not in html
    assert "过了清明" in html


@pytest.mark.parametrize("address", ["/rulebook/board/run/", "/rulebook/clauses/3.3.1/run/"])
@pytest.mark.parametrize(("who", "allowed"), [("auditor", True), ("zheng", True), ("he", True), ("lin", False)])
def test_auditor_leader_and_administrator_may_check_again_and_an_editor_may_not(
    address, who, allowed, checked, cast, client_of, django_capture_on_commit_callbacks
):
    before = ProbeRun.objects.latest("pk").pk
    with django_capture_on_commit_callbacks(execute=True):
        status = client_of(cast.people[who]).post(address).status_code

    assert status == (302 if allowed else 403)
    assert (ProbeRun.objects.latest("pk").pk > before) is allowed


def test_the_built_in_rulebook_is_put_into_force_by_those_who_may(client_of, lin, zheng):
    assert "还没有生效的制度" in client_of(lin).get(reverse("rulebook:board")).content.decode()
    assert client_of(lin).post(reverse("rulebook:adopt")).status_code == 403
    assert client_of(zheng).post(reverse("rulebook:adopt")).status_code == 302
    assert PolicyVersion.objects.get().adopted_by == zheng


def test_a_clause_leads_to_the_screens_that_carry_it_out(policy, auditor, lin):
    assert [s.label for s in queries.screens_for(auditor)["8"]] == ["留痕"]
    assert "8" not in queries.screens_for(lin)
