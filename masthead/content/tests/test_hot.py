"""Hot topics: hostile feeds do no harm, the same title is kept once, a topic comes out of it once."""

import datetime as dt
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.urls import reverse

from masthead.content import actions, collecting, hot_items
from masthead.content.hot_items import HotItem
from masthead.content.models import HotSource, HotTopic
from masthead.content.testing import unit_of
from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale

ITEM = "<item><title>{t}</title><link>{u}</link><description>{d}</description></item>"


def rss(*items: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{"".join(items)}</channel></rss>'.encode()


GOOD = rss(ITEM.format(t="冬至吃什么", u="https://example.com/1", d="南北之争"))
TAIL = b'<rss version="2.0"><channel><item><title>&b;</title></item></channel></rss>'
HEAD = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "xxxxxxxxxx">'
BOMB = HEAD + b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + TAIL
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + TAIL


@pytest.mark.parametrize(
    "data", [BOMB, OUTSIDE, BOMB.decode().replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16")]
)
def test_a_feed_that_defines_entities_is_not_read(data):
    with pytest.raises(BadInput, match="实体"):
        hot_items.read_feed(data)


@pytest.mark.parametrize(
    "data", [b"/etc/passwd", b"https://example.com/feed", b"", b"{}", b"\x00" * 2000, b"<html><body>no</body></html>"]
)
def test_what_is_no_feed_is_refused_and_never_taken_for_a_place(data):
    with pytest.raises(BadInput):
        hot_items.read_feed(data)


def test_markup_scripts_and_odd_addresses_do_not_survive():
    title = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;b&gt;围炉&lt;/b&gt;煮茶\u202e\u0007"
    items = hot_items.read_feed(
        rss(
            ITEM.format(
                t=title.replace("\u0007", ""), u="javascript:alert(1)", d="&lt;img src=x onerror=alert(1)&gt;好"
            )
        )
    )
    (one,) = items
    assert "<" not in one.title and "围炉煮茶" in one.title and "\u202e" not in one.title
    assert (one.url, one.summary) == ("", "好")


def test_size_depth_and_number_are_limited():
    with pytest.raises(BadInput, match="1 MB"):
        hot_items.read_feed(b"x" * (hot_items.MOST_BYTES + 1))
    with pytest.raises(BadInput):
        hot_items.read_json(b"[" * 200_000)
    many = hot_items.read_feed(rss(*(ITEM.format(t=f"热点 {n}", u="", d="") for n in range(900))))
    assert len(many) == hot_items.MOST_ITEMS


def test_json_feeds_and_plain_lists_are_read():
    feed = '{"items":[{"title":"冬至 <b>汤圆</b>","url":"https://example.com/a","tags":["节气"],"hot":"12.3万"},{"title":""},5]}'
    (one,) = hot_items.read_json(feed.encode())
    assert (one.title, one.heat, one.tags) == ("冬至 汤圆", 123_000, ["节气"])


@pytest.fixture
def answers(settings):
    """A server on this machine that answers each path as the test says."""
    told: dict[str, tuple[int, dict[str, str], bytes]] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = told[self.path]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.ALLOW_LOOPBACK_TARGETS = True
    yield told, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def source_at(url: str, by: object) -> HotSource:
    return HotSource.objects.create(
        name="来源", url=url, next_at=clock.now(), made_by=by, made_at=clock.now(), tags=["行业"]
    )


@pytest.mark.django_db
class TestSources:
    def test_an_address_inside_the_house_is_refused(self, chen, lin, settings):
        settings.ALLOW_LOOPBACK_TARGETS = False
        for url in (
            "http://127.0.0.1/feed",
            "https://10.0.0.8/feed",
            "https://169.254.169.254/latest",
            "file:///etc/passwd",
            "https://a@b.com/",
        ):
            with pytest.raises(BadInput) as refused:
                actions.keep_source(words=actions.SourceWords("内网", url), by=chen)
            assert "url" in refused.value.fields, url
        with pytest.raises(NotPermitted):
            actions.keep_source(words=actions.SourceWords("x", "https://news.example.com/"), by=lin)

    def test_a_source_is_read_once_at_a_time_and_known_titles_are_kept_once(self, chen, answers):
        told, base = answers
        told["/feed"] = (200, {}, GOOD)
        source = source_at(f"{base}/feed", chen)

        assert (collecting.read_one(source.pk), collecting.read_one(source.pk)) == (True, False)
        HotSource.objects.update(next_at=clock.now())
        collecting.read_due()

        source.refresh_from_db()
        (hot,) = HotTopic.objects.all()
        assert (hot.title, hot.tags, source.error, source.got) == ("冬至吃什么", ["行业"], "", 0)
        assert source.next_at > clock.now()

    @pytest.mark.parametrize(
        ("status", "headers", "body", "words"),
        [
            (302, {"Location": "http://169.254.169.254/latest"}, b"", "跳转"),
            (410, {}, b"gone", "410"),
            (200, {}, BOMB, "实体"),
            (200, {}, b"x" * 1_200_000, "过大"),
        ],
    )
    def test_what_goes_wrong_stands_at_the_source_and_is_asked_later(self, chen, answers, status, headers, body, words):
        told, base = answers
        told["/feed"] = (status, headers, body)
        source = source_at(f"{base}/feed", chen)

        collecting.read_one(source.pk)

        source.refresh_from_db()
        assert words in source.error
        assert (source.fails, HotTopic.objects.count()) == (1, 0)
        assert source.next_at > clock.now() + dt.timedelta(minutes=50)


@pytest.mark.django_db
class TestHotTopics:
    def test_one_click_makes_one_topic_with_link_and_source(self, client_of, lin):
        (hot,) = actions.add_hot_topics(
            items=[HotItem("冬至 吃什么！", "https://example.com/1")], origin="微博", by=lin
        )
        assert actions.add_hot_topics(items=[HotItem("冬至吃什么")], origin="客户群", by=lin) == []

        client_of(lin).post(reverse("content:hot_make_topic", args=[hot.pk]), {"unit": unit_of(lin).pk})

        hot.refresh_from_db()
        assert (hot.topic.source, "https://example.com/1" in hot.topic.theme) == ("hot", True)
        with pytest.raises(Stale):
            actions.make_topic_of_hot(hot=hot, unit=unit_of(lin), by=lin)

    def test_what_is_judged_not_to_be_followed_makes_no_topic_and_says_why(self, lin):
        (hot,) = actions.add_hot_topics(items=[HotItem("隔夜茶致癌")], origin="客户群", by=lin)
        with pytest.raises(BadInput):
            actions.judge_hot_topic(hot=hot, risk="no", note=" ", tags=[], by=lin)
        judged = actions.judge_hot_topic(hot=hot, risk="no", note="没有检测依据", tags=["辟谣"], by=lin)
        with pytest.raises(RuleBroken, match="没有检测依据"):
            actions.make_topic_of_hot(hot=judged, unit=unit_of(lin), by=lin)

    def test_marks_are_one_a_person_and_answer_in_place(self, client_of, lin, zhou):
        (hot,) = actions.add_hot_topics(items=[HotItem("围炉煮茶")], origin="", by=lin)
        url, client = reverse("content:hot_mark", args=[hot.pk]), client_of(lin)
        client.post(url, {"fits": "no"})
        answer = client.post(url, {"fits": "yes"}, headers={"HX-Request": "true"})
        hot.refresh_from_db()
        assert (hot.fits, hot.misfits, answer.status_code) == (1, 0, 200)
        assert answer.content.decode().lstrip().startswith("<form")
        assert client_of(zhou).post(url, {"fits": "yes"}).status_code == 403

    def test_pasted_lines_are_shown_first(self, client_of, lin):
        client = client_of(lin)
        page = client.post(
            reverse("content:hot_import"),
            {"text": "<b>热一</b> | https://example.com/1 | 12万\n\n热二\n | https://example.com/3"},
            follow=True,
        )
        one = page.context["one"]
        assert [(r["title"], r["heat"]) for r in one.good] == [("热一", 120_000), ("热二", None)]
        assert [r["line"] for r in one.wrong] == [4]
        client.post(reverse("content:planning_import_take", args=[one.pk]))
        assert HotTopic.objects.count() == 2

    def test_tags_and_words_narrow_the_list(self, client_of, lin):
        actions.add_hot_topics(
            items=[HotItem("围炉煮茶", tags=["煮茶", "安全"]), HotItem("冬至汤圆", tags=["节气"])], origin="", by=lin
        )
        client, url = client_of(lin), reverse("content:hot")

        found = [
            [h.title for h in client.get(url, given).context["page"].rows]
            for given in ({"tag": "节气"}, {"q": "围炉"}, {"tag": "节"})
        ]

        assert found == [["冬至汤圆"], ["围炉煮茶"], []]
