"""PUBLISHJOBFINISH: signed, sealed, repeated, lost."""

from __future__ import annotations

import base64
import os
from xml.etree.ElementTree import fromstring

from sandbox.testing import CallbackCatcher, until
from sandbox.tests.client import APPID, Caller
from sandbox.wechat.callback_xml import decrypt, signature

TOKEN = "yunling-token"
AES_KEY = base64.b64encode(os.urandom(32)).decode()[:43]


def listen(wechat: Caller, catcher: CallbackCatcher, **more: str) -> None:
    wechat.server.add_app(gh_id="gh_yunling", callback_url=catcher.url, callback_token=TOKEN, **more)


def test_a_plain_push_is_signed_and_tells_the_result(wechat: Caller, callback_catcher: CallbackCatcher) -> None:
    listen(wechat, callback_catcher)
    done = wechat.published()

    push = callback_catcher.wait_for(1)[0]

    assert push.query["signature"] == signature(TOKEN, push.query["timestamp"], push.query["nonce"])
    event = fromstring(push.body)
    assert (event.findtext("ToUserName"), event.findtext("Event")) == ("gh_yunling", "PUBLISHJOBFINISH")
    info = event.find("PublishEventInfo")
    assert info.findtext("publish_status") == "0"
    assert info.findtext("article_id") == done["article_id"]
    assert info.findtext("article_detail/item/article_url") == done["article_detail"]["item"][0]["article_url"]


def test_a_sealed_push_opens_with_the_key_and_names_the_account(wechat, callback_catcher: CallbackCatcher) -> None:
    listen(wechat, callback_catcher, callback_mode="aes", aes_key=AES_KEY)
    wechat.server.set_fault("publish_fails", publish_status=2, fail_idx=[1])
    wechat.submit(wechat.draft("茶园里的非遗手艺"))

    push = callback_catcher.wait_for(1)[0]

    sealed = fromstring(push.body).findtext("Encrypt")
    assert push.query["encrypt_type"] == "aes"
    parts = (TOKEN, push.query["timestamp"], push.query["nonce"], sealed)
    assert push.query["msg_signature"] == signature(*parts)
    message, appid = decrypt(AES_KEY, sealed)
    assert appid == APPID
    assert [one.text for one in fromstring(message).findall("PublishEventInfo/fail_idx")] == ["1"]


def test_an_unanswered_push_comes_again_three_times(wechat: Caller, callback_catcher: CallbackCatcher) -> None:
    listen(wechat, callback_catcher)
    callback_catcher.answer = "busy"
    wechat.published()

    until(lambda: wechat.server.stats().callbacks == {"given_up": 1})

    assert len(callback_catcher.posts()) == 4


def test_a_late_answer_counts_as_none(wechat: Caller, callback_catcher: CallbackCatcher) -> None:
    listen(wechat, callback_catcher)
    wechat.server.settings(callback_timeout_seconds=0.1, callback_retries=1)
    callback_catcher.delay = 0.4
    wechat.published()

    until(lambda: wechat.server.stats().callbacks == {"given_up": 1})

    assert "ReadTimeout" in wechat.server.callbacks()[0]["note"]


def test_pushes_can_be_lost_or_doubled(wechat: Caller, callback_catcher: CallbackCatcher) -> None:
    listen(wechat, callback_catcher)
    wechat.server.set_fault("callback_lost", count=1)
    wechat.published("第一篇")
    wechat.server.set_fault("callback_duplicated", count=1)
    wechat.published("第二篇")

    pushes = callback_catcher.wait_for(2)

    assert pushes[0].body == pushes[1].body
    assert until(lambda: wechat.server.stats().callbacks.get("delivered") == 2)
    assert wechat.server.stats().callbacks == {"delivered": 2, "lost": 1}


def test_only_this_machine_is_called(wechat: Caller) -> None:
    wechat.server.add_app(callback_url="http://192.0.2.1/callback", callback_token=TOKEN)
    wechat.server.settings(callback_retries=0)
    wechat.published()

    assert until(lambda: wechat.server.stats().callbacks == {"given_up": 1})
    assert "不在本机" in wechat.server.callbacks()[0]["note"]


def test_the_address_is_verified_by_its_echo(wechat: Caller, callback_catcher: CallbackCatcher) -> None:
    listen(wechat, callback_catcher)
    assert wechat.server.verify_url(APPID)

    callback_catcher.echo = False

    assert not wechat.server.verify_url(APPID)
