"""A bare caller of the emulated API, for the sandbox's own tests."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from PIL import Image

from sandbox.testing import SandboxServer

APPID, SECRET = "wx_cloudridge", "cloudridge-secret"


@dataclass
class Caller:
    """Calls like a simple client: one stable token, raw UTF-8 JSON."""

    server: SandboxServer
    token: str = ""

    def raw(self, method: str, path: str, **more: Any) -> httpx.Response:
        return self.server.http.request(method, f"{self.server.wechat_url}{path}", **more)

    def stable_token(self, *, appid: str = APPID, secret: str = SECRET, force: bool = False) -> dict[str, Any]:
        body = {"grant_type": "client_credential", "appid": appid, "secret": secret, "force_refresh": force}
        return self.raw("POST", "/cgi-bin/stable_token", json=body).json()

    def classic_token(self, *, secret: str = SECRET) -> dict[str, Any]:
        query = {"grant_type": "client_credential", "appid": APPID, "secret": secret}
        return self.raw("GET", "/cgi-bin/token", params=query).json()

    def sign_in(self) -> Caller:
        self.token = self.stable_token()["access_token"]
        return self

    def get(self, path: str, **params: Any) -> dict[str, Any]:
        return self.raw("GET", path, params={"access_token": self.token, **params}).json()

    def post(self, path: str, body: dict[str, Any], **more: Any) -> dict[str, Any]:
        content = json.dumps(body, ensure_ascii=False).encode()
        return self.raw("POST", path, params={"access_token": self.token}, content=content, **more).json()

    def upload(self, path: str, name: str, content: bytes, *, kind: str = "", data: Any = None) -> dict[str, Any]:
        params = {"access_token": self.token} | ({"type": kind} if kind else {})
        return self.raw("POST", path, params=params, files={"media": (name, content)}, data=data).json()

    def cover(self) -> str:
        return self.upload("/cgi-bin/material/add_topic_material", "封面.jpg", picture(), kind="image")["media_id"]

    def article(self, title: str = "蒙顶春茶开采", **more: Any) -> dict[str, Any]:
        more.setdefault("content", "<p>清明前七日,蒙顶山头采开园。</p>")
        return {"title": title, "author": "林编辑", "thumb_media_id": more.pop("thumb", None) or self.cover(), **more}

    def draft(self, title: str = "蒙顶春茶开采", **more: Any) -> str:
        return self.post("/cgi-bin/draft/add", {"articles": [self.article(title, **more)]})["media_id"]

    def submit(self, media_id: str) -> dict[str, Any]:
        return self.post("/cgi-bin/freepublish/submit", {"media_id": media_id})

    def status(self, publish_id: str) -> dict[str, Any]:
        return self.post("/cgi-bin/freepublish/get", {"publish_id": publish_id})

    def published(self, title: str = "蒙顶春茶开采", **more: Any) -> dict[str, Any]:
        """Draft, submit, wait; the final status."""
        publish_id = self.submit(self.draft(title, **more))["publish_id"]
        self.server.wait_until_settled()
        return self.status(publish_id)


def picture(form: str = "JPEG", size: tuple[int, int] = (90, 60)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, (90, 130, 80)).save(target, form)
    return target.getvalue()


@pytest.fixture
def wechat(sandbox_server: SandboxServer) -> Caller:
    """An account with publish right, signed in."""
    sandbox_server.add_app(APPID, SECRET)
    return Caller(sandbox_server).sign_in()
