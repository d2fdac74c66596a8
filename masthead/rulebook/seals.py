"""What a signature covers, as a stranger can compute it again. Pure.

Seal 1 = SHA-256 of the sealed fields, one a line, in this order, each in NFC. An empty field or one with a line break is refused:
two different signatures must never have the same lines.
"""

import datetime as dt
import hashlib
import unicodedata
from collections.abc import Mapping

SEALED = (
    "seal_version",
    "version_id",
    "member_id",
    "text_digest",
    "member_name",
    "typed_name",
    "unit_name",
    "statement",
    "quiz",
    "address",
    "signed_at",
)
NOTHING = "-"


class NotSealable(ValueError):
    """A field is empty or has a line break."""


def seal_of(fields: Mapping[str, str]) -> str:
    """The seal of the fields in SEALED. Raises NotSealable."""
    lines = []
    for name in SEALED:
        value = unicodedata.normalize("NFC", fields[name])
        if not value or "\n" in value or "\r" in value:
            raise NotSealable(name)
        lines.append(f"{name}={value}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def moment_text(moment: dt.datetime) -> str:
    """RFC 3339 in UTC with microseconds."""
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
