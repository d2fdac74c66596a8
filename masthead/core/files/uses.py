"""What a file may be used for: each use has its types, its size and its reader check. Registered by the room that owns the use."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from masthead.core.registry import Registry

JPEG, PNG, GIF, WEBP = "image/jpeg", "image/png", "image/gif", "image/webp"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PDF = "application/pdf"
TEXT = "text/plain"
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class FileUse:
    """`may_read(user, file)` decides private downloads; `reencode` strips metadata and hostile bytes from pictures."""

    key: str
    label: str | Promise
    types: frozenset[str]
    most_bytes: int
    may_read: Callable[[Any, Any], bool]
    reencode: bool = False
    most_pixels: int = 40_000_000


USES: Registry[FileUse] = Registry("core.file_uses")


def file_use(
    key: str,
    label: str | Promise,
    *,
    types: set[str],
    most_bytes: int,
    may_read: Callable[[Any, Any], bool],
    reencode: bool = False,
) -> FileUse:
    """Register a use (registrations.py only)."""
    return USES.add(key, FileUse(key, label, frozenset(types), most_bytes, may_read, reencode), depth=2)
