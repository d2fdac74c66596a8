"""Replies, private messages, figures and authorisation at the emulator."""

import datetime as dt
import io
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.connectors.mastodon.tests.stand import TOKEN, MastodonStand
from masthead.platforms.contract import Found
from masthead.platforms.packages import Video
from masthead.platforms.stand import go, looked_up, settled, upload_all

DAY = dt.date(2026, 11, 26)
BACK = "https://masthead.example/accounts/1/authorised/"


def test_a_private_message_comes_in_and_a_public_mention_does_not(stand: MastodonStand) -> None:
    stand.whisper("礼盒还有货吗？")
    remote = go(stand, stand.post("雅安藏茶"))
    stand.comment(remote, "公开的话")

    [message] = stand.connector.messages(stand.channel()).messages
    assert (message.text, message.sender, message.kind) == ("@yunling 礼盒还有货吗？", "茶友", "text")


def test_our_own_answer_is_no_comment_of_a_reader(stand: MastodonStand) -> None:
    remote = go(stand, stand.post("雅安藏茶"))
    stand.comment(remote, "怎么煮？")
    [asked] = stand.connector.comments(stand.channel(), remote).comments
    stand.connector.reply(stand.channel(), remote, asked, "一比五十。", "r-1")

    assert [c.key for c in stand.connector.comments(stand.channel(), remote).comments] == [asked.key]


def test_an_answer_with_the_same_key_is_given_once(stand: MastodonStand) -> None:
    remote = go(stand, stand.post("雅安藏茶"))
    stand.comment(remote, "怎么煮？")
    [asked] = stand.connector.comments(stand.channel(), remote).comments

    first = stand.connector.reply(stand.channel(), remote, asked, "一比五十。", "r-1")
    assert stand.connector.reply(stand.channel(), remote, asked, "一比五十。", "r-1") == first


def test_a_server_that_ignores_the_key_is_looked_up_and_never_posts_twice(stand: MastodonStand) -> None:
    options = {"token": TOKEN, "acct": "yunling", "idempotent": "no"}
    stand.server.add_app("yunling", "client-secret", platform="mastodon", options=options)
    post = stand.post("雅安藏茶")
    remote = upload_all(stand, post)
    stand.cut(after=True)

    with pytest.raises(PlatformFault) as lost:
        stand.connector.publish(stand.channel(), post, remote)

    assert lost.value.kind == FaultKind.UNKNOWN_OUTCOME
    assert looked_up(stand, post, remote).found == Found.YES
    assert stand.count("雅安藏茶") == 1


def test_figures_are_running_totals_and_a_status_that_is_gone_tells_none(stand: MastodonStand) -> None:
    remote = go(stand, stand.post("雅安藏茶"))
    stand.comment(remote, "好茶")

    batch = stand.connector.metrics(stand.channel(), DAY, [str(remote["status_id"]), "123"])

    told = {row.metric: row.value for row in batch.rows}
    assert set(told) == {"comment_count", "share_users", "like_users"}
    assert told["comment_count"] == 1
    assert all(row.running and row.remote_value == remote["status_id"] for row in batch.rows)


def test_a_video_is_waited_for_before_anything_is_posted(stand: MastodonStand) -> None:
    stand.server.settings(publish_seconds=30)
    video = Video("f" * 64, "video/mp4", "采茶.mp4", 4, lambda: io.BytesIO(b"mp4!"))
    post = replace(stand.post("采茶"), pictures=(), video=video)
    remote = stand.connector.upload(stand.channel(), post, "video", {})

    with pytest.raises(PlatformFault) as waiting:
        stand.connector.upload(stand.channel(), post, "ready", remote)
    assert waiting.value.kind == FaultKind.THROTTLED

    stand.server.shift_clock(forward_seconds=60)
    remote |= stand.connector.upload(stand.channel(), post, "ready", remote)
    remote |= stand.connector.publish(stand.channel(), post, remote)
    assert settled(stand, remote).url


def test_a_person_authorises_and_the_token_has_no_end(stand: MastodonStand) -> None:
    stand.server.add_app(
        "yunling", "client-secret", platform="mastodon", redirect_uri=BACK, options={"acct": "yunling"}
    )
    channel = replace(stand.channel(), grant_ref="")
    with pytest.raises(PlatformFault) as missing:
        stand.connector.messages(channel)
    assert missing.value.kind == FaultKind.CREDENTIAL

    address = stand.connector.authorise_url(channel, BACK, "state-1")
    back = stand.server.http.get(f"{address}&auto=1").headers["location"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
    grant = stand.connector.exchange(channel, asked["code"], BACK)

    assert asked["state"] == "state-1"
    assert (grant.refresh_token, grant.name) == ("", "云岭茶事")
    assert grant.access_token not in repr(grant)
    stand.keeper.texts["test:grant"] = grant.access_token
    assert stand.connector.check(stand.channel()).ok
    with pytest.raises(PlatformFault):
        stand.connector.exchange(channel, asked["code"], BACK)
    assert stand.connector.revoke(stand.channel())
    assert not stand.connector.check(stand.channel()).ok


def test_the_throttled_call_comes_back_when_the_server_says(stand: MastodonStand) -> None:
    stand.server.set_fault("throttle", "*verify_credentials", count=1)

    with pytest.raises(PlatformFault) as wait:
        stand.connector.check(stand.channel())
    assert wait.value.retry_after is not None
    assert 200 < wait.value.retry_after <= 301


def test_the_reader_page_shows_what_was_posted(stand: MastodonStand) -> None:
    remote = go(stand, stand.post("雅安藏茶"))
    stand.comment(remote, "好茶")

    page = stand.server.http.get(f"{stand.server.base_url}/feed/mastodon/yunling").text
    assert "雅安藏茶" in page
    assert "好茶" in page
