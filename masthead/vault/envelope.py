"""Envelope encryption, pure: a fresh data key for each version, wrapped by the key-encryption key that lies outside the database.

AES-256-GCM throughout. Each data key encrypts exactly one message, so random nonces never repeat under one key. The associated
data name the row: a ciphertext moved to another row, version or owner does not open.
"""

import base64
import binascii
import os
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12


class CannotOpen(Exception):
    """The envelope does not open: another key, another row, or changed bytes. Says only which of the two layers refused."""


@dataclass(frozen=True)
class KeyRing:
    """Key-encryption keys by id; the active one wraps what is new. Never shown: `repr` leaves the keys out."""

    active: str
    keys: dict[str, bytes] = field(repr=False)


@dataclass(frozen=True)
class Envelope:
    """One sealed message with its wrapped data key."""

    kid: str
    nonce: bytes = field(repr=False)
    ciphertext: bytes = field(repr=False)
    wrap_nonce: bytes = field(repr=False)
    wrapped_dek: bytes = field(repr=False)


def secret_aad(*, secret_id: int, n: int, owner_kind: str, owner_id: int, kind: str) -> str:
    """What binds a secret's version to its row."""
    return f"v1|secret|{secret_id}|{n}|{owner_kind}|{owner_id}|{kind}"


def seal_message(ring: KeyRing, plaintext: str, aad: str) -> Envelope:
    """Encrypt under a new data key and wrap that key with the active key-encryption key."""
    dek = AESGCM.generate_key(bit_length=KEY_BYTES * 8)
    nonce, wrap_nonce = os.urandom(NONCE_BYTES), os.urandom(NONCE_BYTES)
    ciphertext = AESGCM(dek).encrypt(nonce, plaintext.encode(), aad.encode())
    wrapped = AESGCM(ring.keys[ring.active]).encrypt(wrap_nonce, dek, _wrap_aad(ring.active, aad))
    return Envelope(ring.active, nonce, ciphertext, wrap_nonce, wrapped)


def open_message(ring: KeyRing, envelope: Envelope, aad: str) -> str:
    """The plaintext. Raises CannotOpen for an unknown key id, a wrong key, a moved row or changed bytes."""
    dek = _unwrapped(ring, envelope, aad)
    try:
        return AESGCM(dek).decrypt(envelope.nonce, envelope.ciphertext, aad.encode()).decode()
    except (InvalidTag, ValueError):
        raise CannotOpen("the message does not open") from None


def rewrap(ring: KeyRing, envelope: Envelope, aad: str) -> Envelope:
    """The same message with its data key wrapped by the active key; the ciphertext is not touched. Raises CannotOpen."""
    dek = _unwrapped(ring, envelope, aad)
    wrap_nonce = os.urandom(NONCE_BYTES)
    wrapped = AESGCM(ring.keys[ring.active]).encrypt(wrap_nonce, dek, _wrap_aad(ring.active, aad))
    return Envelope(ring.active, envelope.nonce, envelope.ciphertext, wrap_nonce, wrapped)


@lru_cache(maxsize=16)
def check_value(kid: str, key: bytes) -> str:
    """One-way mark of a key under its name (HKDF): tells a wrong key at once and says nothing about it."""
    return HKDF(SHA256(), length=16, salt=None, info=f"masthead|vault|check|{kid}".encode()).derive(key).hex()


def packed(envelope: Envelope) -> str:
    """The envelope as one line of text, for a column of another room."""
    parts = (envelope.nonce, envelope.ciphertext, envelope.wrap_nonce, envelope.wrapped_dek)
    return ".".join(["v1", envelope.kid, *(base64.urlsafe_b64encode(part).decode() for part in parts)])


def packed_prefix(kid: str) -> str:
    """How every packed envelope of a key begins."""
    return f"v1.{kid}."


def unpacked(text: str) -> Envelope:
    """The reverse of `packed`. Raises CannotOpen when it is no envelope."""
    try:
        version, kid, *parts = text.split(".")
        nonce, ciphertext, wrap_nonce, wrapped = (
            base64.b64decode(part, altchars=b"-_", validate=True) for part in parts
        )
    except (ValueError, binascii.Error):
        raise CannotOpen("this is no sealed text") from None
    if version != "v1":
        raise CannotOpen("unknown form of sealed text")
    return Envelope(kid, nonce, ciphertext, wrap_nonce, wrapped)


def _unwrapped(ring: KeyRing, envelope: Envelope, aad: str) -> bytes:
    kek = ring.keys.get(envelope.kid)
    if kek is None:
        raise CannotOpen(f"key «{envelope.kid}» is not on the ring")
    try:
        return AESGCM(kek).decrypt(envelope.wrap_nonce, envelope.wrapped_dek, _wrap_aad(envelope.kid, aad))
    except (InvalidTag, ValueError):
        raise CannotOpen("the data key does not unwrap") from None


def _wrap_aad(kid: str, aad: str) -> bytes:
    return f"v1|dek|{kid}|{aad}".encode()
