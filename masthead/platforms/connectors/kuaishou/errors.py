"""The platform's numbers in words. `result` 1 is success."""

from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from masthead.core.errors import FaultKind
from masthead.platforms.answers import Answer, Meaning, fault_of, number, unknown
from masthead.platforms.http import lost

CREDENTIAL, REJECTED, THROTTLED = FaultKind.CREDENTIAL, FaultKind.REJECTED, FaultKind.THROTTLED
SUCCESS = 1
TOKEN_REFUSED = frozenset({100200102, 100200108})
SYSTEM = frozenset({100200500, 400003})  # the deed may have been done
NO_VIDEO = frozenset({120001, 100120001})
UPLOAD_USED = 120002

_AGAIN = _("请账号管理员在账号页重新授权。")
_KEYS = _("请在快手开放平台核对应用的 App ID 与 App Secret，更换后重新授权。")
_BUG = _("这是程序错误，请把本页的请求编号告诉系统管理员。")
_CONSOLE = _("请在快手开放平台核对应用已获批的权限。")

MEANINGS: dict[int, Meaning] = {
    100200100: Meaning(REJECTED, _("参数缺少或类型不对。"), _BUG),
    100200101: Meaning(CREDENTIAL, _("App ID 或 App Secret 不正确，或应用状态异常。"), _KEYS),
    100200102: Meaning(CREDENTIAL, _("快手不接受令牌。"), _AGAIN),
    100200103: Meaning(REJECTED, _("授权方式不被支持。"), _BUG),
    100200104: Meaning(REJECTED, _("令牌的取得方式不被支持。"), _BUG),
    100200105: Meaning(CREDENTIAL, _("授权码无效或已用过。"), _("请重新点「授权」。")),
    100200106: Meaning(CREDENTIAL, _("应用没有所需的权限。"), _CONSOLE),
    100200107: Meaning(CREDENTIAL, _("账号标识无效。"), _AGAIN),
    100200108: Meaning(CREDENTIAL, _("访问令牌过期，更新后仍未被接受。"), _AGAIN),
    100200109: Meaning(CREDENTIAL, _("授权被取消。"), _AGAIN),
    100200110: Meaning(CREDENTIAL, _("授权已失效，账号可能在快手里取消了授权。"), _AGAIN),
    100200111: Meaning(CREDENTIAL, _("账号从未授权给这个应用。"), _AGAIN),
    100200112: Meaning(CREDENTIAL, _("令牌不合法。"), _AGAIN),
    100200113: Meaning(CREDENTIAL, _("授权满 180 天已到期，快手不能自动续期。"), _AGAIN),
    100400: Meaning(REJECTED, _("快手不接受文案、封面或视频的内容。"), _("请核对文案、封面和视频后重新提交审核。")),
    120001: Meaning(REJECTED, _("快手上没有这个作品。"), _("请到快手核对作品列表。")),
    100120001: Meaning(REJECTED, _("快手上没有这个作品。"), _("请到快手核对作品列表。")),
    120002: Meaning(REJECTED, _("视频没有完整上传。"), _("请重新发布；视频会重新上传。")),
    120003: Meaning(REJECTED, _("快手处理视频失败。"), _("请核对视频能否正常播放，重新导出为 MP4 后提交审核。")),
    400002: Meaning(THROTTLED, _("快手限制了调用频率。"), _("系统会稍后自动重试。"), 60.0),
    400006: Meaning(CREDENTIAL, _("账号没有所需的权限。"), _CONSOLE),
    400013: Meaning(CREDENTIAL, _("应用越权。"), _CONSOLE),
    400020: Meaning(REJECTED, _("快手的风险控制拦下了请求。"), _("请登录快手处理账号状态。")),
}  # fmt: skip


def code_of(answer: Answer) -> int:
    """The number of `result`; a success is 0 here."""
    code = number(answer.get("result", 0))
    return 0 if code == SUCCESS else code or -1


def raise_for(answer: Answer, *, repeatable: bool) -> None:
    """Raises PlatformFault unless the answer is a success. An upload that a publish used up says that an earlier publish was taken."""
    if not (code := code_of(answer)):
        return
    words = str(answer.get("error_msg") or answer.get("error") or "")
    if code in SYSTEM:
        raise lost(sent=True, repeatable=repeatable, detail=f"{code} {words}"[:200])
    if code == UPLOAD_USED and not repeatable:
        raise unknown(code, words, now_in_words("快手说上传的视频已经用过，可能就是上一次的请求。"))
    raise fault_of(MEANINGS, code, words)
