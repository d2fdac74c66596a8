"""Uploads: pictures for article bodies and permanent material."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from pathlib import PurePath

from starlette.datastructures import UploadFile

from sandbox.gateway import Call
from sandbox.store import Json, Row
from sandbox.wechat.errors import Refused
from sandbox.wechat.registry import endpoint

MB = 1024 * 1024
MIME = {
    "jpg": "image/jpeg", "png": "image/png", "gif": "image/gif", "bmp": "image/bmp",
    "mp3": "audio/mpeg", "wma": "audio/x-ms-wma", "wav": "audio/wav", "amr": "audio/amr", "mp4": "video/mp4",
}  # fmt: skip
KINDS: dict[str, tuple[int, frozenset[str], int]] = {
    # kind: (bytes, formats, code when too large)
    "image": (10 * MB, frozenset({"bmp", "png", "jpg", "gif"}), 40009),
    "voice": (2 * MB, frozenset({"mp3", "wma", "wav", "amr"}), 45001),
    "video": (10 * MB, frozenset({"mp4"}), 45001),
    "thumb": (64 * 1024, frozenset({"jpg"}), 40006),
}


@dataclass(frozen=True)
class Upload:
    filename: str
    content: bytes
    format: str


def sniff(content: bytes) -> str:
    """The format by its first bytes; empty when unknown."""
    for prefix, name in (
        (b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"GIF8", "gif"), (b"BM", "bmp"),
        (b"ID3", "mp3"), (b"\x30\x26\xb2\x75", "wma"), (b"#!AMR", "amr"),
    ):  # fmt: skip
        if content.startswith(prefix):
            return name
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return "wav"
    if content[4:8] == b"ftyp":
        return "mp4"
    return "mp3" if content[:1] == b"\xff" and len(content) > 1 and content[1] & 0xE0 == 0xE0 else ""


def read_upload(call: Call, formats: frozenset[str], limit: int, too_large: int) -> Upload:
    """The multipart part `media`, checked for name, extension, first bytes and size."""
    part = call.form.get("media") if call.form else None
    if not isinstance(part, UploadFile):
        raise Refused(41005)
    content = part.file.read()
    if not content:
        raise Refused(41005)
    extension = PurePath(part.filename or "").suffix.lower().lstrip(".").replace("jpeg", "jpg")
    if not extension:
        raise Refused(40005)
    if extension not in formats:
        raise Refused(40113)
    found = sniff(content)
    if found != extension:
        raise Refused(40137 if MIME[extension].startswith("image/") else 40005)
    if len(content) > limit:
        raise Refused(too_large)
    return Upload(part.filename or "", content, found)


def keep_image(call: Call, upload: Upload) -> str:
    """Keep a picture under a public key; the key."""
    key = secrets.token_urlsafe(32)
    call.world.store.insert(
        "images", key=key, appid=call.appid, sha256=call.world.keep_blob(upload.content), mime=MIME[upload.format],
        size=len(upload.content), filename=upload.filename, created_at=call.now,
    )  # fmt: skip
    return key


def image_url(base_url: str, key: str) -> str:
    return f"{base_url}/mmbiz/{key}/0" if key else ""


@endpoint("/cgi-bin/media/uploadimg", json_body=False, daily_limit=10_000)
def upload_image(call: Call) -> Json:
    """A picture for an article body: jpg or png, below 1 MB."""
    upload = read_upload(call, frozenset({"jpg", "png"}), MB - 1, 40009)
    call.note = upload.filename
    key = keep_image(call, upload)
    return {"url": image_url(call.base_url, key)}


@endpoint("/cgi-bin/material/add_topic_material", json_body=False, daily_limit=5000)
def add_topic_material(call: Call) -> Json:
    """Permanent material; its media_id is what drafts ask for as cover."""
    kind = call.query.get("type", "") or (str(call.form.get("type", "")) if call.form else "")
    if kind not in KINDS:
        raise Refused(40004)
    limit, formats, too_large = KINDS[kind]
    upload = read_upload(call, formats, limit, too_large)
    title, introduction = _description(call) if kind == "video" else ("", "")
    key = keep_image(call, upload) if kind in ("image", "thumb") else ""
    media_id = secrets.token_urlsafe(48)
    call.note = f"{kind} {upload.filename}"
    call.world.store.insert(
        "materials", media_id=media_id, appid=call.appid, kind=kind, image_key=key, filename=upload.filename,
        size=len(upload.content), sha256=call.world.keep_blob(upload.content), title=title, introduction=introduction,
        created_at=call.now,
    )  # fmt: skip
    return {"media_id": media_id, "url": image_url(call.base_url, key)} if key else {"media_id": media_id}


@endpoint("/cgi-bin/material/get_materialcount", methods=("GET",), daily_limit=5000)
def get_material_count(call: Call) -> Json:
    rows = call.world.store.rows("SELECT kind, count(*) AS n FROM materials WHERE appid = ? GROUP BY kind", call.appid)
    counts = {row["kind"]: row["n"] for row in rows}
    return {
        "voice_count": counts.get("voice", 0),
        "video_count": counts.get("video", 0),
        "image_count": counts.get("image", 0) + counts.get("thumb", 0),
        "news_count": 0,
    }


def find_picture(call: Call, media_id: object) -> Row:
    """A permanent picture of this account, or 40007."""
    row = call.world.store.row(
        "SELECT * FROM materials WHERE media_id = ? AND appid = ? AND kind IN ('image', 'thumb')",
        str(media_id or ""), call.appid,
    )  # fmt: skip
    if row is None:
        raise Refused(40007)
    return row


def _description(call: Call) -> tuple[str, str]:
    """Videos come with a second part, a JSON string {title, introduction}."""
    given = call.form.get("description") if call.form else None
    try:
        parsed = json.loads(given) if isinstance(given, str) else None
    except ValueError:
        raise Refused(47001) from None
    if not isinstance(parsed, dict) or not parsed.get("title"):
        raise Refused(44002)
    return str(parsed["title"]), str(parsed.get("introduction", ""))
