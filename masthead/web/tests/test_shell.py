"""The frame, the workbench, refusals, preferences."""

import pytest
from django.test import Client

from masthead.core.errors import RuleBroken
from masthead.core.middleware import render_refusal
from masthead.core.workbench import Card, CardItem
from masthead.org.testing import sign_in
from masthead.web.templatetags.shell import build_frame
from masthead.web.views import error_500

PAGES = ["parts", "list", "detail", "editor", "dashboard", "wizard"]
pytestmark = pytest.mark.django_db


def signed_in(member) -> Client:
    client = Client()
    sign_in(client, member)
    return client


def test_the_front_page_asks_a_stranger_to_sign_in(company):
    answer = Client().get("/")

    assert answer.status_code == 302
    assert answer["Location"] == "/auth/login/?next=/"


def test_the_workbench_greets_a_member_with_what_waits(lin):
    answer = signed_in(lin).get("/")

    assert answer.status_code == 200
    assert "工作台" in answer.text
    assert "林知夏" in answer.text


def test_the_workbench_shows_cards_in_their_columns(lin, monkeypatch):
    cards = [
        Card("待我审核", 12, [CardItem("普洱仓储", "/x/", state="in_review")]),
        Card("今日发布", 0, [], empty="今天没有安排发布", kind="schedule"),
        Card("本月数据", 0, [], kind="figures", figures=[("阅读", "10.5万", "/y/")]),
    ]
    monkeypatch.setattr("masthead.core.workbench.cards_for", lambda _member: cards)

    html = signed_in(lin).get("/").text

    assert "有 12 件事等您处理" in html
    assert "今天没有安排发布" in html
    assert 'class="figure" href="/y/"' in html


@pytest.mark.parametrize("page", PAGES)
def test_the_gallery_draws_every_archetype(lin, page):
    answer = signed_in(lin).get("/_ui/", {"page": page})

    assert answer.status_code == 200
    assert " style=" not in answer.text
    assert "<script>" not in answer.text


def test_a_member_sees_only_rooms_that_they_may_enter(outsider):
    frame = build_frame(outsider, "/", set())

    own = {"/notices/settings/", "/org/keys/", "/org/absences/", "/org/calendar/"}
    assert {link.href for group in frame.groups for link in group.links if group.key == "settings"} == own


def test_a_folded_chapter_stays_folded_unless_the_page_is_in_it(lin):
    first = build_frame(lin, "/", set()).groups[0]

    assert not build_frame(lin, "/", {first.key}).groups[0].open
    assert build_frame(lin, first.links[0].href, {first.key}).groups[0].open


def test_an_unknown_address_is_a_refusal_with_a_way_back(lin):
    answer = signed_in(lin).get("/no/such/page/")

    assert answer.status_code == 404
    assert "找不到这一页" in answer.text
    assert "回工作台" in answer.text


def test_a_refusal_names_the_clause_and_what_to_do(rf, lin):
    request = rf.get("/")
    request.user, request.htmx = lin, False

    answer = render_refusal(
        request, RuleBroken("作者不能审核自己的稿件。", clause="3.3.2", advice="请等待周明远审核。")
    )

    assert answer.status_code == 422
    for words in ("作者不能审核自己的稿件。", "制度第 3.3.2 条", "请等待周明远审核。"):
        assert words in answer.content.decode()


def test_a_broken_page_is_drawn_without_a_query(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = error_500(rf.get("/"))

    assert answer.status_code == 500
    assert "系统出错了" in answer.content.decode()


def test_the_theme_is_remembered_and_drawn_by_the_server(company):
    client = Client()
    client.post("/theme/", {"theme": "dark", "next": "/auth/login/"})

    assert 'data-theme="dark"' in client.get("/auth/login/").text


def test_a_preference_never_leads_to_another_site():
    answer = Client().post("/theme/", {"theme": "dark", "next": "https://evil.example/"})

    assert answer["Location"] == "/"


def test_the_language_of_a_member_is_kept_with_the_member(lin):
    signed_in(lin).post("/language/", {"language": "en", "next": "/"})

    lin.refresh_from_db()
    assert lin.language == "en"


def test_the_sign_in_page_is_ours_and_carries_no_script_of_its_own(company):
    html = Client().get("/auth/login/").text

    assert "bare__card" in html
    assert "<script>" not in html


def test_a_form_without_its_seal_is_refused_in_words(company):
    answer = Client(enforce_csrf_checks=True).post("/theme/", {"theme": "dark"})

    assert answer.status_code == 403
    assert "这次提交没有执行" in answer.text
