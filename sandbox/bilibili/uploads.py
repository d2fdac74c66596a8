"""Videos in parts of eight megabytes, covers and pictures."""

from __future__ import annotations

import io
import secrets

from PIL import Image, UnidentifiedImageError

from sandbox.bilibili.access import things_of
from sandbox.desk import Refused, fields_of, file_of, json_of
from sandbox.gateway import Call
from sandbox.store import Json
from sandbox.things import Thing
from sandbox.window import kind_of

PART = 8 * 1024 * 1024
PARTS = 512
WHOLE_MOST = 100 * 1024 * 1024
COVER_MOST = 5 * 1024 * 1024
COVER_LEAST = (960, 600)


def init(call: Call) -> Json:
    given = json_of(call)
    if not str(given.get("name", "")).endswith((".mp4", ".flv", ".mov")) or given.get("utype") not in ("0", "1"):
        raise Refused(4000, "name or utype")
    token = secrets.token_urlsafe(24)
    body = {"parts": {}, "sizes": {}, "sha": "", "chunked": given["utype"] == "0", "used": False}
    things_of(call).put("upload", token, body, appid=call.appid, at=call.now)
    return {"upload_token": token}


def upload_of(call: Call) -> Thing:
    kept = things_of(call).get("upload", fields_of(call).get("upload_token", ""))
    if kept is None or kept.body["used"]:
        raise Refused(127008, "upload_token is invalid")
    return kept


def part(call: Call) -> Json:
    kept, number = upload_of(call), fields_of(call).get("part_number", "")
    if not number.isdigit() or not 1 <= int(number) <= PARTS or not 0 < len(call.raw) <= PART:
        raise Refused(141002, "part is invalid")
    kept.body["parts"][number] = call.world.keep_blob(call.raw)
    kept.body["sizes"][number] = len(call.raw)
    things_of(call).put("upload", kept.key, kept.body, appid=kept.appid)
    return {"etag": kept.body["parts"][number][:32]}


def whole(call: Call) -> Json:
    kept = upload_of(call)
    content = call.raw if call.form is None else file_of(call, "file")[1]
    if kept.body["chunked"] or not 0 < len(content) <= WHOLE_MOST:
        raise Refused(141002, "file is invalid")
    things_of(call).put("upload", kept.key, {**kept.body, "sha": call.world.keep_blob(content)}, appid=kept.appid)
    return {}


def complete(call: Call) -> Json:
    """All parts from one on, each but the last exactly eight megabytes."""
    kept = upload_of(call)
    numbers = sorted(int(n) for n in kept.body["parts"])
    short = [n for n in numbers[:-1] if kept.body["sizes"][str(n)] != PART]
    if not numbers or numbers != list(range(1, len(numbers) + 1)) or short:
        raise Refused(123003, "parts are missing or of a wrong size")
    sha = call.world.keep_pieces([kept.body["parts"][str(n)] for n in numbers])
    things_of(call).put("upload", kept.key, {**kept.body, "sha": sha}, appid=kept.appid)
    return {}


def cover(call: Call) -> Json:
    _name, content = file_of(call, "file")
    if kind_of(content) not in ("image/jpeg", "image/png"):
        raise Refused(123038, "cover type")
    if len(content) > COVER_MOST or not _large_enough(content):
        raise Refused(123045, "cover size")
    return {"url": f"{call.base_url}/file/{call.world.keep_blob(content)}"}


def image(call: Call) -> Json:
    _name, content = file_of(call, "file")
    if not kind_of(content):
        raise Refused(129003, "image type")
    return {"url": f"{call.base_url}/file/{call.world.keep_blob(content)}"}


def _large_enough(content: bytes) -> bool:
    try:
        width, height = Image.open(io.BytesIO(content)).size
    except UnidentifiedImageError:
        return False
    return width >= COVER_LEAST[0] and height >= COVER_LEAST[1]
