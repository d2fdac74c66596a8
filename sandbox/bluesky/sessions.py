"""Logins, tokens and their limits."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets

from sandbox.gateway import Answer, Call
from sandbox.settings import AppIn
from sandbox.store import Json
from sandbox.things import Things
from sandbox.world import World

ACCESS_SECONDS, REFRESH_SECONDS = 7200, 90 * 86400
LOGINS, WINDOW = 30, 300
SIGNED = b"sandbox"


def xrpc_error(name: str, message: str, status: int = 400, headers: dict[str, str] | None = None) -> Answer:
    return Answer({"error": name, "message": message}, status=status, headers=headers or {}, code=status)


def did_of(app: AppIn) -> str:
    digest = hashlib.sha256(app.appid.encode()).digest()
    return "did:plc:" + base64.b32encode(digest).decode().lower()[:24]


def account(world: World, who: str, platform: str) -> AppIn | None:
    """By handle or DID."""
    name = who.removeprefix("@").lower()
    return next((a for a in world.apps() if a.platform == platform and name in (a.appid.lower(), did_of(a))), None)


def create(things: Things, call: Call, body: Json) -> Answer:
    name = str(body.get("identifier", ""))
    headers, left = _count_login(things, name, call.now)
    if left < 0:
        return xrpc_error("RateLimitExceeded", "Rate Limit Exceeded", 429, headers)
    app = account(call.world, name, call.platform)
    if app is None or not hmac.compare_digest(str(body.get("password", "")), app.secret):
        return xrpc_error("AuthenticationRequired", "Invalid identifier or password", 401, headers)
    if app.secret_frozen:
        return xrpc_error("AccountTakedown", "Account has been taken down", 401, headers)
    return Answer(_open(things, app, call.now), headers=headers)


def _count_login(things: Things, name: str, now: float) -> tuple[dict[str, str], int]:
    kept = things.get("logins", name)
    body = kept.body if kept and kept.body["until"] > now else {"until": now + WINDOW, "n": 0}
    body["n"] += 1
    things.put("logins", name, body)
    left = LOGINS - int(body["n"])
    headers = {
        "RateLimit-Limit": str(LOGINS), "RateLimit-Remaining": str(max(left, 0)), "RateLimit-Reset": str(int(body["until"])),
        "RateLimit-Policy": f"{LOGINS};w={WINDOW}",
    }  # fmt: skip
    return headers, left


def _open(things: Things, app: AppIn, now: float) -> Json:
    number = secrets.token_hex(8)
    seconds = int(app.options.get("token_seconds", ACCESS_SECONDS))
    refresh = _jwt(
        {"scope": "com.atproto.refresh", "sub": did_of(app), "exp": int(now + REFRESH_SECONDS), "jti": number}
    )
    things.put("session", refresh, {"until": now + REFRESH_SECONDS}, appid=app.appid)
    access = {"scope": "com.atproto.appPass", "sub": did_of(app), "exp": int(now + seconds), "jti": number}
    return {"accessJwt": _jwt(access), "refreshJwt": refresh, **about(app)}


def refresh(things: Things, call: Call) -> Answer:
    """A refresh token is good once."""
    token = bearer(call)
    kept = things.get("session", token)
    app = call.world.app(kept.appid) if kept else None
    if kept is None or app is None:
        return xrpc_error("ExpiredToken", "Token has been revoked")
    if kept.body["until"] < call.now:
        return xrpc_error("ExpiredToken", "Token has expired")
    things.drop("session", token)
    return Answer(_open(things, app, call.now))


def about(app: AppIn) -> Json:
    return {"did": did_of(app), "handle": app.appid, "active": not app.secret_frozen, "emailConfirmed": True}


def caller(call: Call) -> tuple[AppIn | None, Answer | None]:
    """Whom an access token speaks for, or why it does not."""
    token = bearer(call)
    if not token:
        return None, xrpc_error("AuthMissing", "Authentication Required", 401)
    claims = read(token)
    if claims is None or claims.get("scope") == "com.atproto.refresh":
        return None, xrpc_error("InvalidToken", "Token could not be verified")
    if claims["exp"] < call.now:
        return None, xrpc_error("ExpiredToken", "Token has expired")
    app = account(call.world, str(claims["sub"]), call.platform)
    if app is None or app.secret_frozen:
        return None, xrpc_error("AccountTakedown", "Account has been taken down", 401)
    return app, None


def bearer(call: Call) -> str:
    return call.headers.get("authorization", "").removeprefix("Bearer ").strip()


def _jwt(claims: Json) -> str:
    head, body = _coded({"typ": "at+jwt", "alg": "HS256"}), _coded(claims)
    return f"{head}.{body}.{_signature(head, body)}"


def _coded(part: Json) -> str:
    return base64.urlsafe_b64encode(json.dumps(part, separators=(",", ":")).encode()).decode().rstrip("=")


def _signature(head: str, body: str) -> str:
    digest = hmac.new(SIGNED, f"{head}.{body}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def read(token: str) -> Json | None:
    """The claims of a token that we signed."""
    parts = token.split(".")
    if len(parts) != 3 or not hmac.compare_digest(_signature(parts[0], parts[1]), parts[2]):
        return None
    claims: Json = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    return claims
