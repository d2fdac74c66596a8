"""Messages that the platform pushes: verified, fresh, decrypted, read. Anything else is refused without saying why in detail."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from masthead.core import clock, secrets
from masthead.core.errors import NotPermitted
from masthead.platforms.connectors.wechat_oa import crypto, limits, mass, progress
from masthead.platforms.contract import CallbackMessage, Channel, Message

PUBLISHED = "PUBLISHJOBFINISH"
MASS_SENT = "MASSSENDJOBFINISH"
KINDS = {"text": "text", "image": "picture", "voice": "voice", "video": "video", "shortvideo": "video"}
MOST_BYTES = 256 * 1024


def answer_check(channel: Channel, query: Mapping[str, str]) -> str:
    """The developer address is being verified: echo, once the signature and the time are right."""
    _require_fresh(query)
    _require(query.get("signature", ""), _token(channel), query, "")
    return query.get("echostr", "")


def read(channel: Channel, query: Mapping[str, str], body: bytes) -> CallbackMessage:
    """One pushed message. An account with a message key takes encrypted messages only: nobody may choose the weaker way."""
    _require_fresh(query)
    if len(body) > MOST_BYTES:
        raise _refused("callback_too_large")
    if channel.callback_key_ref:
        xml = _parsed(_opened(channel, query, body))
    else:
        _require(query.get("signature", ""), _token(channel), query, "")
        xml = _parsed(body)
    addressee = _text(xml, "ToUserName")
    if channel.handle.startswith("gh_") and addressee != channel.handle:
        raise _refused("callback_addressee")
    # In plain mode the signature covers time and nonce only: whoever saw one signed address could tell us anything for minutes.
    return replace(_understood(xml), proven=bool(channel.callback_key_ref))


def _opened(channel: Channel, query: Mapping[str, str], body: bytes) -> bytes:
    sealed = _text(_parsed(body), "Encrypt")
    _require(query.get("msg_signature", ""), _token(channel), query, sealed)
    try:
        message, app_id = crypto.decrypt(secrets.resolve(channel.callback_key_ref), sealed)
    except crypto.BadMessage:
        raise _refused("callback_cannot_open") from None
    if app_id != channel.app_id:
        raise _refused("callback_app_id")
    return message


def _understood(xml: Element) -> CallbackMessage:
    event, sender, created = (_text(xml, name) for name in ("Event", "FromUserName", "CreateTime"))
    if message_id := _text(xml, "MsgId"):
        return CallbackMessage(event_key=f"msg:{message_id}", message=_message(xml, message_id))
    if event == MASS_SENT:
        return _mass_sent(xml)
    info = xml.find("PublishEventInfo")
    if event != PUBLISHED or info is None:
        return CallbackMessage(event_key=f"{sender}:{created}:{event}")
    told = _published(info)
    return CallbackMessage(
        event_key=f"{event}:{told.publish_id}:{told.status}",
        remote_key="publish_id",
        remote_value=told.publish_id,
        progress=progress.progress_of(told.as_answer()),
    )


def _message(xml: Element, key: str) -> Message:
    """What a reader wrote; pictures and voices are told by kind, their files stay at the platform."""
    sender, created = _text(xml, "FromUserName"), _text(xml, "CreateTime")
    at = dt.datetime.fromtimestamp(int(created), dt.UTC) if created.isdecimal() and len(created) < 12 else clock.now()
    text = _text(xml, "Content") or _text(xml, "Recognition") or _text(xml, "Title")
    name = _("微信读者 %(tail)s") % {"tail": sender[-4:]}
    return Message(key, sender, name, KINDS.get(_text(xml, "MsgType"), "other"), text, at)


def _mass_sent(xml: Element) -> CallbackMessage:
    number, status = _text(xml, "MsgID"), _text(xml, "Status")
    url = _text(xml, "ArticleUrlResult/ResultList/item/ArticleUrl")
    told = mass.progress_of("SEND_SUCCESS" if status == "send success" else status, url)
    return CallbackMessage(
        event_key=f"{MASS_SENT}:{number}:{status}",
        remote_key="publish_id",
        remote_value=f"{mass.PREFIX}{number}",
        progress=told,
    )


@dataclass(frozen=True)
class _Published:
    publish_id: str
    status: str
    article_id: str
    urls: list[str]
    failed: list[str]

    def as_answer(self) -> dict[str, object]:
        """In the shape that freepublish/get answers, so that both ways are read by the same code."""
        items = [{"idx": n, "article_url": url} for n, url in enumerate(self.urls, 1)]
        status = int(self.status) if self.status.isdigit() else -1
        return {
            "publish_id": self.publish_id,
            "publish_status": status,
            "article_id": self.article_id,
            "article_detail": {"count": len(items), "item": items},
            "fail_idx": self.failed,
        }


def _published(info: Element) -> _Published:
    return _Published(
        publish_id=_text(info, "publish_id"),
        status=_text(info, "publish_status"),
        article_id=_text(info, "article_id"),
        urls=[(found.text or "").strip() for found in info.findall("article_detail/item/article_url")],
        failed=[(found.text or "").strip() for found in info.findall("fail_idx")],
    )


def _token(channel: Channel) -> str:
    if not channel.callback_token_ref:
        raise _refused("callback_not_set_up")
    return secrets.resolve(channel.callback_token_ref)


def _require_fresh(query: Mapping[str, str]) -> None:
    """The platform keeps no nonces for us: a message is good for a few minutes around now, later it is a replay."""
    stamp = query.get("timestamp", "")
    age = abs(clock.now().timestamp() - int(stamp)) if stamp.isdecimal() and len(stamp) < 13 else None
    if age is None or age > limits.CALLBACK_AGE_SECONDS:
        raise _refused("callback_stale")


def _require(given: str, token: str, query: Mapping[str, str], sealed: str) -> None:
    parts = [token, query.get("timestamp", ""), query.get("nonce", ""), *([sealed] if sealed else [])]
    if not given or not crypto.same(given, crypto.signature(*parts)):
        raise _refused("callback_signature")


def _parsed(body: bytes) -> Element:
    try:
        found: Element = fromstring(body)
    except (ParseError, DefusedXmlException, ValueError):
        raise _refused("callback_xml") from None
    return found


def _text(xml: Element, name: str) -> str:
    return (xml.findtext(name) or "").strip()


def _refused(code: str) -> NotPermitted:
    return NotPermitted(_("回调消息没有通过校验。"), code=code, clause="3.2.2")
