"""Idempotency-Key: the same POST again gives the same answer and does nothing twice."""

import hashlib
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from masthead.core import context
from masthead.core.errors import BadInput, Stale
from masthead.core.rest.reading import body_of
from masthead.org import actions as org_actions
from masthead.org import queries as org
from masthead.org.models import KeptCall

SHAPE = re.compile(r"[!-~]{1,200}")
KEPT_HEADERS = ("Content-Type", "ETag", "Location")


def once(request: HttpRequest, do: Callable[[], HttpResponse]) -> HttpResponse:
    """Do it, or answer as before. Raises BadInput (another body under the key), Stale (still under way, or its outcome is unknown).

    Only answers of deeds that succeeded are kept: a refusal changed nothing and may be tried again under the same key.
    """
    name, key = request.headers.get("Idempotency-Key"), context.credential.get()
    if request.method != "POST" or name is None or key is None:
        return do()
    if not SHAPE.fullmatch(name):
        raise BadInput(
            _("Idempotency-Key 只能用 1 至 200 个可见的 ASCII 字符。"),
            code="idempotency_key",
            advice=_("建议使用 UUID。"),
        )
    route, body = f"{request.method} {request.get_full_path()}", _digest(request)
    call = org_actions.begin_call(key_id=key.key_id, idempotency_key=name, route=route, body_digest=body)
    if call is None:
        return _again(org.kept_call(key.key_id, name), route, body)
    response = do()
    if 200 <= response.status_code < 300:
        headers = {h: response[h] for h in KEPT_HEADERS if h in response}
        answer = response.content.decode("utf-8")
        org_actions.finish_call(call=call, status=response.status_code, answer=answer, headers=headers)
    elif response.status_code < 500:
        org_actions.release_call(call=call)
    return response


def _again(kept: KeptCall | None, route: str, body: str) -> HttpResponse:
    if kept is not None and (kept.route[:300] != route[:300] or kept.body_digest != body):
        raise BadInput(
            _("这个 Idempotency-Key 已用于另一个请求。"), code="idempotency_conflict", advice=_("请换一个新的。")
        )
    if kept is None or not kept.status:
        raise Stale(
            _("同一个 Idempotency-Key 的请求还没有结果。"), code="idempotency_under_way",
            advice=_("请稍后再查；如果一直没有结果，请先读取对象的状态，再换新的 Idempotency-Key。"),
        )  # fmt: skip
    response = HttpResponse(kept.answer, status=kept.status)
    for name, value in kept.headers.items():
        response[name] = value
    response["Idempotency-Replayed"] = "true"
    return response


def _digest(request: HttpRequest) -> str:
    """Digest of what was handed in; of a form, of its fields and files, because its boundary changes with every call."""
    if request.content_type != "multipart/form-data":
        return hashlib.sha256(body_of(request)).hexdigest()
    found = hashlib.sha256()
    for name, values in sorted(request.POST.lists()):
        found.update(repr((name, values)).encode())
    for name, file in sorted(request.FILES.items()):
        found.update(repr((name, getattr(file, "name", ""))).encode())
        found.update(hashlib.sha256(file.read()).digest())  # type: ignore[union-attr]
        file.seek(0)  # type: ignore[union-attr]
    return found.hexdigest()
