"""The WeChat emulator as the gateway sees it: guards in the platform's order, then the handler in one transaction."""

from __future__ import annotations

import json

from sandbox.clock import day_of
from sandbox.gateway import Call
from sandbox.settings import FaultIn
from sandbox.store import Json
from sandbox.wechat import datacube, drafts, mass, media, publish, readers, tokens, tools
from sandbox.wechat.errors import Refused, envelope
from sandbox.wechat.registry import ENDPOINTS, Endpoint

MODULES = (datacube, drafts, mass, media, publish, readers, tokens, tools)


class WeChat:
    """https://api.weixin.qq.com, as far as the sandbox knows it."""

    name = "wechat"

    def recognise(self, call: Call) -> str:
        token = call.query.get("access_token", "")
        if token:
            row = call.world.store.row("SELECT appid FROM tokens WHERE token = ?", token)
            return str(row["appid"]) if row else ""
        if appid := call.query.get("appid", ""):
            return appid
        return str(_lenient_json(call.raw).get("appid", ""))

    def perform(self, call: Call) -> Json:
        endpoint = ENDPOINTS.get(call.endpoint)
        try:
            if endpoint is None:
                raise Refused(40066)
            self._guard(call, endpoint)
            with call.world.store.transaction(durable=endpoint.durable):
                return endpoint.handler(call)
        except Refused as refused:
            call.note = call.note or refused.errmsg
            return envelope(refused.errcode, refused.errmsg)

    def refusal(self, fault: FaultIn) -> Json:
        return envelope({"throttle": 45011, "expired_token": 42001, "duplicate": 45065}.get(fault.kind, fault.errcode))

    def _guard(self, call: Call, endpoint: Endpoint) -> None:
        if call.method not in endpoint.methods:
            raise Refused(43002 if endpoint.methods == ("POST",) else 43001)
        if endpoint.token:
            tokens.check_token(call)
        if endpoint.publish_right and not (call.app and call.app.publish_right):
            raise Refused(48001)
        if endpoint.json_body:
            call.body = parse_body(call.raw)
        if endpoint.daily_limit:
            count_quota(call, endpoint)


def parse_body(raw: bytes) -> Json:
    """A JSON object in UTF-8, or the platform's complaint about it."""
    if not raw.strip():
        raise Refused(44002)
    try:
        parsed = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise Refused(40033) from None
    except ValueError:
        raise Refused(47001) from None
    if not isinstance(parsed, dict):
        raise Refused(47001)
    return parsed


def count_quota(call: Call, endpoint: Endpoint) -> None:
    """Count one call of the day; over the limit is 45009."""
    limit = tools.daily_limit(call.world, call.appid, endpoint)
    used = tools.used_today(call.world, call.appid, endpoint.path, call.now)
    if used >= limit:
        raise Refused(45009)
    call.world.store.run(
        "INSERT INTO quota_used (appid, endpoint, day, used) VALUES (?, ?, ?, 1)"
        " ON CONFLICT (appid, endpoint, day) DO UPDATE SET used = used + 1",
        call.appid, endpoint.path, day_of(call.now).isoformat(),
    )  # fmt: skip


def _lenient_json(raw: bytes) -> Json:
    if not raw.startswith(b"{"):
        return {}
    try:
        parsed = json.loads(raw)
    except ValueError:
        return {}
    return parsed if isinstance(parsed, dict) else {}
