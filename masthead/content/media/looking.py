"""One look at a file that came in: what sort it is by its content, its facts, or why it is not taken."""

import hashlib
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import filetype
import zxingcpp
from django.utils.translation import gettext as _
from PIL import Image

from masthead.content.media import likeness, probe
from masthead.core.errors import BadInput
from masthead.core.files import inspection, names, origin_marks, pictures
from masthead.core.files.uses import DOCX, GIF, JPEG, MEGABYTE, PDF, PNG, PPTX, TEXT, WEBP, XLSX, FileUse

MP4, MOV, WEBM = "video/mp4", "video/quicktime", "video/webm"
MP3, M4A, WAV = "audio/mpeg", "audio/mp4", "audio/wav"
PICTURES, PAPERS = frozenset({JPEG, PNG, GIF, WEBP}), frozenset({PDF, DOCX, XLSX, PPTX, TEXT})
SOUNDS = {"audio/mpeg": (MP3, "mp3"), "audio/mp4": (M4A, "mov"), "audio/x-wav": (WAV, "wav")}
MOST = {
    "picture": 40 * MEGABYTE, "document": 50 * MEGABYTE, "audio": 500 * MEGABYTE, "video": 2560 * MEGABYTE,
}  # fmt: skip
HEAD = 4096
MEDIA_NAME = re.compile(r"(?i)\.(mp4|m4v|mov|webm|mkv|avi|flv|wmv|mp3|m4a|wav)$")
PICTURE_NAME = re.compile(r"(?i)\.(jpe?g|png|gif|webp)$")
"""Whoever names a text so means something else than a text."""


@dataclass(frozen=True)
class Look:
    """What a file is. `facts` are plain JSON; `bands` the likeness of a picture or of a film's cover; `cover` a film's frame."""

    kind: str
    mime: str
    facts: dict[str, Any] = field(default_factory=dict)
    bands: tuple[int, int, int, int] | None = None
    cover: bytes = b""


def look_at(path: Path, name: str) -> Look:
    """Raises BadInput (code `file_…`) with what to do, for everything that must not come in. The name decides nothing."""
    size = path.stat().st_size
    if problem := names.problem_with(name):
        raise inspection.refusal(f"name_{problem}", name)
    with path.open("rb") as source:
        head = source.read(HEAD)
    guess = filetype.guess(head)
    mime = str(guess.mime) if guess else ""
    if mime in SOUNDS:
        return _sound(path, name, *SOUNDS[mime])
    if head[4:8] == b"ftyp" or head[:4] == b"\x1aE\xdf\xa3":
        return _film(path, name, head)
    if size > MOST["document"]:
        raise too_large(name, "document")
    data = path.read_bytes()
    rule = FileUse("content.material", "", PICTURES | PAPERS, MOST["document"], never)
    try:
        found = inspection.inspect(data, name, rule)
    except BadInput as refusal:
        raise (wrong_type(name) if refusal.code == "file_type" else refusal) from None
    if found.size is None:
        if PICTURE_NAME.search(name):
            raise inspection.unreadable_picture(name)
        if MEDIA_NAME.search(name):
            raise unplayable(name)
        return Look("document", found.mime, {"bytes": size})
    return look_at_picture(data, found.mime, name)


never: Callable[[Any, Any], bool] = lambda _member, _file: False  # noqa: E731


def look_at_picture(data: bytes, mime: str, name: str) -> Look:
    """Facts of a picture that has passed inspection."""
    if len(data) > MOST["picture"]:
        raise too_large(name, "picture")
    try:
        with Image.open(io.BytesIO(data)) as opened:
            width, height = opened.size
            opened.draft("RGB", (1600, 1600))
            small = opened.convert("RGB")
    except pictures.UNREADABLE:
        raise inspection.unreadable_picture(name) from None
    small.thumbnail((1600, 1600))
    facts: dict[str, Any] = {"bytes": len(data), "width": width, "height": height}
    if codes := codes_in(small):
        facts["codes"] = codes
    if mark := origin_marks.read(data, mime):
        facts["aigc"] = mark
    return Look("picture", mime, facts, likeness.bands_of(likeness.hash_of(small)))


def codes_in(picture: Image.Image) -> list[str]:
    """What the QR and bar codes of a picture say, shortened; at most five."""
    found = zxingcpp.read_barcodes(picture, try_rotate=False)
    return [code.text[:120] for code in found if code.text][:5]


def too_large(name: str, kind: str) -> BadInput:
    """The refusal of a file beyond the limit of its kind."""
    return BadInput(
        _("文件「%(name)s」超过 %(most)d MB。") % {"name": name, "most": MOST[kind] // MEGABYTE},
        code="file_too_large", clause="3.3.1", advice=_("请压缩后重新上传。"),
    )  # fmt: skip


def wrong_type(name: str) -> BadInput:
    """The refusal of what is nothing that the library takes."""
    return BadInput(
        _("文件「%(name)s」的内容不是允许的类型（按内容识别，不看扩展名）。") % {"name": name}, code="file_type", clause="3.3.1",
        advice=_("请上传图片（jpg、png、gif、webp）、视频（mp4、mov、webm）、音频（mp3、m4a、wav）或文档（pdf、Word、Excel、PPT、txt）。"),
    )  # fmt: skip


def unplayable(name: str) -> BadInput:
    """The refusal of a film or sound that cannot be read."""
    return BadInput(
        _("文件「%(name)s」打不开：视频或音频已损坏、不完整，或编码不受支持。") % {"name": name},
        code="file_media_unreadable", clause="3.3.1", advice=_("请用剪辑软件重新导出为 MP4（H.264）后再上传。"),
    )  # fmt: skip


def digest_of_file(path: Path) -> str:
    """SHA-256 of a file, read piece by piece."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def demuxer_of(mime: str) -> str:
    """The demuxer for a type that was found before."""
    return {MP4: "mov", MOV: "mov", WEBM: "matroska", MP3: "mp3", M4A: "mov", WAV: "wav"}[mime]


def _film(path: Path, name: str, head: bytes) -> Look:
    if path.stat().st_size > MOST["video"]:
        raise too_large(name, "video")
    mime = WEBM if head[:4] == b"\x1aE\xdf\xa3" else MOV if head[8:12] == b"qt  " else MP4
    try:
        facts = probe.facts_of(path, demuxer_of(mime)) | {"container": mime.split("/")[1].replace("quicktime", "mov")}
        if "width" not in facts:
            return Look("audio", M4A, facts)
        cover = probe.frame_at(path, demuxer_of(mime), min(1000, facts["duration_ms"] // 10))
    except probe.Unreadable:
        raise unplayable(name) from None
    with Image.open(io.BytesIO(cover)) as picture:
        facts |= {"width": picture.width, "height": picture.height}  # upright, as people see it
        bands = likeness.bands_of(likeness.hash_of(picture))
    return Look("video", mime, facts, bands, cover)


def _sound(path: Path, name: str, mime: str, kind: str) -> Look:
    if path.stat().st_size > MOST["audio"]:
        raise too_large(name, "audio")
    try:
        return Look("audio", mime, probe.facts_of(path, kind))
    except probe.Unreadable:
        raise unplayable(name) from None
