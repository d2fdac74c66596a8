"""Media, categories and tags."""

from __future__ import annotations

from starlette.datastructures import UploadFile

from sandbox.gateway import Answer, Call
from sandbox.settings import AppIn
from sandbox.store import Json
from sandbox.things import Things
from sandbox.wordpress.rest import error, listing, rights_of
from sandbox.world import World

TYPES = {
    b"\xff\xd8\xff": ("image/jpeg", ".jpg"), b"\x89PNG": ("image/png", ".png"), b"GIF8": ("image/gif", ".gif"),
    b"RIFF": ("image/webp", ".webp"),
}  # fmt: skip
UPLOAD_MOST = 20 * 1024 * 1024


def next_number(things: Things) -> int:
    """One row of numbers for posts, media and comments, as the database gives them."""
    kept = things.get("counter", "id")
    number = int(kept.body["last"]) + 1 if kept else 11
    things.put("counter", "id", {"last": number})
    return number


def free_slug(things: Things, wanted: str, *, but: str = "") -> str:
    """Posts and media share their names; a taken one gets a number."""
    taken = {
        thing.body.get("slug") for kind in ("post", "media") for thing in things.every(kind) if thing.key != but
    }  # fmt: skip
    slug, n = wanted, 2
    while slug in taken:
        slug, n = f"{wanted}-{n}", n + 1
    return slug


def upload(world: World, things: Things, call: Call, app: AppIn, given: Json) -> Answer:
    if "upload_files" not in rights_of(app):
        return error("rest_cannot_create", "抱歉，您不能以此用户身份上传媒体。", 403)
    file = call.form.get("file") if call.form is not None else None
    if not isinstance(file, UploadFile):
        return error("rest_upload_no_data", "未提供数据。", 400)
    data = file.file.read()
    if len(data) > UPLOAD_MOST:
        return error("rest_upload_file_too_big", "此文件太大。", 400)
    found = next((kind for start, kind in TYPES.items() if data.startswith(start)), None)
    if found is None:
        return error("rest_upload_sideload_error", "抱歉，您不能上传此文件类型。", 500)
    number, digest = next_number(things), world.keep_blob(data)
    body = {
        "slug": free_slug(things, str(given.get("slug") or digest[:12])),
        "title": str(given.get("title", "")),
        "alt_text": str(given.get("alt_text", "")),
        "mime": found[0],
        "digest": digest,
        "url": f"{call.base_url}/wp-content/uploads/{digest}{found[1]}",
    }
    things.put("media", str(number), body, appid=app.appid, at=call.now)
    return Answer(media_row(str(number), body), status=201)


def media_row(key: str, body: Json) -> Json:
    return {
        "id": int(key), "slug": body["slug"], "source_url": body["url"], "alt_text": body["alt_text"],
        "mime_type": body["mime"], "title": {"rendered": body["title"]},
    }  # fmt: skip


def list_media(things: Things, given: dict[str, str]) -> Answer:
    rows = [media_row(thing.key, thing.body) for thing in things.every("media", newest_first=True)]
    if slug := given.get("slug"):
        rows = [row for row in rows if row["slug"] == slug]
    return listing(rows, given)


def list_terms(things: Things, kind: str, given: dict[str, str]) -> Answer:
    rows = [term_row(thing.key, thing.body) for thing in things.every(kind)]
    if kind == "categories" and not rows:
        things.put("categories", "1", {"name": "未分类", "slug": "uncategorized"})
        rows = [term_row("1", {"name": "未分类", "slug": "uncategorized"})]
    if words := given.get("search"):
        rows = [row for row in rows if words.casefold() in row["name"].casefold() or words in row["slug"]]
    return listing(rows, given)


def add_term(things: Things, kind: str, app: AppIn, given: Json) -> Answer:
    needed = "manage_categories" if kind == "categories" else "edit_posts"
    if needed not in rights_of(app):
        return error("rest_cannot_create", "抱歉，您不能在此分类法中创建项目。", 403)
    name = str(given.get("name", "")).strip()
    if not name:
        return error("rest_missing_callback_param", "缺少参数：name", 400)
    if any(thing.body["name"] == name for thing in things.every(kind)):
        return error("term_exists", "在此分类法中已存在具有相同名称的项目。", 400)
    key = str(next_number(things))
    things.put(kind, key, {"name": name, "slug": name.lower()})
    return Answer(term_row(key, {"name": name, "slug": name.lower()}), status=201)


def term_row(key: str, body: Json) -> Json:
    return {"id": int(key), "name": body["name"], "slug": body["slug"]}
