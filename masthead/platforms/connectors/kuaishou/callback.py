"""Pushes of 快手: authorised, taken back, test. None is about a work; the signature covers the whole body."""

import hashlib
import hmac
import json
from collections.abc import Mapping

from django.utils.translation import gettext as _

from masthead.core import secrets
from masthead.core.errors import NotPermitted
from masthead.platforms.contract import CallbackMessage, Channel


def read(channel: Channel, body: bytes, headers: Mapping[str, str]) -> CallbackMessage:
    """Raises NotPermitted for a wrong or missing signature. The platform sends no moment: a repeated push is known by its number."""
    secret = secrets.resolve(channel.secret_ref).encode()
    right = hashlib.md5(body + secret, usedforsecurity=False).hexdigest()
    if not hmac.compare_digest(right.encode(), headers.get("kwaisign", "").lower().encode()):
        raise NotPermitted(_("回调签名不正确。"), code="callback_forged", clause="3.2.2")
    told = _object(body)
    number = str(told.get("message_id") or told.get("taskId") or hashlib.sha256(body).hexdigest())
    answer = json.dumps({"result": 1, "message_id": told.get("message_id", "")})
    return CallbackMessage(event_key=f"{told.get('event', 'event')}:{number}"[:200], answer=answer)


def _object(body: bytes) -> Mapping[str, object]:
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise NotPermitted(_("回调内容读不懂。"), code="callback_unreadable", clause="3.2.2")
    return told
