"""The console page and its forms; every form works without scripts and leads back to its section."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sandbox import reports
from sandbox.console import sections, workings
from sandbox.console.words import long_moment, offset_words
from sandbox.html import Markup, el, page
from sandbox.settings import AppIn, FaultIn
from sandbox.store import Json
from sandbox.wechat.courier import Courier
from sandbox.wechat.settle import ban
from sandbox.world import World

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
CSS = "/static/console.css"
NAVIGATION = (
    ("accounts", "账号"), ("publications", "发布"), ("drafts", "草稿箱"), ("faults", "故障开关"),
    ("clock", "时钟与设置"), ("callbacks", "回调"), ("ledger", "请求流水"),
)  # fmt: skip

Form = dict[str, str]
Deed = Callable[[Request, Form], Awaitable[str]]


class Console:
    """One page; the deeds are plain form posts."""

    def __init__(self, world: World, courier: Courier, labels: dict[str, str]) -> None:
        self.world = world
        self.courier = courier
        self.labels = labels  # platform names of the emulators, by key
        self.checked: dict[str, str] = {}

    def routes(self) -> list[Route]:
        deeds: list[tuple[str, Deed]] = [
            ("/apps", self.keep_app),
            ("/apps/{appid}/right", self.toggle_right),
            ("/apps/{appid}/verify", self.verify),
            ("/articles/{article_id}/ban", self.ban),
            ("/faults", self.add_fault),
            ("/faults/clear", self.clear_faults),
            ("/faults/{id:int}/switch", self.switch_fault),
            ("/faults/{id:int}/drop", self.drop_fault),
            ("/clock", self.move_clock),
            ("/settings", self.change_settings),
            ("/reset", self.reset),
        ]
        posts = [Route(f"/console{path}", self._posted(deed), methods=["POST"]) for path, deed in deeds]
        return [Route("/", self.home, methods=["GET"]), *posts]

    def _posted(self, deed: Deed) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            form = {name: str(value).strip() for name, value in (await request.form()).items()}
            try:
                anchor = await deed(request, form)
            except (ValidationError, ValueError) as error:
                return refusal(str(error))
            return RedirectResponse(f"/#{anchor}", status_code=303)

        return answer

    async def home(self, _request: Request) -> Response:
        world = self.world
        main = el(
            "main", figures(reports.stats(world, markers=[])), sections.accounts(world, self.checked, self.labels),
            sections.publications(world), sections.drafts(world), workings.faults(world), workings.clock(world),
            workings.callbacks(world), workings.ledger(world), farewell(),
        )  # fmt: skip
        self.checked = {}
        return page("平台沙箱", top(world), el("div", navigation(), main, class_="frame"), css=CSS, policy=POLICY)

    # -- deeds
    async def keep_app(self, _request: Request, form: Form) -> str:
        body: Json = {name: value for name, value in form.items() if value}
        body["ip_allow"] = form.get("ip_allow", "").split()
        body["publish_right"] = bool(form.get("publish_right"))
        self.world.keep_app(AppIn.model_validate(body))
        return "accounts"

    async def toggle_right(self, request: Request, _form: Form) -> str:
        if app := self.world.app(request.path_params["appid"]):
            self.world.keep_app(app.model_copy(update={"publish_right": not app.publish_right}))
        return "accounts"

    async def verify(self, request: Request, _form: Form) -> str:
        if app := self.world.app(request.path_params["appid"]):
            ok, note = await self.courier.verify_url(app)
            self.checked[app.appid] = f"{'回调地址可用' if ok else '回调地址不可用'}：{note}"
        return "accounts"

    async def ban(self, request: Request, _form: Form) -> str:
        ban(self.world, request.path_params["article_id"])
        return "publications"

    async def add_fault(self, _request: Request, form: Form) -> str:
        body: Json = {name: value for name, value in form.items() if value}
        body["after"] = bool(form.get("after"))
        if "publish_status" in body:
            body["publish_status"] = int(body["publish_status"])
        self.world.add_fault(FaultIn.model_validate(body))
        return "faults"

    async def clear_faults(self, _request: Request, _form: Form) -> str:
        self.world.drop_faults()
        return "faults"

    async def switch_fault(self, request: Request, form: Form) -> str:
        self.world.switch_fault(request.path_params["id"], active=bool(form.get("active")))
        return "faults"

    async def drop_fault(self, request: Request, _form: Form) -> str:
        self.world.drop_faults(request.path_params["id"])
        return "faults"

    async def move_clock(self, _request: Request, form: Form) -> str:
        current = self.world.settings.offset_seconds
        offset = 0.0 if form.get("reset") else current + float(form.get("forward") or 0)
        self.world.change_settings({"offset_seconds": offset})
        return "clock"

    async def change_settings(self, _request: Request, form: Form) -> str:
        self.world.change_settings(dict(form))
        return "clock"

    async def reset(self, _request: Request, form: Form) -> str:
        if form.get("word") != "清空":
            raise ValueError("没有清空：请在框里写「清空」二字。")
        self.world.reset()
        return "accounts"


def top(world: World) -> Markup:
    return el(
        "header",
        el("a", el("img", src="/static/seal.svg", alt="", width=28, height=28), el("strong", "平台沙箱"), href="/",
           class_="brand"),
        el("p", "模拟的发布平台，与真实平台无关", class_="motto"),
        el("p", el("span", long_moment(world.now())), el("small", offset_words(world.settings.offset_seconds)),
           class_="now"),
        el("a", "刷新", href="/", class_="button"),
        class_="top",
    )  # fmt: skip


def navigation() -> Markup:
    return el(
        "nav",
        *(el("a", word, href=f"#{name}") for name, word in NAVIGATION),
        el("a", "群机器人", href="/robots"),
        aria_label="本页各节",
        class_="side",
    )


def figures(stats: Json) -> Markup:
    """Five numbers that answer at a glance whether something was lost or doubled."""
    shown = (
        ("已接受", stats["accepted"], ""), ("发布中", stats["in_progress"], ""), ("已发布文章", stats["published"], ""),
        ("失败", stats["failed"], "bad" if stats["failed"] else ""),
        ("重复标题", len(stats["duplicates"]), "bad" if stats["duplicates"] else ""),
    )  # fmt: skip
    return el(
        "dl", *(el("div", el("dt", word), el("dd", f"{n:,}"), class_=look or None) for word, n, look in shown),
        class_="figures",
    )  # fmt: skip


def farewell() -> Markup:
    form = el(
        "form", el("label", el("span", "写「清空」二字确认"), el("input", name="word", autocomplete="off"), class_="field"),
        el("button", "清空沙箱", type="submit", class_="danger"), action="/console/reset", method="post", class_="row",
    )  # fmt: skip
    note = el("p", "账号、草稿、文章、故障、设置和流水全部删除，不能恢复。")
    return el("details", el("summary", "清空沙箱"), note, form, class_="farewell")


def refusal(message: str) -> Response:
    main = el(
        "main", el("h1", "没有保存"), el("pre", message), el("p", el("a", "返回控制台", href="/")), class_="refusal"
    )
    return page("没有保存", main, css=CSS, policy=POLICY, status=422)
