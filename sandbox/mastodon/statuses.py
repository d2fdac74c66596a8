"""Statuses, their replies, media, notifications. Replies and private messages come from other accounts of the same server."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from sandbox.gateway import Answer, Call
from sandbox.mastodon import people
from sandbox.mastodon.wording import as_html
from sandbox.settings import AppIn
from sandbox.store import Json
from sandbox.things import Thing, Things

TEXT_MOST, PICTURES_MOST, URL_COUNTS = 500, 4, 23
PAGE_MOST, KEY_SECONDS = 40, 3600
NOT_FOUND = Answer({"error": "Record not found"}, 404, code=404)


def invalid(words: str) -> Answer:
    return Answer({"error": f"Validation failed: {words}"}, 422, code=422)


def create(call: Call, things: Things, app: AppIn) -> Answer:
    """Post; the same Idempotency-Key within an hour gives the first answer, unless the server was told not to honour it."""
    try:
        given = json.loads(call.raw or b"{}")
    except ValueError:
        return invalid("body")
    honours = app.options.get("idempotent", "yes") == "yes"
    key = call.headers.get("idempotency-key", "") if honours else ""
    if key and (kept := things.get("key", f"{app.appid} {key}")) and call.now - kept.at < KEY_SECONDS:
        first = things.get("status", str(kept.body["status"]))
        if first is not None:
            return Answer(entity(call, things, first))
    if refused := _refused(things, given):
        return refused
    number = things.count("status") + things.count("gone") + 1
    status_id = str((int(call.now * 1000) << 16) + number)
    body = {
        "text": str(given.get("status") or ""), "media": [str(m) for m in given.get("media_ids") or ()],
        "visibility": str(given.get("visibility") or "public"), "parent": str(given.get("in_reply_to_id") or ""),
    }  # fmt: skip
    things.put("status", status_id, body, appid=app.appid, at=call.now)
    if key:
        things.put("key", f"{app.appid} {key}", {"status": status_id}, appid=app.appid, at=call.now)
    made = things.get("status", status_id)
    assert made is not None
    return Answer(entity(call, things, made))


def _refused(things: Things, given: Json) -> Answer | None:
    text, media = str(given.get("status") or ""), list(given.get("media_ids") or ())
    if not text.strip() and not media:
        return invalid("Text can't be blank")
    if len(text) > TEXT_MOST + 300:
        return invalid(f"Text character limit of {TEXT_MOST} exceeded")
    if len(media) > PICTURES_MOST:
        return invalid(f"Cannot attach more than {PICTURES_MOST} files")
    if any(things.get("media", str(one)) is None for one in media):
        return invalid("Media not found")
    if given.get("in_reply_to_id") and things.get("status", str(given["in_reply_to_id"])) is None:
        return NOT_FOUND
    return None


def entity(call: Call, things: Things, status: Thing) -> Json:
    """A status as the API shows it."""
    app = call.world.app(status.appid)
    assert app is not None
    acct, below = people.acct_of(app), replies_to(things, status.key)
    return {
        "id": status.key, "created_at": moment(status.at), "in_reply_to_id": status.body["parent"] or None,
        "visibility": status.body["visibility"], "language": None, "uri": f"{call.base_url}/users/{acct}/statuses/{status.key}",
        "url": f"{call.base_url}/@{acct}/{status.key}", "content": as_html(status.body["text"]), "replies_count": len(below),
        "reblogs_count": int(status.key[-2:]) % 7, "favourites_count": int(status.key[-2:]) % 23,
        "account": people.entity(app, call.base_url), "media_attachments": [{"id": m, "type": "image"} for m in status.body["media"]],
    }  # fmt: skip


def moment(at: float) -> str:
    return dt.datetime.fromtimestamp(at, dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def replies_to(things: Things, key: str) -> list[Thing]:
    return [one for one in things.every("status") if one.body["parent"] == key]


def descendants(things: Things, key: str) -> list[Thing]:
    found = []
    for one in replies_to(things, key):
        found += [one, *descendants(things, one.key)]
    return found


def drop(things: Things, app: AppIn, key: str) -> Answer:
    """Only one's own; a second time it is not there."""
    kept = things.get("status", key)
    if kept is None or kept.appid != app.appid:
        return NOT_FOUND
    things.drop("status", key)
    things.put("gone", key, kept.body, appid=app.appid, at=kept.at)
    return Answer({"id": key, "text": kept.body["text"]})


def listed(call: Call, things: Things, account_id: str) -> Answer:
    """An account's statuses, newest first."""
    app = next((a for a in people.ours(call.world) if people.id_of(a) == account_id), None)
    if app is None:
        return NOT_FOUND
    rows = [s for s in things.every("status", appid=app.appid, newest_first=True) if s.body["visibility"] != "direct"]
    return Answer([entity(call, things, one) for one in _page(call, rows)])


def notifications(call: Call, things: Things, app: AppIn) -> Answer:
    """Mentions by others, newest first."""
    own, name = {s.key for s in things.every("status", appid=app.appid)}, f"@{people.acct_of(app)}"
    rows = [
        one for one in things.every("status", newest_first=True)
        if one.appid != app.appid and (name in one.body["text"] or one.body["parent"] in own)
    ]  # fmt: skip
    told = [
        {"id": one.key, "type": "mention", "created_at": moment(one.at), "status": entity(call, things, one)}
        for one in _page(call, rows)
    ]
    return Answer(told)


def _page(call: Call, rows: list[Thing]) -> list[Thing]:
    before, most = call.query.get("max_id", ""), min(PAGE_MOST, int(call.query.get("limit", "20")))
    return [one for one in rows if not before or int(one.key) < int(before)][:most]


def upload(call: Call, things: Things, app: AppIn) -> Answer:
    """A medium: a picture is there at once, a video after the world's own pace (202, then asked for)."""
    file: Any = call.form.get("file") if call.form is not None else None
    if file is None or not hasattr(file, "file"):
        return invalid("File can't be blank")
    media_id = str((int(call.now * 1000) << 16) + things.count("media") + 1)
    mime = str(file.content_type or "application/octet-stream")
    (call.world.blobs / f"mastodon-{media_id}").write_bytes(file.file.read())
    slow = mime.startswith("video/")
    ready_at = call.now + call.world.settings.publish_seconds if slow else 0.0
    alt = str(call.form.get("description") or "") if call.form is not None else ""
    things.put("media", media_id, {"mime": mime, "alt": alt, "ready_at": ready_at}, appid=app.appid, at=call.now)
    return Answer(
        _medium(call, media_id, mime, alt, ready=not slow), 202 if slow and call.endpoint.startswith("/api/v2") else 200
    )


def medium(call: Call, things: Things, app: AppIn, media_id: str) -> Answer:
    """Is it taken in? 206 while the server works on it."""
    kept = things.get("media", media_id)
    if kept is None or kept.appid != app.appid:
        return NOT_FOUND
    ready = call.now >= float(kept.body["ready_at"])
    return Answer(_medium(call, media_id, kept.body["mime"], kept.body["alt"], ready=ready), 200 if ready else 206)


def _medium(call: Call, media_id: str, mime: str, alt: str, *, ready: bool) -> Json:
    url = f"{call.base_url}/files/{media_id}" if ready else None
    return {"id": media_id, "type": mime.split("/", 1)[0], "url": url, "description": alt or None}
