"""The addresses of the three sign-ins, the page on which one says who one is, and the control surface."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.gateway import RawJson
from sandbox.html import el, page
from sandbox.signin import dingtalk, feishu, wecom
from sandbox.signin.directory import Directory
from sandbox.store import Json
from sandbox.world import World

Handler = Callable[[Request], Awaitable[Response]]
NAMES = {"wecom": "企业微信", "dingtalk": "钉钉", "feishu": "飞书"}
APPS = {"wecom": wecom.app_of, "dingtalk": dingtalk.app_of, "feishu": feishu.app_of}
POLICY = "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'; frame-ancestors 'none'"


class SignIn:
    """Three sign-ins over one directory."""

    def __init__(self, world: World, data: Path) -> None:
        self.directory = Directory(world, data)

    def routes(self) -> list[Route]:
        d, say = self.directory, self._say
        wc, dt, fs = "/signin/wecom", "/signin/dingtalk", "/signin/feishu/open-apis"
        return [
            Route(f"{wc}/wwlogin/sso/login", self._page("wecom"), methods=["GET"]),
            Route(f"{wc}/cgi-bin/gettoken", say("wecom", lambda r, _b: wecom.get_token(d, r.query_params))),
            Route(f"{wc}/cgi-bin/auth/getuserinfo", say("wecom", lambda r, _b: wecom.user_info(d, r.query_params))),
            Route(f"{wc}/cgi-bin/user/get", say("wecom", lambda r, _b: wecom.user_get(d, r.query_params))),
            Route(f"{dt}/oauth2/auth", self._page("dingtalk"), methods=["GET"]),
            Route(f"{dt}/v1.0/oauth2/userAccessToken", say("dingtalk", lambda _r, b: dingtalk.user_token(d, b)), methods=["POST"]),
            Route(f"{dt}/v1.0/oauth2/accessToken", say("dingtalk", lambda _r, b: dingtalk.company_token(d, b)), methods=["POST"]),
            Route(f"{dt}/v1.0/contact/users/me", say("dingtalk", lambda r, _b: dingtalk.me(d, r.headers.get("x-acs-dingtalk-access-token", "")))),
            Route(f"{dt}/topapi/user/getbyunionid", say("dingtalk", lambda r, b: dingtalk.by_union_id(d, r.query_params, b)), methods=["POST"]),
            Route(f"{dt}/topapi/v2/user/get", say("dingtalk", lambda r, b: dingtalk.colleague(d, r.query_params, b)), methods=["POST"]),
            Route(f"{fs}/authen/v1/authorize", self._page("feishu"), methods=["GET"]),
            Route(f"{fs}/authen/v2/oauth/token", say("feishu", lambda _r, b: feishu.user_token(d, b)), methods=["POST"]),
            Route(f"{fs}/authen/v1/user_info", say("feishu", lambda r, _b: feishu.user_info(d, _bearer(r)))),
            Route(f"{fs}/auth/v3/tenant_access_token/internal", say("feishu", lambda _r, b: feishu.tenant_token(d, b)), methods=["POST"]),
            Route(f"{fs}/contact/v3/users/{{open_id}}", say("feishu", lambda r, _b: feishu.contact(d, _bearer(r), r.path_params["open_id"]))),
            Route("/_sandbox/signin", self.keep, methods=["POST"]),
            Route("/_sandbox/signin/reset", self.reset, methods=["POST"]),
        ]  # fmt: skip

    def _say(self, kind: str, answer: Callable[[Request, Json], Json | tuple[int, Json]]) -> Handler:
        async def serve(request: Request) -> Response:
            if self.directory.current(kind)[1] == "http_500":
                return PlainTextResponse("Bad Gateway", status_code=502)
            try:
                body = json.loads(await request.body() or b"{}")
            except ValueError:
                body = {}
            found = answer(request, body)
            status, words = found if isinstance(found, tuple) else (200, found)
            return RawJson(words, status_code=status)

        return serve

    def _page(self, kind: str) -> Handler:
        async def serve(request: Request) -> Response:
            query = request.query_params
            app = APPS[kind](self.directory, query)
            back = query.get("redirect_uri", "")
            if not app or back not in (self.directory.app(kind, app) or {}).get("redirect_uris", []):
                return PlainTextResponse("应用或回调地址未登记", status_code=400)
            person = query.get("person", "") or self.directory.current(kind)[0]
            if person == "nobody":
                return RedirectResponse(
                    f"{back}?{urlencode({'error': 'access_denied', 'state': query.get('state', '')})}", 302
                )
            if not person:
                return self._ask(kind, request)
            code = self.directory.hand_out(kind, "code", app=app, person=person, extra=feishu.challenge_of(query))
            name = "authCode" if kind == "dingtalk" else "code"
            return RedirectResponse(f"{back}?{urlencode({name: code, 'state': query.get('state', '')})}", 302)

        return serve

    def _ask(self, kind: str, request: Request) -> Response:
        """Who is it? In the real app a phone says so."""
        rows = [
            el(
                "li",
                el("a", str(one.get("name", one["id"])), href=str(request.url.include_query_params(person=one["id"]))),
            )
            for one in self.directory.people(kind)
        ]
        main = el("main", el("h1", f"{NAMES[kind]}登录（沙箱）"), el("p", "选择扫码的人："), el("ul", *rows))
        return page(f"{NAMES[kind]}登录", main, css="/static/console.css", policy=POLICY)

    async def keep(self, request: Request) -> Response:
        """`{kind, apps: {id: {...}}, people: {id: {...}}, current, fault}`: all parts may be left out but the kind."""
        order = await request.json()
        kind = str(order.get("kind", ""))
        if kind not in NAMES:
            return JSONResponse({"error": "kind is needed"}, status_code=400)
        for table in ("apps", "people"):
            for key, body in order.get(table, {}).items():
                self.directory.keep(table, kind, key, body)
        if "current" in order or "fault" in order:
            self.directory.choose(kind, str(order.get("current", "")), str(order.get("fault", "")))
        return JSONResponse({"ok": True})

    async def reset(self, _request: Request) -> Response:
        self.directory.reset()
        return JSONResponse({"ok": True})


def _bearer(request: Request) -> str:
    return request.headers.get("authorization", "").removeprefix("Bearer ")
