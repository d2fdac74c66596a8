"""Records and blobs of the accounts, checked as the lexicons have it."""

from __future__ import annotations

import base64
import hashlib
import re

import regex

from sandbox.bluesky.sessions import account, did_of, xrpc_error
from sandbox.gateway import Answer, Call
from sandbox.settings import AppIn
from sandbox.store import Json, dumps
from sandbox.things import Thing, Things

POST = "app.bsky.feed.post"
TID = re.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}")
GRAPHEME = regex.compile(r"\X")
BLOB_MOST, PICTURE_MOST = 5 * 1024 * 1024, 1_000_000


def cid_of(data: bytes, start: str) -> str:
    return start + base64.b32encode(hashlib.sha256(data).digest()).decode().lower().rstrip("=")


def upload(call: Call, app: AppIn) -> Answer:
    if len(call.raw) > BLOB_MOST:
        return xrpc_error("PayloadTooLarge", "request entity too large", 413)
    digest, cid = call.world.keep_blob(call.raw), cid_of(call.raw, "bafkrei")
    mime = call.headers.get("content-type", "application/octet-stream")
    Things(call.world.store, call.platform).put(
        "blob", cid, {"digest": digest, "mime": mime, "size": len(call.raw)}, appid=app.appid
    )
    return Answer({"blob": {"$type": "blob", "ref": {"$link": cid}, "mimeType": mime, "size": len(call.raw)}})


def put(things: Things, call: Call, app: AppIn, body: Json, *, create: bool) -> Answer:
    """Writing twice under one key is writing once; creating under a taken one breaks the server, as it was seen."""
    if str(body.get("repo", "")).lower() not in (app.appid.lower(), did_of(app)):
        return xrpc_error("AuthenticationRequired", "Authentication Required", 401)
    collection, record = str(body.get("collection", "")), body.get("record")
    rkey = str(body.get("rkey") or _new_key(things, call.now))
    if not isinstance(record, dict):
        return xrpc_error("InvalidRequest", "Input/record must be an object")
    if wrong := _wrong(things, collection, rkey, record):
        return xrpc_error("InvalidRequest", wrong)
    uri = f"at://{did_of(app)}/{collection}/{rkey}"
    if create and things.get("record", uri):
        return xrpc_error("InternalServerError", "Internal Server Error", 500)
    cid = cid_of(dumps(record).encode(), "bafyrei")
    things.put("record", uri, {"cid": cid, "value": record, "collection": collection}, appid=app.appid, at=call.now)
    return Answer({"uri": uri, "cid": cid, "validationStatus": "valid"})


def _new_key(things: Things, now: float) -> str:
    value, signs = (int(now * 1_000_000) + things.count("record")) << 10, []
    for _place in range(13):
        signs.append("234567abcdefghijklmnopqrstuvwxyz"[value & 31])
        value >>= 5
    return "".join(reversed(signs))


def _wrong(things: Things, collection: str, rkey: str, record: Json) -> str:
    """What the lexicon has against it, '' when nothing."""
    if collection != POST:
        return ""
    text = record.get("text")
    if not TID.fullmatch(rkey):
        return f"Invalid rkey for collection {collection}: should be a valid TID"
    if record.get("$type") != POST or not isinstance(text, str) or not record.get("createdAt"):
        return f'Invalid {POST} record: Missing required key "text" at $'
    if len(GRAPHEME.findall(text)) > 300:
        return f"Invalid {POST} record: string too big (maximum 300 graphemes) at $.text"
    for facet in record.get("facets") or ():
        if facet["index"]["byteEnd"] > len(text.encode()):
            return f"Invalid {POST} record: byteEnd out of bounds at $.facets"
    return _wrong_pictures(things, (record.get("embed") or {}).get("images") or [])


def _wrong_pictures(things: Things, images: list[Json]) -> str:
    if len(images) > 4:
        return f"Invalid {POST} record: array too big (maximum 4) at $.embed.images"
    for image in images:
        kept = things.get("blob", str(image["image"]["ref"]["$link"]))
        if kept is None:
            return f"Could not find blob: {image['image']['ref']['$link']}"
        if kept.body["size"] > PICTURE_MOST:
            return f"This file is too large. It is {kept.body['size']} but the maximum size is 1MB."
    return ""


def get(things: Things, call: Call) -> Answer:
    app = account(call.world, call.query.get("repo", ""), call.platform)
    if app is None:
        return xrpc_error("InvalidRequest", "Could not locate record")
    uri = f"at://{did_of(app)}/{call.query.get('collection', '')}/{call.query.get('rkey', '')}"
    thing = things.get("record", uri)
    if thing is None:
        return xrpc_error("RecordNotFound", f"Could not locate record: {uri}")
    return Answer(row(thing))


def row(thing: Thing) -> Json:
    return {"uri": thing.key, "cid": thing.body["cid"], "value": thing.body["value"]}


def list_records(things: Things, call: Call) -> Answer:
    app = account(call.world, call.query.get("repo", ""), call.platform)
    if app is None:
        return xrpc_error("InvalidRequest", f"Could not find repo: {call.query.get('repo', '')}")
    limit = int(call.query.get("limit", 50))
    found = [
        t
        for t in things.every("record", appid=app.appid, newest_first=True)
        if t.body["collection"] == call.query.get("collection")
    ]
    return Answer({"records": [row(thing) for thing in found[:limit]]})


def delete(things: Things, app: AppIn, body: Json) -> Answer:
    things.drop("record", f"at://{did_of(app)}/{body.get('collection', '')}/{body.get('rkey', '')}")
    return Answer({})
