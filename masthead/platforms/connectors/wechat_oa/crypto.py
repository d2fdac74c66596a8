"""The platform's signatures and message encryption, exactly as documented (message encryption, secure mode)."""

import base64
import binascii
import hashlib
import hmac

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32  # PKCS#7 with a block of 32, not the cipher's 16
RANDOM = 16
KEY_CHARACTERS = 43


class BadMessage(Exception):
    """The message does not decrypt to what it should be."""


def signature(*parts: str) -> str:
    """sha1 over the parts, sorted bytewise and joined. The platform's own choice of digest; it guards no secret of ours."""
    joined = b"".join(sorted(part.encode() for part in parts))
    return hashlib.sha1(joined, usedforsecurity=False).hexdigest()


def same(given: str, wanted: str) -> bool:
    """Compare without telling by time how far they agree."""
    return hmac.compare_digest(given.encode(), wanted.encode())


def decode_key(encoding_key: str) -> bytes:
    """EncodingAESKey: 43 characters that stand for 32 bytes. Raises BadMessage."""
    try:
        key = base64.b64decode(encoding_key + "=", validate=True)
    except (binascii.Error, ValueError):
        raise BadMessage("the key is not base64") from None
    if len(encoding_key) != KEY_CHARACTERS or len(key) != 32:
        raise BadMessage("the key must have 43 characters")
    return key


def decrypt(encoding_key: str, sealed: str) -> tuple[bytes, str]:
    """(message, app id). Raises BadMessage for anything that is not well formed."""
    key = decode_key(encoding_key)
    try:
        data = base64.b64decode(sealed, validate=True)
    except (binascii.Error, ValueError):
        raise BadMessage("the message is not base64") from None
    if not data or len(data) % 16:
        raise BadMessage("the message has no whole blocks")
    decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    padded = decryptor.update(data) + decryptor.finalize()
    pad = padded[-1]
    if not 1 <= pad <= BLOCK or padded[-pad:] != bytes([pad]) * pad:
        raise BadMessage("the padding is wrong")
    plain = padded[:-pad]
    length = int.from_bytes(plain[RANDOM : RANDOM + 4], "big")
    start, end = RANDOM + 4, RANDOM + 4 + length
    if len(plain) < start or end > len(plain):
        raise BadMessage("the length is wrong")
    try:
        return plain[start:end], plain[end:].decode()
    except UnicodeDecodeError:
        raise BadMessage("the app id is not text") from None
