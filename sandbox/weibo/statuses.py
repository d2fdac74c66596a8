"""Posts of the account: sharing (free tier), updates with several pictures (commercial tier), reading, counting, deleting."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from urllib.parse import urlsplit

from sandbox.clock import beijing
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
from sandbox.settings import AppIn
from sandbox.store import Json
from sandbox.things import Thing, Things
from sandbox.weibo.access import NAME, check_quota, things_of, uid_of
from sandbox.window import grown, kind_of
from sandbox.world import World

URL = re.compile(r"https?://[A-Za-z0-9./?=&%_~:#@+,;-]+")
FIRST_ID = 5_210_000_000_000_000
SHORT, LONG = 140, 2000
PICTURE_MOST = 5 * 1024 * 1024
TIMELINE = 5  # the free app sees the latest five only
SAME_SECONDS = 600
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def length_of(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(c) in ("W", "F", "A") else 0.5 for c in text)


def base62(mid: int) -> str:
    """Groups of seven digits from the right, each in base 62 and four places wide."""
    text, parts = str(mid), list[str]()
    while text:
        text, group = text[:-7], int(text[-7:])
        word = ""
        while group:
            group, rest = divmod(group, 62)
            word = DIGITS[rest] + word
        parts.insert(0, word.rjust(4, "0") if text else word)
    return "".join(parts)


def share(call: Call) -> Json:
    """Free tier: short text with a link below the app's safe domain, at most one picture; topics vanish."""
    text = _checked_text(call, most=SHORT)
    assert call.app is not None
    safe = call.app.options.get("safe_domain", "")
    hosts = [urlsplit(url).hostname or "" for url in URL.findall(text)]
    if not safe:
        raise Refused(10017, "appkey not bind domain!", 400)
    if not any(host == safe or host.endswith(f".{safe}") for host in hosts):
        raise Refused(10017, "text not find domain!", 400)
    name, content = file_of(call, "pic")
    pictures = [_kept_picture(call, content)] if name or content else []
    return _post(call, re.sub(r"#([^#]+)#", r"\1", text), pictures)


def update(call: Call) -> Json:
    _commercial(call)
    return _post(call, _checked_text(call, most=_most(call)), [])


def upload_pic(call: Call) -> Json:
    _commercial(call)
    _name, content = file_of(call, "pic")
    sha = _kept_picture(call, content)
    things_of(call).put("picture", sha[:32], {"sha": sha}, appid=call.appid, at=call.now)
    url = f"{call.base_url}/file/{sha}"
    return {"pic_id": sha[:32], "thumbnail_pic": url, "bmiddle_pic": url, "original_pic": url}


def upload_url_text(call: Call) -> Json:
    """Several pictures that were uploaded before."""
    _commercial(call)
    text = _checked_text(call, most=_most(call))
    ids = [part for part in fields_of(call).get("pic_id", "").split(",") if part]
    found = [things_of(call).get("picture", part) for part in ids]
    if not ids or len(ids) > 9 or not all(found):
        raise Refused(10017, "param error: pic_id", 400)
    return _post(call, text, [kept.body["sha"] for kept in found if kept])


def _commercial(call: Call) -> None:
    if call.app is None or call.app.options.get("tier") != "commercial":
        raise Refused(10014, "Insufficient app permissions!", 403)


def _most(call: Call) -> int:
    return LONG if fields_of(call).get("is_longtext") == "1" else SHORT


def _checked_text(call: Call, *, most: int) -> str:
    text = fields_of(call).get("status", "").strip()
    if not text:
        raise Refused(20008, "content is null", 400)
    if length_of(text) > most:
        raise Refused(
            20012 if most == SHORT else 20049, "Text too long, please input text less than 140 characters!", 400
        )
    return text


def _kept_picture(call: Call, content: bytes) -> str:
    if kind_of(content) not in ("image/jpeg", "image/png", "image/gif"):
        raise Refused(20005, "unsupported image type", 400)
    if len(content) >= PICTURE_MOST:
        raise Refused(20006, "image size too large", 400)
    return call.world.keep_blob(content)


def _post(call: Call, text: str, pictures: list[str]) -> Json:
    app, things = call.app, things_of(call)
    assert app is not None
    check_quota(call, app, post=True)
    mine = things.every("status", appid=app.appid, newest_first=True)
    if any(
        one.body["raw"] == text and one.at > call.now - SAME_SECONDS and one.body["state"] != DELETED for one in mine
    ):
        raise Refused(20019, "repeat content!", 400)
    mid = FIRST_ID + count_up(things, "mid", at=call.now) * 7919
    shown = URL.sub(lambda found: "http://t.cn/A6" + hashlib.sha256(found[0].encode()).hexdigest()[:6], text)
    body = {"raw": text, "text": shown, "pictures": pictures, "state": PENDING, "reason": "", "base": call.base_url}
    with call.world.store.transaction(durable=True):
        things.put("status", str(mid), body, appid=app.appid, at=call.now)
        put_under_audit(call, things, "status", str(mid), reason="内容涉嫌违反社区公约")
    kept = things.get("status", str(mid))
    assert kept is not None
    return told(call, kept)


def told(call: Call, kept: Thing) -> Json:
    """A status as the platform tells it."""
    counts = counts_of(call.world, kept)
    return {
        "created_at": beijing(kept.at).strftime("%a %b %d %H:%M:%S +0800 %Y"), "id": int(kept.key), "idstr": kept.key, "mid": kept.key,
        "text": kept.body["text"], "source": "", "truncated": False,
        "pic_urls": [{"thumbnail_pic": f"{kept.body['base']}/file/{sha}"} for sha in kept.body["pictures"]],
        "user": {"id": int(uid_of(call.app)) if call.app else 0, "screen_name": call.app.name if call.app else ""},
        "reposts_count": counts["reposts"], "comments_count": counts["comments"], "attitudes_count": counts["attitudes"],
        "visible": {"type": 0, "list_id": 0},
    }  # fmt: skip


def counts_of(world: World, kept: Thing) -> dict[str, int]:
    age = world.now() - kept.at if kept.body["state"] == OPEN else 0.0
    comments = [c for c in Things(world.store, NAME).every("comment", appid=kept.appid) if c.body["status"] == kept.key]
    return {
        "comments": len(comments),
        "reposts": grown(f"{kept.key}/r", age, most=60),
        "attitudes": grown(f"{kept.key}/a", age, most=400),
    }


def own(call: Call, field: str = "id") -> Thing:
    """20101 not there; 20104 taken down by the platform."""
    kept = things_of(call).get("status", fields_of(call).get(field, ""))
    if kept is None or kept.body["state"] == DELETED:
        raise Refused(20101, "target weibo does not exist!", 400)
    if kept.appid != call.appid:
        raise Refused(20102, "not your own weibo!", 403)
    if kept.body["state"] == REFUSED:
        raise Refused(20104, "illegal weibo!", 400)
    return kept


def show(call: Call) -> Json:
    return told(call, own(call))


def user_timeline(call: Call) -> Json:
    mine = things_of(call).every("status", appid=call.appid, newest_first=True)
    shown = [one for one in mine if one.body["state"] in (OPEN, PENDING)]
    return {"statuses": [told(call, one) for one in shown[:TIMELINE]], "total_number": len(shown)}


def count(call: Call) -> Json:
    """A list, as the platform answers; the emulator hands it on as it is."""
    ids = [part for part in fields_of(call).get("ids", "").split(",") if part]
    if not 0 < len(ids) <= 100:
        raise Refused(10017, "param error: ids", 400)
    found = [kept for part in ids if (kept := things_of(call).get("status", part)) and kept.body["state"] != DELETED]
    return {"": [{"id": int(kept.key), **counts_of(call.world, kept)} for kept in found]}


def destroy(call: Call) -> Json:
    kept = own(call)
    things_of(call).put("status", kept.key, {**kept.body, "state": DELETED}, appid=kept.appid)
    return told(call, kept)


def seen(world: World, app: AppIn) -> list[Seen]:
    """What the account's readers see, and what is under audit."""
    things = Things(world.store, NAME)
    comments = things.every("comment", appid=app.appid)
    return [
        Seen(
            key=one.key, title="", text=one.body["text"], at=one.at, pictures=[f"/weibo/file/{sha}" for sha in one.body["pictures"]],
            comments=[(c.body["who"], c.body["text"]) for c in comments if c.body["status"] == one.key],
            state=STATE_WORDS[one.body["state"]], url=f"/weibo/{uid_of(app)}/{base62(int(one.key))}",
        )
        for one in things.every("status", appid=app.appid, newest_first=True)
        if one.body["state"] != DELETED
    ]  # fmt: skip
