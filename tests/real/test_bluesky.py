"""What only a real Bluesky server can show."""

import datetime as dt
import time
from dataclasses import replace

import httpx
import pytest

from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms import tokens
from masthead.platforms.abilities import Ability
from masthead.platforms.base import UNSUPPORTED
from masthead.platforms.connectors.bluesky.client import BlueskyClient
from masthead.platforms.connectors.bluesky.connector import BlueskyConnector
from masthead.platforms.contract import Form, Found
from masthead.platforms.stand import go
from masthead.platforms.testing import make_picture

from .stands import RealBluesky

pytestmark = pytest.mark.django_db
connector = BlueskyConnector()


def logins(bluesky: RealBluesky) -> int:
    return sum("createSession" in request for request in bluesky.proxy.seen)


def test_a_post_with_a_picture_reads_back_with_its_link_and_topic(bluesky: RealBluesky) -> None:
    post = bluesky.post("蒙顶春茶")
    remote = go(bluesky, post)
    value = bluesky.ask(
        "com.atproto.repo.getRecord", repo=remote["did"], collection="app.bsky.feed.post", rkey=remote["rkey"]
    )["value"]
    cut = [value["text"].encode()[f["index"]["byteStart"] : f["index"]["byteEnd"]].decode() for f in value["facets"]]
    image = value["embed"]["images"][0]
    blob = httpx.get(
        f"{bluesky.direct_url}/xrpc/com.atproto.sync.getBlob", params={"did": remote["did"], "cid": image["image"]["ref"]["$link"]},
        trust_env=False,
    )  # fmt: skip

    assert cut == ["#春茶", "https://www.yunling-tea.example/spring"]
    assert image["alt"] == "蒙顶山的春茶"
    assert blob.content == post.pictures[0].data
    assert value["langs"] == ["zh"]


def test_an_article_goes_out_as_a_card_with_its_cover(bluesky: RealBluesky) -> None:
    post = replace(
        bluesky.post("藏茶的前世今生"),
        form=Form.ARTICLE,
        cover=make_picture("navy", name="封面.jpg"),
        digest="一杯茶的千年路。",
    )
    remote = go(bluesky, post)
    value = bluesky.ask(
        "com.atproto.repo.getRecord", repo=remote["did"], collection="app.bsky.feed.post", rkey=remote["rkey"]
    )["value"]

    assert value["embed"]["external"]["uri"] == post.link
    assert value["embed"]["external"]["thumb"]["mimeType"] == "image/jpeg"


def test_publishing_twice_is_one_post(bluesky: RealBluesky) -> None:
    post = bluesky.post("峨眉雪芽")
    remote = go(bluesky, post)
    again = connector.publish(bluesky.channel(), post, dict(remote))

    assert (again["uri"], again["cid"]) == (remote["uri"], remote["cid"])
    assert bluesky.count("峨眉雪芽") == 1


def test_another_post_with_the_same_words_is_not_taken_for_ours(bluesky: RealBluesky) -> None:
    go(bluesky, bluesky.post("同样的话"))

    assert connector.find(bluesky.channel(), replace(bluesky.post("同样的话"), marker="0" * 64), {}).found == Found.NO
    assert connector.find(bluesky.channel(), bluesky.post("同样的话"), {}).found == Found.YES


def test_a_session_is_kept_and_renewed_without_another_login(bluesky: RealBluesky) -> None:
    go(bluesky, bluesky.post("会话一"))
    go(bluesky, bluesky.post("会话二"))
    assert logins(bluesky) == 1

    with BlueskyClient(bluesky.channel()) as client:
        token = tokens.session_token(bluesky.channel(), client.fetch)
        time.sleep(1.1)  # tokens of one second are the same
        assert tokens.session_token(bluesky.channel(), client.fetch, refused=token) != token
    go(bluesky, bluesky.post("会话三"))
    assert logins(bluesky) == 1
    assert sum("refreshSession" in request for request in bluesky.proxy.seen) == 1


def test_the_thirty_first_login_is_throttled_with_the_seconds_to_wait(bluesky: RealBluesky) -> None:
    with BlueskyClient(bluesky.channel()) as client:
        for _login in range(30):
            client.open_session()
        with pytest.raises(PlatformFault) as refused:
            client.open_session()

    assert refused.value.kind == FaultKind.THROTTLED
    assert refused.value.retry_after is not None
    assert 0 < refused.value.retry_after <= 300


def test_three_hundred_and_one_characters_are_refused_before_and_by_the_server(bluesky: RealBluesky) -> None:
    post = replace(bluesky.post("长文"), text="茶" * 301, tags=(), link="")
    family = "👩‍👩‍👧‍👦" * 100

    assert [i.code for i in connector.validate(post)] == ["text_too_long"]
    assert connector.validate(replace(post, text=family)) == []
    with pytest.raises(PlatformFault) as refused:
        go(bluesky, post)
    assert refused.value.kind == FaultKind.REJECTED
    assert go(bluesky, replace(post, text=family, marker="1" * 64))["uri"]


def test_a_reply_is_written_once(bluesky: RealBluesky) -> None:
    remote = go(bluesky, bluesky.post("答复一次"))
    bluesky.comment(remote, "怎么煮？")
    channel = bluesky.channel()
    asked = connector.comments(channel, dict(remote)).comments[0]
    keys = {connector.reply(channel, dict(remote), asked, "煮沸三分钟。", "r-1") for _try in range(2)}

    assert len(keys) == 1
    assert asked.author == bluesky.reader
    assert bluesky.count("煮沸三分钟") == 1
    assert [c.text for c in connector.comments(channel, dict(remote)).comments] == ["怎么煮？"]


def test_a_server_without_a_view_of_the_network_says_what_it_cannot_tell(bluesky: RealBluesky) -> None:
    report = connector.check(bluesky.channel())

    assert report.capabilities[Ability.FIGURES].mode == "none"
    assert "AppView" in report.capabilities[Ability.FIGURES].reason
    with pytest.raises(PlatformFault) as refused:
        connector.metrics(bluesky.channel(), dt.date(2026, 1, 1), ["at://did:plc:x/app.bsky.feed.post/3kaaaaaaaaaa2"])
    assert refused.value.platform_code == UNSUPPORTED


def test_an_unknown_account_is_told_from_a_wrong_password(bluesky: RealBluesky) -> None:
    unknown = connector.check(replace(bluesky.channel(), app_id="nobody-here.test"))
    wrong = connector.check(bluesky.wrong_channel())

    assert "没有账号" in unknown.message
    assert "密码" in wrong.message
