"""What the platform tells the developer's address: a video is open, a video was sent back, and the check of the address itself."""

from __future__ import annotations

import secrets

import httpx

from sandbox import post_office
from sandbox.bilibili.access import openid
from sandbox.bilibili.signing import webhook_headers
from sandbox.clock import beijing
from sandbox.desk import OPEN
from sandbox.settings import AppIn
from sandbox.store import Json, dumps
from sandbox.things import Thing
from sandbox.wechat.courier import failure, is_loopback
from sandbox.world import World


def letter(world: World, event: str, content: Json) -> bytes:
    stamp = beijing(world.now()).strftime("%Y-%m-%d %H:%M:%S")
    return dumps({"event": event, "content": content, "timestamp": stamp}).encode()


def tell(world: World, app: AppIn, kept: Thing) -> None:
    """A video was decided."""
    if not app.callback_url:
        return
    good = kept.body["state"] == OPEN
    facts = {"state": 0, "state_desc": "开放浏览"} if good else {"state": -2, "state_desc": "已退回"}
    event = "video_open" if good else "video_fail"
    body = letter(world, event, {"openid": openid(app), "client_id": app.appid, "resource_id": kept.key, **facts})
    post_office.send(world, app.appid, app.callback_url, body, webhook_headers(app, body, world.now()), event=event)


async def verify(world: World, app: AppIn) -> Json:
    """The number must come back."""
    if not is_loopback(app.callback_url):
        return {"ok": False, "note": "回调地址不在本机，未发送"}
    number = secrets.randbelow(2**31)
    body = letter(world, "verify_webhooks", {"data": number})
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=5) as client:
            answer = await client.post(app.callback_url, content=body, headers=webhook_headers(app, body, world.now()))
        same = answer.json() == {"data": number}
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        return {"ok": False, "note": failure(error)}
    return {"ok": same, "note": "编号原样返回" if same else "返回内容不同"}
