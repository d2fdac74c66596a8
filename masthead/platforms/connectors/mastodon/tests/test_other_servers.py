"""Servers that speak the same API with manners of their own: absent pages, missing fields, HTML, other words."""

import datetime as dt
from dataclasses import replace

import pytest

from masthead.core import clock
from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.connectors.mastodon import wording
from masthead.platforms.connectors.mastodon.connector import MastodonConnector
from masthead.platforms.connectors.mastodon.tests.conftest import OtherServer
from masthead.platforms.contract import Found, Post, ProgressState, Remote
from masthead.platforms.testing import make_article

connector = MastodonConnector()
STATUSES = "/api/v1/statuses"


@pytest.fixture
def post() -> Post:
    return replace(
        make_article("蒙顶春茶"), text="第一批芽头\n可以采了", tags=["蒙顶山茶"], link="https://tea.example/spring"
    )


def publish_meets(other: OtherServer, post: Post, status: int, body: object, **headers: str) -> PlatformFault:
    other.says("POST", STATUSES, body, status, **headers)
    remote: Remote = {"media": {p.sha256: "1" for p in post.pictures}}
    with pytest.raises(PlatformFault) as broken:
        connector.publish(other.channel(), post, remote)
    return broken.value


def test_a_server_without_the_second_instance_page_is_asked_for_the_first(other: OtherServer) -> None:
    other.says(
        "GET", "/api/v1/instance", {"title": "茶园", "version": "2.7.2 (compatible; Pleroma)", "max_toot_chars": 5000}
    )

    report = connector.check(other.channel())

    assert report.ok
    assert "5000 字" in report.facts.values()


def test_a_server_that_tells_nothing_of_itself_is_good_enough(other: OtherServer) -> None:
    report = connector.check(other.channel())

    assert report.ok
    assert report.facts["账号"] == "@yunling"


def test_an_address_that_is_no_such_server_is_named(other: OtherServer) -> None:
    other.says("GET", "/api/v1/accounts/verify_credentials", "<h1>Welcome</h1>", 404)

    report = connector.check(other.channel())
    assert not report.ok
    assert "核对服务器地址" in report.advice


def test_a_token_that_may_only_read_is_told_before_anything_is_posted(other: OtherServer) -> None:
    other.says("GET", "/api/v1/apps/verify_credentials", {"name": "x", "scopes": ["read"]})

    report = connector.check(other.channel())
    assert not report.ok
    assert "write" in report.advice


def test_old_servers_take_media_at_the_first_address(other: OtherServer, post: Post) -> None:
    other.says("POST", "/api/v1/media", {"id": 42})

    remote = connector.upload(other.channel(), post, "picture-1", {})

    assert list(remote["media"].values()) == ["42"]
    assert [path for _m, path, _b in other.asked] == ["/api/v2/media", "/api/v1/media"]


def test_a_server_without_a_media_page_is_taken_at_its_word(other: OtherServer, post: Post) -> None:
    remote = connector.upload(other.channel(), post, "ready", {"media": {"a": "42"}})

    assert remote["account_id"] == "9"


def test_words_that_do_not_fit_this_server_are_refused_before_readers_see_anything(
    other: OtherServer, post: Post
) -> None:
    other.says("GET", "/api/v1/instance", {"configuration": {"statuses": {"max_characters": 10}}})

    with pytest.raises(PlatformFault) as refused:
        connector.upload(other.channel(), post, "ready", {})
    assert refused.value.kind == FaultKind.REJECTED
    assert not [path for method, path, _b in other.asked if method == "POST"]


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (401, {"error": "The access token is invalid"}, FaultKind.CREDENTIAL),
        (403, {"error": "This action is outside the authorized scopes"}, FaultKind.CREDENTIAL),
        (403, {"error": "This action is not allowed"}, FaultKind.REJECTED),
        (404, "<h1>Not Found</h1>", FaultKind.REJECTED),
        (410, {"error": "Gone"}, FaultKind.REJECTED),
        (422, {"error": "Validation failed: Text character limit of 500 exceeded"}, FaultKind.REJECTED),
        (413, "too large", FaultKind.REJECTED),
        (302, "", FaultKind.REJECTED),
        (409, {"error": "Conflict"}, FaultKind.UNKNOWN_OUTCOME),
        (500, {"error": "boom"}, FaultKind.UNKNOWN_OUTCOME),
        (502, "<h1>Bad Gateway</h1>", FaultKind.UNKNOWN_OUTCOME),
        (503, "", FaultKind.UNKNOWN_OUTCOME),
        (200, "<h1>Welcome</h1>", FaultKind.UNKNOWN_OUTCOME),
        (200, {}, FaultKind.UNKNOWN_OUTCOME),
        (200, [], FaultKind.UNKNOWN_OUTCOME),
    ],
)  # fmt: skip
def test_what_is_known_after_a_publish_call(
    other: OtherServer, post: Post, status: int, body: object, kind: FaultKind
) -> None:
    fault = publish_meets(other, post, status, body)

    assert fault.kind == kind
    assert fault.advice


def test_a_throttled_publish_did_nothing_and_says_when(other: OtherServer, post: Post) -> None:
    reset = (clock.now() + dt.timedelta(seconds=90)).isoformat()
    assert 80 < (publish_meets(other, post, 429, {}, x_ratelimit_reset=reset).retry_after or 0) <= 90
    seconds = str(int((clock.now() + dt.timedelta(seconds=90)).timestamp()))
    assert 80 < (publish_meets(other, post, 429, {}, x_ratelimit_reset=seconds).retry_after or 0) <= 90
    assert publish_meets(other, post, 429, {}, retry_after="30").retry_after == 30
    assert publish_meets(other, post, 429, {}).retry_after is None
    assert publish_meets(other, post, 429, {}, x_ratelimit_reset="soon").kind == FaultKind.THROTTLED


def listing(content: str, *, minutes_ago: int = 0, **more: object) -> list[dict[str, object]]:
    made = (clock.now() - dt.timedelta(minutes=minutes_ago)).isoformat()
    return [{"id": "77", "content": content, "created_at": made, "uri": "https://tea.example/objects/77", **more}]


CONTENTS = [
    '<p>第一批芽头<br>可以采了</p><p><a href="/tags/x">#<span>蒙顶山茶</span></a></p><p><a href="https://tea.example/spring">https://tea.example/spring</a></p>',
    "第一批芽头<br/>可以采了<br/><br/>#蒙顶山茶<br/><br/>https://tea.example/spring",
    '<p>第一批芽头<br />可以采了</p><p>#蒙顶山茶</p><p><a><span class="invisible">https://</span>tea.example/spring</a></p>',
]


@pytest.mark.parametrize("content", CONTENTS)
def test_the_look_up_knows_our_words_in_every_server_html(other: OtherServer, post: Post, content: str) -> None:
    other.says("GET", "/api/v1/accounts/9/statuses", listing(content, url=None))
    remote = {"account_id": "9", "started_at": int(clock.now().timestamp())}

    found = connector.find(other.channel(), post, remote)

    assert found.found == Found.YES
    assert found.remote["url"] == "https://tea.example/objects/77"


def test_the_same_words_of_an_earlier_day_are_another_post(other: OtherServer, post: Post) -> None:
    other.says("GET", "/api/v1/accounts/9/statuses", listing(CONTENTS[0], minutes_ago=60))

    found = connector.find(other.channel(), post, {"account_id": "9", "started_at": int(clock.now().timestamp())})
    assert found.found == Found.NO


def test_a_look_up_that_cannot_read_is_no_answer(other: OtherServer, post: Post) -> None:
    other.says("GET", "/api/v1/accounts/9/statuses", "", 500)

    with pytest.raises(PlatformFault) as broken:
        connector.find(other.channel(), post, {"account_id": "9"})
    assert broken.value.kind == FaultKind.NOT_SENT


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_gone_is_gone_and_deleting_it_again_is_no_fault(other: OtherServer, status: int) -> None:
    other.says("GET", f"{STATUSES}/77", {"error": "Record not found"}, status)
    other.says("DELETE", f"{STATUSES}/77", {"error": "Record not found"}, status)

    assert connector.status(other.channel(), {"status_id": "77"}).state == ProgressState.GONE
    connector.delete(other.channel(), {"status_id": "77"})


def test_missing_counts_and_unread_contexts_tell_nothing(other: OtherServer) -> None:
    other.says("GET", f"{STATUSES}/77", {"id": "77", "replies_count": 3})
    other.says("GET", f"{STATUSES}/77/context", {"ancestors": []})
    other.says("GET", "/api/v1/notifications", [{"id": "1", "type": "mention"}, {"id": "2", "type": "follow"}])

    [row] = connector.metrics(other.channel(), dt.date(2026, 11, 26), ["77"]).rows
    assert (row.metric, row.value) == ("comment_count", 3)
    assert connector.comments(other.channel(), {"status_id": "77"}).comments == []
    assert connector.messages(other.channel()).messages == []


def test_a_pasted_token_cannot_be_revoked_by_us(other: OtherServer) -> None:
    assert connector.revoke(other.channel()) is False
    assert other.asked == []


def test_links_count_the_same_whatever_their_length() -> None:
    assert wording.length_of(f"看 https://tea.example/{'x' * 80}", 23) == 2 + 23


def test_no_token_in_any_words_of_a_fault(other: OtherServer, post: Post) -> None:
    fault = publish_meets(other, post, 422, {"error": "bad"})

    assert "pasted-token" not in f"{fault.message} {fault.detail} {fault.advice}"
