"""Signatures as in Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`, base64, with the version in front.

Source: standardwebhooks.com specification (webhook-id, webhook-timestamp, webhook-signature; secrets `whsec_` + base64).
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence

PREFIX = "whsec_"
TOLERANCE_SECONDS = 300


def new_secret() -> str:
    """A fresh secret for one webhook."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def signature(secret: str, message_id: str, timestamp: int, body: str) -> str:
    """One signature."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = hmac.new(key, f"{message_id}.{timestamp}.{body}".encode(), hashlib.sha256)
    return "v1," + base64.b64encode(signed.digest()).decode()


def headers_for(known: Sequence[str], message_id: str, timestamp: int, body: str) -> dict[str, str]:
    """The three headers; while a secret is being changed, a signature of each, divided by a space."""
    return {
        "Webhook-Id": message_id,
        "Webhook-Timestamp": str(timestamp),
        "Webhook-Signature": " ".join(signature(secret, message_id, timestamp, body) for secret in known),
    }


def verify(secret: str, headers: dict[str, str], body: str, *, now: int) -> bool:
    """What a receiver does: right signature, and not an old message played again."""
    given = {name.lower(): value for name, value in headers.items()}
    stamp = given.get("webhook-timestamp", "")
    if not stamp.isdigit() or abs(now - int(stamp)) > TOLERANCE_SECONDS:
        return False
    wanted = signature(secret, given.get("webhook-id", ""), int(stamp), body)
    return any(hmac.compare_digest(wanted, one) for one in given.get("webhook-signature", "").split(" "))
