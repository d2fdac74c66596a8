"""The gate in front of every door: readable bytes, a key, its rate, its repetitions — and every answer a problem or a thing.

Session cookies open nothing here: only `Authorization: Bearer` counts, so there is no request that a browser could be tricked into.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from masthead.core import context
from masthead.core.errors import BadInput, DomainError
from masthead.core.files.uses import MEGABYTE
from masthead.core.rest.problems import problem, problem_of
from masthead.core.rest.reading import TooLarge, Unreadable, WrongType, read_once, require_text
from masthead.org import actions as org_actions
from masthead.org import queries as org
from masthead.web.api import pace, repetition

View = Callable[..., HttpResponse]
LANGUAGE = "zh-hans"
WITH_BODY = {"POST", "PUT", "PATCH"}
MOST_FORM = 24 * MEGABYTE
JSON, FORM = "application/json", "multipart/form-data"


@dataclass(frozen=True)
class Asks:
    """What a door reads: the content type of its body ('' for none) and the names in its query."""

    takes: str
    query: frozenset[str]


def gate(view: View, *, asks: dict[str, Asks]) -> View:
    """`asks` = method → what its door reads."""

    @wraps(view)
    def guarded_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with override(LANGUAGE):
            try:
                response = _enter(view, request, asks, args, kwargs)
            except DomainError as error:
                response = problem_of(error)
        response["Cache-Control"] = "private, no-store"
        response["Vary"] = "Authorization"
        return response

    return csrf_exempt(guarded_view)  # no cookie is looked at


def _enter(view: View, request: HttpRequest, asks: dict[str, Asks], args: Any, kwargs: Any) -> HttpResponse:
    if request.method not in asks:
        allowed = ", ".join(sorted(asks))
        words = _("这个地址只接受 %(methods)s。") % {"methods": allowed}
        return problem(405, words, code="method", headers={"Allow": allowed})
    address = str(request.META.get("REMOTE_ADDR", ""))
    try:
        holder = org.find_holder(_token(request), address=address)
    except org.KeyRefused:
        pace.require_calm(address)  # only those who guess are slowed down: a good key behind the same address goes on
        pace.note_failure(address)
        raise
    left = pace.take(holder.key.pk)
    org_actions.note_key_used(key=holder.key, address=address)
    request.user = holder.member
    with context.under_key(holder.credential):
        response = _within(view, request, asks, args, kwargs) if left.allowed else pace.refusal(left)
    for name, value in left.headers().items():
        response[name] = value
    return response


def _within(view: View, request: HttpRequest, asks: dict[str, Asks], args: Any, kwargs: Any) -> HttpResponse:
    """Under the key: whatever the door refuses is a problem before the repetition is settled."""
    try:
        _require_readable(request, asks[str(request.method)])
        return repetition.once(request, lambda: _knock(view, request, args, kwargs))
    except DomainError as error:
        return problem_of(error)


def _knock(view: View, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
    try:
        return view(request, *args, **kwargs)
    except DomainError as error:
        return problem_of(error)


def _token(request: HttpRequest) -> str:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.isascii() else ""


def _require_readable(request: HttpRequest, asks: Asks) -> None:
    """Raises Unreadable, WrongType, TooLarge, BadInput before a door sees the request."""
    require_text(request.path_info, _("地址"))
    for name, values in request.GET.lists():
        for text in (name, *values):
            require_text(text, _("查询参数"))
    if unknown := sorted(set(request.GET) - asks.query):
        words = _("没有这个查询参数。")
        raise BadInput(words, code="invalid", fields={name[:60]: [words] for name in unknown[:20]})
    for name in ("If-Match", "Idempotency-Key"):
        if not request.headers.get(name, "").isascii():
            raise Unreadable(_("请求头 %(name)s 只能用 ASCII 字符。") % {"name": name}, code="bad_header")
    wanted = asks.takes
    if not wanted:
        return
    if request.content_type != wanted:
        raise WrongType(_("请求体的类型应为 %(wanted)s。") % {"wanted": wanted}, advice=_("请设置 Content-Type。"))
    if wanted == JSON:
        read_once(request)
        return
    _read_form(request)


def _read_form(request: HttpRequest) -> None:
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    if not length.isdigit() or int(length) > MOST_FORM:
        raise TooLarge(_("上传超过 24 MB。"), advice=_("请压缩后再上传。"))
    try:
        fields, files = request.POST, request.FILES
    except (RequestDataTooBig, TooManyFilesSent):
        raise TooLarge(_("请求超过 10 MB。"), advice=_("请压缩后再上传。")) from None
    except (MultiPartParserError, BadRequest, SuspiciousOperation, UnreadablePostError, ValueError, LookupError):
        raise Unreadable(_("表单无法读取。"), advice=_("请检查 multipart 的边界和编码。")) from None
    for name, values in fields.lists():
        for text in (name, *values):
            require_text(text, _("表单"))
    for name in files:
        require_text(name, _("表单"))
