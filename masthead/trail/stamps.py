"""The stamp of an event: proof that a process of this house wrote the row, and that it was written once.

Digests can be computed by anybody who reads the source; a stamp needs the house's key, so that a row slipped in past the system (even a
perfect copy of a true one) is found by `trail_verify`. Whoever changes SECRET_KEY sets TRAIL_KEY to the former one.
"""

import functools
import hmac
import secrets
import time
import uuid

from django.conf import settings

PURPOSE = b"masthead trail stamp v1"


def new_uid() -> uuid.UUID:
    """A key in order of time (48 bits of milliseconds, then chance; the layout of UUID version 7), so that its index grows at the end."""
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return uuid.UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


def stamp_of(uid: uuid.UUID, digest: str) -> str:
    """HMAC-SHA256 (hex) of the event's uid and digest under the house's key."""
    return stamp_of_text(f"{uid.hex}:{digest}")


def stamp_of_text(text: str) -> str:
    """The same for any short text of the trail (the kept end of the chain)."""
    return hmac.digest(_key(settings.TRAIL_KEY or settings.SECRET_KEY), text.encode(), "sha256").hex()


@functools.lru_cache(maxsize=4)
def _key(secret: str) -> bytes:
    return hmac.digest(secret.encode(), PURPOSE, "sha256")
