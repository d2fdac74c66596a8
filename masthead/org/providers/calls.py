"""Asking a provider: JSON over the one door out, and a clear sentence when it does not answer."""

import base64
import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.utils.translation import gettext as _

from masthead.core import outbound
from masthead.core.errors import DomainError, RuleBroken

SECONDS = 8.0


class ProviderDown(DomainError):
    """The provider cannot be asked now; nothing was decided about the person."""

    status = 502
    default_code = "provider_down"


def refuse(message: str, code: str, advice: str = "") -> RuleBroken:
    """This sign-in does not hold."""
    return RuleBroken(
        message, code=code, clause="2.2.4", advice=advice or _("请回到登录页重新登录；仍不成功请联系系统管理员。")
    )


def down(detail: str = "") -> ProviderDown:
    """Said whenever the other side does not answer as it should."""
    message = (
        _("企业登录服务暂时没有答复。") if not detail else _("企业登录服务暂时没有答复：%(why)s") % {"why": detail}
    )
    return ProviderDown(message, advice=_("请稍后再试，或改用密码、通行密钥登录；持续出现请联系系统管理员。"))


@cache
def _addresses() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "addresses.toml").read_text(encoding="utf-8"))


def endpoint(kind: str, name: str, path: str = "") -> str:
    """The maker's address, or the emulator's where the place has one (development and tests; production refuses to start with it)."""
    address = _addresses()[kind][name] + (f"/{path}" if path else "")
    if not settings.SANDBOX_URL:
        return address
    return f"{settings.SANDBOX_URL}/signin/{kind}/{address.partition('://')[2].partition('/')[2]}"


def with_query(address: str, **words: str) -> str:
    """The address with these words behind it."""
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}{urlencode(words, quote_via=quote)}"


def ask(
    method: str,
    url: str,
    *,
    json_body: Any = None,
    form: dict[str, str] | None = None,
    basic: tuple[str, str] | None = None,
    headers: dict[str, str] | None = None,
) -> tuple[int, dict[str, Any]]:
    """(status, JSON object) of one call. Raises ProviderDown when there is no usable answer, outbound.Refused for an address."""
    lines, content = {"Accept": "application/json", **(headers or {})}, None
    if form is not None:
        lines["Content-Type"], content = "application/x-www-form-urlencoded", urlencode(form).encode()
    if basic is not None:
        pair = ":".join(quote(word, safe="") for word in basic)
        lines["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    try:
        reply = outbound.send(method, url, json=json_body, content=content, headers=lines, timeout=SECONDS)
    except outbound.Fault as fault:
        raise down(str(fault.message)) from None
    if reply.status >= 500:
        raise down(f"HTTP {reply.status}")
    try:
        body = json.loads(reply.body)
    except ValueError:
        raise down(_("答复不是 JSON（HTTP %(status)d）") % {"status": reply.status}) from None
    if not isinstance(body, dict):
        raise down(_("答复的格式不对"))
    return reply.status, body
