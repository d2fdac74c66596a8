"""Posts: draft, publish, read, delete."""

from __future__ import annotations

from typing import Any

from sandbox.gateway import Answer, Call
from sandbox.settings import AppIn
from sandbox.store import Json
from sandbox.things import Thing, Things
from sandbox.wordpress.library import free_slug, next_number
from sandbox.wordpress.rest import error, gmt, listing, rights_of

WORDS = ("title", "content", "excerpt")


def create(things: Things, call: Call, app: AppIn, given: Json) -> Answer:
    if "edit_posts" not in rights_of(app):
        return error("rest_cannot_create", "抱歉，您不能以此用户身份创建文章。", 403)
    if "id" in given:
        return error("rest_post_exists", "不能创建现有的文章。", 400)
    if not (str(given.get("title", "")) or str(given.get("content", ""))):
        return error("empty_content", "内容、标题和摘要为空。", 400)
    number = str(next_number(things))
    body: Json = {"status": "draft", "slug": "", "author": app.appid, "published_at": 0.0}
    refused = _take(things, body, given, call, app, key=number)
    if refused is not None:
        return refused
    things.put("post", number, body, appid=app.appid, at=call.now)
    return Answer(row(number, body, call, edit=True), status=201)


def change(things: Things, call: Call, app: AppIn, key: str, given: Json) -> Answer:
    thing = things.get("post", key)
    if thing is None:
        return _no_post()
    if refused := _may_touch(thing, app, "edit_published_posts"):
        return refused
    body = thing.body
    refused = _take(things, body, given, call, app, key=key)
    if refused is not None:
        return refused
    things.put("post", key, body, appid=thing.appid)
    return Answer(row(key, body, call, edit=True))


def _take(things: Things, body: Json, given: Json, call: Call, app: AppIn, *, key: str) -> Answer | None:
    """Take over what was given; a refusal changes nothing that is kept."""
    status = str(given.get("status", body["status"]))
    if status not in ("publish", "future", "draft", "pending", "private"):
        return error("rest_invalid_param", "无效的参数：status", 400)
    if status in ("publish", "future", "private") and "publish_posts" not in rights_of(app):
        return error("rest_cannot_publish", "抱歉，您不能发布此文章类型的文章。", 403)
    for name in WORDS:
        if name in given:
            words = given[name]
            body[name] = str(words.get("raw", "") if isinstance(words, dict) else words)
    for name in ("featured_media", "categories", "tags"):
        if name in given:
            body[name] = given[name]
    if given.get("slug"):
        body["slug"] = free_slug(things, str(given["slug"]), but=key) if status == "publish" else str(given["slug"])
    if status == "publish" and body["status"] != "publish":
        body["slug"] = free_slug(things, body["slug"] or f"post-{key}", but=key)
        body["published_at"] = call.now
    body["status"] = status
    return None


def delete(things: Things, call: Call, app: AppIn, key: str, given: Json) -> Answer:
    thing = things.get("post", key)
    if thing is None:
        return _no_post()
    if refused := _may_touch(thing, app, "delete_published_posts", code="rest_cannot_delete"):
        return refused
    previous = row(key, thing.body, call, edit=True)
    if str(given.get("force", "")).lower() in ("true", "1"):
        things.drop("post", key)
        for comment in things.every("comment"):
            if str(comment.body["post"]) == key:
                things.drop("comment", comment.key)
        return Answer({"deleted": True, "previous": previous})
    things.put("post", key, thing.body | {"status": "trash"}, appid=thing.appid)
    return Answer(previous | {"status": "trash"})


def read(things: Things, call: Call, app: AppIn | None, key: str, given: dict[str, Any]) -> Answer:
    thing = things.get("post", key)
    if thing is None:
        return _no_post()
    if thing.body["status"] != "publish" and (app is None or not _sees(thing, app)):
        return error("rest_forbidden", "抱歉，您不能这么做。", 401 if app is None else 403)
    if given.get("context") == "edit" and (app is None or not _sees(thing, app)):
        return error("rest_forbidden_context", "抱歉，您不能编辑此文章。", 401 if app is None else 403)
    return Answer(row(key, thing.body, call, edit=given.get("context") == "edit"))


def list_posts(things: Things, call: Call, app: AppIn | None, given: dict[str, Any]) -> Answer:
    wanted = str(given.get("status", "publish")).split(",")
    if wanted != ["publish"] and (app is None or "edit_posts" not in rights_of(app)):
        refused = error("rest_invalid_param", "无效的参数：status", 400)
        refused.body["data"]["params"] = {"status": "Status is forbidden."}
        return refused
    shown = []
    for thing in things.every("post", newest_first=True):
        if thing.body["status"] not in wanted and wanted != ["any"]:
            continue
        if thing.body["status"] != "publish" and (app is None or not _sees(thing, app)):
            continue
        if given.get("slug") and thing.body["slug"] not in str(given["slug"]).split(","):
            continue
        words = str(given.get("search", ""))
        if words and words not in thing.body.get("title", "") + thing.body.get("content", ""):
            continue
        shown.append(row(thing.key, thing.body, call, edit=given.get("context") == "edit"))
    return listing(shown, given)


def row(key: str, body: Json, call: Call, *, edit: bool) -> Json:
    def words(name: str) -> Json:
        said = body.get(name, "")
        return {"rendered": said, **({"raw": said} if edit else {})}

    return {
        "id": int(key), "status": body["status"], "slug": body["slug"], "link": f"{call.base_url}/?p={key}",
        "author": user_number(body["author"]), "date_gmt": gmt(body["published_at"] or call.now),
        **{name: words(name) for name in WORDS},
        **{name: body.get(name, empty) for name, empty in (("featured_media", 0), ("categories", [1]), ("tags", []))},
    }  # fmt: skip


def user_number(name: str) -> int:
    """A user's number, made of the name."""
    return 2 + sum(name.encode()) % 900


def _sees(thing: Thing, app: AppIn) -> bool:
    return thing.appid == app.appid or "edit_others_posts" in rights_of(app)


def _may_touch(thing: Thing, app: AppIn, right: str, *, code: str = "rest_cannot_edit") -> Answer | None:
    needed = right if thing.body["status"] == "publish" else "edit_posts"
    if _sees(thing, app) and needed in rights_of(app):
        return None
    return error(code, "抱歉，您不能编辑此文章。", 403)


def _no_post() -> Answer:
    return error("rest_post_invalid_id", "文章ID无效。", 404)
