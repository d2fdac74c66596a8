"""The emulator of 微博 by itself: quotas, states, what readers see."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from sandbox.testing import until
from sandbox.weibo.statuses import base62, length_of

APP, BACK = "wb1", "http://127.0.0.1:9/back"
LINK = "https://yunling-tea.example/a"


class Person:
    """An account with a token."""

    def __init__(self, server, **options):
        self.server, self.url = server, server.url_of("weibo")
        server.add_app(APP, "secret", platform="weibo", options={"safe_domain": "yunling-tea.example", **options})
        asked = server.http.get(
            f"{self.url}/oauth2/authorize", params={"client_id": APP, "redirect_uri": BACK, "auto": "1"}
        )
        code = parse_qs(urlsplit(asked.headers["location"]).query)["code"][0]
        given = {
            "client_id": APP,
            "client_secret": "secret",
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": BACK,
        }
        self.token = server.http.post(f"{self.url}/oauth2/access_token", data=given).json()["access_token"]

    def call(self, method, path, **more):
        headers = {"authorization": f"OAuth2 {self.token}"}
        return self.server.http.request(method, f"{self.url}/2/{path}.json", headers=headers, **more)

    def share(self, text, **more):
        return self.call("POST", "statuses/share", data={"status": f"{text} {LINK}"}, **more).json()


@pytest.fixture
def person(sandbox_server):
    return Person(sandbox_server)


def test_links_become_short_and_topics_vanish(person):
    told = person.share("#春茶# 开采")
    assert told["text"].startswith("春茶 开采 http://t.cn/A6")


def test_only_the_latest_five_are_told(person):
    for n in range(7):
        person.share(f"第{n}条")
    told = person.call("GET", "statuses/user_timeline").json()
    assert [one["text"][:3] for one in told["statuses"]] == ["第6条", "第5条", "第4条", "第3条", "第2条"]


def test_the_hour_has_an_end_and_begins_anew(sandbox_server):
    person = Person(sandbox_server, hourly_posts="2")
    assert "id" in person.share("一")
    assert "id" in person.share("二")
    assert person.share("三")["error_code"] == 10024
    sandbox_server.shift_clock(forward_seconds=3600)
    assert "id" in person.share("三")


def test_a_method_a_path_and_a_token_that_are_wrong_are_told_apart(person):
    assert person.call("GET", "statuses/share").json()["error_code"] == 10021
    assert person.call("GET", "statuses/nothing").json()["error_code"] == 10020
    person.token = "2.00other"
    assert person.call("GET", "statuses/user_timeline").json()["error_code"] == "21332"


def test_readers_see_a_post_when_its_audit_is_over(sandbox_server, person):
    sandbox_server.settings(publish_seconds=1)
    mid = person.share("审核中的一条")["mid"]
    page = f"{person.url}/1700000000/{base62(int(mid))}"
    feed = f"{sandbox_server.base_url}/feed/weibo/{APP}"
    assert "审核中" in sandbox_server.http.get(feed).text
    assert sandbox_server.http.get(page).status_code == 404
    until(lambda: sandbox_server.http.get(page).status_code == 200, seconds=8)
    assert "审核中的一条" in sandbox_server.http.get(page).text


def test_pictures_are_judged_by_their_bytes(person):
    told = person.share("配图", files={"pic": ("a.jpg", b"no picture", "image/jpeg")})
    assert told["error_code"] == 20005


def test_a_latin_letter_counts_a_half():
    assert length_of("茶ab") == 2.0


def test_what_was_posted_is_there_after_a_kill(sandbox_server, person):
    mid = person.share("断电之前")["idstr"]
    sandbox_server.restart()
    assert person.call("GET", "statuses/show", params={"id": mid}).json()["idstr"] == mid
