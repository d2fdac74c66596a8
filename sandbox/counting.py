"""Every post that really exists, of every platform and account, as one list: what a campaign counts."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.desk import REFUSED, STATE_WORDS
from sandbox.emulators import Emulator
from sandbox.store import Json
from sandbox.wordpress.emulator import STATES
from sandbox.world import World

WECHAT = "SELECT appid, key, title, published_at AS at FROM articles WHERE is_deleted = 0 ORDER BY published_at"
NO_POSTS = {STATE_WORDS[REFUSED], *STATES.values(), "future"}  # what a site keeps to itself, and what an audit refused


class Counting:
    """`GET /_sandbox/posts?platform=`: `words` holds title and text; drafts and refused ones are no posts."""

    def __init__(self, world: World, emulators: list[Emulator]) -> None:
        self.world = world
        self.emulators = emulators

    def routes(self) -> list[Route]:
        return [Route("/_sandbox/posts", self.tell, methods=["GET"])]

    async def tell(self, request: Request) -> Response:
        wanted = request.query_params.get("platform", "")
        rows = self._wechat() if wanted in ("", "wechat") else []
        for emulator in self.emulators:
            if wanted in ("", emulator.name):
                rows += self._of(emulator)
        return JSONResponse(rows)

    def _wechat(self) -> list[Json]:
        return [
            {"platform": "wechat", "appid": row["appid"], "key": row["key"], "words": row["title"], "at": row["at"]}
            for row in self.world.store.rows(WECHAT)
        ]

    def _of(self, emulator: Emulator) -> list[Json]:
        found = []
        for app in self.world.apps():
            if app.platform != emulator.name:
                continue
            for post in emulator.posts(self.world, app):
                if post.state in NO_POSTS:
                    continue
                words = f"{post.title} {post.text}"
                found.append(
                    {"platform": emulator.name, "appid": app.appid, "key": post.key, "words": words, "at": post.at}
                )
        return found
