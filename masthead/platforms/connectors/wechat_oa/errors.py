"""The platform's numbers in words that a person can act on, and what each says about the call.

A code that is not listed is a plain no: the platform answered, so nothing was done, and a person must look.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from masthead.core import clock
from masthead.core.errors import FaultKind, PlatformFault

BUSY = frozenset({-1, 268488001})
TOKEN_REFUSED = frozenset({40001, 40014, 42001})
DRAFT_GONE = 40007
RID = re.compile(r"rid: ?([0-9a-f-]+)")
ADDRESS = re.compile(r"(?<![\w.:])((?:\d{1,3}\.){3}\d{1,3})(?![\w.])")
NEXT_DAY = -1.0  # retry_after: when the day turns in Beijing


@dataclass(frozen=True)
class Meaning:
    kind: FaultKind
    message: str | Promise
    advice: str | Promise = ""
    retry_after: float | None = None


CREDENTIAL, REJECTED, THROTTLED = FaultKind.CREDENTIAL, FaultKind.REJECTED, FaultKind.THROTTLED
_IN_CONSOLE = _("请账号管理员登录公众平台处理，再点「测试连接」。")
_BUG = _("这是程序错误，请把本页的请求编号告诉系统管理员。")
_EDIT = _("请修改稿件后重新提交审核。")

MEANINGS: dict[int, Meaning] = {
    # who we are
    40001: Meaning(
        CREDENTIAL, _("平台不接受访问令牌。"), _("请核对 AppSecret 是否已在公众平台重置，更换后再点「测试连接」。")
    ),
    40014: Meaning(CREDENTIAL, _("平台不接受访问令牌。"), _("请更换 AppSecret 后再点「测试连接」。")),
    42001: Meaning(CREDENTIAL, _("访问令牌过期，更新后仍未被接受。"), _("请核对服务器时间和 AppSecret。")),
    42007: Meaning(CREDENTIAL, _("公众号修改过密码，授权已失效。"), _IN_CONSOLE),
    41001: Meaning(CREDENTIAL, _("请求没有带上访问令牌。"), _BUG),
    40013: Meaning(CREDENTIAL, _("AppID 不正确。"), _("请在公众平台「设置与开发」中核对 AppID，重新接入。")),
    40125: Meaning(
        CREDENTIAL, _("AppSecret 不正确。"), _("请在公众平台重置 AppSecret，到账号页更换后再点「测试连接」。")
    ),
    40243: Meaning(CREDENTIAL, _("AppSecret 已被冻结。"), _("请在公众平台解冻 AppSecret。")),
    40164: Meaning(
        CREDENTIAL, _("服务器 IP 不在公众平台的白名单中。"), _("请在公众平台「IP 白名单」中加入本服务器的出口 IP。")
    ),
    50004: Meaning(CREDENTIAL, _("公众号已被停用。"), _IN_CONSOLE),
    50007: Meaning(CREDENTIAL, _("公众号已被冻结。"), _IN_CONSOLE),
    48001: Meaning(
        CREDENTIAL,
        _("这个公众号没有该接口的权限。"),
        _("发布接口只对已认证的企业、媒体和政务账号开放，请核对认证状态。"),
    ),
    48003: Meaning(CREDENTIAL, _("公众号管理员尚未同意群发协议。"), _IN_CONSOLE),
    48004: Meaning(CREDENTIAL, _("接口因违规被平台封禁。"), _IN_CONSOLE),
    50002: Meaning(CREDENTIAL, _("公众号功能受限。"), _IN_CONSOLE),
    61003: Meaning(CREDENTIAL, _("公众号没有授权给第三方平台。"), _IN_CONSOLE),
    61007: Meaning(CREDENTIAL, _("公众号没有授予该权限。"), _IN_CONSOLE),
    # how often
    45009: Meaning(
        THROTTLED, _("今天的接口调用次数已用完。"), _("次日零点后自动继续；急用时可在公众平台清零。"), NEXT_DAY
    ),
    45011: Meaning(THROTTLED, _("每分钟调用过于频繁。"), _("系统会稍后自动重试。"), 60.0),
    53501: Meaning(THROTTLED, _("发布过于频繁。"), _("系统会稍后自动重试。"), 600.0),
    # what we sent
    40004: Meaning(REJECTED, _("媒体类型不被接受。"), _EDIT),
    40005: Meaning(REJECTED, _("文件类型不被接受。"), _EDIT),
    40006: Meaning(REJECTED, _("媒体文件大小不被接受。"), _EDIT),
    40007: Meaning(REJECTED, _("平台上找不到所引用的素材或草稿。"), _("请到公众平台草稿箱核对，再重新发布。")),
    40009: Meaning(REJECTED, _("图片超过平台的大小限制。"), _EDIT),
    40113: Meaning(REJECTED, _("文件类型不被接受。"), _EDIT),
    40137: Meaning(REJECTED, _("图片格式不被接受。"), _EDIT),
    45001: Meaning(REJECTED, _("媒体文件超过平台的大小限制。"), _EDIT),
    40033: Meaning(REJECTED, _("请求的字符编码不被接受。"), _BUG),
    47001: Meaning(REJECTED, _("请求的格式不被接受。"), _BUG),
    44003: Meaning(REJECTED, _("标题为空。"), _EDIT),
    44004: Meaning(REJECTED, _("正文为空。"), _EDIT),
    45002: Meaning(REJECTED, _("正文超过平台的长度限制。"), _EDIT),
    45003: Meaning(REJECTED, _("标题超过平台的长度限制。"), _EDIT),
    45004: Meaning(REJECTED, _("摘要超过平台的长度限制。"), _EDIT),
    45005: Meaning(REJECTED, _("原文链接超过平台的长度限制。"), _EDIT),
    45008: Meaning(REJECTED, _("一次发布的文章数超过平台限制。"), _EDIT),
    45110: Meaning(REJECTED, _("作者名超过平台的长度限制。"), _EDIT),
    45064: Meaning(REJECTED, _("文中的小程序没有与公众号关联。"), _EDIT),
    45166: Meaning(REJECTED, _("平台认为正文内容无效（链接或排版有误）。"), _EDIT),
    87014: Meaning(REJECTED, _("平台认为内容含有风险。"), _EDIT),
    # mass sending
    45028: Meaning(REJECTED, _("群发次数已用完。"), _("请改用「发布」方式，或等到下一个周期再群发。")),
    45066: Meaning(THROTTLED, _("相同群发任务提交过快。"), _("系统会稍后自动重试。"), 60.0),
    45067: Meaning(REJECTED, _("群发任务编号过长。"), _BUG),
    40059: Meaning(REJECTED, _("平台不认识这个群发任务。"), _("请到公众平台「发表记录」核对。")),
    # readers
    40003: Meaning(REJECTED, _("平台不认识这位读者。"), _("读者可能已取消关注。")),
    43004: Meaning(REJECTED, _("读者已取消关注，不能发送消息。"), _("请改用其他联系方式。")),
    45015: Meaning(
        REJECTED, _("距读者上次来信已超过 48 小时，不能再回复。"), _("请等读者再次来信，或改用其他联系方式。")
    ),
    45047: Meaning(REJECTED, _("连续回复的条数已达平台上限。"), _("请等读者再次来信后继续。")),
    48002: Meaning(REJECTED, _("读者拒绝接收消息。"), _("请改用其他联系方式。")),
    88000: Meaning(REJECTED, _("公众号没有开通留言功能。"), _("请在公众平台申请留言功能。")),
    88001: Meaning(REJECTED, _("平台上没有这篇文章的留言。"), _("请核对文章是否仍在线。")),
    88002: Meaning(REJECTED, _("文章因安全原因被限制，不能管理留言。"), _IN_CONSOLE),
    88005: Meaning(REJECTED, _("文章的留言已关闭。"), _IN_CONSOLE),
    88008: Meaning(REJECTED, _("这条留言已不存在。"), _("读者或平台可能已删除，请刷新留言。")),
    88009: Meaning(REJECTED, _("这条留言已经回复过。"), _("平台只允许回复一次，请到公众平台修改。")),
    88010: Meaning(REJECTED, _("留言的分页范围不被接受。"), _BUG),
    # publishing
    53500: Meaning(REJECTED, _("公众号的发布能力已被平台封禁。"), _IN_CONSOLE),
    53502: Meaning(REJECTED, _("平台不认识这个发布任务。"), _("请到公众平台「发表记录」核对。")),
    53503: Meaning(REJECTED, _("草稿没有通过平台的发布检查。"), _("请到公众平台草稿箱查看原因。")),
    53504: Meaning(REJECTED, _("平台要求在公众平台网页上发布这篇草稿。"), _("请登录公众平台手工发布。")),
    53505: Meaning(REJECTED, _("平台要求先在公众平台网页上保存这篇草稿。"), _("请登录公众平台保存后再发布。")),
    53600: Meaning(REJECTED, _("平台上没有这篇文章。"), _("请到公众平台「发表记录」核对。")),
    61500: Meaning(REJECTED, _("日期格式不被接受。"), _BUG),
    61501: Meaning(REJECTED, _("日期范围不被接受。"), _BUG),
}


def fault_of(code: int, errmsg: str, *, repeatable: bool) -> PlatformFault:
    """The fault of an answer with an error code. Busy on a call that must not be repeated is an unknown outcome."""
    if code in BUSY:
        return _busy(code, errmsg, repeatable=repeatable)
    meaning = MEANINGS.get(code) or Meaning(REJECTED, _("平台拒绝了请求。"), _("请把错误编号告诉系统管理员。"))
    message = str(meaning.message)
    if code == 40164 and (found := ADDRESS.search(errmsg)):
        message = now_in_words("服务器 IP %(ip)s 不在公众平台的白名单中。") % {"ip": found[1]}
    return PlatformFault(
        now_in_words("%(message)s（平台错误 %(code)d）。") % {"message": message.rstrip("。."), "code": code},
        kind=meaning.kind,
        platform_code=str(code),
        detail=errmsg[:500],
        retry_after=_wait(meaning.retry_after),
        advice=str(meaning.advice),
    )


def rid_of(errmsg: str) -> str:
    """The platform's request id, for its support."""
    found = RID.search(errmsg)
    return found[1] if found else ""


def unknown_outcome(detail: str, code: int | None = None) -> PlatformFault:
    """It may have happened: it is looked up, never repeated blindly."""
    return PlatformFault(
        now_in_words("平台没有回应，不能确定是否已经提交。"),
        kind=FaultKind.UNKNOWN_OUTCOME,
        platform_code="" if code is None else str(code),
        detail=detail[:500],
        advice=now_in_words("系统会到平台核实，核实前不会重发。"),
    )


def _busy(code: int, errmsg: str, *, repeatable: bool) -> PlatformFault:
    if not repeatable:
        return unknown_outcome(errmsg, code)
    return PlatformFault(
        now_in_words("平台系统繁忙。"),
        kind=THROTTLED,
        platform_code=str(code),
        detail=errmsg[:500],
        retry_after=10,
        advice=now_in_words("系统会自动重试。"),
    )


def _wait(retry_after: float | None) -> float | None:
    if retry_after != NEXT_DAY:
        return retry_after
    tomorrow = clock.at_china(clock.today() + dt.timedelta(days=1), 0, 5)
    return (tomorrow - clock.now()).total_seconds()


def code_of(answer: dict[str, Any]) -> int:
    """`errcode` of an answer; success may leave it out."""
    value = answer.get("errcode", 0)
    return value if isinstance(value, int) else int(value) if str(value).lstrip("-").isdigit() else 0
