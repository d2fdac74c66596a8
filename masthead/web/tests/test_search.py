"""Global search: Chinese words of two characters, only what one may read, an index that follows the trail."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from masthead.content import actions as content
from masthead.content.models import Topic
from masthead.content.testing import unit_of
from masthead.core import clock, jobs
from masthead.core.models import SearchEntry
from masthead.core.search.grams import grams, plain, terms
from masthead.core.search.queries import marked, search
from masthead.core.search.registry import SEARCHABLE
from masthead.org.testing import sign_in
from masthead.web import actions

pytestmark = pytest.mark.django_db


def follow() -> None:
    jobs.run_now("trail.seal")
    actions.follow_trail()


def propose(by, title: str) -> Topic:
    return content.propose_topic(
        title=title, theme="跟着采茶工走一天。", form="article", source="calendar", unit=unit_of(by), owner=by,
        planned_on=clock.today(), accounts=[], by=by,
    )  # fmt: skip


def titles(member, words: str, **more) -> list[str]:
    return [SearchEntry.objects.get(kind=h.kind.kind, object_id=h.pk).title for h in search(member, words, **more).hits]


@pytest.fixture
def tea(lin):
    topic = propose(lin, "蒙顶春茶开采")
    follow()
    return topic


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("春茶开采", ["春茶", "茶开", "开采", "采"]),
        ("茶", ["茶"]),
        ("Masthead 刊头 2026", ["masthead", "刊头", "头", "2026"]),
        ("ＡＢＣ１２３", ["abc123"]),
        ("iPhone发布", ["iphone", "发布", "布"]),
        ("，。！", []),
        ("", []),
    ],
)
def test_text_becomes_pairs_and_words(text, wanted):
    assert list(grams(text)) == wanted


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_every_text_is_found_by_each_of_its_own_runs(text):
    tokens = list(grams(text))
    for term in terms(plain(text)):
        assert set(term.grams) <= set(tokens) or term.prefix


@pytest.mark.parametrize("words", ["春茶", "开采", "蒙顶春茶", "茶开", "蒙", "采", "蒙顶 开采", "「春茶」"])
def test_a_topic_is_found_by_any_two_characters_of_its_title(lin, tea, words):
    assert titles(lin, words, kinds=["content.topic"]) == ["蒙顶春茶开采"]


@pytest.mark.parametrize(
    "words", ["春采", "茶春", "采开", "不存在", "蒙顶 秋茶", "%", "' OR 1=1 --", '"', "春\0茶x", "NEAR(", "*"]
)
def test_what_is_not_written_there_is_not_found_and_no_sign_breaks_the_question(lin, tea, words):
    assert titles(lin, words, kinds=["content.topic"]) == []


def test_titles_come_before_texts_and_the_newest_first(lin):
    for title in ("采茶工的一天", "再谈采茶", "雨前龙井"):
        propose(lin, title)  # 采茶工 stands in every theme
    follow()

    assert titles(lin, "采茶", kinds=["content.topic"]) == ["再谈采茶", "采茶工的一天", "雨前龙井"]


def test_another_department_does_not_learn_that_it_exists(sun, tea):
    assert titles(sun, "春茶") == []


def test_one_without_any_role_finds_nothing(outsider, tea):
    assert titles(outsider, "春茶") == []


def test_a_right_that_ended_after_indexing_hides_the_thing_at_once(lin, tea):
    day = clock.today() - dt.timedelta(days=1)
    lin.grants.update(start_on=day, end_on=day)
    fresh = type(lin).objects.get(pk=lin.pk)

    assert titles(fresh, "春茶") == []


def test_the_index_follows_a_new_title(lin, tea):
    content.edit_topic(
        topic=tea, title="蒙顶黄芽上市", theme=tea.theme, form=tea.form, source=tea.source, owner=tea.owner,
        planned_on=tea.planned_on, accounts=[], by=lin,
    )  # fmt: skip
    follow()

    assert titles(lin, "春茶", kinds=["content.topic"]) == []
    assert titles(lin, "黄芽", kinds=["content.topic"]) == ["蒙顶黄芽上市"]


def test_a_run_that_died_is_made_up_for(lin, tea):
    propose(lin, "雨前龙井")
    jobs.run_now("trail.seal")
    actions.follow_trail()
    actions.follow_trail()

    assert titles(lin, "龙井") == ["雨前龙井"]


def test_a_rebuild_finds_all_again_and_forgets_what_is_gone(lin, tea, capsys):
    SearchEntry.objects.create(kind="content.topic", object_id=999_999, title="鬼影", url="/", plain_title="鬼影")
    call_command("search_rebuild")

    assert "content.topic 1" in capsys.readouterr().out
    assert titles(lin, "春茶", kinds=["content.topic"]) == ["蒙顶春茶开采"]
    assert not SearchEntry.objects.filter(object_id=999_999).exists()


def test_a_rebuild_of_an_unknown_kind_names_the_known_ones():
    with pytest.raises(CommandError, match=r"content\.draft"):
        call_command("search_rebuild", "nothing.at_all")


def test_marks_never_let_markup_through():
    assert marked("<b>春茶</b>", ["春茶"]) == "&lt;b&gt;<mark>春茶</mark>&lt;/b&gt;"


def test_the_page_shows_things_rooms_and_deeds(lin, tea):
    page = signed_in(lin).get("/search/", {"q": "选题"}).text
    found = signed_in(lin).get("/search/", {"q": "春茶"}).text

    assert "提出选题" in page
    assert "/content/topics/new/" in page
    assert "蒙顶<mark>春茶</mark>开采" in found


def test_the_dialog_gets_a_fragment(lin, tea):
    answer = signed_in(lin).get("/search/", {"q": "春茶"}, headers={"HX-Request": "true"})

    assert "<mark>春茶</mark>" in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize(
    "query", ["q=&from=x", "q=春茶&from=-3", "q=春茶&from=99999", "q=春茶&kind=no.such", "q=" + "茶" * 5000]
)
def test_odd_questions_are_answered(lin, tea, query):
    assert signed_in(lin).get(f"/search/?{query}").status_code == 200


def test_statements_do_not_grow_with_the_things_found(lin, django_assert_max_num_queries):
    for number in range(30):
        propose(lin, f"春茶故事之{number}")
    follow()
    client = signed_in(lin)
    client.get("/search/", {"q": "春茶"})

    with django_assert_max_num_queries(15):
        page = client.get("/search/", {"q": "春茶"})
    assert page.text.count("search__hit") >= 20
    assert "下一页" in page.text


def test_every_kind_builds_documents_and_answers_who_may_read(lin, tea):
    for kind in SEARCHABLE.values():
        pks = [document.pk for document in kind.documents(None)]
        assert kind.readable(lin, pks) <= set(pks)
        assert list(kind.documents([])) == []


def signed_in(member) -> Client:
    return sign_in(Client(), member)
