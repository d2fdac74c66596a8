"""Authorisation: the page on which a person agrees, the code that is taken once, the token without end, its revocation."""

from __future__ import annotations

import secrets
from urllib.parse import parse_qs, urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from sandbox.gateway import Answer, Call
from sandbox.html import el, page
from sandbox.mastodon import people
from sandbox.things import Things
from sandbox.world import World

CODE_SECONDS = 600
POLICY = "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'; frame-ancestors 'none'"


def authorise(world: World, things: Things, request: Request) -> Response:
    """The page; with `auto=1` it agrees by itself. An address that the app did not register is refused."""
    asked = dict(request.query_params)
    app = world.app(asked.get("client_id", ""))
    if app is None or app.platform != people.NAME or asked.get("response_type") != "code":
        return PlainTextResponse("未知的应用", status_code=400)
    if app.redirect_uri and asked.get("redirect_uri") != app.redirect_uri:
        return PlainTextResponse("回调地址没有登记", status_code=400)
    if asked.pop("auto", "") == "1":
        code = secrets.token_urlsafe(24)
        kept = {"redirect_uri": asked.get("redirect_uri", ""), "scope": asked.get("scope", "read")}
        things.put("code", code, kept, appid=app.appid, at=world.now())
        back = urlencode({"code": code, "state": asked.get("state", "")})
        return RedirectResponse(f"{asked.get('redirect_uri', '')}?{back}", status_code=302)
    agree = f"?{urlencode({**asked, 'auto': '1'})}"
    return page(
        "授权",
        el("header", el("strong", app.name), el("p", "Mastodon · 授权", class_="motto"), class_="top"),
        el("main", el("p", f"应用申请的权限：{asked.get('scope', 'read')}"), el("p", el("a", "同意", href=agree))),
        css="/static/console.css",
        policy=POLICY,
    )


def exchange(call: Call, things: Things) -> Answer:
    """The code for a token; each code once."""
    form = _form(call)
    app = call.world.app(form.get("client_id", ""))
    if app is None or app.platform != people.NAME or app.secret != form.get("client_secret"):
        return Answer({"error": "invalid_client", "error_description": "Client authentication failed"}, 401, code=401)
    kept = things.get("code", form.get("code", ""))
    good = kept and kept.appid == app.appid and call.now - kept.at < CODE_SECONDS
    if not good or kept is None or kept.body["redirect_uri"] != form.get("redirect_uri", ""):
        return Answer(
            {"error": "invalid_grant", "error_description": "The authorization grant is invalid"}, 400, code=400
        )
    things.drop("code", kept.key)
    scope = str(kept.body["scope"])
    token = people.new_token(things, app.appid, call.now, scope)
    return Answer({"access_token": token, "token_type": "Bearer", "scope": scope, "created_at": int(call.now)})


def revoke(call: Call, things: Things) -> Answer:
    """Only the app that got it may give a token back."""
    form = _form(call)
    app, kept = call.world.app(form.get("client_id", "")), things.get("token", form.get("token", ""))
    if app is None or app.secret != form.get("client_secret") or (kept is not None and kept.appid != app.appid):
        return Answer({"error": "unauthorized_client"}, 403, code=403)
    if kept is not None:
        things.drop("token", kept.key)
    return Answer({})


def _form(call: Call) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(call.raw.decode()).items()}
