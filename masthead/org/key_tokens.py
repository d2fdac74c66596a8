"""What a key looks like: `mhp_PREFIX_SECRET` (personal) or `mhs_…` (service). Only the prefix and a digest of the whole are kept.

The secret has 256 bits of chance, so a plain SHA-256 is enough: there is nothing to guess from.
"""

import hashlib
import hmac
import re
import secrets
import string
from dataclasses import dataclass

from masthead.org.models import KeyKind

MARKS = {KeyKind.PERSONAL: "mhp", KeyKind.SERVICE: "mhs"}
SHAPE = re.compile(r"mh[ps]_([a-z2-7]{12})_([A-Za-z0-9_-]{43})")
ALPHABET = string.ascii_lowercase + "234567"
NOBODY = hashlib.sha256(b"nobody").hexdigest()


@dataclass(frozen=True)
class NewToken:
    """`text` is shown to a person once and then forgotten."""

    text: str
    prefix: str
    digest: str


def new_token(kind: str) -> NewToken:
    """A fresh secret of a key."""
    prefix = "".join(secrets.choice(ALPHABET) for _ in range(12))
    text = f"{MARKS[KeyKind(kind)]}_{prefix}_{secrets.token_urlsafe(32)}"
    return NewToken(text, prefix, digest_of(text))


def digest_of(text: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(text.encode()).hexdigest()


def prefix_of(text: str) -> str:
    """The look-up part of a token; '' for anything that is none."""
    found = SHAPE.fullmatch(text)
    return found[1] if found else ""


def is_same(text: str, digest: str) -> bool:
    """Compare in constant time; without a digest against one that nothing matches, so that both answers take as long."""
    return hmac.compare_digest(digest_of(text), digest or NOBODY)
