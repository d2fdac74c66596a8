"""Comments: the site's own form for readers, REST for the account."""

from __future__ import annotations

from typing import Any

from sandbox.gateway import Answer, Call
from sandbox.settings import AppIn
from sandbox.store import Json
from sandbox.things import Thing, Things
from sandbox.wordpress.library import next_number
from sandbox.wordpress.posts import user_number
from sandbox.wordpress.rest import error, gmt, listing, rights_of

STATES = {"approved": "approved", "approve": "approved", "1": "approved", "hold": "hold", "0": "hold", "spam": "spam"}


def from_form(things: Things, call: Call, given: Json) -> Answer:
    """`wp-comments-post.php`: a reader's first comment waits for release, as a new site has it."""
    post = things.get("post", str(given.get("comment_post_ID", "")))
    text = str(given.get("comment", "")).strip()
    if post is None or post.body["status"] != "publish":
        return Answer("评论已关闭", status=403, media_type="text/html", code=403)
    if not text or not given.get("author") or not given.get("email"):
        return Answer("请填写必填项", status=200, media_type="text/html", code=200)
    known = any(c.body["email"] == given["email"] and c.body["status"] == "approved" for c in things.every("comment"))
    body = {
        "post": int(post.key), "parent": int(given.get("comment_parent") or 0), "author": 0, "author_name": str(given["author"]),
        "email": str(given["email"]), "text": text, "status": "approved" if known else "hold",
    }  # fmt: skip
    key = str(next_number(things))
    things.put("comment", key, body, at=call.now)
    return Answer(
        "", status=302, media_type="text/html", headers={"Location": f"{call.base_url}/?p={post.key}#comment-{key}"}
    )


def list_comments(things: Things, call: Call, app: AppIn | None, given: dict[str, Any]) -> Answer:
    wanted, moderates = str(given.get("status", "approve")), app is not None and "moderate_comments" in rights_of(app)
    if not moderates and (wanted != "approve" or given.get("context") == "edit"):
        code = "rest_forbidden_context" if given.get("context") == "edit" else "rest_forbidden_param"
        return error(code, "抱歉，您不能编辑评论。", 401 if app is None else 403)
    if given.get("post") and things.get("post", str(given["post"])) is None:
        return error("rest_post_invalid_id", "文章ID无效。", 404)
    states = ("approved", "hold") if wanted == "all" else (STATES.get(wanted, "approved"),)
    rows = []
    for thing in things.every("comment", newest_first=True):
        same = all(str(thing.body[name]) == str(given[name]) for name in ("post", "parent") if given.get(name))
        if same and thing.body["status"] in states:
            rows.append(row(thing, call, edit=given.get("context") == "edit"))
    return listing(rows, given)


def create(things: Things, call: Call, app: AppIn, given: Json) -> Answer:
    post, text = things.get("post", str(given.get("post", ""))), str(given.get("content", "")).strip()
    if post is None:
        return error("rest_comment_invalid_post_id", "抱歉，您不能为此文章创建评论。", 403)
    if post.body["status"] != "publish":
        return error("rest_comment_draft_post", "抱歉，您不能为此文章创建评论。", 403)
    if not text:
        return error("rest_comment_content_invalid", "评论内容无效。", 400)
    parent = int(given.get("parent") or 0)
    for other in things.every("comment"):
        same = (other.body["post"], other.body["parent"], other.body["text"]) == (int(post.key), parent, text)
        if same and other.appid == app.appid:
            return error("comment_duplicate", "检测到重复评论；您似乎已经提交过这条评论了！", 409)
    body = {
        "post": int(post.key), "parent": parent, "author": user_number(app.appid), "author_name": app.name, "email": "",
        "text": text, "status": "approved",
    }  # fmt: skip
    key = str(next_number(things))
    things.put("comment", key, body, appid=app.appid, at=call.now)
    made = things.get("comment", key)
    assert made is not None
    return Answer(row(made, call, edit=True), status=201)


def change(things: Things, call: Call, app: AppIn, key: str, given: Json) -> Answer:
    thing = things.get("comment", key)
    if thing is None:
        return error("rest_comment_invalid_id", "评论ID无效。", 404)
    if "moderate_comments" not in rights_of(app):
        return error("rest_cannot_edit", "抱歉，您不能编辑此评论。", 403)
    state = STATES.get(str(given.get("status", "")))
    if state:
        things.put("comment", key, thing.body | {"status": state}, appid=thing.appid)
    kept = things.get("comment", key)
    assert kept is not None
    return Answer(row(kept, call, edit=True))


def row(thing: Thing, call: Call, *, edit: bool) -> Json:
    body = thing.body
    return {
        "id": int(thing.key), "post": body["post"], "parent": body["parent"], "author": body["author"],
        "author_name": body["author_name"], "date_gmt": gmt(thing.at), "status": body["status"],
        "link": f"{call.base_url}/?p={body['post']}#comment-{thing.key}",
        "content": {"rendered": f"<p>{body['text']}</p>\n", **({"raw": body["text"]} if edit else {})},
    }  # fmt: skip
