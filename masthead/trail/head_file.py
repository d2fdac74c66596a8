"""The end of the chain, kept beside the database: a trail cut off at its end together with its seals no longer reaches it.

The file is a witness, not a truth: it is written after the sealing transaction, may lag behind, and its loss is reported, not repaired.
"""

import hmac
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from masthead.trail.stamps import stamp_of_text


@dataclass(frozen=True)
class KeptHead:
    """What the file says: the chain had this value at this position."""

    position: int
    chain: str


def keep(position: int, chain: str) -> None:
    """Write the end of the chain; a disk that refuses does not stop the sealing (the next run writes again)."""
    path: Path | None = getattr(settings, "TRAIL_HEAD_FILE", None)
    if path is None:
        return
    text = json.dumps({"position": position, "chain": chain, "stamp": stamp_of_text(f"{position}:{chain}")})
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
        Path(temporary).replace(path)
    except OSError:
        return


def kept() -> KeptHead | None:
    """What was kept; None without a file or when its stamp is not ours. Setting None = none is kept (tests)."""
    path: Path | None = getattr(settings, "TRAIL_HEAD_FILE", None)
    if path is None:
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        position, chain, stamp = int(found["position"]), str(found["chain"]), str(found["stamp"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return KeptHead(position, chain) if hmac.compare_digest(stamp, stamp_of_text(f"{position}:{chain}")) else None
