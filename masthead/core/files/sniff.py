"""The type of a file by its content; the name and the browser's claim count for nothing."""

import filetype

from masthead.core.files import archives, pictures, texts
from masthead.core.files.uses import DOCX, GIF, JPEG, PDF, PNG, PPTX, TEXT, WEBP, XLSX

EXTENSIONS = {
    JPEG: ".jpg", PNG: ".png", GIF: ".gif", WEBP: ".webp", DOCX: ".docx", XLSX: ".xlsx", PPTX: ".pptx", PDF: ".pdf", TEXT: ".txt",
    "application/zip": ".zip", "video/mp4": ".mp4", "video/quicktime": ".mov", "video/webm": ".webm", "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a", "audio/wav": ".wav",
}  # fmt: skip
OFFICE = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
NOTHING = "application/octet-stream"


def sniff(data: bytes) -> str:
    """MIME type of `data`, or 'application/octet-stream' when it is nothing we take."""
    if data[:4] == b"PK\x03\x04":
        return _sniff_archive(data)
    kind = filetype.guess(data)
    if kind:
        return str(kind.mime)
    return TEXT if texts.is_text(data) else NOTHING


def _sniff_archive(data: bytes) -> str:
    names = archives.names_in(data)
    if not names:
        return NOTHING
    found = [mime for part, mime in OFFICE.items() if part in names]
    return found[0] if "[Content_Types].xml" in names and len(found) == 1 else "application/zip"


def is_zip_bomb(data: bytes) -> bool:
    """Would unpacking exceed the limits?"""
    return archives.is_bomb(data)


def picture_size(data: bytes) -> tuple[int, int] | None:
    """(width, height) in pixels, or None when it is no picture that can be read."""
    mime = sniff(data)
    found = pictures.size_of(data, mime) if mime in pictures.FORMATS else None
    return found[:2] if found else None


def reencoded(data: bytes, mime: str) -> bytes:
    """The same picture drawn anew (see `pictures.redrawn`). Raises one of `pictures.UNREADABLE`."""
    return pictures.redrawn(data, mime)
