"""Canonical bytes and digests: what is approved, sealed and compared is always this form (domain reference §10)."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime


def canonical(value: object) -> object:
    """The JSON-able canonical form: keys sorted, text NFC, moments as UTC ISO; floats are refused because they do not round-trip.

    Raises: TypeError for floats and for types that have no canonical form.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {unicodedata.normalize("NFC", str(key)): canonical(value[key]) for key in value}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [canonical(item) for item in value]
    raise TypeError(f"no canonical form for {type(value).__name__}: use int, text, dates, lists and mappings")


def canonical_json(value: object) -> str:
    """Canonical JSON text of `value` (see `canonical`)."""
    return json.dumps(canonical(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(value: object) -> str:
    """Lower-case hex SHA-256 of the canonical JSON of `value`."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def digest_bytes(data: bytes) -> str:
    """Lower-case hex SHA-256 of raw bytes."""
    return hashlib.sha256(data).hexdigest()
