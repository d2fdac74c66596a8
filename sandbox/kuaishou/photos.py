"""Videos of the account: publish, list, look at, count, delete."""

from __future__ import annotations

import hashlib

from sandbox.desk import (
    DELETED,
    OPEN,
    PENDING,
    REFUSED,
    STATE_WORDS,
    Refused,
    count_up,
    fields_of,
    file_of,
    put_under_audit,
)
from sandbox.emulators import Seen
from sandbox.gateway import Call
from sandbox.kuaishou.access import NAME, things_of
from sandbox.kuaishou.uploads import upload_of
from sandbox.settings import AppIn
from sandbox.store import Json
from sandbox.things import Thing, Things
from sandbox.window import grown, is_video, kind_of
from sandbox.world import World

CAPTION_MOST = 1000
COVER_MOST = 10 * 1024 * 1024
LATE_SECONDS = 1.0  # photo/info does not know a new video for so long, at most half of its audit


def publish(call: Call) -> Json:
    """Uses up the upload token. The caption carries topics as #words; there is no time plan and no draft."""
    upload, caption = upload_of(call), fields_of(call).get("caption", "").strip()
    name, cover = file_of(call, "cover")
    if not upload.body["sha"]:
        raise Refused(120002, "video upload not successful")
    if not is_video(call.world.first_bytes(upload.body["sha"])):
        raise Refused(120003, "video cannot be decoded")
    if not caption or len(caption) > CAPTION_MOST:
        raise Refused(100400, "caption")
    if not name or not kind_of(cover) or len(cover) > COVER_MOST:
        raise Refused(100400, "cover")
    things = things_of(call)
    number = count_up(things, "photo", at=call.now)
    key = "3x" + hashlib.sha256(f"{call.appid}/{number}".encode()).hexdigest()[:13]
    body = {
        "caption": caption, "cover": call.world.keep_blob(cover), "video": upload.body["sha"], "state": PENDING, "reason": "",
        "base": call.base_url,
    }  # fmt: skip
    with call.world.store.transaction(durable=True):
        things.put("photo", key, body, appid=call.appid, at=call.now)
        things.put("upload", upload.key, {**upload.body, "used": True}, appid=call.appid)
        put_under_audit(call, things, "photo", key, reason="作品内容不符合社区规范")
    return {"result": 1, "video_info": _told(call.world, _kept(things, key))}


def _kept(things: Things, key: str) -> Thing:
    kept = things.get("photo", key)
    if kept is None or kept.body["state"] in (DELETED, REFUSED):
        raise Refused(120001, "video not exist")
    return kept


def _own(call: Call) -> Thing:
    kept = _kept(things_of(call), fields_of(call).get("photo_id", ""))
    if kept.appid != call.appid:
        raise Refused(120001, "video not exist")
    return kept


def info(call: Call) -> Json:
    kept = _own(call)
    if call.now - kept.at < min(LATE_SECONDS, call.world.settings.publish_seconds / 2):
        raise Refused(120001, "video not exist")
    return {"result": 1, "video_info": _told(call.world, kept)}


def listing(call: Call) -> Json:
    """Newest first; the cursor is the last photo_id of the page before."""
    given = fields_of(call)
    count, cursor = min(int(given.get("count") or 20), 200), given.get("cursor", "")
    mine = [
        one
        for one in things_of(call).every("photo", appid=call.appid, newest_first=True)
        if one.body["state"] in (OPEN, PENDING)
    ]
    keys = [one.key for one in mine]
    start = keys.index(cursor) + 1 if cursor in keys else 0
    return {"result": 1, "video_list": [_told(call.world, one) for one in mine[start : start + count]]}


def counts(call: Call) -> Json:
    total = sum(one.body["state"] == OPEN for one in things_of(call).every("photo", appid=call.appid))
    return {"result": 1, "public_count": total, "friend_count": 0, "private_count": 0, "all_count": total}


def delete(call: Call) -> Json:
    kept = _own(call)
    things_of(call).put("photo", kept.key, {**kept.body, "state": DELETED}, appid=kept.appid)
    return {"result": 1}


def _told(world: World, kept: Thing) -> Json:
    body, age = kept.body, world.now() - kept.at if kept.body["state"] == OPEN else 0.0
    return {
        "photo_id": kept.key, "caption": body["caption"], "cover": f"{body['base']}/file/{body['cover']}",
        "play_url": f"{body['base']}/file/{body['video']}", "create_time": int(kept.at * 1000),
        "like_count": grown(f"{kept.key}/l", age, most=600), "comment_count": grown(f"{kept.key}/c", age, most=40),
        "view_count": grown(f"{kept.key}/v", age, most=20_000), "pending": body["state"] == PENDING,
    }  # fmt: skip


def seen(world: World, app: AppIn) -> list[Seen]:
    return [
        Seen(
            key=one.key, title="", text=one.body["caption"], at=one.at, pictures=[f"/{NAME}/file/{one.body['cover']}"],
            video=f"/{NAME}/file/{one.body['video']}", state=STATE_WORDS[one.body["state"]], url=f"/{NAME}/short-video/{one.key}",
        )
        for one in Things(world.store, NAME).every("photo", appid=app.appid, newest_first=True)
        if one.body["state"] != DELETED
    ]  # fmt: skip
