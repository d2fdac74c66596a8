"""Pushed messages: only what is signed, fresh and ours."""

import base64
import dataclasses
import time

import pytest

from masthead.core.errors import NotPermitted
from masthead.platforms.connectors.wechat_oa import crypto
from masthead.platforms.connectors.wechat_oa.connector import WechatConnector
from masthead.platforms.contract import CallbackMessage, Channel, ProgressState
from masthead.platforms.testing import make_article
from sandbox.testing import CallbackCatcher, Received, SandboxServer

from .conftest import AES_KEY, APP_ID, HANDLE, SECRET, TOKEN, Way


def pushed(way: Way, platform: SandboxServer, catcher: CallbackCatcher, mode: str, **fault: object) -> Received:
    platform.add_app(
        APP_ID,
        SECRET,
        gh_id=HANDLE,
        callback_url=catcher.url,
        callback_token=TOKEN,
        aes_key=AES_KEY,
        callback_mode=mode,
    )
    if fault:
        platform.set_fault("publish_fails", "freepublish/submit", **fault)
    way.go(make_article())
    return next(r for r in catcher.wait_for(1) if r.method == "POST")


def read(channel: Channel, message: Received) -> CallbackMessage:
    return WechatConnector().read_callback(channel, message.query, message.body.encode(), {})


def secured(channel: Channel) -> Channel:
    return dataclasses.replace(channel, callback_key_ref="test:key")


def signed(body: str = "", *, at: float | None = None, token: str = TOKEN, nonce: str = "4711") -> dict[str, str]:
    stamp = str(int(time.time() if at is None else at))
    return {"timestamp": stamp, "nonce": nonce, "signature": crypto.signature(token, stamp, nonce)}


def refusal(channel: Channel, query: dict[str, str], body: str) -> str:
    with pytest.raises(NotPermitted) as refused:
        WechatConnector().read_callback(channel, query, body.encode(), {})
    return refused.value.code


@pytest.mark.parametrize("mode", ["plain", "aes"])
def test_the_platforms_own_message_brings_the_result(
    way: Way, platform: SandboxServer, callback_catcher: CallbackCatcher, mode: str
) -> None:
    message = read(
        secured(way.channel) if mode == "aes" else way.channel, pushed(way, platform, callback_catcher, mode)
    )

    assert message.remote_key == "publish_id"
    assert message.progress
    assert message.progress.state == ProgressState.PUBLISHED
    assert message.progress.url.startswith(platform.wechat_url)
    assert message.answer == "success"


def test_a_failed_audit_comes_by_callback_too(
    way: Way, platform: SandboxServer, callback_catcher: CallbackCatcher
) -> None:
    message = read(way.channel, pushed(way, platform, callback_catcher, "plain", publish_status=4))

    assert message.progress
    assert message.progress.state == ProgressState.REJECTED


def test_the_same_message_twice_has_the_same_key(
    way: Way, platform: SandboxServer, callback_catcher: CallbackCatcher
) -> None:
    message = pushed(way, platform, callback_catcher, "plain")

    assert read(way.channel, message).event_key == read(way.channel, message).event_key


def test_a_plain_message_is_refused_once_a_message_key_is_set(
    way: Way, platform: SandboxServer, callback_catcher: CallbackCatcher
) -> None:
    message = pushed(way, platform, callback_catcher, "plain")

    with pytest.raises(NotPermitted):
        read(secured(way.channel), message)


def test_one_changed_letter_is_refused(way: Way, platform: SandboxServer, callback_catcher: CallbackCatcher) -> None:
    message = pushed(way, platform, callback_catcher, "aes")
    place = message.body.index("<Encrypt>") + 40
    other = "A" if message.body[place] != "A" else "B"
    forged = message.body[:place] + other + message.body[place + 1 :]

    assert refusal(secured(way.channel), message.query, forged) == "callback_signature"


def test_a_message_for_another_app_is_refused(
    way: Way, platform: SandboxServer, callback_catcher: CallbackCatcher
) -> None:
    message = pushed(way, platform, callback_catcher, "aes")
    other = dataclasses.replace(secured(way.channel), app_id="wx_other")

    assert refusal(other, message.query, message.body) == "callback_app_id"


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_message_outside_five_minutes_is_a_replay(channel: Channel, seconds: int) -> None:
    assert refusal(channel, signed(at=time.time() + seconds), "<xml/>") == "callback_stale"


@pytest.mark.parametrize("query", [{}, {"timestamp": "soon"}, {"timestamp": "9" * 30}])
def test_a_message_without_a_good_time_is_refused(channel: Channel, query: dict[str, str]) -> None:
    assert refusal(channel, query, "<xml/>") == "callback_stale"


@pytest.mark.parametrize("change", [{"signature": ""}, {"signature": "0" * 40}, {"nonce": "other"}])
def test_a_forged_signature_is_refused(channel: Channel, change: dict[str, str]) -> None:
    assert refusal(channel, signed() | change, "<xml/>") == "callback_signature"


def test_an_account_without_callback_token_takes_no_messages(channel: Channel) -> None:
    bare = dataclasses.replace(channel, callback_token_ref="")

    assert refusal(bare, signed(token=""), "<xml/>") == "callback_not_set_up"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "no xml",
        "<xml>",
        '<!DOCTYPE x [<!ENTITY a "b">]><xml>&a;</xml>',
        "<xml><ToUserName>gh_other</ToUserName></xml>",
    ],
)
def test_bodies_that_are_not_for_us_are_refused(channel: Channel, body: str) -> None:
    assert refusal(channel, signed(), body) in {"callback_xml", "callback_addressee"}


def test_other_events_are_answered_and_say_nothing_about_publishing(channel: Channel) -> None:
    body = f"<xml><ToUserName>{HANDLE}</ToUserName><FromUserName>o1</FromUserName><CreateTime>9</CreateTime><Event>subscribe</Event></xml>"

    message = WechatConnector().read_callback(channel, signed(), body.encode(), {})

    assert (message.event_key, message.progress) == ("o1:9:subscribe", None)


def test_the_address_check_echoes_only_what_is_signed(channel: Channel) -> None:
    answer = WechatConnector().answer_callback_check(channel, signed() | {"echostr": "5150"})

    assert answer == "5150"
    with pytest.raises(NotPermitted):
        WechatConnector().answer_callback_check(channel, signed(token="guess") | {"echostr": "5150"})


@pytest.mark.parametrize(
    "sealed", ["", "not base64!", base64.b64encode(b"x" * 15).decode(), base64.b64encode(b"x" * 32).decode()]
)
def test_what_does_not_decrypt_is_a_bad_message(sealed: str) -> None:
    with pytest.raises(crypto.BadMessage):
        crypto.decrypt(AES_KEY, sealed)


@pytest.mark.parametrize("key", ["", "short", "!" * 43, "a" * 44])
def test_a_key_of_the_wrong_form_is_a_bad_message(key: str) -> None:
    with pytest.raises(crypto.BadMessage):
        crypto.decode_key(key)
