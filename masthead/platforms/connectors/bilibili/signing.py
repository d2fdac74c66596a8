"""The signature of a request: six headers, sorted, joined by line feeds, HMAC-SHA256 with the app's secret. Address and query are not signed."""

import hashlib
import hmac
from collections.abc import Mapping

METHOD, VERSION = "HMAC-SHA256", "2.0"
PREFIX = "x-bili-"


def md5_of(body: bytes) -> str:
    """Of the very bytes that are sent; of nothing for GET and multipart."""
    return hashlib.md5(body, usedforsecurity=False).hexdigest()


def text_to_sign(headers: Mapping[str, str]) -> str:
    """Only the x-bili-* headers, keys in small letters, sorted; no line feed at the end."""
    named = {name.lower(): value for name, value in headers.items() if name.lower().startswith(PREFIX)}
    return "\n".join(f"{name}:{named[name]}" for name in sorted(named))


def signature_of(headers: Mapping[str, str], secret: str) -> str:
    return hmac.new(secret.encode(), text_to_sign(headers).encode(), hashlib.sha256).hexdigest()


def signed(app_id: str, secret: str, body: bytes, *, nonce: str, timestamp: int) -> dict[str, str]:
    """All headers of a signed request but the token and the content type."""
    headers = {
        "x-bili-accesskeyid": app_id,
        "x-bili-content-md5": md5_of(body),
        "x-bili-signature-method": METHOD,
        "x-bili-signature-nonce": nonce,
        "x-bili-signature-version": VERSION,
        "x-bili-timestamp": str(timestamp),
    }
    return headers | {"accept": "application/json", "authorization": signature_of(headers, secret)}
