"""What the public sees of an emulated platform: one post's page, files, and the deed of a reader who comments (for tests and demonstrations)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.emulators import Seen
from sandbox.html import el, page
from sandbox.reader import CSS, POLICY, card
from sandbox.settings import AppIn
from sandbox.world import World

SIGNS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"RIFF", "image/webp"),
)
Posts = Callable[[World, AppIn], list[Seen]]
CommentOn = Callable[[World, AppIn, str, str, str], str]


def kind_of(content: bytes) -> str:
    """The picture's type by its first bytes; '' for no picture."""
    return next((mime for sign, mime in SIGNS if content.startswith(sign)), "")


def is_video(content: bytes) -> bool:
    return content[4:8] == b"ftyp"


def grown(key: str, age_seconds: float, *, most: int) -> int:
    """An invented figure: steady for the key, growing over two days, never above `most`."""
    share = int.from_bytes(hashlib.sha256(key.encode()).digest()[:2], "big") / 65536
    return int(most * (0.3 + 0.7 * share) * min(1.0, max(age_seconds, 0.0) / 172_800))


def file_route(world: World, platform: str) -> BaseRoute:
    """`/<platform>/file/<sha256>`: what was uploaded."""

    async def serve(request: Request) -> Response:
        target = world.blobs / request.path_params["sha"]
        if not target.is_file():
            return PlainTextResponse("没有这个文件", status_code=404)
        head = world.first_bytes(target.name)
        kind = kind_of(head) or ("video/mp4" if is_video(head) else "application/octet-stream")
        return FileResponse(target, media_type=kind, headers={"x-content-type-options": "nosniff"})

    return Route(f"/{platform}/file/{{sha:str}}", serve, methods=["GET"])


def post_route(world: World, path: str, label: str, posts: Posts, *, platform: str) -> BaseRoute:
    """A post's own page, by the last part of its address."""

    async def serve(request: Request) -> Response:
        key = request.path_params["key"]
        for app in world.apps():
            if app.platform != platform:
                continue
            for seen in posts(world, app):
                if seen.url.rsplit("/", 1)[-1] == key and not seen.state:
                    return _shown(label, app, seen)
        return PlainTextResponse("没有这个作品，或者还没有公开", status_code=404)

    return Route(path, serve, methods=["GET"])


def _shown(label: str, app: AppIn, seen: Seen) -> Response:
    home = el("a", el("strong", app.name), href=f"/feed/{app.platform}/{app.appid}", class_="brand")
    top = el("header", home, el("p", label, class_="motto"), class_="top")
    return page(
        f"{seen.title or app.name} · {label}", top, el("main", card(seen), class_="feed"), css=CSS, policy=POLICY
    )


def comment_route(world: World, platform: str, comment_on: CommentOn) -> BaseRoute:
    """`POST /<platform>/_reader/comment` {appid, post, who, text}: a reader comments; the comment's key."""

    async def serve(request: Request) -> Response:
        given = json.loads(await request.body() or b"{}")
        app = world.app(str(given.get("appid", "")))
        if app is None:
            return JSONResponse({"error": "no such account"}, status_code=404)
        key = comment_on(world, app, str(given["post"]), str(given.get("who", "爱茶的小周")), str(given["text"]))
        return JSONResponse({"key": key})

    return Route(f"/{platform}/_reader/comment", serve, methods=["POST"])
