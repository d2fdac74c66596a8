"""Refusals as RFC 9457 problems: one shape, one place. `code` is stable; title, detail and advice are for people."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from masthead.core import context
from masthead.core.errors import BadInput, DomainError, NotPermitted
from masthead.core.rest.kinds import Out

MEDIA_TYPE = "application/problem+json"
TITLES: dict[int, str | Promise] = {
    400: _("请求无法读取"),
    401: _("需要有效的密钥"),
    403: _("没有权限"),
    404: _("没有找到"),
    405: _("不支持的方法"),
    409: _("与当前状态冲突"),
    412: _("内容已被别人修改"),
    413: _("请求过大"),
    415: _("不支持的内容类型"),
    422: _("不符合规定"),
    428: _("缺少 If-Match"),
    429: _("请求太频繁"),
    500: _("系统内部错误"),
    502: _("外部系统没有正常答复"),
    503: _("暂时不可用"),
}


class Problem(Out):
    """What was refused, by which clause, and what to do now. `fields` names inputs and what is wrong with each."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    clause: str = ""
    advice: str = ""
    fields: dict[str, list[str]] = {}
    request_id: str = ""


def problem(
    status: int,
    detail: str,
    *,
    code: str,
    clause: str = "",
    advice: str = "",
    fields: Mapping[str, list[str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """One problem as an answer."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": str(TITLES.get(status, TITLES[422])),
        "status": status,
        "detail": detail,
        "code": code,
        "clause": clause,
        "advice": advice,
        "fields": {name: [str(word) for word in words] for name, words in (fields or {}).items()},
        "request_id": context.request_id.get(),
    }
    response = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = MEDIA_TYPE
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def problem_of(error: DomainError) -> HttpResponse:
    """A refusal of the house as a problem. Under a key, a missing right may be the key's and not the member's."""
    advice, key = str(error.advice), context.credential.get()
    missing = error.code.removeprefix("lacks:")
    if isinstance(error, NotPermitted) and key and missing != error.code and missing not in key.capabilities:
        advice = str(_("这把密钥没有这项权限。需要时请重新签发一把带有该权限的密钥。"))
    fields = error.fields if isinstance(error, BadInput) else None
    headers = {"WWW-Authenticate": 'Bearer realm="masthead"'} if error.status == 401 else None
    return problem(
        error.status, str(error.message), code=error.code, clause=error.clause, advice=advice, fields=fields,
        headers=headers,
    )  # fmt: skip
