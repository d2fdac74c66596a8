"""The request signature, judged as strictly as the platform does; and the two forms in which its webhooks are said to be signed."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from sandbox.desk import Refused
from sandbox.gateway import Call
from sandbox.settings import AppIn
from sandbox.things import Things

NAMES = (
    "x-bili-accesskeyid", "x-bili-content-md5", "x-bili-signature-method", "x-bili-signature-nonce", "x-bili-signature-version",
    "x-bili-timestamp",
)  # fmt: skip
SKEW_SECONDS = 600


def md5_of(body: bytes) -> str:
    return hashlib.md5(body, usedforsecurity=False).hexdigest()


def signature_of(headers: dict[str, str], secret: str) -> str:
    text = "\n".join(f"{name}:{headers.get(name, '')}" for name in NAMES)
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def check(call: Call, things: Things) -> AppIn:
    """Each fault has its own number; a nonce is good once."""
    given, kind = call.headers, call.headers.get("content-type", "")
    if given.get("accept") != "application/json":
        raise Refused(4009, "accept is invalid")
    if not kind.startswith(("application/json", "multipart/form-data")):
        raise Refused(4007, "content-type is invalid")
    if given.get("x-bili-signature-version") != "2.0" or given.get("x-bili-signature-method") != "HMAC-SHA256":
        raise Refused(4006, "signature version is invalid")
    stamp = given.get("x-bili-timestamp", "")
    if not stamp.isdigit() or abs(int(stamp) - call.now) > SKEW_SECONDS:
        raise Refused(4003, "timestamp is expired")
    if given.get("x-bili-content-md5") != md5_of(call.raw if kind.startswith("application/json") else b""):
        raise Refused(4008, "content-md5 is invalid")
    app = call.world.app(given.get("x-bili-accesskeyid", ""))
    if app is None or app.platform != call.platform:
        raise Refused(122000, "client_id is invalid")
    if not hmac.compare_digest(signature_of(given, app.secret).encode(), given.get("authorization", "").encode()):
        raise Refused(4002, "signature is invalid")
    nonce = f"{app.appid}/{given.get('x-bili-signature-nonce', '')}"
    if things.get("nonce", nonce) is not None:
        raise Refused(4004, "nonce is duplicate")
    things.put("nonce", nonce, {}, appid=app.appid, at=call.now)
    return app


def webhook_headers(app: AppIn, body: bytes, now: float) -> dict[str, str]:
    """`webhook_form=hmac` signs as requests are signed; otherwise SHA-1 of secret and body."""
    kind = {"content-type": "application/json"}
    if app.options.get("webhook_form") != "hmac":
        return kind | {
            "x-bilibili-signature": hashlib.sha1(app.secret.encode() + body, usedforsecurity=False).hexdigest()
        }
    values = (app.appid, md5_of(body), "HMAC-SHA256", secrets.token_hex(16), "2.0", str(int(now)))
    signed = dict(zip(NAMES, values, strict=True))
    return kind | signed | {"authorization": signature_of(signed, app.secret)}
