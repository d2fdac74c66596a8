"""The site's addresses: REST in both of its ways, the comment form, uploads, and the pages that readers open.

What an account's options switch: `role`, `permalinks` = plain, `rest` = off, `application_passwords` = off, `authorization` = lost,
`wrong_password` = ignored (taken for a stranger, as seen on a real site), `noise` = yes (a plug-in writes before the JSON),
`moved` = address (the site lives elsewhere).
"""

from __future__ import annotations

import json
import re

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.emulators import Seen
from sandbox.gateway import Answer, Call
from sandbox.html import Markup, el
from sandbox.settings import AppIn, FaultIn
from sandbox.store import Json
from sandbox.things import Thing, Things
from sandbox.wordpress import library, posts, talk
from sandbox.wordpress.rest import bare, error, login_of, params_of, rights_of
from sandbox.world import World

NAME = "wordpress"
STATES = {"draft": "草稿", "pending": "待审", "private": "私密", "trash": "回收站"}
TAGS = re.compile(r"<[^>]+>")
PICTURE = re.compile(r'<img[^>]+src="([^"]+)"')
NUMBERED = re.compile(r"(posts|comments)/(\d+)")
PUBLIC_PAGE = "text/html; charset=utf-8"


class WordpressEmulator:
    name = NAME
    label = "企业网站"

    def recognise(self, call: Call) -> str:
        return login_of(call)[0]

    def perform(self, call: Call) -> Answer:
        given = params_of(call)
        if call.endpoint == "/wp-comments-post.php":
            return talk.from_form(self._things(call.world), call, given)
        app = call.app if call.app and call.app.platform == NAME else None
        if app and app.options.get("moved"):
            return Answer("", status=301, media_type="text/html", headers={"Location": app.options["moved"]}, code=301)
        path = self._rest_path(call, app)
        if path is None:
            return self._page(call)
        answer = self._rest(call, app, path, given)
        if app and app.options.get("noise") and answer.media_type == "application/json":
            text = "<br />\n<b>Notice</b>: Undefined index in plugin.php on line 3<br />\n"
            said = text + json.dumps(answer.body, ensure_ascii=False)
            return Answer(said, status=answer.status, headers=answer.headers, media_type=PUBLIC_PAGE, code=answer.code)
        return answer

    def _rest_path(self, call: Call, app: AppIn | None) -> str | None:
        if "rest_route" in call.query:
            return call.query["rest_route"].strip("/")
        pretty = not (app and app.options.get("permalinks") == "plain")
        if pretty and (call.endpoint.startswith("/wp-json/") or call.endpoint == "/wp-json"):
            return call.endpoint.removeprefix("/wp-json").strip("/")
        return None

    def _rest(self, call: Call, app: AppIn | None, path: str, given: dict[str, object]) -> Answer:
        if app and app.options.get("rest") == "off":
            return error("rest_disabled", "REST API 已停用。", 401)
        member, refused = self._member(call, app)
        if refused is not None:
            return refused
        if not path:
            offered: Json = (
                {} if app and app.options.get("application_passwords") == "off" else {"application-passwords": {}}
            )
            return Answer({"name": "云岭茶事", "namespaces": ["oembed/1.0", "wp/v2"], "authentication": offered})
        return self._routed(
            call, member, path.removeprefix("wp/v2/"), {k: v for k, v in given.items() if k != "rest_route"}
        )

    def _member(self, call: Call, app: AppIn | None) -> tuple[AppIn | None, Answer | None]:
        """Who calls; a wrong password is refused whatever was asked, as the site does it."""
        name, password = login_of(call)
        lost = app is not None and (
            app.options.get("authorization") == "lost" or app.options.get("application_passwords") == "off"
        )
        if not name or lost:
            return None, None
        if app is None:
            return None, error("invalid_username", "未知用户名。请再检查一次。", 401)
        call.token_ok = bare(password) == bare(app.secret)
        if not call.token_ok and app.options.get("wrong_password") == "ignored":
            return None, None
        if not call.token_ok:
            return None, error("incorrect_password", "您提供的密码无效。", 401)
        return app, None

    def _routed(self, call: Call, app: AppIn | None, path: str, given: dict[str, object]) -> Answer:
        things, params = self._things(call.world), {k: str(v) for k, v in call.query.items()}
        if call.method == "GET":
            return self._read(call, app, path, params)
        if app is None:
            return error("rest_not_logged_in", "您目前未登录。", 401)
        body = dict(given)
        numbered = NUMBERED.fullmatch(path)
        if numbered and numbered[1] == "posts":
            deed = posts.delete if call.method == "DELETE" else posts.change
            return deed(things, call, app, numbered[2], body)
        if numbered:
            return talk.change(things, call, app, numbered[2], body)
        if path == "posts":
            return posts.create(things, call, app, body)
        if path == "media":
            return library.upload(call.world, things, call, app, body)
        if path == "comments":
            return talk.create(things, call, app, body)
        if path in ("categories", "tags"):
            return library.add_term(things, path, app, body)
        return error("rest_no_route", "未找到匹配URL和请求方式的路由。", 404)

    def _read(self, call: Call, app: AppIn | None, path: str, params: dict[str, str]) -> Answer:
        things, numbered = self._things(call.world), NUMBERED.fullmatch(path)
        if numbered and numbered[1] == "posts":
            return posts.read(things, call, app, numbered[2], params)
        if path == "posts":
            return posts.list_posts(things, call, app, params)
        if path == "media":
            return library.list_media(things, params)
        if path == "comments":
            return talk.list_comments(things, call, app, params)
        if path in ("categories", "tags"):
            return library.list_terms(things, path, params)
        if path == "users/me":
            return self._me(app)
        return error("rest_no_route", "未找到匹配URL和请求方式的路由。", 404)

    def _me(self, app: AppIn | None) -> Answer:
        if app is None:
            return error("rest_not_logged_in", "您目前未登录。", 401)
        rights = dict.fromkeys(sorted(rights_of(app)), True)
        return Answer({"id": posts.user_number(app.appid), "name": app.name, "slug": app.appid, "capabilities": rights})

    def _page(self, call: Call) -> Answer:
        """What a reader's browser gets."""
        if call.endpoint != "/":
            return Answer("<html><body><h1>404</h1></body></html>", status=404, media_type=PUBLIC_PAGE, code=404)
        thing = self._things(call.world).get("post", call.query.get("p", ""))
        if thing is None or thing.body["status"] != "publish":
            body = el("body", el("h1", "云岭茶事"))
        else:
            body = el("body", el("article", el("h1", thing.body["title"]), Markup(thing.body["content"])))
        return Answer(
            f"<!doctype html>{el('html', el('head', el('meta', charset='utf-8')), body)}", media_type=PUBLIC_PAGE
        )

    def refusal(self, fault: FaultIn) -> Answer:
        if fault.kind == "throttle":
            answer = error("too_many_requests", "请求过于频繁。", 429)
            return Answer(answer.body, status=429, headers={"Retry-After": "30"}, code=429)
        if fault.kind == "expired_token":
            return error("incorrect_password", "您提供的密码无效。", 401)
        if fault.kind == "duplicate":
            return error("rest_post_exists", "不能创建现有的文章。", 400)
        return error("rest_invalid_param", f"无效的参数（{fault.errcode}）", 400)

    def posts(self, world: World, app: AppIn) -> list[Seen]:
        things = self._things(world)
        return [self._seen(things, thing) for thing in things.every("post", appid=app.appid, newest_first=True)]

    def _seen(self, things: Things, thing: Thing) -> Seen:
        body = thing.body
        said = [
            (str(c.body["author_name"]), str(c.body["text"]) + ("（待审）" if c.body["status"] == "hold" else ""))
            for c in things.every("comment")
            if str(c.body["post"]) == thing.key and c.body["status"] != "spam"
        ]
        text = " ".join(TAGS.sub(" ", str(body.get("content", ""))).split())
        pictures = [
            f"/{NAME}/wp-content/{src.partition('/wp-content/')[2]}" for src in PICTURE.findall(body.get("content", ""))
        ]
        state = "" if body["status"] == "publish" else STATES.get(body["status"], str(body["status"]))
        at = body["published_at"] or thing.at
        return Seen(
            thing.key,
            str(body.get("title", "")),
            text,
            at,
            pictures,
            comments=said,
            state=state,
            url=f"/{NAME}/?p={thing.key}",
        )

    def pages(self, world: World) -> list[BaseRoute]:
        async def upload(request: Request) -> Response:
            digest, _, _suffix = request.path_params["file"].partition(".")
            file = world.blobs / digest
            if not digest.isalnum() or not file.is_file():
                return PlainTextResponse("404", status_code=404)
            kept = next((t for t in self._things(world).every("media") if t.body["digest"] == digest), None)
            return FileResponse(file, media_type=kept.body["mime"] if kept else "application/octet-stream")

        return [Route(f"/{NAME}/wp-content/uploads/{{file}}", upload, methods=["GET"])]

    def tick(self, world: World) -> None:
        """Nothing happens by itself here."""

    def _things(self, world: World) -> Things:
        return Things(world.store, NAME)


EMULATOR = WordpressEmulator()
