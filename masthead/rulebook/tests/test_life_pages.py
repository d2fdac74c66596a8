"""The pages of the rulebook's life over HTTP: they work, refuse, hide, keep what was typed, and answer HTMX."""

import datetime as dt

import pytest
from django.urls import reverse

from masthead.approvals import queries as approvals
from masthead.core import clock
from masthead.rulebook import actions, queries
from masthead.rulebook.models import AuditPack, Finding, PolicyException, PolicyVersion, Signature
from masthead.rulebook.states import VersionState
from masthead.rulebook.testing import confirm_all, life_of, make_draft, right_answers, sign
from masthead.rulebook.tests.conftest import tea_probe, verdicts

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"rulebook:{name}", args=args)


def html_of(response):
    return response.content.decode()


@pytest.fixture
def draft(policy, chen):
    return make_draft(chen)


def test_an_amendment_is_written_page_by_page_up_to_the_leader(policy, client_of, chen, zheng):
    browser = client_of(chen)
    version = PolicyVersion.objects.get(pk=int(browser.post(at("start")).headers["Location"].split("/")[-3]))
    answer = browser.post(
        at("place_edit", version.pk, "1.1"),
        {"title": "制定目的", "text": "为规范新媒体工作，制定本制度。", "revision": "0"},
    )
    assert answer.status_code == 302
    assert "修改" in html_of(browser.get(at("edit", version.pk)))
    tokens = [b.token for b in queries.unconfirmed(version)]
    assert browser.post(at("impact", version.pk), {"tokens": tokens, "note": ""}).status_code == 302
    day = clock.today() + dt.timedelta(days=5)
    words = {"effective_on": day.isoformat(), "significance": "minor", "sign_days": "10", "reason": "文字更简明。"}
    assert browser.post(at("propose", version.pk), words).status_code == 302

    version.refresh_from_db()
    assert (version.state, version.effective_on, version.sign_days) == (VersionState.IN_REVIEW, day, 10)
    case = html_of(
        client_of(zheng).get(reverse("approvals:case", args=[approvals.latest_case(actions.AMENDMENT, version.pk).pk]))
    )
    assert "与第 1 版对照" in case
    assert "为规范" in case


def test_words_typed_against_a_newer_text_come_back_beside_it(draft, client_of, chen, zheng):
    place = queries.get_place(draft, "1.1")
    actions.edit_clause(clause=place, title=place.title, text="别人先写的。", expected_revision=0, by=zheng)

    answer = client_of(chen).post(
        at("place_edit", draft.pk, "1.1"), {"title": "目的", "text": "我写的长长一段。", "revision": "0"}
    )
    assert answer.status_code == 422
    assert "我写的长长一段。" in html_of(answer)
    assert "别人先写的。" in html_of(answer)
    again = client_of(chen).post(
        at("place_edit", draft.pk, "1.1"), {"title": "目的", "text": "合并后的一段。", "revision": "1"}
    )
    assert again.status_code == 302


@pytest.mark.parametrize("name", ["edit", "impact", "propose", "questions", "place_add"])
def test_a_draft_is_for_those_who_amend(name, draft, client_of, chen, lin):
    assert client_of(chen).get(at(name, draft.pk)).status_code == 200
    assert client_of(lin).get(at(name, draft.pk)).status_code == 403
    assert client_of(lin).get(at("version", draft.pk)).status_code == 404


def test_a_clause_is_added_moved_and_removed_from_the_desk(draft, client_of, chen):
    browser = client_of(chen)
    words = {"after": "1.2", "title": "受托机构", "text": "受托机构同样适用。", "edits": "0"}
    assert browser.post(at("place_add", draft.pk), words).status_code == 302
    key = next(c.key for c in queries.clauses_of(draft) if c.title == "受托机构")
    assert browser.post(at("place_move", draft.pk, key), {"after": "8.1", "edits": "1"}).status_code == 302
    assert queries.get_place(draft, key).number == "8.2"
    stale = browser.post(at("place_move", draft.pk, key), {"after": "1.1", "edits": "1"})
    assert stale.status_code == 422
    assert browser.post(at("place_remove", draft.pk, key), {"edits": "2"}).status_code == 302


def test_a_proposal_with_open_bindings_comes_back_with_what_was_typed(draft, client_of, chen):
    words = {
        "effective_on": (clock.today() + dt.timedelta(days=5)).isoformat(),
        "significance": "major",
        "sign_days": "15",
        "reason": "期限与入职流程一致",
    }
    answer = client_of(chen).post(at("propose", draft.pk), words)

    assert answer.status_code == 422
    assert "期限与入职流程一致" in html_of(answer)
    assert "没有确认" in html_of(answer)


def test_two_versions_are_compared_word_by_word_and_moved_places_are_named(draft, client_of, chen):
    actions.move_clause(
        clause=queries.get_place(draft, "1.4"), after=queries.get_place(draft, "1"), expected_edits=0, by=chen
    )
    page = html_of(client_of(chen).get(at("compare", draft.pk)))

    assert '<ins class="word">' in page
    assert "1.4 → 1.1" in page
    assert "用语含义" in page
    assert "制定年度计划" not in page


def test_the_history_says_which_text_was_in_force_on_a_day(policy, client_of, lin):
    browser = client_of(lin)

    assert "有效的是第 1 版" in html_of(browser.get(at("versions"), {"on": clock.today().isoformat()}))
    assert "还没有生效的制度" in html_of(browser.get(at("versions"), {"on": "2001-01-01"}))
    assert browser.get(at("versions"), {"on": "gestern"}).status_code == 200


def test_a_member_reads_answers_wrongly_is_told_why_and_signs(policy, client_of, lin):
    browser = client_of(lin)
    assert browser.post(at("read", policy.pk)).headers["Location"] == at("quiz", policy.pk)
    right = {f"q{k}": str(v) for k, v in right_answers(policy).items()}
    first = queries.questions_of(policy)[0]
    wrong = browser.post(at("quiz", policy.pk), right | {f"q{first.pk}": str((first.answer + 1) % 3)}, follow=True)
    assert first.explanation in html_of(wrong)
    assert browser.post(at("quiz", policy.pk), right).headers["Location"] == at("sign", policy.pk)
    assert browser.post(at("sign", policy.pk), {"typed_name": "周明远"}).status_code == 422
    assert browser.post(at("sign", policy.pk), {"typed_name": "林知夏"}).status_code == 302
    page = browser.get(Signature.objects.get().get_absolute_url())
    assert "签名与封存值一致" in html_of(page)


def test_a_quiz_half_answered_comes_back_with_its_answers(policy, client_of, lin):
    browser = client_of(lin)
    browser.post(at("read", policy.pk))
    first = queries.questions_of(policy)[0]
    answer = browser.post(at("quiz", policy.pk), {f"q{first.pk}": "1"})

    assert answer.status_code == 422
    assert "还没有选" in html_of(answer)
    assert 'value="1" required' in html_of(answer) or "checked" in html_of(answer)


def test_a_signature_of_another_department_is_not_there(policy, client_of, lin, sun, chen):
    row = sign(policy, lin)

    assert client_of(chen).get(row.get_absolute_url()).status_code == 200
    assert client_of(sun).get(row.get_absolute_url()).status_code == 404


def test_a_minor_amendment_shows_one_who_signed_the_last_text_its_changes_only(policy, client_of, chen, lin):
    sign(policy, lin)
    version = make_draft(chen)
    PolicyVersion.objects.filter(pk=version.pk).update(
        state=VersionState.APPROVED, significance="minor", effective_on=clock.today() + dt.timedelta(days=1)
    )
    browser = client_of(lin)

    assert "只列出改动之处" in html_of(browser.get(at("read", version.pk)))
    assert "只看改动" in html_of(browser.get(at("read", version.pk), {"all": "1"}))


def test_the_register_shows_rates_to_all_and_names_within_the_scope(policy, client_of, lin, auditor):
    sign(policy, lin)
    assert "何静怡" in html_of(client_of(auditor).get(at("signatures")))
    page = html_of(client_of(lin).get(at("signatures")))
    assert "何静怡" not in page
    assert "技术部" in page


def test_the_board_of_a_past_day_keeps_the_day_in_its_links(policy, only_probes, client_of, lin):
    policy.effective_on = clock.today() - dt.timedelta(days=9)
    policy.save(update_fields=["effective_on"])
    only_probes(tea_probe(verdicts(passed=1, failed=1)))
    actions.run_probes(at=clock.now() - dt.timedelta(days=3))
    day = (clock.today() - dt.timedelta(days=3)).isoformat()
    page = html_of(client_of(lin).get(at("board"), {"on": day}))

    assert f"/rulebook/clauses/3.3.1/?on={day}" in page
    assert "1/2" in page
    assert "没有检查记录" in html_of(
        client_of(lin).get(at("board"), {"on": (clock.today() - dt.timedelta(days=1)).isoformat()})
    )
    assert "还没有生效的制度" in html_of(client_of(lin).get(at("board"), {"on": "2001-01-01"}))
    assert "过了清明" in html_of(client_of(lin).get(at("clause", "3.3.1"), {"on": day}))


def test_a_finding_gets_an_owner_by_those_who_may(policy, only_probes, client_of, chen, lin):
    only_probes(tea_probe(verdicts(failed=1)))
    actions.run_probes()
    row = Finding.objects.get()
    words = {"owner": str(lin.pk), "due_on": clock.today().isoformat(), "cause": "", "action": "明日补采。"}

    assert client_of(lin).post(at("finding_plan", row.pk), words).status_code == 403
    assert client_of(chen).post(at("finding_plan", row.pk), words | {"action": ""}).status_code == 422
    assert client_of(chen).post(at("finding_plan", row.pk), words).status_code == 302
    assert client_of(chen).post(at("finding_close", row.pk)).status_code == 422
    assert "明日补采。" in html_of(client_of(lin).get(row.get_absolute_url()))
    assert "待整改的问题" in html_of(client_of(lin).get("/"))


def test_an_exception_is_asked_for_on_its_page(policy, client_of, chen, lin):
    today = clock.today()
    words = {
        "clause_key": "3.3.1",
        "reason": "平台接口尚未开放",
        "measure": "专人每日核对",
        "starts_on": today.isoformat(),
        "expires_on": (today + dt.timedelta(days=120)).isoformat(),
    }

    refused = client_of(chen).post(at("exception_ask"), words)
    assert refused.status_code == 422
    assert "最长 90 天" in html_of(refused)
    assert client_of(lin).post(at("exception_ask"), words).status_code == 403
    assert (
        client_of(chen)
        .post(at("exception_ask"), words | {"expires_on": (today + dt.timedelta(days=20)).isoformat()})
        .status_code
        == 302
    )
    assert client_of(lin).get(PolicyException.objects.get().get_absolute_url()).status_code == 200


def test_a_question_of_meaning_is_asked_by_anybody_and_answered_by_the_leader(policy, client_of, lin, zheng, chen):
    assert client_of(lin).post(at("interpretation_ask", "1.2"), {"question": "外包人员算不算？"}).status_code == 302
    row = queries.interpretations().get()

    assert client_of(chen).post(at("interpretation_answer", row.pk), {"answer": "算的算的。"}).status_code == 403
    assert client_of(zheng).post(at("interpretation_answer", row.pk), {"answer": " "}).status_code == 422
    assert (
        client_of(zheng).post(at("interpretation_answer", row.pk), {"answer": "适用范围包括受托机构。"}).status_code
        == 302
    )
    assert "适用范围包括受托机构。" in html_of(client_of(lin).get(at("clause", "1.2")))


def test_a_pack_is_ordered_built_and_downloaded_by_the_auditor(
    policy, client_of, auditor, lin, django_capture_on_commit_callbacks
):
    browser, day = client_of(auditor), clock.today().isoformat()
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(at("packs"), {"since": day, "until": day}).status_code == 302
    row = AuditPack.objects.get()

    assert row.file_id
    assert "下载" in html_of(browser.get(row.get_absolute_url()))
    assert browser.get(reverse("files:download", args=[row.file_id])).status_code == 200
    assert client_of(lin).get(reverse("files:download", args=[row.file_id])).status_code == 404
    part = html_of(client_of(auditor, htmx=True).get(row.get_absolute_url()))
    assert "<html" not in part
    assert browser.post(at("packs"), {"since": day, "until": "2001-01-01"}).status_code == 422


def test_every_page_asks_the_database_at_most_fifteen_times(policy, chen, client_of, django_assert_max_num_queries):
    things = life_of(chen, policy)
    browser = client_of(chen)
    pages = [
        *(at(name) for name in ("versions", "signatures", "findings", "exceptions", "snapshots", "debt", "trend", "interpretations", "exception_ask")),
        *(at(name, *things["draft_version"]) for name in ("version", "compare", "edit", "impact", "propose", "questions", "place_add")),
        *(at(name, *things["policy_version"]) for name in ("version", "read", "quiz", "sign")),
        *(at(name, *things[name]) for name in ("signature", "finding", "exception", "snapshot", "interpretation", "question")),
        at("place_edit", *things["place"]),
    ]  # fmt: skip
    for page in pages:
        browser.get(page)
        with django_assert_max_num_queries(15, info=page):
            assert browser.get(page).status_code == 200, page


def test_confirming_needs_a_choice(draft, client_of, chen):
    answer = client_of(chen).post(at("impact", draft.pk), {"note": "我写的说明"})

    assert answer.status_code == 422
    assert "我写的说明" in html_of(answer)
    confirm_all(draft, chen)
    assert "已确认" in html_of(client_of(chen).get(at("impact", draft.pk)))
