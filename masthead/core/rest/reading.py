"""Reading what came over the wire: JSON that is only JSON, and texts that every database can keep."""

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.parser import Parser

from masthead.core.errors import DomainError
from masthead.core.files.uses import MEGABYTE

KEPT = "masthead_json"
DEEPEST, MOST_VALUES, MOST_JSON = 20, 20_000, 2 * MEGABYTE


class Unreadable(DomainError):
    """The bytes are no request that the house can read (400)."""

    status = 400
    default_code = "unreadable"


class TooLarge(DomainError):
    """More than the house takes in at once (413)."""

    status = 413
    default_code = "too_large"


class WrongType(DomainError):
    """A body of another content type than the door reads (415)."""

    status = 415
    default_code = "content_type"


def require_text(text: str, what: str) -> None:
    """Raise Unreadable for NUL and lone surrogates: PostgreSQL and UTF-8 have no place for them."""
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise Unreadable(
            _("%(what)s含有空字符或不成对的代理字符。") % {"what": what}, code="bad_text", advice=_("请去掉这些字符。")
        )


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def read_json(data: bytes) -> Any:
    """The value of a JSON body. Raises Unreadable, TooLarge."""
    if len(data) > MOST_JSON:
        raise TooLarge(_("JSON 超过 2 MB。"), advice=_("请分开提交，图片请用上传接口。"))
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Unreadable(_("请求体不是合法的 JSON（UTF-8）。"), advice=_("请检查编码和括号。")) from None
    _judge(value)
    return value


def _judge(value: Any) -> None:
    """Walk without recursion: a body nested a thousand deep must not unwind the stack."""
    waiting, seen = [(value, 1)], 0
    while waiting:
        node, depth = waiting.pop()
        seen += 1
        if depth > DEEPEST or seen > MOST_VALUES:
            raise Unreadable(_("JSON 嵌套过深或项目过多。"), code="json_shape")
        if isinstance(node, str):
            require_text(node, _("请求体"))
        elif isinstance(node, dict):
            waiting += [(key, depth + 1) for key in node] + [(inner, depth + 1) for inner in node.values()]
        elif isinstance(node, list):
            waiting += [(inner, depth + 1) for inner in node]


class CarefulParser(Parser):
    """ninja's parser with our reading of JSON."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The gate has read it (`read_once`): a refusal raised in here would lose its words on the way."""
        return getattr(request, KEPT)


def read_once(request: HttpRequest) -> None:
    """Read the JSON body and keep it on the request. Raises Unreadable, TooLarge."""
    setattr(request, KEPT, read_json(body_of(request)))


def body_of(request: HttpRequest) -> bytes:
    """The raw body. Raises TooLarge."""
    try:
        return request.body
    except RequestDataTooBig:
        raise TooLarge(_("请求超过 10 MB。"), advice=_("请压缩后再上传。")) from None
