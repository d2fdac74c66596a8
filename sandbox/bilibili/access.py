"""Authorisation: refresh tokens for one use, ends told as moments, and no way back once the access token is over."""

from __future__ import annotations

import hashlib
import secrets

from sandbox.consent import take_code
from sandbox.desk import Refused, fields_of
from sandbox.gateway import Call
from sandbox.settings import AppIn
from sandbox.store import Json
from sandbox.things import Things

NAME = "bilibili"
ACCESS_SECONDS = 30 * 86_400
SCOPES = ["USER_INFO", "USER_DATA", "ARC_BASE", "ARC_DATA", "ATC_BASE", "ATC_DATA"]


def things_of(call: Call) -> Things:
    return Things(call.world.store, NAME)


def openid(app: AppIn) -> str:
    return app.options.get("openid") or hashlib.sha256(app.appid.encode()).hexdigest()[:32]


def check_token(call: Call) -> None:
    call.token_ok = False
    kept = things_of(call).get("access", call.headers.get("access-token", ""))
    if kept is None or kept.appid != call.appid or kept.body["expires"] <= call.now:
        raise Refused(127001, "access_token is invalid")
    call.token_ok = True


def _app(call: Call) -> AppIn:
    given = fields_of(call)
    app = call.world.app(given.get("client_id", ""))
    if app is None or app.platform != NAME:
        raise Refused(122000, "client_id is invalid")
    if app.secret != given.get("client_secret"):
        raise Refused(122001, "client_secret is invalid")
    return app


def token(call: Call) -> Json:
    app, given = _app(call), fields_of(call)
    if (
        given.get("grant_type") != "authorization_code"
        or take_code(call.world, NAME, app.appid, given.get("code", "")) is None
    ):
        raise Refused(122002, "code is invalid")
    return _issue(call, app)


def refresh_token(call: Call) -> Json:
    """The new pair is the only one that is good from now on."""
    app, given, things = _app(call), fields_of(call), things_of(call)
    kept = things.get("refresh", given.get("refresh_token", ""))
    if given.get("grant_type") != "refresh_token" or kept is None or kept.appid != app.appid:
        raise Refused(122007, "refresh_token is invalid")
    if kept.body["access_ends"] <= call.now:
        raise Refused(122007, "access_token is over, authorise again")
    things.drop("refresh", kept.key)
    return _issue(call, app)


def _issue(call: Call, app: AppIn) -> Json:
    access, refresh, things = secrets.token_hex(16), secrets.token_hex(16), things_of(call)
    ends = int(call.now) + int(app.options.get("access_seconds", ACCESS_SECONDS))
    with call.world.store.transaction(durable=True):
        things.put("access", access, {"expires": ends}, appid=app.appid, at=call.now)
        things.put("refresh", refresh, {"access_ends": ends}, appid=app.appid, at=call.now)
    return {"access_token": access, "refresh_token": refresh, "expires_in": ends, "scopes": scopes_of(app)}


def scopes_of(app: AppIn) -> list[str]:
    return [s for s in app.options.get("scopes", "").split(",") if s] or SCOPES


def account_info(call: Call) -> Json:
    assert call.app is not None
    return {"name": call.app.name, "face": "", "openid": openid(call.app)}


def account_scopes(call: Call) -> Json:
    assert call.app is not None
    return {"openid": openid(call.app), "scopes": scopes_of(call.app)}
