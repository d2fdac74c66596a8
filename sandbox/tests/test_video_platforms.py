"""The emulators of 快手 and B 站 where a good client never comes: broken uploads, foreign works, audits over a restart."""

from __future__ import annotations

import hashlib
import json

import pytest

from sandbox.bilibili import signing
from sandbox.testing import until

BACK = "http://127.0.0.1:9/back"
VIDEO = b"\x00\x00\x00\x18ftypisom" + b"yunling" * 100


def code_of(answer):
    return str(answer.headers["location"]).split("code=")[1].split("&")[0]


class Kwai:
    def __init__(self, server, app="k1"):
        self.server, self.url, self.app = server, server.url_of("kuaishou"), app
        server.add_app(app, "secret", platform="kuaishou")
        asked = server.http.get(
            f"{self.url}/oauth2/authorize", params={"app_id": app, "redirect_uri": BACK, "auto": "1"}
        )
        keys = {"app_id": app, "app_secret": "secret", "grant_type": "authorization_code", "code": code_of(asked)}
        self.token = server.http.post(f"{self.url}/oauth2/access_token", data=keys).json()["access_token"]

    def call(self, method, path, **more):
        query = {"app_id": self.app, "access_token": self.token, **more.pop("params", {})}
        return self.server.http.request(method, f"{self.url}/{path}", params=query, **more).json()

    def uploaded(self):
        token = self.call("POST", "openapi/photo/start_upload")["upload_token"]
        self.call("POST", "api/upload", params={"upload_token": token}, content=VIDEO)
        return token

    def publish(self, token, caption="蒙顶春茶"):
        files = {"cover": ("a.jpg", b"\xff\xd8\xff\xe0 cover", "image/jpeg")}
        return self.call(
            "POST", "openapi/photo/publish", params={"upload_token": token}, data={"caption": caption}, files=files
        )


@pytest.fixture
def kwai(sandbox_server):
    return Kwai(sandbox_server)


def test_an_upload_with_a_hole_cannot_be_completed(kwai):
    token = kwai.call("POST", "openapi/photo/start_upload")["upload_token"]
    for number in (0, 2):
        told = kwai.call(
            "POST", "api/upload/fragment", params={"upload_token": token, "fragment_id": number}, content=VIDEO
        )
        assert told["checksum"] == hashlib.md5(VIDEO).hexdigest()
    assert (
        kwai.call("POST", "api/upload/complete", params={"upload_token": token, "fragment_count": 2})["result"]
        == 120002
    )


def test_nothing_is_published_without_a_video_and_an_upload_is_used_once(kwai):
    empty = kwai.call("POST", "openapi/photo/start_upload")["upload_token"]
    assert kwai.publish(empty)["result"] == 120002
    token = kwai.uploaded()
    assert kwai.publish(token)["result"] == 1
    assert kwai.publish(token)["result"] == 120002


def test_one_account_cannot_touch_anothers_work(sandbox_server, kwai):
    photo = kwai.publish(kwai.uploaded())["video_info"]["photo_id"]
    other = Kwai(sandbox_server, "k2")
    assert other.call("POST", "openapi/photo/delete", params={"photo_id": photo})["result"] == 120001
    other.app = "k1"
    assert other.call("GET", "openapi/photo/list")["result"] == 100200102


def test_an_audit_goes_on_after_a_kill(sandbox_server, kwai):
    sandbox_server.settings(publish_seconds=1)
    photo = kwai.publish(kwai.uploaded())["video_info"]["photo_id"]
    sandbox_server.restart()
    until(lambda: not kwai.call("GET", "openapi/photo/list")["video_list"][0]["pending"], seconds=8)
    assert sandbox_server.http.get(f"{kwai.url}/short-video/{photo}").status_code == 200


class Bili:
    def __init__(self, server):
        self.server, self.url = server, server.url_of("bilibili")
        server.add_app("b1", "secret", platform="bilibili", options={"interval": "0"})
        asked = server.http.get(
            f"{self.url}/pc/account-pc/auth/oauth", params={"client_id": "b1", "gourl": BACK, "auto": "1"}
        )
        self.keys = {"client_id": "b1", "client_secret": "secret"}
        given = {**self.keys, "grant_type": "authorization_code", "code": code_of(asked)}
        self.pair = server.http.post(f"{self.url}/x/account-oauth2/v1/token", data=given).json()["data"]
        self.n = 0

    def call(self, method, path, body=None, **params):
        self.n += 1
        raw = json.dumps(body).encode() if body is not None else b""
        values = ("b1", signing.md5_of(raw), "HMAC-SHA256", f"n{self.n}", "2.0", str(int(self.server.now())))
        headers = dict(zip(signing.NAMES, values, strict=True))
        headers |= {"authorization": signing.signature_of(headers, "secret"), "accept": "application/json"}
        headers |= {"content-type": "application/json", "access-token": self.pair["access_token"]}
        address = f"{self.url}/arcopen/fn/{path}"
        return self.server.http.request(method, address, params=params, content=raw, headers=headers).json()

    def uploaded(self):
        token = self.call("POST", "archive/video/init", {"name": "a.mp4", "utype": "1"})["data"]["upload_token"]
        self.server.http.post(f"{self.url}/video/v2/upload", params={"upload_token": token}, content=VIDEO)
        return token

    def add(self, token, **more):
        given = {"title": "蒙顶春茶", "tid": 21, "desc": "", "tag": "春茶", "copyright": 1, "no_reprint": 1, **more}
        return self.call("POST", "archive/add-by-utoken", given, upload_token=token)


@pytest.fixture
def bili(sandbox_server):
    return Bili(sandbox_server)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("title", "茶" * 81, 123030),
        ("tid", 160, 123010),
        ("tag", "", 123022),
        ("copyright", 2, 123016),
        ("desc", "茶" * 250, 123014),
    ],
)
def test_a_field_that_breaks_a_rule_is_named_by_its_number(bili, field, value, code):
    assert bili.add(bili.uploaded(), **{field: value})["code"] == code


def test_an_upload_is_used_once(bili):
    token = bili.uploaded()
    assert bili.add(token)["code"] == 0
    assert bili.add(token, title="另一条")["code"] == 127008


def test_an_authorisation_that_is_over_cannot_be_renewed(sandbox_server, bili):
    sandbox_server.shift_clock(forward_seconds=31 * 86_400)
    given = {**bili.keys, "grant_type": "refresh_token", "refresh_token": bili.pair["refresh_token"]}
    assert (
        sandbox_server.http.post(f"{bili.url}/x/account-oauth2/v1/refresh_token", data=given).json()["code"] == 122007
    )


def test_the_console_checks_the_developers_address(sandbox_server, bili, callback_catcher):
    sandbox_server.add_app("b1", "secret", platform="bilibili", callback_url=callback_catcher.url)
    told = sandbox_server.http.post(f"{bili.url}/_console/verify", json={"appid": "b1"}).json()
    assert (told["ok"], len(callback_catcher.posts())) == (False, 1)  # the catcher does not hand the number back
