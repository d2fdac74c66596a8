"""The reviewer's page, the queue and the load of reviewers, over HTTP."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from masthead.approvals.models import Task
from masthead.content import actions, testing
from masthead.content.actions import Remark
from masthead.content.models import Draft
from masthead.org.models import Member

HX = {"headers": {"HX-Request": "true"}}
WARNED = testing.BODY.replace("宁可等", "宁可等，扫码加客服").replace("三月十二日", "震惊！三月十二日")


def in_review(lin: Member, account, title: str = testing.TITLE) -> Draft:
    draft = testing.make_ready_draft(lin, accounts=[account], title=title)
    testing.save_text(draft, lin, html=WARNED, title=title)
    draft.refresh_from_db()
    return actions.submit_draft(draft=draft, by=lin, words=testing.answers_to(draft))


def test_the_page_marks_findings_in_the_text_and_gives_evidence_beside_each_aspect(
    client_of, lin: Member, zhou: Member, account, reviewable
) -> None:
    draft = in_review(lin, account)

    page = client_of(zhou).get(reverse("approvals:case", args=[draft.case_id])).content.decode()

    assert 'class="mark mark--warn"' in page and 'data-part="body"' in page
    assert page.count('class="aspect"') == 4 and 'name="note_legality"' in page
    assert "已与业务部门核对，表述有依据" in page, "作者对提醒的说明，审核人员要看得到"
    panel = reverse("content:claims_panel", args=[draft.pk])
    assert panel in page and "论断：" in page and client_of(zhou).get(panel, **HX).status_code == 200
    assert "首次送审，请通读全文" in page and "各平台预览" in page


def test_the_page_asks_the_same_few_questions_however_much_is_marked(
    client_of, lin: Member, zhou: Member, account, reviewable
) -> None:
    draft = in_review(lin, account)
    client, url, counts = client_of(zhou), reverse("approvals:case", args=[draft.case_id]), []
    for words in (0, 3):
        for at in range(words):
            actions.annotate(revision=draft.revision, remark=Remark("title", at, at + 1, "核对"), by=zhou)
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 20, [q["sql"][:120] for q in asked.captured_queries]


def test_a_note_beside_an_aspect_is_kept_with_the_decision_and_survives_a_form_that_was_not_complete(
    client_of, lin: Member, zhou: Member, account, reviewable
) -> None:
    draft = in_review(lin, account)
    task = Task.objects.select_related("case").get(case_id=draft.case_id, assignee=zhou)
    url, given = (
        reverse("approvals:approve", args=[task.pk]),
        {"hash_seen": task.case.content_hash, "note_accuracy": "人名已核"},
    )

    back = client_of(zhou).post(url, given | {"confirmations": ["legality"]}, **HX)
    assert back.status_code == 422 and 'value="人名已核"' in back.content.decode()
    aspects = ["legality", "truthfulness", "accuracy", "conformity"]
    assert client_of(zhou).post(url, given | {"confirmations": aspects}, **HX).status_code == 200

    task.refresh_from_db()
    assert task.notes == {"accuracy": "人名已核"}


def test_the_queue_shows_risk_checks_and_waiting_in_constant_queries(
    client_of, lin: Member, zhou: Member, account, reviewable
) -> None:
    client, url = client_of(zhou), reverse("content:review_queue")
    counts = []
    for number in range(3):
        draft = in_review(lin, account, title=f"蒙顶山手记 {number}")
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(url).content.decode()
        counts.append(len(asked))
    actions.annotate(revision=draft.revision, remark=Remark("title", 0, 3, "核对"), by=zhou)

    assert len(set(counts)) == 1 and counts[0] <= 15, counts
    assert page.count("处须说明") == 3 and "公众号" in page
    assert "1 条批注" in client.get(url).content.decode()
    assert "没有符合条件的稿件" in client.get(url, {"risk": "high"}).content.decode()
    assert "蒙顶山手记 1" not in client.get(url, {"q": "手记 2"}).content.decode()


def test_the_load_page_names_reviewers_and_every_figure_opens_its_rows(
    client_of, lin: Member, zhou: Member, chen: Member, sun: Member, account, reviewable
) -> None:
    in_review(lin, account)
    client = client_of(chen)

    page = client.get(reverse("content:review_load")).content.decode()
    rows = reverse("content:review_load_rows", args=[zhou.pk])
    assert zhou.name in page and f'href="{rows}?show=open"' in page
    assert testing.TITLE in client.get(rows, {"show": "open"}).content.decode()
    assert testing.TITLE not in client.get(rows, {"show": "decided"}).content.decode()
    assert client_of(lin).get(reverse("content:review_load")).status_code == 403
    assert client_of(sun).get(rows).status_code == 404
    assert zhou.name not in client_of(sun).get(reverse("content:review_load")).content.decode()


def test_an_administrator_reads_and_adopts_the_shipped_flows(client_of, he: Member, lin: Member, reviewable) -> None:
    url = reverse("content:review_flows")

    assert "法务审核" in client_of(he).get(url).content.decode()
    assert client_of(lin).get(url).status_code == 403
    assert client_of(he).post(url).status_code == 302


@pytest.mark.parametrize("who", ["lin", "zhou"])
def test_the_page_of_a_draft_lists_its_remarks(client_of, cast, draft: Draft, zhou: Member, who: str) -> None:
    actions.annotate(revision=draft.revision, remark=Remark("title", 0, 3, "核对"), by=zhou)

    page = client_of(cast.people[who]).get(reverse("content:draft", args=[draft.pk])).content.decode()

    assert reverse("content:annotations", args=[draft.pk]) in page
