"""Wires the world, the emulators, the control surface and the console into one ASGI application."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox import hot
from sandbox.console.views import Console
from sandbox.control import Control
from sandbox.counting import Counting
from sandbox.emulators import Emulator, all_emulators, routes_of
from sandbox.gateway import endpoint_for
from sandbox.html import FONT
from sandbox.post_office import PostOffice
from sandbox.reader import Feed
from sandbox.robots.emulator import Robots
from sandbox.signin.emulator import SignIn
from sandbox.wechat.api import WeChat
from sandbox.wechat.courier import Courier
from sandbox.wechat.reader import Reader
from sandbox.world import World
from sandbox.writer.endpoint import routes as writer_routes

STATIC = Path(__file__).parent / "static"


class SameSite:
    """Foreign pages may not press our buttons: an Origin other than our own host is refused."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD"):
            headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
            origin = headers.get(b"origin", "")
            if origin and urlsplit(origin).netloc != headers.get(b"host", ""):
                await PlainTextResponse("foreign origin", status_code=403)(scope, receive, send)
                return
        await self.app(scope, receive, send)


async def keep_ticking(world: World, emulators: list[Emulator]) -> None:
    """Let the emulators settle what is due. One that fails says so in the terminal and is asked again."""
    while True:
        for emulator in emulators:
            try:
                emulator.tick(world)
            except Exception:
                logging.getLogger("sandbox").exception("emulator %s failed in its tick", emulator.name)
        await asyncio.sleep(0.05)


def build_app(data: Path) -> ASGIApp:
    """The whole sandbox over one data directory."""
    world = World(data)
    wechat = WeChat()

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        jobs = (courier.run(), office.run(), keep_ticking(world, emulators))
        workers = [asyncio.create_task(job) for job in jobs]
        yield
        for worker in workers:
            worker.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await worker
        await courier.stop()
        await office.stop()
        world.close()

    courier, office = Courier(world), PostOffice(world)
    emulators = all_emulators()
    routes = [
        *Console(world, courier, {e.name: e.label for e in emulators}).routes(),
        *Control(world, courier).routes(),
        *Counting(world, emulators).routes(),
        *Robots(world, data).routes(),
        *SignIn(world, data).routes(),
        *writer_routes(),
        Mount("/static", StaticFiles(directory=STATIC)),
        Mount("/font", StaticFiles(directory=FONT, check_dir=False)),
        *hot.routes(),
        *Reader(world).routes(),
        *Feed(world, emulators).routes(),
        *(route for emulator in emulators for route in routes_of(world, emulator)),
        Route("/wechat/{path:path}", endpoint_for(world, wechat), methods=["GET", "POST"]),
    ]
    return SameSite(Starlette(routes=routes, lifespan=lifespan))
