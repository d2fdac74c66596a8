"""Comments below the account's posts."""

from __future__ import annotations

from sandbox.clock import beijing
from sandbox.desk import Refused, count_up, fields_of
from sandbox.gateway import Call
from sandbox.settings import AppIn
from sandbox.store import Json
from sandbox.things import Thing, Things
from sandbox.weibo.access import NAME, check_quota, things_of, uid_of
from sandbox.weibo.statuses import length_of, own
from sandbox.world import World

FIRST_ID = 5_310_000_000_000_000


def show(call: Call) -> Json:
    """Newest first, by pages."""
    kept, given = own(call), fields_of(call)
    found = [
        c for c in things_of(call).every("comment", appid=call.appid, newest_first=True) if c.body["status"] == kept.key
    ]
    size, number = min(int(given.get("count", 50)), 200), int(given.get("page", 1))
    return {
        "comments": [_told(c) for c in found[(number - 1) * size : number * size]],
        "total_number": len(found),
    }


def create(call: Call) -> Json:
    kept = own(call)
    return _told(_keep(call, kept.key, parent=""))


def reply(call: Call) -> Json:
    kept, cid = own(call), fields_of(call).get("cid", "")
    parent = things_of(call).get("comment", cid)
    if parent is None or parent.body["status"] != kept.key:
        raise Refused(20201, "target weibo comment does not exist!", 400)
    return _told(_keep(call, kept.key, parent=cid))


def _keep(call: Call, status: str, *, parent: str) -> Thing:
    text = fields_of(call).get("comment", "").strip()
    if not text or length_of(text) > 140:
        raise Refused(20008 if not text else 20012, "comment text", 400)
    assert call.app is not None
    check_quota(call, call.app, post=False)
    key = comment_on(call.world, call.app, status, call.app.name, text, parent=parent, uid=uid_of(call.app))
    kept = things_of(call).get("comment", key)
    assert kept is not None
    return kept


def comment_on(world: World, app: AppIn, status: str, who: str, text: str, *, parent: str = "", uid: str = "") -> str:
    """Somebody comments; the comment's number. `uid` is the account's own when it is no reader."""
    things = Things(world.store, NAME)
    cid = str(FIRST_ID + count_up(things, "cid", at=world.now()) * 7919)
    things.put(
        "comment",
        cid,
        {"status": status, "who": who, "text": text, "parent": parent, "uid": uid},
        appid=app.appid,
        at=world.now(),
    )
    return cid


def _told(kept: Thing) -> Json:
    body = {
        "created_at": beijing(kept.at).strftime("%a %b %d %H:%M:%S +0800 %Y"), "id": int(kept.key), "idstr": kept.key, "mid": kept.key,
        "text": kept.body["text"], "user": {"id": int(kept.body.get("uid") or 1_600_000_000 + len(kept.body["who"])), "screen_name": kept.body["who"]},
    }  # fmt: skip
    return body | (
        {"reply_comment": {"id": int(kept.body["parent"]), "idstr": kept.body["parent"]}} if kept.body["parent"] else {}
    )
