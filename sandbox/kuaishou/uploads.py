"""The upload gateway: whole files or fragments, each under a token that a publish uses up."""

from __future__ import annotations

import hashlib
import secrets

from sandbox.desk import Refused, fields_of, file_of
from sandbox.gateway import Call
from sandbox.kuaishou.access import things_of
from sandbox.store import Json
from sandbox.things import Thing

WHOLE_MOST = 10 * 1024 * 1024


def start_upload(call: Call) -> Json:
    """The gateway's address comes with the token, and is plain http as on the platform."""
    token = secrets.token_urlsafe(24)
    body = {"fragments": {}, "sha": "", "used": False}
    things_of(call).put("upload", token, body, appid=call.appid, at=call.now)
    return {"result": 1, "upload_token": token, "endpoint": call.base_url.removeprefix("http://")}


def upload_of(call: Call) -> Thing:
    kept = things_of(call).get("upload", fields_of(call).get("upload_token", ""))
    if kept is None or kept.body["used"]:
        raise Refused(120002, "upload token invalid")
    return kept


def whole(call: Call) -> Json:
    kept = upload_of(call)
    content = call.raw if call.form is None else file_of(call, "file")[1]
    if not content or len(content) > WHOLE_MOST:
        raise Refused(100400, "file size")
    return _finish(call, kept, call.world.keep_blob(content))


def fragment(call: Call) -> Json:
    kept, number = upload_of(call), fields_of(call).get("fragment_id", "")
    if not number.isdigit() or not call.raw:
        raise Refused(100200100, "fragment_id")
    kept.body["fragments"][number] = call.world.keep_blob(call.raw)
    things_of(call).put("upload", kept.key, kept.body, appid=kept.appid)
    return {"result": 1, "checksum": hashlib.md5(call.raw, usedforsecurity=False).hexdigest(), "size": len(call.raw)}


def resume(call: Call) -> Json:
    kept = upload_of(call)
    return {"result": 1, "existed": bool(kept.body["fragments"]), "fragment_index": len(kept.body["fragments"]) - 1}


def complete(call: Call) -> Json:
    """Every fragment from 0 on must be there."""
    kept, count = upload_of(call), fields_of(call).get("fragment_count", "")
    if not count.isdigit() or sorted(int(n) for n in kept.body["fragments"]) != list(range(int(count))):
        raise Refused(120002, "fragments are missing")
    return _finish(call, kept, call.world.keep_pieces([kept.body["fragments"][str(n)] for n in range(int(count))]))


def _finish(call: Call, kept: Thing, sha: str) -> Json:
    things_of(call).put("upload", kept.key, {**kept.body, "sha": sha}, appid=kept.appid)
    return {"result": 1}
