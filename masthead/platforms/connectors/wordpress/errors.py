"""The site's codes in words that a person can act on, and what each says about the call.

A code that is not listed is judged by its HTTP status. Whatever REST answers with a code is an answer: nothing was done.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from masthead.core import clock
from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.http import gateway_fault, throttled

GONE = frozenset({"rest_post_invalid_id", "rest_post_invalid_post_type"})
NOT_SEEN = "rest_not_logged_in"
SHUT = frozenset(
    {"rest_disabled", "rest_cannot_access", "rest_login_required", "rest_api_disabled"}
)  # of the usual plug-ins
CREDENTIAL, REJECTED, UNKNOWN = FaultKind.CREDENTIAL, FaultKind.REJECTED, FaultKind.UNKNOWN_OUTCOME
FLOOD_SECONDS = 15.0


@dataclass(frozen=True)
class Meaning:
    kind: FaultKind
    message: str | Promise
    advice: str | Promise = ""


_ROLE = _("请在网站后台把这个账号的角色改为「编辑」或「作者」，再点「测试连接」。")
_PASSWORD = _("请在网站后台「用户 → 个人资料 → 应用程序密码」新建一个，到账号页更换后再点「测试连接」。")
_EDIT = _("请修改稿件后重新提交审核。")

MEANINGS: dict[str, Meaning] = {
    "incorrect_password": Meaning(CREDENTIAL, _("应用程序密码不正确，或已被撤销。"), _PASSWORD),
    "invalid_username": Meaning(CREDENTIAL, _("网站上没有这个用户名。"), _("请核对用户名（不是显示名称），重新接入。")),
    "invalid_email": Meaning(CREDENTIAL, _("网站上没有使用这个邮箱的账号。"), _("请核对用户名，重新接入。")),
    "application_passwords_disabled": Meaning(
        CREDENTIAL, _("网站停用了应用程序密码。"), _("请网站管理员启用应用程序密码：须使用 https，且没有安全插件停用它。")
    ),
    "application_passwords_disabled_for_user": Meaning(
        CREDENTIAL, _("网站不允许这个账号使用应用程序密码。"), _("请网站管理员在安全插件中放行这个账号。")
    ),
    NOT_SEEN: Meaning(
        CREDENTIAL, _("网站没有认出我们的登录。"),
        _("请核对用户名并新建应用程序密码；仍不行时，请网站管理员检查服务器是否丢弃了 Authorization 请求头。"),
    ),
    "rest_cannot_publish": Meaning(CREDENTIAL, _("这个账号没有发布文章的权限。"), _ROLE),
    "rest_cannot_create": Meaning(CREDENTIAL, _("这个账号没有新建的权限。"), _ROLE),
    "rest_cannot_edit": Meaning(CREDENTIAL, _("这个账号没有修改这篇文章的权限。"), _ROLE),
    "rest_cannot_delete": Meaning(CREDENTIAL, _("这个账号没有删除这篇文章的权限。"), _ROLE),
    "rest_forbidden": Meaning(CREDENTIAL, _("网站拒绝了这个请求。"), _ROLE),
    "rest_forbidden_context": Meaning(CREDENTIAL, _("这个账号没有查看这项内容的权限。"), _ROLE),
    "rest_disabled": Meaning(
        CREDENTIAL, _("网站停用了 REST 接口。"), _("请网站管理员在安全插件中启用 REST 接口（至少对已登录的账号）。")
    ),
    "rest_no_route": Meaning(
        REJECTED, _("网站没有这个接口。"), _("请确认 WordPress 为 5.6 以上版本，且没有插件关闭文章或评论的接口。")
    ),
    "rest_comment_closed": Meaning(REJECTED, _("这篇文章关闭了评论，不能回复。"), _("请在网站后台打开这篇文章的评论。")),
    "rest_comment_draft_post": Meaning(REJECTED, _("文章还没有发布，不能回复。"), _("请在文章发布后再回复。")),
    "rest_comment_content_invalid": Meaning(REJECTED, _("回复内容为空。"), _("请填写回复内容。")),
    "comment_duplicate": Meaning(REJECTED, _("网站认为这条回复发过了。"), _("请刷新评论后核对，或换一种说法。")),
    "comment_content_column_length": Meaning(REJECTED, _("回复过长，网站不接受。"), _("请缩短回复。")),
    "rest_upload_file_too_big": Meaning(REJECTED, _("图片超过网站允许的大小。"), _("请压缩图片后重新提交审核。")),
    "rest_upload_sideload_error": Meaning(REJECTED, _("网站不接受这种图片。"), _("请换成 JPG 或 PNG 后重新提交审核。")),
    "rest_upload_unknown_error": Meaning(
        REJECTED, _("网站没有存下图片。"), _("请让网站管理员检查上传目录的权限、剩余空间和上传大小限制。")
    ),
    "rest_upload_hash_mismatch": Meaning(FaultKind.NOT_SENT, _("图片在途中损坏。"), _("系统会自动重试。")),
    "rest_post_invalid_id": Meaning(REJECTED, _("网站上已没有这篇文章。"), _("请在网站后台核对文章是否被删除。")),
    "rest_invalid_param": Meaning(REJECTED, _("网站不接受文章中的某项内容。"), _EDIT),
    "rest_missing_callback_param": Meaning(REJECTED, _("网站要求的一项内容没有提供。"), _EDIT),
    "rest_post_exists": Meaning(UNKNOWN, _("网站说这篇文章已经在了。"), _("系统会向网站核实，核实之前不会重发。")),
    "db_insert_error": Meaning(REJECTED, _("网站的数据库没有存下内容。"), _("请让网站管理员检查数据库。")),
    "db_update_error": Meaning(REJECTED, _("网站的数据库没有存下内容。"), _("请让网站管理员检查数据库。")),
}  # fmt: skip

BY_STATUS: dict[int, Meaning] = {
    401: Meaning(CREDENTIAL, _("网站不接受这个登录。"), _PASSWORD),
    403: Meaning(CREDENTIAL, _("网站拒绝了请求，没有处理。"), _("请让网站管理员检查防火墙或安全插件，放行本服务器。")),
    404: Meaning(REJECTED, _("网站上没有这个地址。"), _("请核对网站地址，包括子目录。")),
    410: Meaning(REJECTED, _("网站上的这项内容已被删除。"), _("请在网站后台核对。")),
    413: Meaning(REJECTED, _("上传的内容超过网站允许的大小。"), _("请压缩图片，或让网站管理员调大上传限制。")),
}


def fault_of(code: str, words: str, status: int, headers: Mapping[str, str], *, repeatable: bool) -> PlatformFault:
    """From the site's own refusal."""
    meaning: Meaning | None
    if code == "comment_flood":
        return throttled(FLOOD_SECONDS, code=code, detail=words)
    if status in (429, 503) and headers.get("retry-after"):
        return throttled(wait_of(headers), code=code or str(status), detail=words)
    if status == 429:
        return throttled(None, code=code or "429", detail=words)
    if code in SHUT:
        meaning = MEANINGS["rest_disabled"]
    elif status == 401 and code.startswith("rest_"):  # 401 = taken for a stranger, 403 = known and not allowed
        code, meaning = NOT_SEEN, MEANINGS[NOT_SEEN]
    else:
        meaning = MEANINGS.get(code) or BY_STATUS.get(status)
    if meaning is None and status >= 500:
        return gateway_fault(status, repeatable=repeatable)
    if meaning is None:
        meaning = Meaning(REJECTED, _("网站没有接受请求。"), _("请按网站的说明修改后重试。"))
    return PlatformFault(
        str(meaning.message), kind=meaning.kind, platform_code=code or str(status),
        detail=words[:300], advice=str(meaning.advice),
    )  # fmt: skip


def moved(status: int, where: str) -> PlatformFault:
    """A redirect is never followed: a password must not travel to an address that nobody typed."""
    return PlatformFault(
        now_in_words("网站把请求转到了另一个地址（HTTP %(status)d），没有处理。") % {"status": status},
        kind=REJECTED,
        platform_code=str(status),
        detail=where[:300],
        advice=now_in_words("请把账号的网站地址改为最终地址：%(where)s") % {"where": where.partition("?")[0][:200]},
    )


def no_site(status: int) -> PlatformFault:
    """Something answered, but it is no WordPress."""
    return PlatformFault(
        now_in_words("这个地址没有 WordPress 的 REST 接口。"),
        kind=REJECTED,
        platform_code="not_wordpress",
        detail=f"HTTP {status}",
        advice=now_in_words("请核对网站地址（含子目录）；若地址无误，请让网站管理员确认 REST 接口没有被关闭。"),
    )


def wait_of(headers: Mapping[str, str]) -> float | None:
    """Retry-After as seconds, whichever of its two forms it has."""
    said = headers.get("retry-after", "").strip()
    if said.isdigit():
        return max(float(said), 1.0)
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max((moment - clock.now()).total_seconds(), 1.0)
