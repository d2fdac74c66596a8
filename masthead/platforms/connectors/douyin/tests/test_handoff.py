"""A code for the phone, a tap on the button, and the share number that comes back."""

import hashlib
import json
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from masthead.core import secrets
from masthead.core.errors import FaultKind, NotPermitted, PlatformFault
from masthead.platforms.connectors.douyin.client import signature_of
from masthead.platforms.connectors.douyin.connector import DouyinConnector
from masthead.platforms.contract import HANDOFF_STAGE, Ability, Channel, Post, ProgressState
from masthead.platforms.stand import KnownSecrets
from masthead.platforms.testing import make_picture
from sandbox.testing import SandboxServer

pytestmark = pytest.mark.django_db
CONNECTOR = DouyinConnector()


@pytest.fixture
def keeper(monkeypatch) -> KnownSecrets:
    known = KnownSecrets(secrets._present(), secret="dy-secret", wrong="nope")
    monkeypatch.setattr(secrets, "_keeper", known)
    return known


@pytest.fixture
def channel(sandbox_server: SandboxServer, keeper) -> Channel:
    sandbox_server.add_app("dykey", "dy-secret", platform="douyin", name="云岭茶事")
    return Channel(1, "douyin", sandbox_server.url_of("douyin"), "dykey", "test:secret")


def post(**more) -> Post:
    picture = make_picture()
    values = {"title": "蒙顶春茶开采", "author": "", "digest": "清晨六点上山", "html": "", "cover": picture, "pictures": [picture],
              "tags": ["蒙顶山茶"], "options": {f"url:{picture.sha256}": "http://127.0.0.1:9/a.jpg"}}  # fmt: skip
    return Post(**(values | more))


def tap(scan_url: str) -> httpx.Response:
    """What a person does in the app."""
    given = {k: v[0] for k, v in parse_qs(urlsplit(scan_url).query).items()}
    return httpx.post(scan_url.partition("?")[0], data=given, trust_env=False)


def test_the_published_signature_example_is_met():
    text = "nonce_str=abc&ticket=t1&timestamp=1700000000"

    assert signature_of("t1", "abc", "1700000000") == hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def test_a_good_account_is_told_that_a_person_confirms(channel):
    report = CONNECTOR.check(channel)

    assert report.ok, report.message
    assert report.capabilities[Ability.PUBLISH].mode == "handoff"


def test_a_wrong_secret_is_named_with_its_mend(channel):
    from dataclasses import replace

    report = CONNECTOR.check(replace(channel, account_id=2, secret_ref="test:wrong"))

    assert not report.ok
    assert "Client" in report.advice


def test_from_code_to_published_by_asking_for_the_share_number(channel):
    facts = CONNECTOR.upload(channel, post(), HANDOFF_STAGE, {})
    assert CONNECTOR.status(channel, facts).state == ProgressState.PENDING

    assert tap(facts["scan_url"]).status_code == 200

    progress = CONNECTOR.status(channel, facts)
    assert progress.state == ProgressState.PUBLISHED
    assert progress.url.startswith("https://www.douyin.com/video/")
    assert progress.remote["item_id"].startswith("@")


def test_a_second_code_keeps_the_share_number_and_publishes_once(channel):
    first = CONNECTOR.upload(channel, post(), HANDOFF_STAGE, {})
    second = CONNECTOR.upload(channel, post(), HANDOFF_STAGE, dict(first))

    assert first["share_id"] == second["share_id"]
    assert tap(first["scan_url"]).status_code == 200
    assert tap(second["scan_url"]).status_code == 400


def test_an_expired_token_is_renewed_once(channel, sandbox_server):
    sandbox_server.set_fault("expired_token", "share-id/", count=1)

    assert CONNECTOR.upload(channel, post(), HANDOFF_STAGE, {})["share_id"]


def test_a_throttled_call_is_said_so(channel, sandbox_server):
    sandbox_server.set_fault("throttle", "share-id/", count=1)

    with pytest.raises(PlatformFault) as broken:
        CONNECTOR.upload(channel, post(), HANDOFF_STAGE, {})
    assert broken.value.kind == FaultKind.THROTTLED


def test_a_real_account_gets_the_schema_of_the_app():
    from masthead.platforms.connectors.douyin.connector import _schema

    url = _schema(Channel(1, "douyin", "https://open.douyin.com", "k", "r"), post(title="春 茶"), "77", "t")

    assert url.startswith("snssdk1128://openplatform/share?share_type=h5&client_key=k&")
    assert "%20" in url
    assert "state=77" in url


def message(**content) -> bytes:
    return json.dumps({"event": "create_video", "content": json.dumps(content)}).encode()


def signed(body: bytes, secret: str = "dy-secret") -> dict[str, str]:
    return {
        "x-douyin-signature": hashlib.sha1(secret.encode() + body, usedforsecurity=False).hexdigest(),
        "msg-id": "m1",
    }


def test_the_webhook_names_the_share_number(channel):
    body = message(share_id="77", item_id="@a", video_id="9")
    heard = CONNECTOR.read_callback(channel, {}, body, signed(body))

    assert (heard.event_key, heard.remote_key, heard.remote_value) == ("m1", "share_id", "77")
    assert heard.progress is not None
    assert heard.progress.state == ProgressState.PUBLISHED


def test_a_forged_webhook_is_refused(channel):
    body = message(share_id="77", item_id="@a", video_id="9")

    with pytest.raises(NotPermitted):
        CONNECTOR.read_callback(channel, {}, body, signed(body, "other"))


def test_the_verification_gets_its_challenge_back_as_a_number(channel):
    body = json.dumps({"event": "verify_webhook", "client_key": "", "content": {"challenge": 12345}}).encode()

    assert json.loads(CONNECTOR.read_callback(channel, {}, body, signed(body)).answer) == {"challenge": 12345}


def test_a_post_without_medium_or_title_is_refused_before_anything_is_sent():
    codes = {i.code for i in CONNECTOR.validate(post(title="", cover=None, pictures=[])) if i.block}

    assert codes == {"title_empty", "media_missing"}
