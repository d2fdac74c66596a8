"""The server: which address does what. Every answer tells the rate limit, as the real ones do."""

from __future__ import annotations

import dataclasses
import re
import time
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.emulators import Seen
from sandbox.gateway import Answer, Call
from sandbox.mastodon import oauth, people, statuses
from sandbox.settings import AppIn, FaultIn
from sandbox.store import Json
from sandbox.things import Thing, Things
from sandbox.world import World

UNKNOWN_TOKEN = Answer({"error": "The access token is invalid"}, 401, code=401)
LIMIT, WINDOW_SECONDS = 300, 300.0
STATUS = re.compile(r"/api/v1/statuses/(\d+)")
CONTEXT = re.compile(r"/api/v1/statuses/(\d+)/context")
ACCOUNT_STATUSES = re.compile(r"/api/v1/accounts/(\d+)/statuses")
MEDIUM = re.compile(r"/api/v1/media/(\d+)")
Handler = Callable[[Call, Things, AppIn], Answer]


class Mastodon:
    """Implements `emulators.Emulator`."""

    name, label = people.NAME, "Mastodon"

    def recognise(self, call: Call) -> str:
        app = people.holder_of(call, self._things(call.world))
        call.token_ok = app is not None if people.bearer(call) else None
        return app.appid if app else ""

    def perform(self, call: Call) -> Json | Answer:
        return _limited(self._answer(call), call.now)

    def refusal(self, fault: FaultIn) -> Json | Answer:
        if fault.kind == "throttle":
            headers = {
                "x-ratelimit-limit": str(LIMIT),
                "x-ratelimit-remaining": "0",
                "x-ratelimit-reset": statuses.moment(_soon()),
            }
            return Answer({"error": "Too many requests"}, 429, headers, code=429)
        if fault.kind == "expired_token":
            return UNKNOWN_TOKEN
        if fault.kind == "duplicate":
            return statuses.invalid("Text is a duplicate")
        return Answer({"error": "injected"}, 422, code=fault.errcode)

    def posts(self, world: World, app: AppIn) -> list[Seen]:
        things = self._things(world)
        rows = [s for s in things.every("status", appid=app.appid, newest_first=True) if not s.body["parent"]]
        return [_seen(world, things, one) for one in rows if one.body["visibility"] != "direct"]

    def pages(self, world: World) -> list[BaseRoute]:
        things = self._things(world)

        async def authorise(request: Request) -> Response:
            return oauth.authorise(world, things, request)

        async def file(request: Request) -> Response:
            key = request.path_params["key"]
            kept = things.get("media", key)
            if kept is None:
                return PlainTextResponse("没有这个文件", status_code=404)
            return FileResponse(world.blobs / f"mastodon-{key}", media_type=kept.body["mime"])

        async def shown(request: Request) -> Response:
            kept = things.get("status", request.path_params["key"])
            return PlainTextResponse(kept.body["text"] if kept else "没有这条内容", status_code=200 if kept else 404)

        return [
            Route("/mastodon/oauth/authorize", authorise, methods=["GET"]),
            Route("/mastodon/files/{key:str}", file, methods=["GET"]),
            Route("/mastodon/@{acct:str}/{key:str}", shown, methods=["GET"]),
        ]

    def tick(self, world: World) -> None:
        """Nothing is settled by time here: media are judged when they are asked for."""

    def _things(self, world: World) -> Things:
        return Things(world.store, self.name)

    def _answer(self, call: Call) -> Answer:
        things, place = self._things(call.world), (call.method, call.endpoint)
        if place == ("POST", "/oauth/token"):
            return oauth.exchange(call, things)
        if place == ("POST", "/oauth/revoke"):
            return oauth.revoke(call, things)
        if place in (("GET", "/api/v2/instance"), ("GET", "/api/v1/instance")):
            return _instance()
        app = people.holder_of(call, things)
        if app is None:
            return UNKNOWN_TOKEN
        return self._of_account(call, things, app)

    def _of_account(self, call: Call, things: Things, app: AppIn) -> Answer:
        plain: dict[tuple[str, str], Handler] = {
            ("GET", "/api/v1/accounts/verify_credentials"): lambda c, _t, a: Answer(people.entity(a, c.base_url)),
            ("GET", "/api/v1/apps/verify_credentials"): lambda _c, _t, a: Answer(
                {"name": a.name, "scopes": ["read", "write"]}
            ),
            ("POST", "/api/v1/statuses"): statuses.create,
            ("GET", "/api/v1/notifications"): statuses.notifications,
            ("POST", "/api/v2/media"): statuses.upload,
            ("POST", "/api/v1/media"): statuses.upload,
        }
        if handler := plain.get((call.method, call.endpoint)):
            return handler(call, things, app)
        return _named(call, things, app)


def _named(call: Call, things: Things, app: AppIn) -> Answer:
    """Addresses that name a thing."""
    if found := ACCOUNT_STATUSES.fullmatch(call.endpoint):
        return statuses.listed(call, things, found[1])
    if found := MEDIUM.fullmatch(call.endpoint):
        return statuses.medium(call, things, app, found[1])
    found = CONTEXT.fullmatch(call.endpoint) or STATUS.fullmatch(call.endpoint)
    kept = things.get("status", found[1]) if found else None
    if found is None or kept is None:
        return statuses.NOT_FOUND
    if call.endpoint.endswith("/context"):
        below = [statuses.entity(call, things, one) for one in statuses.descendants(things, kept.key)]
        return Answer({"ancestors": [], "descendants": below})
    return (
        statuses.drop(things, app, kept.key) if call.method == "DELETE" else Answer(statuses.entity(call, things, kept))
    )


def _instance() -> Answer:
    limits = {
        "statuses": {
            "max_characters": statuses.TEXT_MOST, "max_media_attachments": statuses.PICTURES_MOST,
            "characters_reserved_per_url": statuses.URL_COUNTS,
        },
        "media_attachments": {"description_limit": 1500},
    }  # fmt: skip
    return Answer({"title": "沙箱服务器", "version": "4.3.0", "configuration": limits})


def _limited(answer: Answer, now: float) -> Answer:
    told = {
        "x-ratelimit-limit": str(LIMIT),
        "x-ratelimit-remaining": str(LIMIT - 1),
        "x-ratelimit-reset": statuses.moment(now + WINDOW_SECONDS),
    }
    return dataclasses.replace(answer, headers={**told, **answer.headers})


def _soon() -> float:
    return time.time() + WINDOW_SECONDS


def _seen(world: World, things: Things, status: Thing) -> Seen:
    comments = []
    for one in statuses.descendants(things, status.key):
        author = world.app(one.appid)
        comments.append((author.name if author else one.appid, str(one.body["text"])))
    kinds = {m: things.get("media", m) for m in status.body["media"]}
    pictures = [f"/mastodon/files/{m}" for m, kept in kinds.items() if kept and kept.body["mime"].startswith("image/")]
    video = next(
        (f"/mastodon/files/{m}" for m, kept in kinds.items() if kept and kept.body["mime"].startswith("video/")), ""
    )
    return Seen(status.key, "", str(status.body["text"]), status.at, pictures, video, comments)


EMULATOR = Mastodon()
