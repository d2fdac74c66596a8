"""Accounts and their tokens. An account is an app of the sandbox; `options`: acct, token (a token that was pasted), kind=reader."""

from __future__ import annotations

import hashlib
import secrets

from sandbox.gateway import Call
from sandbox.settings import AppIn
from sandbox.store import Json
from sandbox.things import Things
from sandbox.world import World

NAME = "mastodon"


def acct_of(app: AppIn) -> str:
    return app.options.get("acct") or app.appid.replace("-", "_")


def id_of(app: AppIn) -> str:
    return str(int(hashlib.sha256(app.appid.encode()).hexdigest()[:12], 16))


def entity(app: AppIn, base_url: str) -> Json:
    """An account as the API shows it."""
    acct = acct_of(app)
    return {
        "id": id_of(app), "username": acct, "acct": acct, "display_name": app.name, "url": f"{base_url}/@{acct}", "locked": False,
        "followers_count": app.followers, "note": "", "bot": False,
    }  # fmt: skip


def ours(world: World) -> list[AppIn]:
    return [app for app in world.apps() if app.platform == NAME]


def bearer(call: Call) -> str:
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


def holder_of(call: Call, things: Things) -> AppIn | None:
    """Whose token the call carries."""
    token = bearer(call)
    if not token:
        return None
    if kept := things.get("token", token):
        return call.world.app(kept.appid)
    return next((app for app in ours(call.world) if app.options.get("token") == token), None)


def new_token(things: Things, appid: str, now: float, scope: str) -> str:
    token = secrets.token_urlsafe(32)
    things.put("token", token, {"scope": scope}, appid=appid, at=now)
    return token
