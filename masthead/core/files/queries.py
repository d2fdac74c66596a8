"""Reading files: the row, the bytes, and whether somebody may have them."""

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from masthead.core.digest import digest_bytes
from masthead.core.errors import NotThere
from masthead.core.files.store import current
from masthead.core.files.uses import USES
from masthead.core.models import StoredFile


def get_file_for(user: Any, pk: int) -> StoredFile:
    """The file if its use lets `user` read it. Raises NotThere otherwise: an outsider must not learn that it exists."""
    found = StoredFile.objects.filter(pk=pk).first()
    if found is None or found.use not in USES or not USES[found.use].may_read(user, found):
        raise NotThere(_("没有这个文件，或您无权查看。"), code="file_not_there")
    return found


def read_bytes(stored: StoredFile) -> bytes:
    """The bytes, checked against their digest. Raises NotThere when they are missing or were changed in the storage, StoreDown."""
    data = current().read(stored.sha256)
    if data is None:
        raise NotThere(_("文件「%(name)s」的内容不在存储中。") % {"name": stored.name}, code="file_missing")
    if digest_bytes(data) != stored.sha256:
        raise NotThere(_("文件「%(name)s」与登记的校验值不符。") % {"name": stored.name}, code="file_changed")
    return data


def read_pieces(stored: StoredFile, start: int = 0, length: int | None = None) -> Iterator[bytes]:
    """The bytes piece by piece, for long files. They are not compared with their digest again. Raises NotThere, StoreDown."""
    found = current().pieces(stored.sha256, start, stored.size_bytes - start if length is None else length)
    if found is None:
        raise NotThere(_("文件「%(name)s」的内容不在存储中。") % {"name": stored.name}, code="file_missing")
    return found


def open_stored(stored: StoredFile) -> BinaryIO:
    """A long file to read from like any other, wherever it lies; memory holds a piece of it. Reading raises NotThere, StoreDown."""
    return io.BufferedReader(_Stored(stored), buffer_size=1 << 18)


class _Stored(io.RawIOBase):
    """Bytes of the storage as a stream: read on from one place, opened anew after a seek."""

    def __init__(self, stored: StoredFile) -> None:
        self.stored, self.at = stored, 0
        self.left: Iterator[bytes] | None = None
        self.piece = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.stored.size_bytes}[whence]
        self.at, self.left, self.piece = max(0, start + offset), None, b""
        return self.at

    def readinto(self, buffer: Any) -> int:
        if self.at >= self.stored.size_bytes:
            return 0
        if self.left is None:
            self.left = read_pieces(self.stored, self.at)
        self.piece = self.piece or next(self.left, b"")
        count = min(len(buffer), len(self.piece))
        buffer[:count], self.piece = self.piece[:count], self.piece[count:]
        self.at += count
        return count


def all_digests() -> Iterator[str]:
    """Every digest that a row names, once."""
    return iter(
        StoredFile.objects.order_by("sha256").values_list("sha256", flat=True).distinct().iterator(chunk_size=2000)
    )


def storage_answers() -> bool:
    """Ask the storage for a file that nobody has; True = it answered. Raises StoreDown or OSError when it does not."""
    return not current().holds("0" * 64)
