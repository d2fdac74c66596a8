"""What each app checks, in its own order; the answer to the first check that fails. Lengths are bytes of UTF-8."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.store import Json

HOUR = 3600


@dataclass(frozen=True)
class Robot:
    """A robot as an administrator of the group made it."""

    kind: str
    key: str
    name: str = ""
    secret: str = ""
    keywords: list[str] = field(default_factory=list)
    fault: str = ""  # "", "hang", "http_500", "cut_after" or a number of the app


@dataclass(frozen=True)
class Posted:
    """One call: the query of its address, its body, the moment, and how many messages went in the last minute and second."""

    query: dict[str, str]
    raw: bytes
    now: float
    in_minute: int
    in_second: int


@dataclass(frozen=True)
class Verdict:
    answer: Json
    text: str = ""  # what the group reads; empty when refused
    signed: bool = False

    @property
    def accepted(self) -> bool:
        return bool(self.text)


def body_of(raw: bytes) -> Json | None:
    try:
        found = json.loads(raw)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def text_in(found: object, *names: str) -> str:
    """The text at a path of keys, or nothing."""
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, str) else ""


def _err(code: int, words: str) -> Verdict:
    return Verdict({"errcode": code, "errmsg": words})


# -- wecom: the key is all there is
def wecom(robot: Robot | None, posted: Posted) -> Verdict:
    if robot is None:
        return _err(93000, "invalid webhook url, hint: [0], from ip: 127.0.0.1")
    if posted.in_minute >= 20:
        return _err(45009, "api freq out of limit")
    body = body_of(posted.raw)
    if body is None:
        return _err(40058, "invalid Request Parameter")
    kind = text_in(body, "msgtype")
    content, most = text_in(body, kind, "content"), {"text": 2048, "markdown": 4096, "markdown_v2": 4096}.get(kind, 0)
    if not content or len(content.encode()) > most:
        return _err(40058, f"{kind}.content exceed max length {most}. invalid Request Parameter")
    return Verdict({"errcode": 0, "errmsg": "ok"}, content)


# -- dingtalk: milliseconds, the secret is the key
def dingtalk(robot: Robot | None, posted: Posted) -> Verdict:
    if robot is None:
        return _err(300005, "token is not exist")
    if robot.secret and (wrong := _dingtalk_unsigned(robot.secret, posted)):
        return _err(310000, f"description:{wrong};")
    body = body_of(posted.raw)
    if body is None or len(posted.raw) > 20_000:
        return _err(40035, "缺少参数 json")
    kind = text_in(body, "msgtype")
    text = "\n".join(t for t in (text_in(body, kind, n) for n in ("title", "content", "text")) if t)
    if not text:
        return _err(40035, "缺少参数 text")
    if kind == "actionCard" and not text_in(body, kind, "singleURL"):
        return _err(40035, "缺少参数 singleURL")
    if robot.keywords and not any(word in text for word in robot.keywords):
        return _err(310000, "description:关键词不匹配;keywords not in content")
    if posted.in_minute >= 20:
        return _err(130101, "send too fast, exceed 20 times per minute")
    return Verdict({"errcode": 0, "errmsg": "ok"}, text, bool(robot.secret))


def _dingtalk_unsigned(secret: str, posted: Posted) -> str:
    """What is wrong with the signature, or nothing."""
    moment = posted.query.get("timestamp", "")
    if not moment.isdigit() or abs(posted.now * 1000 - int(moment)) > HOUR * 1000:
        return "invalid timestamp"
    digest = hmac.new(secret.encode(), f"{moment}\n{secret}".encode(), hashlib.sha256).digest()
    told = posted.query.get("sign", "").encode()
    return "" if hmac.compare_digest(base64.b64encode(digest), told) else "sign not match"


# -- feishu: seconds, the words are the key of an empty message
def feishu(robot: Robot | None, posted: Posted) -> Verdict:
    if robot is None:
        return _code(19001, "param invalid: incoming webhook access token invalid")
    body = body_of(posted.raw)
    if body is None or len(posted.raw) > 20 * 1024:
        return _code(9499, "Bad Request")
    if robot.secret and not _feishu_signed(robot.secret, body, posted.now):
        return _code(19021, "sign match fail or timestamp is not within one hour from current time")
    text = _feishu_text(body)
    if not text:
        return _code(9499, "Bad Request")
    if robot.keywords and not any(word in text for word in robot.keywords):
        return _code(19024, "Key Words Not Found")
    if posted.in_minute >= 100 or posted.in_second >= 5:
        return _code(11232, "frequency limited psm[lark.oapi.app_platform_runtime]appID[1500]")
    answer = {"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"}
    return Verdict(answer, text, bool(robot.secret))


def _code(code: int, words: str) -> Verdict:
    return Verdict({"code": code, "data": {}, "msg": words})


def _feishu_signed(secret: str, body: Json, now: float) -> bool:
    moment, sign = body.get("timestamp"), body.get("sign")
    if not isinstance(moment, str) or not moment.isdigit() or not isinstance(sign, str):
        return False
    wanted = base64.b64encode(hmac.new(f"{moment}\n{secret}".encode(), b"", hashlib.sha256).digest())
    return abs(now - int(moment)) <= HOUR and hmac.compare_digest(wanted, sign.encode())


def _feishu_text(body: Json) -> str:
    if body.get("msg_type") == "text":
        return text_in(body, "content", "text")
    if body.get("msg_type") != "interactive" or not isinstance(body.get("card"), dict):
        return ""
    card = body["card"]
    parts = [text_in(card, "header", "title", "content")]
    parts += [text_in(one, "text", "content") for one in card.get("elements", []) if isinstance(one, dict)]
    return "\n".join(part for part in parts if part)


CHECKS: dict[str, Callable[[Robot | None, Posted], Verdict]] = {"wecom": wecom, "dingtalk": dingtalk, "feishu": feishu}
