"""Webhooks of B 站: a video is open or sent back; the check of the address.

Two sources disagree on the signature: SHA-1 of secret and body, or the headers of signed requests. Whichever is there must be right. Only the check of
the address is answered without one: it hands back a number and changes nothing.
"""

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from masthead.core import clock, secrets
from masthead.core.errors import NotPermitted
from masthead.platforms.answers import number
from masthead.platforms.connectors.bilibili import limits, signing, works
from masthead.platforms.connectors.bilibili.client import OFFICIAL
from masthead.platforms.contract import CallbackMessage, Channel, Progress, ProgressState

SIMPLE = "x-bilibili-signature"
VERIFY, OPENED, FAILED = "verify_webhooks", "video_open", "video_fail"


def read(channel: Channel, body: bytes, headers: Mapping[str, str]) -> CallbackMessage:
    """Raises NotPermitted for anything forged, stale, or meant for another app."""
    told = _object(body)
    event, content = str(told.get("event", "")), _content(told)
    signed = SIMPLE in headers or "authorization" in headers
    if signed or event != VERIFY:
        _check_signature(channel, body, headers)
    if event == VERIFY:
        answer = json.dumps({"data": content.get("data")})
        return CallbackMessage(event_key=_digest(body), proven=signed, answer=answer)
    _check_age(_moment(headers.get("x-bili-timestamp") or told.get("timestamp")))
    inner = content.get("data")
    facts = inner if isinstance(inner, dict) else content
    if str(facts.get("client_id", channel.app_id)) != channel.app_id:
        raise _refuse("callback_foreign", _("回调属于另一个应用。"))
    web = works.WEB if channel.base_url == OFFICIAL else channel.base_url
    return _message(event, facts, body, web)


def _message(event: str, facts: Mapping[str, Any], body: bytes, web: str) -> CallbackMessage:
    key = str(facts.get("resource_id", ""))
    if event not in (OPENED, FAILED) or not key:
        return CallbackMessage(event_key=_digest(body))
    if event == OPENED:
        progress = Progress(ProgressState.PUBLISHED, {"resource_id": key}, works.url_of(key, facts, web))
    else:
        reason = str(facts.get("reject_reason") or facts.get("state_desc") or _("B 站退回了稿件。"))
        progress = Progress(ProgressState.REJECTED, reason=reason)
    return CallbackMessage(f"{event}:{key}:{facts.get('state', '')}"[:200], "resource_id", key, progress)


def _check_signature(channel: Channel, body: bytes, headers: Mapping[str, str]) -> None:
    secret = secrets.resolve(channel.secret_ref)
    if simple := headers.get(SIMPLE):
        right, given = hashlib.sha1(secret.encode() + body, usedforsecurity=False).hexdigest(), simple.lower()
    else:
        right, given = signing.signature_of(headers, secret), headers.get("authorization", "").lower()
        if headers.get("x-bili-content-md5") != signing.md5_of(body) or not headers.get("x-bili-timestamp"):
            raise _refuse("callback_forged", _("回调签名不正确。"))
    if not hmac.compare_digest(right.encode(), given.encode()):
        raise _refuse("callback_forged", _("回调签名不正确。"))


def _check_age(at: dt.datetime | None) -> None:
    if at is None or abs((clock.now() - at).total_seconds()) > limits.CALLBACK_AGE_SECONDS:
        raise _refuse("callback_stale", _("回调已过时或没有时间。"))


def _moment(value: object) -> dt.datetime | None:
    """`2021-01-01 12:01:01` in Beijing, or seconds since 1970."""
    text = str(value or "").strip()
    if text.isdigit():
        seconds = number(text)
        return dt.datetime.fromtimestamp(seconds // 1000 if seconds > 10**11 else seconds, dt.UTC)
    try:
        return dt.datetime.strptime(f"{text} +0800", "%Y-%m-%d %H:%M:%S %z")
    except ValueError:
        return None


def _object(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise _refuse("callback_unreadable", _("回调内容读不懂。"))
    return told


def _content(told: Mapping[str, Any]) -> dict[str, Any]:
    content = told.get("content") or {}
    if not isinstance(content, dict):
        raise _refuse("callback_unreadable", _("回调内容读不懂。"))
    return content


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _refuse(code: str, message: str) -> NotPermitted:
    return NotPermitted(message, code=code, clause="3.2.2")
