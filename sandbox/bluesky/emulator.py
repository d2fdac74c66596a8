"""XRPC below /bluesky/xrpc/. An account's `appid` is its handle, its `secret` the app password.

Options: `token_seconds` (life of an access token), `appview` = off (a server that keeps accounts and knows no network).
"""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.bluesky import records, sessions, view
from sandbox.bluesky.sessions import did_of, xrpc_error
from sandbox.emulators import Seen
from sandbox.gateway import Answer, Call
from sandbox.settings import AppIn, FaultIn
from sandbox.store import Json
from sandbox.things import Thing, Things
from sandbox.world import World

NAME = "bluesky"


class BlueskyEmulator:
    name = NAME
    label = "Bluesky"

    def recognise(self, call: Call) -> str:
        claims = sessions.read(sessions.bearer(call))
        who = str(claims["sub"]) if claims else str(_body(call).get("identifier", ""))
        app = sessions.account(call.world, who, NAME) if who else None
        return app.appid if app else ""

    def perform(self, call: Call) -> Answer:
        method, things = call.endpoint.removeprefix("/xrpc/"), Things(call.world.store, NAME)
        if call.endpoint == f"/{method}":
            return Answer("This is an AT Protocol Personal Data Server (PDS).", media_type="text/plain")
        answer = self._open(things, call, method)
        if answer is not None:
            return answer
        app, refused = sessions.caller(call)
        if app is None:
            call.token_ok = False
            return refused or xrpc_error("AuthMissing", "Authentication Required", 401)
        call.token_ok = True
        return self._signed(things, call, app, method)

    def _open(self, things: Things, call: Call, method: str) -> Answer | None:
        """What anybody may ask, and logins."""
        match method.removeprefix("com.atproto."):
            case "server.describeServer":
                return Answer(
                    {"did": "did:web:localhost", "availableUserDomains": [".test"], "inviteCodeRequired": False}
                )
            case "server.createSession":
                return sessions.create(things, call, _body(call))
            case "server.refreshSession":
                return sessions.refresh(things, call)
            case "repo.getRecord":
                return records.get(things, call)
            case "repo.listRecords":
                return records.list_records(things, call)
            case "sync.listRepos":
                mine = [a for a in call.world.apps() if a.platform == NAME]
                return Answer({"repos": [{"did": did_of(a), "active": True} for a in mine]})
            case "repo.describeRepo" | "identity.resolveHandle":
                return self._who(call)
        return None

    def _who(self, call: Call) -> Answer:
        name = call.query.get("repo") or call.query.get("handle", "")
        app = sessions.account(call.world, name, NAME)
        if app is None:
            return xrpc_error(
                "InvalidRequest",
                "Unable to resolve handle" if "handle" in call.query else f"Could not find user: {name}",
            )
        return Answer({"did": did_of(app), "handle": app.appid})

    def _signed(self, things: Things, call: Call, app: AppIn, method: str) -> Answer:
        if method.startswith("app.bsky."):
            return self._viewed(things, call, app, method)
        match method.removeprefix("com.atproto."):
            case "server.getSession":
                return Answer(sessions.about(app))
            case "repo.uploadBlob":
                return records.upload(call, app)
            case "repo.putRecord" | "repo.createRecord":
                return records.put(things, call, app, _body(call), create=method.endswith("createRecord"))
            case "repo.deleteRecord":
                return records.delete(things, app, _body(call))
        return xrpc_error("MethodNotImplemented", "Method Not Implemented", 501)

    def _viewed(self, things: Things, call: Call, app: AppIn, method: str) -> Answer:
        if app.options.get("appview") == "off":
            return xrpc_error("InvalidRequest", f"No service configured for {method}")
        match method:
            case "app.bsky.feed.getPostThread":
                return view.thread(things, call)
            case "app.bsky.feed.getPosts":
                return view.posts(things, call)
            case "app.bsky.actor.getProfile":
                return Answer(
                    {"did": did_of(app), "handle": app.appid, "displayName": app.name, "followersCount": app.followers}
                )
        return xrpc_error("MethodNotImplemented", "Method Not Implemented", 501)

    def refusal(self, fault: FaultIn) -> Answer:
        if fault.kind == "throttle":
            headers = {"RateLimit-Limit": "5000", "RateLimit-Remaining": "0", "RateLimit-Reset": "30"}
            return xrpc_error("RateLimitExceeded", "Rate Limit Exceeded", 429, headers)
        if fault.kind == "expired_token":
            return xrpc_error("ExpiredToken", "Token has expired")
        if fault.kind == "duplicate":  # a taken key breaks the real server
            return xrpc_error("InternalServerError", "Internal Server Error", 500)
        return xrpc_error("InvalidRequest", f"refused ({fault.errcode})")

    def posts(self, world: World, app: AppIn) -> list[Seen]:
        things = Things(world.store, NAME)
        mine = things.every("record", appid=app.appid, newest_first=True)
        return [
            self._seen(world, things, t)
            for t in mine
            if t.body["collection"] == records.POST and not t.body["value"].get("reply")
        ]

    def _seen(self, world: World, things: Things, thing: Thing) -> Seen:
        value = thing.body["value"]
        embed = value.get("embed") or {}
        card = embed.get("external") or {}
        blobs = [image["image"] for image in embed.get("images") or ()] + ([card["thumb"]] if card.get("thumb") else [])
        pictures = [f"/{NAME}/blob/{blob['ref']['$link']}" for blob in blobs]
        said = []
        for other in things.every("record"):
            root = ((other.body["value"].get("reply") or {}).get("root") or {}).get("uri")
            if root == thing.key:
                author = world.app(other.appid)
                said.append((author.name if author else "?", str(other.body["value"].get("text", ""))))
        return Seen(thing.key, str(card.get("title", "")), value["text"], thing.at, pictures, comments=said)

    def pages(self, world: World) -> list[BaseRoute]:
        async def blob(request: Request) -> Response:
            kept = Things(world.store, NAME).get("blob", request.path_params["cid"])
            if kept is None:
                return PlainTextResponse("404", status_code=404)
            return FileResponse(world.blobs / kept.body["digest"], media_type=kept.body["mime"])

        return [Route(f"/{NAME}/blob/{{cid}}", blob, methods=["GET"])]

    def tick(self, world: World) -> None:
        """Nothing happens by itself here."""


def _body(call: Call) -> Json:
    if not call.headers.get("content-type", "").startswith("application/json"):
        return {}
    try:
        body = json.loads(call.raw or b"{}")
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


EMULATOR = BlueskyEmulator()
