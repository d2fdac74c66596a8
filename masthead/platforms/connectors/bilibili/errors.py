"""The platform's numbers in words, and what each says about the call. `code` 0 is success."""

from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.answers import Answer, Meaning, fault_of, number, unknown
from masthead.platforms.connectors.bilibili.limits import APART_SECONDS
from masthead.platforms.http import lost

CREDENTIAL, REJECTED, THROTTLED = FaultKind.CREDENTIAL, FaultKind.REJECTED, FaultKind.THROTTLED
TOKEN_REFUSED = frozenset({127000, 127001})
CLOCK = 4003  # our clock and theirs are more than ten minutes apart
SYSTEM = frozenset({-500, 4010, 4011, 123002, 123023, 123039, 123044, 141003, 141005})  # the deed may have been done
SAME_TITLE = 123015
NO_WORK = frozenset({-404, 123004, 123005, 123007, 129004})

_AGAIN = _("请账号管理员在账号页重新授权。")
_KEYS = _("请在 B 站开放平台「应用详情」核对 Client ID 与 App Secret，更换后重新授权。")
_CONSOLE = _("请在 B 站开放平台核对企业认证、应用状态和已获批的权限。")
_BUG = _("这是程序错误，请把本页的请求编号告诉系统管理员。")
_EDIT = _("请修改内容后重新提交审核。")
_WAIT = _("系统会稍后自动重试。")
_BY_HAND = _("请改日发布，或在 B 站创作中心人工投稿。")
_REFUSED = Meaning(REJECTED, _("B 站不接受稿件的内容或字段。"), _EDIT)
_SIGN = Meaning(REJECTED, _("请求没有通过 B 站的格式检查。"), _BUG)

MEANINGS: dict[int, Meaning] = {
    -400: Meaning(REJECTED, _("请求有误。"), _BUG),
    -403: Meaning(CREDENTIAL, _("没有访问权限。"), _CONSOLE),
    -404: Meaning(REJECTED, _("B 站上没有这个内容。"), _("请到 B 站创作中心核对。")),
    -503: Meaning(THROTTLED, _("调用过快。"), _WAIT, 60.0),
    **dict.fromkeys((4000, 4001, 4004, 4005, 4006, 4007, 4008, 4009, 4012), _SIGN),
    4002: Meaning(CREDENTIAL, _("请求签名不正确，App Secret 可能已更换。"), _KEYS),
    CLOCK: Meaning(FaultKind.NOT_SENT, _("服务器时间与 B 站相差超过十分钟。"), _("请系统管理员校准服务器时钟后重新发布。")),
    122000: Meaning(CREDENTIAL, _("Client ID 不正确。"), _KEYS),
    122001: Meaning(CREDENTIAL, _("App Secret 不正确。"), _KEYS),
    122002: Meaning(CREDENTIAL, _("授权码无效或已用过。"), _("请重新点「授权」。")),
    122007: Meaning(CREDENTIAL, _("刷新令牌已用过或授权已到期。"), _AGAIN),
    122008: Meaning(CREDENTIAL, _("应用编号不正确。"), _KEYS),
    122009: Meaning(THROTTLED, _("B 站授权服务繁忙。"), _WAIT, 30.0),
    122010: Meaning(THROTTLED, _("B 站授权服务繁忙。"), _WAIT, 30.0),
    **dict.fromkeys((127000, 127001), Meaning(CREDENTIAL, _("访问令牌更新后仍未被接受。"), _AGAIN)),
    **dict.fromkeys((127002, 127003, 127004, 127022, 127023), Meaning(CREDENTIAL, _("B 站不接受应用或账号的身份信息。"), _KEYS)),
    127008: Meaning(REJECTED, _("上传的视频已失效。"), _("请重新发布；视频会重新上传。")),
    **dict.fromkeys((127005, 127006), Meaning(CREDENTIAL, _("企业或应用没有通过认证。"), _CONSOLE)),
    **dict.fromkeys((127007, 127304, 127305), Meaning(CREDENTIAL, _("应用没有这个接口的权限。"), _CONSOLE)),
    127009: Meaning(THROTTLED, _("接口调用次数已用完。"), _WAIT, 3600.0),
    **dict.fromkeys((127010, 127011), Meaning(CREDENTIAL, _("账号没有授权给这个应用。"), _AGAIN)),
    127306: Meaning(THROTTLED, _("调用过于频繁。"), _WAIT, 60.0),
    123001: Meaning(CREDENTIAL, _("账号没有投稿权限。"), _("请登录 B 站核对账号状态。")),
    123028: Meaning(THROTTLED, _("B 站正在处理上一次请求。"), _WAIT, 10.0),
    123026: Meaning(THROTTLED, _("两次投稿须间隔 30 秒。"), _WAIT, float(APART_SECONDS)),
    123029: Meaning(REJECTED, _("账号的投稿总数已达上限。"), _BY_HAND),
    123036: Meaning(REJECTED, _("非正式会员每天最多投稿 5 次，今天已用完。"), _BY_HAND),
    123037: Meaning(REJECTED, _("账号等级不足，不能投稿。"), _("请登录 B 站提升账号等级或完成企业认证。")),
    **dict.fromkeys((123042, 123050, 123051), Meaning(CREDENTIAL, _("B 站要求二次确认或输入验证码。"), _("请登录 B 站创作中心完成确认后再发布。"))),
    **dict.fromkeys((123004, 123005, 123007), Meaning(REJECTED, _("稿件不存在或已删除。"), _("请到 B 站创作中心核对。"))),
    **dict.fromkeys((123040, 123041, 123043, 123053, 123054, 123055, 123056), Meaning(REJECTED, _("稿件被锁定或已变动。"), _("请到 B 站创作中心核对。"))),
    123010: Meaning(REJECTED, _("分区不正确。"), _("请在账号的接入信息中填写有效的分区编号。")),
    123016: Meaning(REJECTED, _("转载稿件须注明来源。"), _("请填写原文链接后重新提交审核。")),
    123022: Meaning(REJECTED, _("标签不被接受。"), _("请更换话题后重新提交审核。")),
    123030: Meaning(REJECTED, _("标题过长。"), _("标题最多 80 个字，请修改后重新提交审核。")),
    123038: Meaning(REJECTED, _("封面类型不被接受。"), _("请使用 JPG 或 PNG 封面。")),
    **dict.fromkeys((
        123003, 123006, 123008, 123009, 123011, 123012, 123013, 123014, 123017, 123018, 123019, 123020, 123021, 123024, 123027,
        123033, 123045, 123046, 123047, 123048, 123049, 123052,
    ), _REFUSED),
    **dict.fromkeys(range(129001, 129004), _REFUSED),
    129004: Meaning(REJECTED, _("专栏文章不存在或已删除。"), _("请到 B 站创作中心核对。")),
    141002: Meaning(THROTTLED, _("上传视频超时。"), _WAIT, 30.0),
    141004: Meaning(REJECTED, _("上传的视频已失效。"), _("请重新发布；视频会重新上传。")),
}  # fmt: skip


def code_of(answer: Answer) -> int:
    return number(answer.get("code", -1))


def raise_for(answer: Answer, *, repeatable: bool) -> None:
    """Raises PlatformFault unless the answer is a success. The same title may be our own first attempt, so it is looked up."""
    if not (code := code_of(answer)):
        return
    words = str(answer.get("message", ""))
    if code in SYSTEM:
        raise lost(sent=True, repeatable=repeatable, detail=f"{code} {words}"[:200])
    if code == SAME_TITLE:
        raise unknown(code, words, now_in_words("B 站说相同标题的稿件刚投过，可能就是上一次的请求。"))
    raise fault_of(MEANINGS, code, words)


def no_category() -> PlatformFault:
    """Neither the post nor the account names a category: nothing is sent."""
    advice = now_in_words("请在账号的接入信息中填写分区编号，「测试连接」会列出可用的。")
    return PlatformFault(now_in_words("没有填写 B 站分区。"), kind=REJECTED, platform_code="no_tid", advice=advice)
