"""Files on their way in: pieces are appended to one file a key, which survives restarts, until it is whole.

The folder lies beside the store (FILES_DIR/.arriving); with several web machines it must be one that all of them see.
"""

import fcntl
import hashlib
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

CHUNK = 1 << 18
KEY = re.compile(r"[0-9a-f]{32}")


class Busy(Exception):
    """Another request writes to the same file at this moment."""


def path_of(key: str) -> Path:
    """Where the pieces of a key lie. Raises ValueError for what is no key: a key never leads out of the folder."""
    if not KEY.fullmatch(key):
        raise ValueError("not a key")
    return Path(settings.FILES_DIR) / ".arriving" / key


def begin(key: str) -> None:
    """An empty file."""
    target = path_of(key)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch(mode=0o600)


class Mismatch(Exception):
    """What came is not what the sender's sum says; nothing of it counts."""


@contextmanager
def held(key: str) -> Iterator[None]:
    """Only one writer at a time; the lock falls with the process that held it. Raises Busy."""
    with path_of(key).open("ab") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        yield


def append(
    key: str, offset: int, read: Callable[[int], bytes], most: int, checksum: tuple[str, bytes] | None = None
) -> tuple[int, bool]:
    """Write what `read` gives at `offset`, at most `most` bytes; returns (bytes durable, whether more than `most` came).

    Call it while `held`. A connection that breaks keeps what arrived, unless it came with a `checksum` (algorithm, digest): Mismatch.
    Memory stays at one chunk, whatever the length.
    """
    written, over = 0, False
    summed = hashlib.new(checksum[0], usedforsecurity=False) if checksum else None
    with path_of(key).open("r+b") as out:
        out.truncate(offset)  # what a crash left behind the noted offset was never promised
        out.seek(offset)
        try:
            while chunk := read(CHUNK):
                if written + len(chunk) > most:
                    over = True
                    break
                out.write(chunk)
                if summed is not None:
                    summed.update(chunk)
                written += len(chunk)
        except OSError:  # the browser went away in the middle
            pass
        out.flush()
        os.fsync(out.fileno())
    if checksum and summed is not None and summed.digest() != checksum[1]:
        raise Mismatch
    return written, over


def forget(key: str) -> None:
    """The pieces go."""
    path_of(key).unlink(missing_ok=True)
