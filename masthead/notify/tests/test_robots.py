"""Robots over real HTTP against the sandbox, which checks key, signature, moment, keyword, length and rate."""

import base64
import hashlib
import hmac

import pytest

from masthead.core import outbound
from masthead.core.errors import BadInput
from masthead.notify import robots as product
from masthead.notify.robots import Message, Result
from masthead.notify.robots.answers import judge
from masthead.notify.robots.bodies import Sealed, request_of
from masthead.notify.robots.catalogue import redacted, shape_of
from masthead.notify.robots.messages import cut, plain
from masthead.notify.robots.pace import wait_for

pytestmark = pytest.mark.django_db
HELLO = Message("请审批：春茶采摘开园", "致：周明远", "http://localhost:8000/content/drafts/1/")
KINDS = ("wecom", "dingtalk", "feishu")


def send(settings, kind, message=HELLO, *, key="robot-key-0001", secret="", keyword=""):
    address = settings.SANDBOX_URL + shape_of(kind).sandbox + key
    return product.send(kind, message, address=address, secret=secret, keyword=keyword, robot_id=1)


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_arrives_and_its_signature_was_verified(robots, settings, kind):
    secret = "SECtea" if shape_of(kind).signs else ""
    robots(kind, secret=secret)

    assert send(settings, kind, secret=secret).result == Result.SENT
    (call,) = robots.calls()
    assert call["code"] == 0
    assert bool(call["signed"]) is shape_of(kind).signs
    assert "春茶采摘开园" in call["text"]


@pytest.mark.parametrize(("kind", "code"), [("dingtalk", "310000"), ("feishu", "19021")])
def test_a_wrong_secret_is_a_matter_for_administrators(robots, settings, kind, code):
    robots(kind, secret="SECtea")

    outcome = send(settings, kind, secret="SECcoffee")
    assert (outcome.result, outcome.code) == (Result.CREDENTIAL, code)


@pytest.mark.parametrize(("kind", "code"), [("wecom", "93000"), ("dingtalk", "300005"), ("feishu", "19001")])
def test_a_robot_that_is_gone_is_a_matter_for_administrators(robots, settings, kind, code):
    outcome = send(settings, kind)
    assert (outcome.result, outcome.code) == (Result.CREDENTIAL, code)


@pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
def test_a_moment_more_than_an_hour_away_is_refused(robots, settings, kind, sandbox_server):
    robots(kind, secret="SECtea")
    sandbox_server.shift_clock(forward_seconds=3700)

    assert send(settings, kind, secret="SECtea").result == Result.CREDENTIAL


@pytest.mark.parametrize(("kind", "code"), [("dingtalk", "310000"), ("feishu", "19024")])
def test_a_keyword_is_added_when_the_channel_names_it(robots, settings, kind, code):
    robots(kind, keywords=["刊头"])

    assert send(settings, kind).code == code
    assert send(settings, kind, keyword="刊头").result == Result.SENT


@pytest.mark.parametrize(("kind", "code"), [("wecom", "45009"), ("dingtalk", "130101")])
def test_too_many_messages_are_throttled(robots, settings, kind, code):
    robots(kind)
    outcomes = [send(settings, kind) for _ in range(21)]

    assert {o.result for o in outcomes[:20]} == {Result.SENT}
    assert (outcomes[20].result, outcomes[20].code) == (Result.THROTTLED, code)
    assert outcomes[20].wait >= 60


@pytest.mark.parametrize(
    ("fault", "result"), [("http_500", Result.RETRY), ("-1", Result.RETRY), ("cut_after", Result.UNKNOWN)]
)
def test_trouble_has_its_kind(robots, settings, fault, result):
    robots("wecom", fault=fault)
    assert send(settings, "wecom").result == result


def test_nobody_listening_may_be_tried_again(settings):
    settings.SANDBOX_URL = "http://127.0.0.1:9"
    assert send(settings, "wecom").result == Result.RETRY


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["茶" * 20_000, '"\n' * 15_000, "🍵" * 9_000])
def test_long_words_are_cut_at_a_whole_character_and_still_arrive(robots, settings, kind, text):
    robots(kind)
    message = Message("标题" * 100, text, HELLO.link)

    assert send(settings, kind, message).result == Result.SENT
    assert "\ufffd" not in robots.calls()[0]["text"]


@pytest.mark.parametrize("most", range(13))
def test_a_cut_never_exceeds_its_bytes_nor_halves_a_character(most):
    short = cut("春茶abc🍵", most)
    assert len(short.encode()) <= most
    assert short.encode().decode() == short


def test_words_of_members_cannot_mention_everybody_or_make_links():
    words = plain('<@all> [奖品](https://evil.example) <at user_id="all"></at> `x`\u202e\x07')
    assert not set("<>[]@`\u202e\x07") & set(words)


def test_the_signatures_are_those_of_the_makers():
    sealed = Sealed("https://x/robot?access_token=t", "SECtea", "")
    url, _ = request_of("dingtalk", HELLO, sealed, second=1700000000.5)
    wanted = base64.b64encode(hmac.new(b"SECtea", b"1700000000500\nSECtea", hashlib.sha256).digest()).decode()
    assert f"timestamp=1700000000500&sign={wanted.replace('+', '%2B').replace('/', '%2F').replace('=', '%3D')}" in url

    _, body = request_of("feishu", HELLO, sealed, second=1700000000.5)
    assert body["timestamp"] == "1700000000"
    assert body["sign"] == base64.b64encode(hmac.new(b"1700000000\nSECtea", b"", hashlib.sha256).digest()).decode()


@pytest.mark.parametrize(
    ("status", "body", "result"),
    [
        (429, b"", Result.THROTTLED),
        (503, b"", Result.RETRY),
        (404, b"nothing", Result.REJECTED),
        (200, b"<html>", Result.UNKNOWN),
        (200, b'{"StatusCode":0}', Result.SENT),
        (200, b'{"code":4711,"msg":"odd"}', Result.REJECTED),
    ],
)
def test_http_200_is_not_success_and_odd_answers_have_a_meaning(status, body, result):
    assert judge("feishu", outbound.Reply(status, {}, body, 1)).result == result


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/cgi-bin/webhook/send?key=robot-key-0001",
        "https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send?key=robot-key-0001",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=robot-key-0001&x=1",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=",
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=robot-key-0001",
        "http://127.0.0.1:6379/wecom/cgi-bin/webhook/send?key=robot-key-0001",
    ],
)
def test_only_addresses_of_that_app_are_taken(address):
    with pytest.raises(BadInput):
        product.check_address("wecom", address)


def test_keys_are_blotted_out():
    for text in ("…send?key=abc-def hint", "robot/send?access_token=abc-def&x", "bot/v2/hook/abc-def"):
        assert "abc" not in redacted(text)


def test_a_robot_speaks_twenty_times_a_minute_and_not_more():
    assert [wait_for("wecom", 7) for _ in range(20)] == [0.0] * 20
    assert 0 < wait_for("wecom", 7) <= 60
    assert wait_for("wecom", 8) == 0
