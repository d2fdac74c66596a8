"""The type of a file by its content; the name and the browser's claim count for nothing."""

import io
import zipfile

import filetype
from PIL import Image, ImageOps, UnidentifiedImageError

from masthead.core.files.uses import DOCX

MOST_UNPACKED_BYTES = 200 * 1024 * 1024
MOST_RATIO = 200
EXTENSIONS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    DOCX: ".docx",
    "application/pdf": ".pdf",
}


def sniff(data: bytes) -> str:
    """MIME type of `data`, or 'application/octet-stream' when it is nothing we take."""
    if data[:4] == b"PK\x03\x04":
        return _sniff_zip(data)
    kind = filetype.guess(data)
    return str(kind.mime) if kind else "application/octet-stream"


def _sniff_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {info.filename for info in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return "application/octet-stream"
    return DOCX if "word/document.xml" in names and "[Content_Types].xml" in names else "application/zip"


def is_zip_bomb(data: bytes) -> bool:
    """Would unpacking exceed the limits? Looks at the directory only, unpacks nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    unpacked = sum(info.file_size for info in entries)
    return len(entries) > 5000 or unpacked > MOST_UNPACKED_BYTES or unpacked > MOST_RATIO * max(len(data), 1)


def picture_size(data: bytes) -> tuple[int, int] | None:
    """(width, height) in pixels, or None when it is no picture that can be read."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return picture.size
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None


def reencoded(data: bytes, mime: str) -> bytes:
    """The same picture drawn anew: no metadata, no trailing bytes, orientation applied. Raises OSError/ValueError when it cannot be read."""
    formats = {"image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF", "image/webp": "WEBP"}
    with Image.open(io.BytesIO(data)) as opened:
        if mime == "image/gif":
            out = io.BytesIO()
            opened.save(out, "GIF", save_all=getattr(opened, "is_animated", False), comment=b"")
            return out.getvalue()
        picture = ImageOps.exif_transpose(opened)
        if mime == "image/jpeg" and picture.mode not in ("RGB", "L"):
            picture = picture.convert("RGB")
        out = io.BytesIO()
        picture.save(out, formats[mime], **({"quality": 90, "comment": b""} if mime == "image/jpeg" else {}))
        return out.getvalue()
