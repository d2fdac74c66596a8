"""The platform's numbers in words: which of them stand for what kind of fault."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.http import throttled

EXPIRED = frozenset({10008, 2190002, 2190008, 28001003, 28001008})
BUSY = frozenset({2100004, 28001005, 28001006})
QUOTA = frozenset({2190001, 28003017, 2114007})
CREDENTIAL = {
    10003: gettext_lazy("应用标识（Client Key）不对。"),
    10007: gettext_lazy("授权码已过期。"),
    10010: gettext_lazy("授权已到期。"),
    10013: gettext_lazy("应用标识或应用密钥不对。"),
    10014: gettext_lazy("授权码属于另一个应用。"),
    10020: gettext_lazy("授权的续期次数已用完。"),
    2190003: gettext_lazy("账号没有授权这项能力。"),
    2190015: gettext_lazy("授权与账号不一致。"),
}
REFUSED = {
    10004: gettext_lazy("应用没有申请这项能力。"),
    10012: gettext_lazy("应用还在审核中。"),
    2190004: gettext_lazy("应用没有这项能力。"),
    2190016: gettext_lazy("应用已被下线。"),
    2113001: gettext_lazy("素材没有通过审核。"),
    2114005: gettext_lazy("账号被禁止发布。"),
}


def fault_of(code: int, detail: str, *, repeatable: bool) -> PlatformFault:
    """The fault for the platform's number. An unknown number of a call that cannot be repeated was still an answer: it was refused."""
    number = str(code)
    if code in EXPIRED or code in CREDENTIAL:
        words = str(CREDENTIAL.get(code) or _("访问令牌已失效。"))
        return PlatformFault(
            words, kind=FaultKind.CREDENTIAL, platform_code=number, detail=detail,
            advice=_("请账号管理员在账号页核对 Client Key 与密钥，必要时重新授权。"),
        )  # fmt: skip
    if code in QUOTA:
        return throttled(None, code=number, detail=detail)
    if code in BUSY and repeatable:
        return PlatformFault(_("平台繁忙。"), kind=FaultKind.NOT_SENT, platform_code=number, detail=detail)
    words = str(REFUSED.get(code) or _("平台拒绝了请求（%(code)s）。") % {"code": number})
    return PlatformFault(
        words,
        kind=FaultKind.REJECTED,
        platform_code=number,
        detail=detail,
        advice=_("请在抖音开放平台的控制台查看应用能力。"),
    )


def code_in(answer: Any) -> tuple[int, str]:
    """(number, words) of an answer in any of the platform's envelopes; 0 = good. Numbers may come as text."""
    if not isinstance(answer, dict):
        return 0, ""
    extra, data = answer.get("extra") or {}, answer.get("data") or {}
    for place, key, words in (
        (extra, "error_code", "description"),
        (answer, "err_no", "err_msg"),
        (data, "error_code", "description"),
    ):
        number = str(place.get(key, "0") or "0") if isinstance(place, dict) else "0"
        if number not in ("0", ""):
            return (int(number) if number.lstrip("-").isdigit() else -1), str(place.get(words, ""))
    return 0, ""
