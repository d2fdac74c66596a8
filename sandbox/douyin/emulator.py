"""The open platform's calls and the app's publishing page, where a person taps the button."""

from __future__ import annotations

import hashlib
import html
import json
import secrets
from typing import Any
from urllib.parse import parse_qs

import httpx
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.emulators import Seen
from sandbox.gateway import Answer, Call
from sandbox.settings import AppIn, FaultIn
from sandbox.store import Json
from sandbox.things import Things
from sandbox.wechat.courier import is_loopback
from sandbox.world import World

TOKEN_SECONDS = 7200
EXPIRED, WRONG_KEY, MISSING, NO_RIGHT, BUSY_QUOTA = 2190008, 10013, 10005, 10004, 2190001


def good(**data: Any) -> Json:
    return {
        "data": {"error_code": 0, "description": "", **data},
        "extra": {"error_code": 0, "description": "", "logid": secrets.token_hex(8)},
    }


def bad(code: int, words: str) -> Answer:
    told = {"error_code": code, "description": words}
    return Answer({"data": told, "extra": {**told, "logid": secrets.token_hex(8)}}, code=code)


class Douyin:
    """One for all apps."""

    name = "douyin"
    label = "抖音"

    def things(self, world: World) -> Things:
        return Things(world.store, self.name)

    def recognise(self, call: Call) -> str:
        """By the token, or by the client key of the token call."""
        if token := call.headers.get("access-token", ""):
            found = self.things(call.world).get("token", token)
            return found.appid if found else ""
        given = parse_qs(call.raw.decode("utf-8", "replace"))
        return given.get("client_key", [""])[0]

    def perform(self, call: Call) -> Json | Answer:
        doors = {
            "/oauth/client_token/": self._token, "/open/getticket/": self._ticket, "/share-id/": self._share,
        }  # fmt: skip
        door = doors.get(call.endpoint)
        if door is None:
            return Answer({"err_no": 404, "err_msg": "no such api"}, status=404, code=404)
        return door(call)

    def refusal(self, fault: FaultIn) -> Json | Answer:
        codes = {"throttle": BUSY_QUOTA, "expired_token": EXPIRED, "duplicate": MISSING}
        return bad(codes.get(fault.kind, fault.errcode or MISSING), fault.kind)

    def _token(self, call: Call) -> Json | Answer:
        given = {k: v[0] for k, v in parse_qs(call.raw.decode()).items()}
        if call.app is None or given.get("client_secret") != call.app.secret:
            return bad(WRONG_KEY, "client_key or client_secret error")
        token = "clt." + secrets.token_hex(16)
        self.things(call.world).put("token", token, {"until": call.now + TOKEN_SECONDS}, appid=call.appid, at=call.now)
        return good(access_token=token, expires_in=TOKEN_SECONDS)

    def _holds(self, call: Call) -> bool:
        found = self.things(call.world).get("token", call.headers.get("access-token", ""))
        call.token_ok = bool(found and found.body["until"] > call.now)
        return call.token_ok

    def _ticket(self, call: Call) -> Json | Answer:
        if not self._holds(call):
            return bad(EXPIRED, "access_token expired")
        ticket = "tkt." + secrets.token_hex(12)
        self.things(call.world).put(
            "ticket", ticket, {"until": call.now + TOKEN_SECONDS}, appid=call.appid, at=call.now
        )
        return good(ticket=ticket, expires_in=TOKEN_SECONDS)

    def _share(self, call: Call) -> Json | Answer:
        """POST makes a number, GET tells what became of it."""
        if not self._holds(call):
            return bad(EXPIRED, "access_token expired")
        things = self.things(call.world)
        if call.method == "POST":
            number = str(1_700_000_000_000_000 + secrets.randbelow(10**15))
            things.put("share", number, {}, appid=call.appid, at=call.now)
            return good(share_id=number)
        found = things.get("share", call.query.get("share_id", ""))
        if found is None or found.appid != call.appid:
            return bad(MISSING, "share_id not found")
        return good(share_id=found.key, **found.body)

    # -- what a person does on the phone
    def pages(self, world: World) -> list[BaseRoute]:
        async def show(request: Request) -> Response:
            return HTMLResponse(self._page(world, dict(request.query_params)))

        async def publish(request: Request) -> Response:
            given = {k: v[0] for k, v in parse_qs((await request.body()).decode()).items()}
            said = self._publish(world, given)
            if isinstance(said, str):
                return HTMLResponse(_frame("发布失败", f"<p>{html.escape(said)}</p>"), status_code=400)
            app, content = said
            lost = world.draw(("callback_lost",), endpoint="/app/publish", appid=app.appid)
            task = None if lost or not is_loopback(app.callback_url) else BackgroundTask(_tell, app, content)
            return HTMLResponse(_frame("发布成功", "<p>作品已发布，可以回到电脑了。</p>"), background=task)

        path = f"/{self.name}/app/publish"
        return [Route(path, show, methods=["GET"]), Route(path, publish, methods=["POST"])]

    def _problem(self, world: World, given: dict[str, str]) -> str:
        """'' or why the app would not open the page: signature, number, media."""
        app = world.app(given.get("client_key", ""))
        if app is None:
            return "client_key 不存在"
        plain = "nonce_str={n}&ticket={{t}}&timestamp={ts}".format(
            n=given.get("nonce_str", ""), ts=given.get("timestamp", "")
        )
        tickets = [t for t in self.things(world).every("ticket", appid=app.appid) if t.body["until"] > world.now()]
        signs = {hashlib.md5(plain.format(t=t.key).encode(), usedforsecurity=False).hexdigest() for t in tickets}
        if given.get("signature") not in signs:
            return "签名不对"
        share = self.things(world).get("share", given.get("state", ""))
        if share is None or share.appid != app.appid:
            return "share_id 不存在"
        if not any(given.get(name) for name in ("video_path", "image_path", "image_list_path")):
            return "没有视频或图片"
        return ""

    def _page(self, world: World, given: dict[str, str]) -> str:
        if problem := self._problem(world, given):
            return _frame("打不开发布页", f"<p>{html.escape(problem)}</p>")
        tags = "".join(f"<li>#{html.escape(str(t))}</li>" for t in _listed(given.get("hashtag_list", "")))
        hidden = "".join(
            f'<input type="hidden" name="{html.escape(k)}" value="{html.escape(v)}">' for k, v in given.items()
        )
        words = f"<h2>{html.escape(given.get('title', ''))}</h2><ul>{tags}</ul>"
        return _frame("发布", f'{words}<form method="post" action="publish">{hidden}<button>发布</button></form>')

    def _publish(self, world: World, given: dict[str, str]) -> str | tuple[AppIn, Json]:
        """The button: a post is there, once for each number."""
        if problem := self._problem(world, given):
            return problem
        app, things = world.app(given["client_key"]), self.things(world)
        share = things.get("share", given["state"])
        assert app is not None
        assert share is not None
        if share.body.get("item_id"):
            return "这个发布码已经用过"
        video = str(7_000_000_000_000_000_000 + secrets.randbelow(10**17))
        body = {
            "item_id": f"@{secrets.token_urlsafe(18)}",
            "video_id": video,
            "share_url": f"https://www.douyin.com/video/{video}",
            "status": "published",
        }
        things.put("share", share.key, body, appid=app.appid)
        shown = {
            "title": given.get("title", ""),
            "media": given.get("video_path") or given.get("image_path") or "",
            **body,
        }
        things.put("post", video, shown, appid=app.appid, at=world.now())
        content = {"share_id": share.key, "item_id": body["item_id"], "video_id": video, "has_default_hashtag": False}
        return app, content

    def posts(self, world: World, app: AppIn) -> list[Seen]:
        found = self.things(world).every("post", appid=app.appid, newest_first=True)
        return [Seen(t.key, t.body["title"], "", t.at, url=t.body["share_url"]) for t in found]

    def tick(self, world: World) -> None:
        """Nothing is settled later: a tap on the button is the result."""


def _listed(text: str) -> list[Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return []
    return found if isinstance(found, list) else []


async def _tell(app: AppIn, content: Json) -> None:
    """The webhook `create_video`, signed as the platform signs: SHA-1 over secret and raw body."""
    message = {
        "event": "create_video",
        "client_key": app.appid,
        "from_user_id": "sandbox",
        "content": json.dumps(content),
        "log_id": secrets.token_hex(8),
    }
    body = json.dumps(message).encode()
    sign = hashlib.sha1(app.secret.encode() + body, usedforsecurity=False).hexdigest()
    headers = {"content-type": "application/json", "x-douyin-signature": sign, "msg-id": secrets.token_hex(12)}
    async with httpx.AsyncClient(trust_env=False, timeout=5) as client:
        for _ in range(3):
            try:
                if (await client.post(app.callback_url, content=body, headers=headers)).status_code == 200:
                    return
            except httpx.HTTPError:
                continue


def _frame(title: str, inside: str) -> str:
    return (
        '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{html.escape(title)}</title></head><body><main><h1>抖音（沙箱）· {html.escape(title)}</h1>{inside}</main></body></html>"
    )


EMULATOR = Douyin()
