"""Where bytes lie: the local disk, named by their digest."""

import os
import tempfile
from pathlib import Path

from django.conf import settings


def path_of(sha256: str) -> Path:
    """Where the bytes of a digest lie on the local disk."""
    return Path(settings.FILES_DIR) / sha256[:2] / sha256[2:4] / sha256


def write_once(digest: str, data: bytes) -> None:
    """Keep `data` under `digest`, durable before it returns; a second writer of the same bytes changes nothing."""
    target = path_of(digest)
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    Path(temporary).replace(target)
