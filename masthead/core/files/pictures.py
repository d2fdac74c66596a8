"""Pictures: their size without drawing them, what must not hang on them, and drawing them anew."""

import io
import struct
import zlib

from PIL import Image, ImageCms, ImageOps

from masthead.core.files import origin_marks
from masthead.core.files.uses import GIF, JPEG, PNG, WEBP

FORMATS = {JPEG: "JPEG", PNG: "PNG", GIF: "GIF", WEBP: "WEBP"}
MOST_FRAMES = 300
UNREADABLE = (
    OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, OverflowError, struct.error, zlib.error,
    Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip
"""What Pillow raises on broken and hostile pictures; the errors have no common base."""
FOREIGN = (b"PK\x03\x04", b"PK\x05\x06", b"%PDF-", b"Rar!\x1a\x07", b"7z\xbc\xaf", b"\x7fELF", b"MZ\x90\x00")
ACTIVE = (
    b"<?php",
    b"<script",
    b"<html",
    b"<!doctype",
    b"<svg",
    b"<iframe",
    b"<%eval",
    b"#!/bin/",
    b"eval(",
    b"javascript:",
)


def size_of(data: bytes, mime: str) -> tuple[int, int, int] | None:
    """(width, height, frames), or None when it is no readable picture of exactly that type."""
    try:
        with Image.open(io.BytesIO(data), formats=[FORMATS[mime]]) as picture:
            return (*picture.size, int(getattr(picture, "n_frames", 1)))
    except UNREADABLE:
        return None


def stowaway(data: bytes, mime: str) -> str:
    """'' or what hangs behind the picture's own end: `archive` (another file) or `script` (something that a browser or server runs).

    Harmless tails (moving photos of telephones) pass: drawing anew cuts them off.
    """
    tail = data[_end_of(data, mime) :]
    if any(mark in tail for mark in FOREIGN):
        return "archive"
    return "script" if any(mark in tail.lower() for mark in ACTIVE) else ""


def _end_of(data: bytes, mime: str) -> int:
    """Where the picture itself ends; the whole length when that cannot be said."""
    if mime == PNG:
        found = data.rfind(b"IEND")
        return found + 8 if found >= 0 else len(data)
    if mime == JPEG:
        return _end_of_jpeg(data)
    if mime == WEBP and len(data) >= 12:
        return min(8 + int.from_bytes(data[4:8], "little"), len(data))
    return _end_of_gif(data) if mime == GIF else len(data)


def _end_of_jpeg(data: bytes) -> int:
    """After the first end mark that stands outside of a segment (thumbnails inside EXIF have end marks of their own)."""
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        mark = data[place + 1]
        if mark == 0xD9:
            return place + 2
        if mark == 0xDA:
            end = data.find(b"\xff\xd9", place)
            while end >= 0 and data[end + 2 : end + 3] == b"\x00":
                end = data.find(b"\xff\xd9", end + 2)
            return end + 2 if end >= 0 else len(data)
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return len(data)


def _end_of_gif(data: bytes) -> int:
    """Block by block to the trailer; the length when the blocks do not lead there."""
    if len(data) < 13:
        return len(data)
    place = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    while place < len(data):
        kind = data[place]
        if kind == 0x3B:
            return place + 1
        if kind == 0x2C and place + 10 <= len(data):
            flags = data[place + 9]
            place += 11 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
        elif kind == 0x21:
            place += 2
        else:
            return len(data)
        while place < len(data) and data[place]:
            place += 1 + data[place]
        place += 1
    return len(data)


def redrawn(data: bytes, mime: str) -> bytes:
    """The same picture drawn anew: upright, in sRGB, no metadata (place, camera, comments), nothing behind it. Raises one of UNREADABLE.

    Only the mark that says that AI made it stays: it must not be lost (see `origin_marks`).
    """
    mark = origin_marks.read(data, mime)
    with Image.open(io.BytesIO(data), formats=[FORMATS[mime]]) as opened:
        out = io.BytesIO()
        if mime in (GIF, WEBP):
            opened.info.pop("exif", None)
            opened.info.pop("xmp", None)
            options = (
                {"comment": b""} if mime == GIF else {"exif": b"", "quality": 90, "xmp": origin_marks.xmp_of(mark)}
            )
            opened.save(out, FORMATS[mime], save_all=getattr(opened, "is_animated", False), **options)
            return out.getvalue()
        picture = _in_srgb(ImageOps.exif_transpose(opened))
        if mime == JPEG and picture.mode not in ("RGB", "L"):
            picture = picture.convert("RGB")
        picture.info = {key: value for key, value in picture.info.items() if key == "transparency"}
        picture.save(out, FORMATS[mime], **({"quality": 90, "comment": b""} if mime == JPEG else {}))
        return origin_marks.write(out.getvalue(), mime, mark)


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Colours of a wide profile brought into sRGB before the profile is dropped; a broken profile is simply dropped."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA"):
        return picture
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB")) or picture
    except (ImageCms.PyCMSError, *UNREADABLE):
        return picture
