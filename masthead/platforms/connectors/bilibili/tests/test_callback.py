"""Webhooks: both forms of signature, forged, stale and foreign ones."""

import datetime as dt
import hashlib
import json

import pytest

from masthead.core import clock
from masthead.core.errors import NotPermitted
from masthead.platforms.connectors.bilibili import signing
from masthead.platforms.connectors.bilibili.tests.stand import APP, SECRET
from masthead.platforms.contract import ProgressState
from masthead.platforms.stand import go
from sandbox.testing import until


def body_of(event="video_open", *, at=None, client=APP, **facts):
    moment = at or clock.china(clock.now()).strftime("%Y-%m-%d %H:%M:%S")
    content = {"openid": "o1", "client_id": client, "resource_id": "BV1abcdefghi", "state": 0, **facts}
    return json.dumps({"event": event, "content": content, "timestamp": moment}).encode()


def simple(body, secret=SECRET):
    return {"x-bilibili-signature": hashlib.sha1(secret.encode() + body).hexdigest()}


def headed(body, secret=SECRET, *, ago=0):
    stamp = int(clock.now().timestamp()) - ago
    return signing.signed(APP, secret, body, nonce="n1", timestamp=stamp)


def read(stand, body, headers):
    return stand.connector.read_callback(stand.channel(), {}, body, headers)


@pytest.mark.parametrize("sign", [simple, headed])
def test_an_open_video_is_published_whichever_way_it_was_signed(stand, sign):
    body = body_of()
    told = read(stand, body, sign(body))
    assert (told.remote_key, told.remote_value) == ("resource_id", "BV1abcdefghi")
    assert told.progress.state == ProgressState.PUBLISHED
    assert told.progress.url.endswith("/video/BV1abcdefghi")
    assert told.proven


@pytest.mark.parametrize("sign", [simple, headed])
def test_a_wrong_secret_or_a_changed_body_is_refused(stand, sign):
    body = body_of()
    for given, headers in ((body, sign(body, "other")), (body + b" ", sign(body)), (body, {})):
        with pytest.raises(NotPermitted):
            read(stand, given, headers)


def test_the_simple_form_counts_when_both_are_there_and_must_be_right(stand):
    body = body_of()
    with pytest.raises(NotPermitted):
        read(stand, body, headed(body) | {"x-bilibili-signature": "0" * 40})


def test_an_old_push_is_refused_by_either_clock(stand):
    body = body_of(at=clock.china(clock.now() - dt.timedelta(minutes=11)).strftime("%Y-%m-%d %H:%M:%S"))
    with pytest.raises(NotPermitted):
        read(stand, body, simple(body))
    fresh = body_of()
    with pytest.raises(NotPermitted):
        read(stand, fresh, headed(fresh, ago=660))
    undated = body_of(at="tomorrow")
    with pytest.raises(NotPermitted):
        read(stand, undated, simple(undated))


def test_a_moment_may_be_a_number(stand):
    body = body_of(at=str(int(clock.now().timestamp())))
    assert read(stand, body, simple(body)).progress is not None


def test_a_push_for_another_app_is_refused(stand):
    body = body_of(client="other-app")
    with pytest.raises(NotPermitted):
        read(stand, body, simple(body))


def test_a_video_sent_back_is_a_rejection_with_words(stand):
    body = body_of("video_fail", state=-2, state_desc="已退回")
    progress = read(stand, body, simple(body)).progress
    assert (progress.state, progress.reason) == (ProgressState.REJECTED, "已退回")


def test_the_check_of_the_address_gets_its_number_back(stand):
    body = json.dumps(
        {"event": "verify_webhooks", "content": {"data": 1371848576}, "timestamp": "2021-01-01 12:01:01"}
    ).encode()
    told = read(stand, body, {})
    assert json.loads(told.answer) == {"data": 1371848576}
    assert told.progress is None
    with pytest.raises(NotPermitted):
        read(stand, body, {"x-bilibili-signature": "0" * 40})


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"event":"video_open","content":[1]}'])
def test_what_cannot_be_read_is_refused(stand, body):
    with pytest.raises(NotPermitted):
        read(stand, body, simple(body))


def test_the_same_push_twice_has_the_same_key(stand):
    body = body_of()
    assert read(stand, body, simple(body)).event_key == read(stand, body, headed(body)).event_key


@pytest.mark.parametrize("form", ["simple", "hmac"])
def test_what_the_emulator_pushes_is_accepted(stand, callback_catcher, form):
    options = {"interval": "0", "webhook_form": form}
    stand.server.add_app(APP, SECRET, platform="bilibili", callback_url=callback_catcher.url, options=options)
    remote = go(stand, stand.post("推送"))
    until(callback_catcher.posts, seconds=10)
    pushed = callback_catcher.posts()[0]
    told = read(stand, pushed.body.encode(), pushed.headers)
    assert told.remote_value == remote["resource_id"]
    assert told.progress.url.startswith(stand.server.base_url)
