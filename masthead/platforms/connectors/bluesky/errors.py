"""The server's error names in words that a person can act on, and what each says about the call."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from masthead.core import clock
from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.http import gateway_fault, throttled

TOKEN_REFUSED = frozenset({"ExpiredToken", "InvalidToken"})
NO_RECORD = frozenset({"RecordNotFound"})
NO_VIEW = frozenset({"MethodNotImplemented", "XRPCNotSupported", "MethodNotFound"})
NO_VIEW_WORDS = ("No service configured", "Could not proxy", "method not supported")
CREDENTIAL, REJECTED = FaultKind.CREDENTIAL, FaultKind.REJECTED


@dataclass(frozen=True)
class Meaning:
    kind: FaultKind
    message: str | Promise
    advice: str | Promise = ""


_PASSWORD = _("请在「设置 → 隐私和安全 → 应用密码」新建一个，到账号页更换后再点「测试连接」。")
_EDIT = _("请修改内容后重新提交审核。")

MEANINGS: dict[str, Meaning] = {
    "AuthenticationRequired": Meaning(CREDENTIAL, _("账号或应用密码不正确。"), _PASSWORD),
    "AuthMissing": Meaning(CREDENTIAL, _("请求没有带上登录。"), _PASSWORD),
    "AuthFactorTokenRequired": Meaning(
        CREDENTIAL, _("账号开启了邮箱验证，登录密码不能用于接入。"), _("请改用应用密码：「设置 → 隐私和安全 → 应用密码」。")
    ),
    "AccountTakedown": Meaning(CREDENTIAL, _("账号已被平台停用。"), _("请账号管理员登录平台查看原因并申诉。")),
    "AccountDeactivated": Meaning(CREDENTIAL, _("账号处于停用状态。"), _("请账号管理员登录平台重新启用账号。")),
    "RepoTakendown": Meaning(CREDENTIAL, _("账号已被平台停用。"), _("请账号管理员登录平台查看原因并申诉。")),
    "RepoDeactivated": Meaning(CREDENTIAL, _("账号处于停用状态。"), _("请账号管理员登录平台重新启用账号。")),
    "ExpiredToken": Meaning(CREDENTIAL, _("登录已过期，重新登录后仍未被接受。"), _("请核对服务器时间，并更换应用密码。")),
    "InvalidToken": Meaning(CREDENTIAL, _("平台不接受这次登录。"), _PASSWORD),
    "Forbidden": Meaning(CREDENTIAL, _("这个应用密码没有所需的权限。"), _PASSWORD),
    "InvalidSwap": Meaning(FaultKind.NOT_SENT, _("账号同时有另一次写入，这次没有写入。"), _("系统会自动重试。")),
    "BlobNotFound": Meaning(REJECTED, _("上传的图片已被平台清除。"), _("请重新发起发布，系统会重新上传图片。")),
    "BlobTooLarge": Meaning(REJECTED, _("图片超过平台允许的大小。"), _("请压缩图片后重新提交审核。")),
    "PayloadTooLarge": Meaning(REJECTED, _("图片超过服务器允许的大小。"), _("请压缩图片后重新提交审核。")),
    "InvalidMimeType": Meaning(REJECTED, _("平台不接受这种图片。"), _("请换成 JPG 或 PNG 后重新提交审核。")),
    "InvalidRequest": Meaning(REJECTED, _("平台不接受这项内容。"), _EDIT),
    "InvalidRecord": Meaning(REJECTED, _("平台不接受这项内容。"), _EDIT),
    "RecordNotFound": Meaning(REJECTED, _("平台上没有这条帖文。"), _("请在平台上核对帖文是否已被删除。")),
    "RepoNotFound": Meaning(REJECTED, _("这台服务器上没有这个账号。"), _("请核对服务器地址和账号。")),
    "NotFound": Meaning(REJECTED, _("平台上没有这条帖文。"), _("请在平台上核对帖文是否已被删除。")),
    "BlockedActor": Meaning(REJECTED, _("对方屏蔽了本账号。"), _("这条内容不能回复。")),
    "MethodNotImplemented": Meaning(REJECTED, _("这台服务器不提供这个接口。"), _("请在平台的应用中操作。")),
}  # fmt: skip

BY_STATUS: dict[int, Meaning] = {
    401: MEANINGS["AuthenticationRequired"],
    403: Meaning(CREDENTIAL, _("服务器拒绝了请求。"), _("请核对应用密码的权限，或让服务器管理员放行本服务器。")),
    404: Meaning(REJECTED, _("这个地址没有平台的接口。"), _("请核对服务器地址。")),
    413: MEANINGS["PayloadTooLarge"],
}


def fault_of(name: str, words: str, status: int, headers: Mapping[str, str], *, repeatable: bool) -> PlatformFault:
    """From the server's own refusal. A 5xx never means that nothing was done: a key that is taken is answered with 500, too."""
    if status == 429 or name == "RateLimitExceeded":
        return throttled(wait_of(headers), code=name or "429", detail=words[:300])
    if status >= 500 and name != "MethodNotImplemented":
        return gateway_fault(status, repeatable=repeatable)
    meaning = MEANINGS.get(name) or BY_STATUS.get(status) or MEANINGS["InvalidRequest"]
    return PlatformFault(
        str(meaning.message), kind=meaning.kind, platform_code=name or str(status), detail=words[:300],
        advice=str(meaning.advice),
    )  # fmt: skip


def has_no_view(fault: PlatformFault) -> bool:
    """The server keeps accounts but has no view of the network: it cannot tell replies and counts."""
    return fault.platform_code in NO_VIEW or fault.detail.startswith(NO_VIEW_WORDS)


def is_no_record(fault: PlatformFault) -> bool:
    """Older servers name it only in words."""
    return fault.platform_code in NO_RECORD or "Could not locate record" in fault.detail


def wait_of(headers: Mapping[str, str]) -> float | None:
    """Seconds until the limit is lifted: Retry-After where there is one, else RateLimit-Reset, a moment in Unix time."""
    after, reset = headers.get("retry-after", ""), headers.get("ratelimit-reset", "")
    if after.isdigit():
        return max(float(after), 1.0)
    if reset.isdigit():
        until = float(reset)
        left = until - clock.now().timestamp() if until > 1_000_000_000 else until  # some tell seconds, not a moment
        return max(left, 1.0)
    return None
