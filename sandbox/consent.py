"""The page on which an account's owner lets an app in: 同意 sends the browser back with a code. `&auto=1` agrees at once, for tests and demonstrations."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sandbox.html import el, page
from sandbox.settings import AppIn
from sandbox.store import Json
from sandbox.things import Things
from sandbox.wechat.courier import is_loopback
from sandbox.world import World

CODE_SECONDS = 600
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True)
class Consent:
    """What differs between the platforms: names of the query's fields, and what an authorised app may do, in words."""

    platform: str
    label: str
    rights: tuple[str, ...]
    app_field: str = "client_id"
    back_field: str = "redirect_uri"


def consent_endpoint(world: World, consent: Consent) -> Callable[[Request], Awaitable[Response]]:
    """The ASGI endpoint of the page."""

    async def serve(request: Request) -> Response:
        query = dict(request.query_params)
        app = world.app(query.get(consent.app_field, ""))
        back = query.get(consent.back_field, "")
        if app is None or app.platform != consent.platform:
            return _refused(consent, "没有这个应用，请核对应用编号。")
        if back != app.redirect_uri and (app.redirect_uri or not is_loopback(back)):
            return _refused(consent, "授权回调地址与应用登记的不一致。")
        if query.get("deny"):
            return _back(back, {"error": "access_denied", "state": query.get("state", "")})
        if query.get("auto"):
            code = give_code(world, consent.platform, app.appid, back)
            return _back(back, {"code": code, "state": query.get("state", "")})
        return _ask(consent, app, query)

    return serve


def give_code(world: World, platform: str, appid: str, back: str) -> str:
    """A code that can be used once within ten minutes."""
    code = secrets.token_urlsafe(24)
    Things(world.store, platform).put("code", code, {"expires": world.now() + CODE_SECONDS, "back": back}, appid=appid)
    return code


def take_code(world: World, platform: str, appid: str, code: str) -> Json | None:
    """What was kept with the code, which is now used; None for an unknown, used, old or foreign one."""
    things = Things(world.store, platform)
    kept = things.get("code", code)
    if kept is None or kept.appid != appid or kept.body["expires"] < world.now():
        return None
    things.drop("code", code)
    return kept.body


def _back(address: str, facts: Mapping[str, str]) -> Response:
    joint = "&" if urlsplit(address).query else "?"
    return RedirectResponse(f"{address}{joint}{urlencode(facts)}", status_code=302)


def _ask(consent: Consent, app: AppIn, query: Mapping[str, str]) -> Response:
    hidden = [el("input", type="hidden", name=name, value=value) for name, value in query.items()]
    agree = el("button", "同意", type="submit", name="auto", value="1", class_="main")
    deny = el("button", "拒绝", type="submit", name="deny", value="1")
    return _page(
        consent,
        el("h1", f"授权「{app.name}」"),
        el("p", f"应用 {app.appid} 申请以你的{consent.label}账号「{app.name}」进行以下操作："),
        el("ul", *(el("li", right) for right in consent.rights)),
        el("form", *hidden, agree, deny, method="get", class_="deeds"),
        el("p", "这是本机的平台沙箱，不会连接真实平台。", class_="quiet"),
    )


def _refused(consent: Consent, why: str) -> Response:
    return _page(consent, el("h1", "不能授权"), el("p", why), status=400)


def _page(consent: Consent, *body: object, status: int = 200) -> Response:
    home = el("a", el("strong", consent.label), href="/", class_="brand")
    top = el("header", home, el("p", "授权 · 平台沙箱", class_="motto"), class_="top")
    return page(
        f"{consent.label}授权",
        top,
        el("main", el("article", *body, class_="card"), class_="feed"),
        css="/static/console.css",
        policy=POLICY,
        status=status,
    )
