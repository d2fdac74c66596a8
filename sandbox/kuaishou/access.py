"""Authorisation: access tokens that live side by side, and one chain of refresh tokens that inherit their end."""

from __future__ import annotations

import hashlib
import json
import secrets

from sandbox import post_office
from sandbox.consent import take_code
from sandbox.desk import Refused, fields_of
from sandbox.gateway import Call
from sandbox.settings import AppIn
from sandbox.store import Json
from sandbox.things import Things
from sandbox.world import World

NAME = "kuaishou"
ACCESS_SECONDS = 172_800
REFRESH_SECONDS = 180 * 86_400
SCOPES = ["user_info", "user_base", "user_video_publish", "user_video_info", "user_video_delete"]


def things_of(call: Call) -> Things:
    return Things(call.world.store, NAME)


def open_id(app: AppIn) -> str:
    return app.options.get("open_id") or "f1" + hashlib.sha256(app.appid.encode()).hexdigest()[:30]


def check_token(call: Call) -> None:
    """100200102 never ours or another app's, 100200108 expired, 100200110 the person took the authorisation back."""
    call.token_ok = False
    given = fields_of(call)
    kept = things_of(call).get("access", given.get("access_token", ""))
    if call.app is None or kept is None or kept.appid != given.get("app_id"):
        raise Refused(100200102, "access_denied")
    if kept.body["revoked"]:
        raise Refused(100200110, "authorization expired")
    if kept.body["expires"] <= call.now:
        raise Refused(100200108, "access_token expired")
    call.token_ok = True


def _app(call: Call) -> AppIn:
    given = fields_of(call)
    app = call.world.app(given.get("app_id", ""))
    if app is None or app.platform != NAME or app.secret != given.get("app_secret"):
        raise Refused(100200101, "invalid_client")
    return app


def access_token(call: Call) -> Json:
    app, given = _app(call), fields_of(call)
    if given.get("grant_type") != "authorization_code":
        raise Refused(100200104, "unsupported_grant_type")
    if take_code(call.world, NAME, app.appid, given.get("code", "")) is None:
        raise Refused(100200105, "invalid code")
    notify(call.world, app, "authorize")
    return _issue(call, app, ends=call.now + int(app.options.get("refresh_seconds", REFRESH_SECONDS)))


def refresh_token(call: Call) -> Json:
    """A new refresh token each time; the old one is dead at once, and the new one ends when the old one would have."""
    app, given = _app(call), fields_of(call)
    if given.get("grant_type") != "refresh_token":
        raise Refused(100200104, "unsupported_grant_type")
    things, token = things_of(call), given.get("refresh_token", "")
    kept = things.get("refresh", token)
    if kept is None or kept.appid != app.appid or kept.body["revoked"]:
        raise Refused(100200102, "refresh_token invalid")
    if kept.body["expires"] <= call.now:
        raise Refused(100200113, "refresh_token expired")
    things.drop("refresh", token)
    return _issue(call, app, ends=kept.body["expires"])


def _issue(call: Call, app: AppIn, *, ends: float) -> Json:
    access, refresh = "ChFvYXV0aC" + secrets.token_urlsafe(40), "ChJvYXV0aC" + secrets.token_urlsafe(40)
    seconds = int(app.options.get("access_seconds", ACCESS_SECONDS))
    things = things_of(call)
    with call.world.store.transaction(durable=True):
        things.put("access", access, {"expires": call.now + seconds, "revoked": False}, appid=app.appid, at=call.now)
        things.put("refresh", refresh, {"expires": ends, "revoked": False}, appid=app.appid, at=call.now)
    return {
        "result": 1, "access_token": access, "expires_in": seconds, "refresh_token": refresh,
        "refresh_token_expires_in": int(ends - call.now), "open_id": open_id(app), "scopes": SCOPES,
    }  # fmt: skip


def take_back(world: World, app: AppIn) -> None:
    """The person takes the authorisation back in the app."""
    things = Things(world.store, NAME)
    for kind in ("access", "refresh"):
        for kept in things.every(kind, appid=app.appid):
            things.put(kind, kept.key, {**kept.body, "revoked": True}, appid=app.appid)
    notify(world, app, "cancel_authorize")


def notify(world: World, app: AppIn, event: str) -> None:
    """A signed push to the developer's address: md5 of the body and the secret."""
    if not app.callback_url:
        return
    letter = {
        "event": event,
        "message_id": secrets.token_hex(8),
        "app_id": app.appid,
        "open_id": open_id(app),
        "timestamp": int(world.now() * 1000),
    }
    body = json.dumps(letter, separators=(",", ":")).encode()
    sign = hashlib.md5(body + app.secret.encode(), usedforsecurity=False).hexdigest()
    headers = {"content-type": "application/json", "kwaisign": sign}
    post_office.send(world, app.appid, app.callback_url, body, headers, event=event)


def user_info(call: Call) -> Json:
    assert call.app is not None
    person = {
        "name": call.app.name,
        "sex": "N",
        "fan": call.app.followers,
        "follow": 12,
        "head": "",
        "bigHead": "",
        "city": "雅安",
    }
    return {"result": 1, "user_info": person}
