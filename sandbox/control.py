"""The control surface `/_sandbox/…`: JSON in, JSON out."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox import reports
from sandbox.clock import beijing, parse_moment
from sandbox.settings import AppIn, FaultIn
from sandbox.store import Json
from sandbox.wechat import readers
from sandbox.wechat.courier import Courier
from sandbox.wechat.settle import ban
from sandbox.world import World

Answer = Callable[[Request], Awaitable[Response]]


class BadOrder(Exception):
    """The order cannot be understood; the message says why."""


async def body_of(request: Request) -> Json:
    """The JSON object of the request; an empty body is an empty object."""
    raw = await request.body()
    try:
        parsed = json.loads(raw) if raw else {}
    except ValueError as error:
        raise BadOrder(f"not JSON: {error}") from None
    if not isinstance(parsed, dict):
        raise BadOrder("a JSON object is needed")
    return parsed


def told(function: Callable[[Request], Awaitable[Any]]) -> Answer:
    """Wrap a handler: its value becomes JSON, its complaint becomes 400."""

    async def answer(request: Request) -> Response:
        try:
            value = await function(request)
        except (BadOrder, ValidationError, ValueError, KeyError) as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        if value is None:
            return JSONResponse({"error": "not found"}, status_code=404)
        return JSONResponse(value)

    return answer


class Control:
    """The handlers, bound to one world."""

    def __init__(self, world: World, courier: Courier) -> None:
        self.world = world
        self.courier = courier

    def routes(self) -> list[Route]:
        table: list[tuple[str, str, Callable[[Request], Awaitable[Any]]]] = [
            ("GET", "/health", self.health),
            ("GET", "/apps", self.list_apps),
            ("POST", "/apps", self.keep_app),
            ("POST", "/apps/{appid}/verify_url", self.verify_url),
            ("GET", "/faults", self.list_faults),
            ("POST", "/faults", self.add_fault),
            ("DELETE", "/faults", self.drop_faults),
            ("POST", "/faults/{id:int}", self.switch_fault),
            ("DELETE", "/faults/{id:int}", self.drop_faults),
            ("GET", "/settings", self.tell_settings),
            ("POST", "/settings", self.change_settings),
            ("GET", "/clock", self.tell_clock),
            ("POST", "/clock", self.shift_clock),
            ("POST", "/quota", self.set_quota),
            ("GET", "/ledger", self.tell_ledger),
            ("GET", "/stats", self.tell_stats),
            ("GET", "/publications", self.list_publications),
            ("GET", "/callbacks", self.list_callbacks),
            ("POST", "/articles/{article_id}/ban", self.ban_article),
            ("POST", "/wechat/comments", self.write_comment),
            ("POST", "/wechat/messages", self.write_message),
            ("POST", "/reset", self.reset),
        ]
        return [Route(f"/_sandbox{path}", told(handler), methods=[method]) for method, path, handler in table]

    async def write_comment(self, request: Request) -> Json:
        given = await body_of(request)
        number = readers.write_comment(
            self.world, int(given["msg_data_id"]), str(given["text"]), str(given.get("openid", "oReader"))
        )
        return {"user_comment_id": number}

    async def write_message(self, request: Request) -> Json:
        given = await body_of(request)
        readers.write_message(self.world, str(given["appid"]), str(given["text"]), str(given.get("openid", "oReader")))
        return {"ok": True}

    async def health(self, _request: Request) -> Json:
        return {"ok": True, "apps": len(self.world.apps())}

    # -- accounts
    async def list_apps(self, _request: Request) -> list[Json]:
        return [app.model_dump() for app in self.world.apps()]

    async def keep_app(self, request: Request) -> Json:
        return self.world.keep_app(AppIn.model_validate(await body_of(request))).model_dump()

    async def verify_url(self, request: Request) -> Json | None:
        app = self.world.app(request.path_params["appid"])
        if app is None:
            return None
        ok, note = await self.courier.verify_url(app)
        return {"ok": ok, "note": note}

    # -- faults
    async def list_faults(self, _request: Request) -> list[Json]:
        return [fault.as_json() for fault in self.world.faults()]

    async def add_fault(self, request: Request) -> Json:
        return self.world.add_fault(FaultIn.model_validate(await body_of(request))).as_json()

    async def switch_fault(self, request: Request) -> Json:
        active = bool((await body_of(request)).get("active", True))
        self.world.switch_fault(request.path_params["id"], active=active)
        return {"ok": True}

    async def drop_faults(self, request: Request) -> Json:
        self.world.drop_faults(request.path_params.get("id"))
        return {"ok": True}

    # -- settings and clock
    async def tell_settings(self, _request: Request) -> Json:
        return self.world.settings.model_dump()

    async def change_settings(self, request: Request) -> Json:
        return self.world.change_settings(await body_of(request)).model_dump()

    async def tell_clock(self, _request: Request) -> Json:
        now = self.world.now()
        return {"now": now, "beijing": beijing(now).isoformat(), "offset_seconds": self.world.settings.offset_seconds}

    async def shift_clock(self, request: Request) -> Json:
        """`offset_seconds` counts from real time; `forward_seconds` from the present offset; `at` is a moment."""
        given, current = await body_of(request), self.world.settings.offset_seconds
        if "at" in given:
            offset = parse_moment(str(given["at"])) - (self.world.now() - current)
        elif "forward_seconds" in given:
            offset = current + float(given["forward_seconds"])
        elif "offset_seconds" in given:
            offset = float(given["offset_seconds"])
        else:
            raise BadOrder("offset_seconds, forward_seconds or at is needed")
        self.world.change_settings({"offset_seconds": offset})
        return await self.tell_clock(request)

    async def set_quota(self, request: Request) -> Json:
        given = await body_of(request)
        self.world.store.run(
            "INSERT OR REPLACE INTO quota_limits (appid, endpoint, daily_limit) VALUES (?, ?, ?)",
            str(given["appid"]), str(given["endpoint"]), int(given["daily_limit"]),
        )  # fmt: skip
        return {"ok": True}

    # -- looking
    async def tell_ledger(self, request: Request) -> list[Json]:
        query = dict(request.query_params)
        limit, after = int(query.pop("limit", 200)), int(query.pop("after", 0))
        return [dict(row) for row in self.world.ledger_rows(query, limit=limit, after=after)]

    async def tell_stats(self, request: Request) -> Json:
        query = request.query_params
        return reports.stats(self.world, appid=query.get("appid"), markers=query.getlist("marker"))

    async def list_publications(self, _request: Request) -> list[Json]:
        rows = self.world.store.rows(
            "SELECT publish_id, appid, media_id, msg_data_id, article_id, submitted_at, due_at, status, settled_at"
            " FROM publications ORDER BY publish_id DESC LIMIT 1000"
        )
        return [dict(row) | {"visible": self._visible_titles(row["publish_id"])} for row in rows]

    def _visible_titles(self, publish_id: int) -> list[str]:
        rows = self.world.store.rows("SELECT title FROM articles WHERE publish_id = ? AND is_deleted = 0", publish_id)
        return [row["title"] for row in rows]

    async def list_callbacks(self, _request: Request) -> list[Json]:
        return [dict(row) for row in self.world.store.rows("SELECT * FROM callbacks ORDER BY id DESC LIMIT 1000")]

    async def ban_article(self, request: Request) -> Json | None:
        """The platform takes a published message down: publish_status 6."""
        article_id = request.path_params["article_id"]
        touched = ban(self.world, article_id)
        return {"ok": True} if touched else None

    async def reset(self, _request: Request) -> Json:
        self.world.reset()
        return {"ok": True}
