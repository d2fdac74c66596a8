"""Access tokens: the classic one, where each call retires its predecessor, and the stable one."""

from __future__ import annotations

import secrets

from sandbox.gateway import Call
from sandbox.settings import AppIn
from sandbox.store import Json, Row
from sandbox.wechat.errors import Refused
from sandbox.wechat.registry import endpoint

LIFETIME_SECONDS = 7200
RENEW_BEFORE_SECONDS = 300
FORCE_PER_DAY = 20
FORCE_APART_SECONDS = 30
TOKEN_CHARS = 512


def check_token(call: Call) -> None:
    """41001 missing, 40014 never ours, 40001 retired by a newer one, 42001 expired."""
    token = call.query.get("access_token", "")
    call.token_ok = False
    if not token:
        raise Refused(41001)
    row = call.world.store.row("SELECT * FROM tokens WHERE token = ?", token)
    if row is None or call.app is None:
        raise Refused(40014)
    if call.now >= row["expires_at"]:
        raise Refused(42001)
    if call.now >= row["dies_at"]:
        raise Refused(40001)
    call.token_ok = True


@endpoint("/cgi-bin/token", methods=("GET",), token=False, daily_limit=2000)
def get_token(call: Call) -> Json:
    """Classic: every call gives a new token; the old one lives on for the grace period only."""
    app = _credentials(call, dict(call.query))
    call.world.store.run(
        "UPDATE tokens SET dies_at = min(dies_at, ?) WHERE appid = ? AND kind = 'classic'",
        call.now + call.world.settings.classic_grace_seconds, app.appid,
    )  # fmt: skip
    return _answer(_issue(call, app.appid, "classic"), call.now)


@endpoint("/cgi-bin/stable_token", token=False, daily_limit=500_000)
def get_stable_token(call: Call) -> Json:
    """Stable: the same token until five minutes before its end; force mode is rationed."""
    app = _credentials(call, call.body)
    latest = call.world.store.row(
        "SELECT * FROM tokens WHERE appid = ? AND kind = 'stable' AND dies_at > ? ORDER BY issued_at DESC, rowid DESC",
        app.appid, call.now,
    )  # fmt: skip
    if call.body.get("force_refresh") is True and _may_force(call, app.appid):
        call.world.store.insert("forced", appid=app.appid, at=call.now)
        call.world.store.run(
            "UPDATE tokens SET dies_at = min(dies_at, ?) WHERE appid = ? AND kind = 'stable'", call.now, app.appid
        )
        latest = None
    if latest is not None and latest["expires_at"] - call.now > RENEW_BEFORE_SECONDS:
        return _answer(latest, call.now)
    return _answer(_issue(call, app.appid, "stable"), call.now)


def _credentials(call: Call, given: Json) -> AppIn:
    """Check grant type, appid, secret and the caller's address, in the platform's order."""
    if given.get("grant_type") != "client_credential":
        raise Refused(40002)
    if not given.get("appid"):
        raise Refused(41002)
    if not given.get("secret"):
        raise Refused(41004)
    app = call.world.app(str(given["appid"]))
    if app is None:
        raise Refused(40013)
    if app.secret_frozen:
        raise Refused(40243)
    if given["secret"] != app.secret:
        raise Refused(40125)
    if app.ip_allow and call.client_ip not in app.ip_allow:
        ip = call.client_ip
        raise Refused(40164, f"invalid ip {ip} ipv6 ::ffff:{ip}, not in whitelist")
    return app


def _may_force(call: Call, appid: str) -> bool:
    """At most 20 a day and 30 seconds apart; otherwise nothing is refreshed."""
    store = call.world.store
    recent = store.number("SELECT count(*) FROM forced WHERE appid = ? AND at > ?", appid, call.now - 86_400)
    just_now = store.number(
        "SELECT count(*) FROM forced WHERE appid = ? AND at > ?", appid, call.now - FORCE_APART_SECONDS
    )
    return recent < FORCE_PER_DAY and not just_now


def _issue(call: Call, appid: str, kind: str) -> Row:
    token = f"{90 + len(kind)}_{secrets.token_urlsafe(TOKEN_CHARS)}"[:TOKEN_CHARS]
    end = call.now + LIFETIME_SECONDS
    call.world.store.insert(
        "tokens", token=token, appid=appid, kind=kind, issued_at=call.now, expires_at=end, dies_at=end
    )
    row = call.world.store.row("SELECT * FROM tokens WHERE token = ?", token)
    assert row is not None
    return row


def _answer(row: Row, now: float) -> Json:
    return {"access_token": row["token"], "expires_in": round(row["expires_at"] - now)}
