"""Where bytes lie: named by their digest, on the local disk or in an S3-compatible storage, as the settings say."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from django.conf import settings

from masthead.core.files.s3 import S3Store

PIECE = 1 << 18


class Store(Protocol):
    """A place for bytes under their digest. Writing the same digest again changes nothing."""

    def write_once(self, digest: str, data: bytes) -> None:
        """Durable before it returns. Raises StoreDown."""

    def read(self, digest: str) -> bytes | None:
        """None when there is nothing under the digest. Raises StoreDown."""

    def holds(self, digest: str) -> bool:
        """Raises StoreDown."""

    def adopt(self, digest: str, path: Path) -> None:
        """Keep the file at `path`, which has that digest, piece by piece; `path` may be gone afterwards. Raises StoreDown."""

    def pieces(self, digest: str, start: int, length: int) -> Iterator[bytes] | None:
        """A part of the bytes, piece by piece; None when there is nothing under the digest. Raises StoreDown."""


class DiskStore:
    """Files under FILES_DIR, two folders deep."""

    def path_of(self, digest: str) -> Path:
        return Path(settings.FILES_DIR) / digest[:2] / digest[2:4] / digest

    def write_once(self, digest: str, data: bytes) -> None:
        target = self.path_of(digest)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent)
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).replace(target)

    def read(self, digest: str) -> bytes | None:
        try:
            return self.path_of(digest).read_bytes()
        except FileNotFoundError:
            return None

    def holds(self, digest: str) -> bool:
        return self.path_of(digest).is_file()

    def adopt(self, digest: str, path: Path) -> None:
        target = self.path_of(digest)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            path.replace(target)
        except OSError:  # another disk
            handle, temporary = tempfile.mkstemp(dir=target.parent)
            with os.fdopen(handle, "wb") as out, path.open("rb") as source:
                shutil.copyfileobj(source, out, PIECE)
                out.flush()
                os.fsync(out.fileno())
            Path(temporary).replace(target)

    def pieces(self, digest: str, start: int, length: int) -> Iterator[bytes] | None:
        path = self.path_of(digest)
        return _read(path, start, length) if path.is_file() else None


def _read(path: Path, start: int, length: int) -> Iterator[bytes]:
    with path.open("rb") as source:
        source.seek(start)
        while length > 0 and (piece := source.read(min(PIECE, length))):
            length -= len(piece)
            yield piece


DISK = DiskStore()


def current() -> Store:
    """The storage of the settings."""
    return S3Store.of_settings() if settings.FILES_S3["bucket"] else DISK


def path_of(sha256: str) -> Path:
    """Where the bytes of a digest lie on the local disk."""
    return DISK.path_of(sha256)


def write_once(digest: str, data: bytes) -> None:
    """Keep `data` under `digest`, durable before it returns; a second writer of the same bytes changes nothing. Raises StoreDown."""
    current().write_once(digest, data)
