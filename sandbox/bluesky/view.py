"""The view of the network: threads and counts."""

from __future__ import annotations

import hashlib

from sandbox.bluesky.records import POST
from sandbox.bluesky.sessions import did_of, xrpc_error
from sandbox.clock import beijing
from sandbox.gateway import Answer, Call
from sandbox.store import Json
from sandbox.things import Thing, Things


def thread(things: Things, call: Call) -> Answer:
    root = things.get("record", call.query.get("uri", ""))
    if root is None:
        return xrpc_error("NotFound", f"Post not found: {call.query.get('uri', '')}")
    return Answer({"thread": _branch(things, call, root, int(call.query.get("depth", 6)))})


def _branch(things: Things, call: Call, thing: Thing, depth: int) -> Json:
    replies = [t for t in things.every("record", newest_first=True) if _parent(t) == thing.key] if depth else []
    return {
        "$type": "app.bsky.feed.defs#threadViewPost",
        "post": post_view(things, call, thing),
        "replies": [_branch(things, call, reply, depth - 1) for reply in replies],
    }


def posts(things: Things, call: Call) -> Answer:
    found = [things.get("record", uri) for uri in call.query.getlist("uris")[:25]]
    return Answer({"posts": [post_view(things, call, thing) for thing in found if thing]})


def post_view(things: Things, call: Call, thing: Thing) -> Json:
    """Likes and reposts are made of the address: the same each time it is asked."""
    app = call.world.app(thing.appid)
    number = int.from_bytes(hashlib.sha256(thing.key.encode()).digest()[:4], "big")
    author = {"did": did_of(app), "handle": app.appid, "displayName": app.name} if app else {"did": "", "handle": "?"}
    return {
        "uri": thing.key, "cid": thing.body["cid"], "author": author, "record": thing.body["value"],
        "indexedAt": beijing(thing.at).isoformat(), "likeCount": 3 + number % 40, "repostCount": number % 9,
        "replyCount": sum(_parent(t) == thing.key for t in things.every("record")), "quoteCount": 0,
    }  # fmt: skip


def _parent(thing: Thing) -> str:
    if thing.body["collection"] != POST:
        return ""
    reply = thing.body["value"].get("reply") or {}
    return str((reply.get("parent") or {}).get("uri", ""))
