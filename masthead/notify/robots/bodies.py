"""The request of each app: words laid out in its own shape, signed by its own rule. Lengths are bytes of UTF-8."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from masthead.notify.robots.catalogue import post_url, shape_of
from masthead.notify.robots.messages import Message, cut, plain

TITLE_BYTES = 300
FRAME_BYTES = 2000  # what the JSON around the words takes, with room to spare


@dataclass(frozen=True)
class Sealed:
    """The opened credentials of one robot; lives only for the length of a call."""

    address: str
    secret: str
    keyword: str


def request_of(kind: str, message: Message, sealed: Sealed, *, second: float) -> tuple[str, dict[str, Any]]:
    """(address, JSON body) to post. `second` is this moment as a Unix time."""
    return BUILDERS[kind](message, sealed, second)


def _title(message: Message, keyword: str) -> str:
    """The heading; the robot's keyword is added where the words do not hold it, as the app demands it."""
    mark = f"【{_('紧急')}】" if message.urgent else ""
    title = cut(mark + plain(message.title).replace("\n", " "), TITLE_BYTES)
    return title if not keyword or keyword in title or keyword in message.text else f"{title}（{keyword}）"


def _wecom(message: Message, sealed: Sealed, second: float) -> tuple[str, dict[str, Any]]:  # noqa: ARG001  it knows no signature
    link = f"\n[{_('打开查看')}]({message.link})" if message.link else ""
    head = f"**{_title(message, '')}**"
    room = shape_of("wecom").most_bytes - len((head + link).encode()) - 1
    text = cut(plain(message.text), room) if message.text else ""
    content = f"{head}\n{text}{link}" if text else head + link
    return sealed.address, {"msgtype": "markdown", "markdown": {"content": content}}


def _dingtalk(message: Message, sealed: Sealed, second: float) -> tuple[str, dict[str, Any]]:
    title = _title(message, sealed.keyword)
    text = cut(f"#### {title}\n\n{plain(message.text)}", _room("dingtalk", message))
    body: dict[str, Any] = {"msgtype": "markdown", "markdown": {"title": title, "text": text}}
    if message.link:
        card = {"title": title, "text": text, "singleTitle": _("打开查看"), "singleURL": message.link}
        body = {"msgtype": "actionCard", "actionCard": card}
    return _signed_dingtalk(sealed, second), body


def _signed_dingtalk(sealed: Sealed, second: float) -> str:
    """Milliseconds; the secret is the key, the words are «moment, new line, secret»; base64 escaped for the address."""
    if not sealed.secret:
        return sealed.address
    moment = str(round(second * 1000))
    digest = hmac.new(sealed.secret.encode(), f"{moment}\n{sealed.secret}".encode(), hashlib.sha256).digest()
    return post_url(sealed.address, timestamp=moment, sign=quote(base64.b64encode(digest).decode(), safe=""))


def _feishu(message: Message, sealed: Sealed, second: float) -> tuple[str, dict[str, Any]]:
    title = _title(message, sealed.keyword)
    text = cut(plain(message.text), _room("feishu", message)) or title
    elements: list[dict[str, Any]] = [{"tag": "div", "text": {"tag": "plain_text", "content": text}}]
    if message.link:
        words = {"tag": "plain_text", "content": _("打开查看")}
        elements.append(
            {"tag": "action", "actions": [{"tag": "button", "text": words, "type": "primary", "url": message.link}]}
        )
    head = {"title": {"tag": "plain_text", "content": title}, "template": "red" if message.urgent else "turquoise"}
    card = {"config": {"wide_screen_mode": True}, "header": head, "elements": elements}
    return sealed.address, {**_signed_feishu(sealed, second), "msg_type": "interactive", "card": card}


def _signed_feishu(sealed: Sealed, second: float) -> dict[str, str]:
    """Seconds; «moment, new line, secret» is the key of an empty message: the other way round than its neighbour's."""
    if not sealed.secret:
        return {}
    moment = str(int(second))
    digest = hmac.new(f"{moment}\n{sealed.secret}".encode(), b"", hashlib.sha256).digest()
    return {"timestamp": moment, "sign": base64.b64encode(digest).decode()}


def _room(kind: str, message: Message) -> int:
    """Bytes left for the words. JSON doubles quotes and line ends, so half of the rest is what surely fits."""
    free = shape_of(kind).most_bytes - FRAME_BYTES - len(message.link.encode())
    grown = len(json.dumps(message.text, ensure_ascii=False).encode()) > free
    return free // 2 if grown else free


BUILDERS: dict[str, Callable[[Message, Sealed, float], tuple[str, dict[str, Any]]]] = {
    "wecom": _wecom,
    "dingtalk": _dingtalk,
    "feishu": _feishu,
}
