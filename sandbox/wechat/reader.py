"""The reader's side: the article as it looks in WeChat, on a phone-wide page of its own policy."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from sandbox.clock import beijing
from sandbox.html import Child, Markup, el, page
from sandbox.settings import AppIn
from sandbox.store import Json, Row, loads
from sandbox.wechat import figures
from sandbox.wechat.datacube import figure_key
from sandbox.wechat.publish import article_url
from sandbox.world import World

POLICY = (
    "default-src 'none'; img-src 'self' https://mmbiz.qpic.cn data:; style-src 'self' 'unsafe-inline'; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-same-origin"
)
CSS = "/static/reader.css"


@dataclass(frozen=True)
class Shown:
    """What the page needs to know."""

    article: Json
    app: AppIn | None
    at: float
    row: Row | None
    siblings: list[Row]


class Reader:
    """Articles, temporary links to drafts, and pictures."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[Route]:
        return [
            Route("/wechat/s/{key}", self.show, methods=["GET"]),
            Route("/wechat/mmbiz/{key}/{size}", self.picture, methods=["GET"]),
            Route("/wechat/mmbiz/{key}", self.picture, methods=["GET"]),
        ]

    async def picture(self, request: Request) -> Response:
        row = self.world.store.row("SELECT sha256, mime FROM images WHERE key = ?", request.path_params["key"])
        if row is None:
            return PlainTextResponse("图片不存在", status_code=404)
        headers = {"cache-control": "public, max-age=86400", "x-content-type-options": "nosniff",
                   "content-security-policy": "default-src 'none'; sandbox"}  # fmt: skip
        return FileResponse(self.world.blobs / row["sha256"], media_type=row["mime"], headers=headers)

    async def show(self, request: Request) -> Response:
        key = request.path_params["key"]
        shown = self._draft(key) if key.startswith("tmp-") else self._article(key)
        if shown is None:
            return gone("该链接已失效", "文章不存在，或临时链接已过期。")
        if shown.row is not None and shown.row["is_deleted"]:
            if self._status(shown.row) == 6:
                return gone("此内容因违规无法查看", "由平台删除，查看相关规定。")
            return gone("该内容已被发布者删除", "发布者已经撤下了这篇文章。")
        return page(shown.article["title"], *self._body(shown), css=CSS, policy=POLICY)

    def _status(self, row: Row) -> int:
        return self.world.store.number("SELECT status FROM publications WHERE publish_id = ?", row["publish_id"])

    def _article(self, key: str) -> Shown | None:
        store = self.world.store
        row = store.row("SELECT * FROM articles WHERE key = ?", key)
        if row is None:
            return None
        siblings = store.rows(
            "SELECT * FROM articles WHERE publish_id = ? AND is_deleted = 0 AND key != ? ORDER BY idx",
            row["publish_id"], key,
        )  # fmt: skip
        return Shown(loads(row["body"]), self.world.app(row["appid"]), row["published_at"], row, siblings)

    def _draft(self, key: str) -> Shown | None:
        media_id, _, index = key.removeprefix("tmp-").rpartition("-")
        row = self.world.store.row("SELECT * FROM drafts WHERE media_id = ? AND gone = ''", media_id)
        if row is None or not index.isdecimal() or int(index) >= len(loads(row["articles"])):
            return None
        article = loads(row["articles"])[int(index)]
        return Shown(article, self.world.app(row["appid"]), row["updated_at"], None, [])

    def _body(self, shown: Shown) -> list[Child]:
        article, app = shown.article, shown.app
        name = app.name if app else ""
        moment = beijing(shown.at)
        when = f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}"
        by = [el("span", article["author"], class_="author")] if article["author"] else []
        return [
            el("p", "临时预览：草稿尚未发布", class_="strip") if shown.row is None else None,
            el(
                "article",
                el("h1", article["title"]),
                el("p", *by, el("span", name, class_="account"), el("time", when), class_="meta"),
                pictures(article),
                el("div", Markup(article["content"]), class_="content"),
                origin(article),
                class_="article",
            ),
            self._foot(shown) if shown.row is not None else None,
        ]

    def _foot(self, shown: Shown) -> Markup:
        """Read and like counts of this moment, and the other articles of the message."""
        row = shown.row
        assert row is not None
        counts = figures.curve(
            self.world.settings.seed, figure_key(row), published_at=row["published_at"],
            followers=shown.app.followers if shown.app else 0, idx=row["idx"],
        ).at(self.world.now())  # fmt: skip
        others = [el("a", el("span", one["title"]), href=article_url("/wechat", one["key"])) for one in shown.siblings]
        return el(
            "footer",
            el(
                "p",
                el("span", f"阅读 {short(counts['read_user'])}"),
                el("span", f"赞 {short(counts['like_user'])}"),
                el("span", f"在看 {short(counts['zaikan_user'])}"),
                el("span", f"分享 {short(counts['share_user'])}"),
                class_="counts",
            ),
            el("nav", el("h2", "同一次发布"), *others, aria_label="同一次发布的文章") if others else None,
            el("div", el("span", (shown.app.name if shown.app else "?")[:1], class_="face", aria_hidden="true"),
               el("strong", shown.app.name if shown.app else ""), el("span", "公众号", class_="kind"), class_="card"),
        )  # fmt: skip


def pictures(article: Json) -> Markup | None:
    """A picture post shows its pictures above the words."""
    keys = article.get("image_keys") or []
    if not keys:
        return None
    return el("div", *(el("img", src=f"/wechat/mmbiz/{key}/0", alt="") for key in keys), class_="pictures")


def origin(article: Json) -> Markup | None:
    url = article.get("content_source_url", "")
    if not url.startswith(("http://", "https://")):
        return None
    return el("p", el("a", "阅读原文", href=url, rel="noopener noreferrer", target="_blank"), class_="origin")


def short(count: int) -> str:
    """10万+ as WeChat writes it."""
    return "10万+" if count > 100_000 else f"{count:,}".replace(",", "")


def gone(title: str, note: str) -> Response:
    mark = el("div", "!", class_="mark", aria_hidden="true")
    main = el("main", mark, el("h1", title), el("p", note), class_="gone")
    return page(title, main, css=CSS, policy=POLICY, status=404)
