"""The addresses that robots answer at, their keeping, and their control surface."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.gateway import RawJson, Severed
from sandbox.robots.page import robots_page
from sandbox.robots.rules import CHECKS, Posted, Robot, Verdict
from sandbox.store import Json, Row, Store, dumps, loads
from sandbox.world import World

SCHEMA = """
CREATE TABLE IF NOT EXISTS robots (kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, key));
CREATE TABLE IF NOT EXISTS calls (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, code INTEGER NOT NULL,
    signed INTEGER NOT NULL, text TEXT NOT NULL, answer TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS calls_by_robot ON calls (kind, key, at);
"""
KEPT = 100
Handler = Callable[[Request], Awaitable[Response]]


class Robots:
    """All robots of all groups, in a file of their own."""

    def __init__(self, world: World, data: Path) -> None:
        self.world = world
        self.store = Store(data / "robots.sqlite3", SCHEMA, synchronous="NORMAL")

    def routes(self) -> list[Route]:
        return [
            Route("/wecom/cgi-bin/webhook/send", self._door("wecom", "key"), methods=["POST"]),
            Route("/dingtalk/robot/send", self._door("dingtalk", "access_token"), methods=["POST"]),
            Route("/feishu/open-apis/bot/v2/hook/{key}", self._door("feishu", ""), methods=["POST"]),
            Route("/robots", self.show, methods=["GET"]),
            Route("/_sandbox/robots", self.keep, methods=["POST"]),
            Route("/_sandbox/robots", self.tell, methods=["GET"]),
            Route("/_sandbox/robots/reset", self.reset, methods=["POST"]),
        ]

    def _door(self, kind: str, parameter: str) -> Handler:
        async def serve(request: Request) -> Response:
            key = request.query_params.get(parameter, "") if parameter else request.path_params["key"]
            robot, raw, now = self.robot(kind, key), await request.body(), self.world.now()
            if robot and (broken := await _broken_before(robot)):
                return broken
            posted = Posted(
                dict(request.query_params), raw, now, self._count(kind, key, now - 60), self._count(kind, key, now - 1)
            )
            verdict = CHECKS[kind](robot, posted)
            if robot and robot.fault.lstrip("-").isdigit():
                name = "code" if kind == "feishu" else "errcode"
                verdict = Verdict({name: int(robot.fault), "msg": "injected", "errmsg": "injected"})
            self._note(kind, key, now, verdict)
            if robot and robot.fault == "cut_after":
                return Severed(0)
            return RawJson(verdict.answer)

        return serve

    def robot(self, kind: str, key: str) -> Robot | None:
        row = self.store.row("SELECT body FROM robots WHERE kind = ? AND key = ?", kind, key)
        return Robot(**loads(row["body"])) if row else None

    def robots(self) -> list[Robot]:
        return [Robot(**loads(row["body"])) for row in self.store.rows("SELECT body FROM robots ORDER BY kind, key")]

    def calls(self) -> list[Row]:
        return self.store.rows("SELECT * FROM calls ORDER BY id DESC LIMIT ?", KEPT)

    def _count(self, kind: str, key: str, since: float) -> int:
        return self.store.number(
            "SELECT count(*) FROM calls WHERE kind = ? AND key = ? AND at > ? AND code = 0", kind, key, since
        )

    def _note(self, kind: str, key: str, now: float, verdict: Verdict) -> None:
        code = int(str(verdict.answer.get("errcode", verdict.answer.get("code", 0))))
        self.store.insert(
            "calls", at=now, kind=kind, key=key, code=code, signed=int(verdict.signed), text=verdict.text,
            answer=dumps(verdict.answer),
        )  # fmt: skip

    # -- the control surface and the page
    async def keep(self, request: Request) -> Response:
        """Create or replace a robot."""
        try:
            robot = Robot(**await request.json())
            if robot.kind not in CHECKS or not robot.key:
                raise ValueError("kind and key are needed")
        except (TypeError, ValueError) as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        self.store.run(
            "INSERT OR REPLACE INTO robots (kind, key, body) VALUES (?, ?, ?)",
            robot.kind,
            robot.key,
            dumps(vars(robot)),
        )
        return JSONResponse(vars(robot))

    async def tell(self, _request: Request) -> Response:
        """Robots, and the last calls, newest first."""
        rows: list[Json] = [dict(row) for row in self.calls()]
        return JSONResponse({"robots": [vars(robot) for robot in self.robots()], "calls": rows})

    async def reset(self, _request: Request) -> Response:
        self.store.run("DELETE FROM robots")
        self.store.run("DELETE FROM calls")
        return JSONResponse({"ok": True})

    async def show(self, _request: Request) -> Response:
        return robots_page(self.robots(), self.calls())


async def _broken_before(robot: Robot) -> Response | None:
    if robot.fault == "http_500":
        return Response(b"<h1>Bad Gateway</h1>", status_code=502, media_type="text/html")
    if robot.fault == "hang":
        await asyncio.sleep(5)
        return Severed(0)
    return None
