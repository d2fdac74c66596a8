"""One page per account that shows what was posted, as its readers see it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from sandbox.console.words import chip, moment
from sandbox.emulators import Emulator, Seen
from sandbox.html import Markup, el, page
from sandbox.settings import AppIn
from sandbox.world import World

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; frame-ancestors 'none'"
)
CSS = "/static/console.css"


class Feed:
    """`/feed/<platform>/<appid>`."""

    def __init__(self, world: World, emulators: list[Emulator]) -> None:
        self.world = world
        self.emulators = {emulator.name: emulator for emulator in emulators}

    def routes(self) -> list[Route]:
        return [Route("/feed/{platform}/{appid:path}", self.show, methods=["GET"])]

    async def show(self, request: Request) -> Response:
        emulator = self.emulators.get(request.path_params["platform"])
        app = self.world.app(request.path_params["appid"])
        if emulator is None or app is None or app.platform != emulator.name:
            return PlainTextResponse("没有这个账号", status_code=404)
        posts = emulator.posts(self.world, app)
        cards = [card(post) for post in posts] or [el("p", "还没有发布任何内容。", class_="empty")]
        return page(
            f"{app.name} · {emulator.label}",
            head(emulator, app, len(posts)),
            el("main", *cards, class_="feed"),
            css=CSS,
            policy=POLICY,
        )


def head(emulator: Emulator, app: AppIn, count: int) -> Markup:
    return el(
        "header",
        el("a", el("strong", app.name), href="/", class_="brand"),
        el("p", f"{emulator.label} · {app.followers:,} 关注 · {count} 条", class_="motto"),
        class_="top",
    )  # fmt: skip


def card(post: Seen) -> Markup:
    """A post with everything that a reader would see of it."""
    return el(
        "article",
        el("h3", el("a", post.title, href=post.url) if post.url else post.title) if post.title else None,
        el("p", post.text) if post.text else None,
        el("div", *(el("img", src=src, alt="", width=180) for src in post.pictures), class_="pictures") if post.pictures else None,
        el("video", src=post.video, controls=True, width=320) if post.video else None,
        el("p", moment(post.at), chip(post.state, "amber") if post.state else None, class_="quiet"),
        el("ul", *(el("li", el("strong", who), f"：{what}") for who, what in post.comments)) if post.comments else None,
        class_="card",
    )  # fmt: skip
