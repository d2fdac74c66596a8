"""Readers: their comments below articles, their messages to the account, and the answers."""

from __future__ import annotations

import secrets

from sandbox.gateway import Call
from sandbox.store import Json, Row, loads
from sandbox.things import Thing, Things
from sandbox.wechat.errors import OK, Refused
from sandbox.wechat.registry import endpoint
from sandbox.world import World

WINDOW_SECONDS = 48 * 3600
ANSWERS_IN_WINDOW = 5


@endpoint("/cgi-bin/comment/list", publish_right=True)
def list_comments(call: Call) -> Json:
    begin, count = call.body.get("begin", 0), call.body.get("count", 0)
    if not isinstance(begin, int) or not isinstance(count, int) or not 0 < count < 50 or begin < 0:
        raise Refused(88010)
    found = _comments(call)
    return {**OK, "total": len(found), "comment": [_told(one) for one in found[begin : begin + count]]}


@endpoint("/cgi-bin/comment/reply/add", publish_right=True, durable=True)
def add_reply(call: Call) -> Json:
    wanted = str(call.body.get("user_comment_id", ""))
    found = next((one for one in _comments(call) if one.key == wanted), None)
    if found is None:
        raise Refused(88008)
    if found.body.get("reply"):
        raise Refused(88009)
    reply = {"content": str(call.body.get("content", "")), "create_time": int(call.now)}
    things(call.world).put("comment", found.key, {**found.body, "reply": reply}, appid=call.appid)
    return dict(OK)


@endpoint("/cgi-bin/message/custom/send", durable=True)
def send_custom(call: Call) -> Json:
    """Within 48 hours after the reader wrote, five at most."""
    kept = things(call.world)
    reader = kept.get("reader", f"{call.appid}:{call.body.get('touser', '')}")
    if reader is None:
        raise Refused(40003)
    if call.now - reader.body["wrote_at"] > WINDOW_SECONDS:
        raise Refused(45015)
    if reader.body["answers"] >= ANSWERS_IN_WINDOW:
        raise Refused(45047)
    kept.put("reader", reader.key, {**reader.body, "answers": reader.body["answers"] + 1}, appid=call.appid)
    text = str((call.body.get("text") or {}).get("content", ""))
    kept.put("answer", secrets.token_hex(8), {"to": call.body["touser"], "text": text}, appid=call.appid, at=call.now)
    return dict(OK)


def write_comment(world: World, msg_data_id: int, text: str, openid: str) -> int:
    """A reader comments. Raises ValueError when there is no such article or it takes no comments."""
    row = world.store.row("SELECT * FROM articles WHERE msg_data_id = ? AND is_deleted = 0 AND idx = 1", msg_data_id)
    if row is None or not loads(row["body"]).get("need_open_comment"):
        raise ValueError("no article that takes comments")
    kept = things(world)
    number = kept.count("comment") + 1
    body = {"msg_data_id": msg_data_id, "content": text, "openid": openid, "create_time": int(world.now())}
    kept.put("comment", str(number), body, appid=row["appid"], at=world.now())
    return number


def write_message(world: World, appid: str, text: str, openid: str) -> None:
    """A reader writes to the account: the window for answers opens, and the message goes to the developer address."""
    app = world.app(appid)
    if app is None:
        raise ValueError("no such account")
    now, kept = world.now(), things(world)
    kept.put("reader", f"{appid}:{openid}", {"wrote_at": now, "answers": 0}, appid=appid, at=now)
    xml = (
        f"<xml><ToUserName><![CDATA[{app.gh_id}]]></ToUserName><FromUserName><![CDATA[{openid}]]></FromUserName>"
        f"<CreateTime>{int(now)}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content><![CDATA[{text.replace(']]>', '')}]]></Content><MsgId>{secrets.randbelow(10**17) + 10**17}</MsgId></xml>"
    )
    if app.callback_url:
        world.store.insert("callbacks", appid=appid, publish_id=0, xml=xml, due_at=now, state="waiting")


def comments_of(world: World, row: Row) -> list[Thing]:
    return [one for one in things(world).every("comment") if one.body["msg_data_id"] == row["msg_data_id"]]


def things(world: World) -> Things:
    return Things(world.store, "wechat")


def _comments(call: Call) -> list[Thing]:
    row = call.world.store.row(
        "SELECT * FROM articles WHERE msg_data_id = ? AND appid = ? AND idx = 1",
        call.body.get("msg_data_id", 0), call.appid,
    )  # fmt: skip
    if row is None:
        raise Refused(88001)
    return comments_of(call.world, row)


def _told(one: Thing) -> Json:
    told: Json = {
        "user_comment_id": int(one.key),
        "openid": one.body["openid"],
        "create_time": one.body["create_time"],
        "content": one.body["content"],
        "comment_type": 0,
    }
    return told | ({"reply": one.body["reply"]} if one.body.get("reply") else {})
