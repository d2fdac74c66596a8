"""The platform's numbers in words, and what each says about the call. Numbers come as numbers or as text."""

from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.answers import Answer, Meaning, fault_of, next_hour, number, unknown
from masthead.platforms.http import lost

CREDENTIAL, REJECTED, THROTTLED = FaultKind.CREDENTIAL, FaultKind.REJECTED, FaultKind.THROTTLED
SYSTEM = frozenset({10001, 10002, 10003, 10009, 10010, 10011})  # the deed may have been done
SAME_TEXT = frozenset({20017, 20019, 20111})  # an earlier attempt may be what it resembles
OF_THE_APPLICATION = 10022  # the calls of our address are used up: no account of ours gets through
ACCEPTED_LATE = 20032
POST_GONE, POST_ILLEGAL = 20101, 20104

_AGAIN = _("请账号管理员在账号页重新授权。微博的授权到期后不能自动续期。")
_EDIT = _("请修改内容后重新提交审核。")
_CONSOLE = _("请账号管理员登录微博开放平台处理，再点「测试连接」。")
_BUG = _("这是程序错误，请把本页的请求编号告诉系统管理员。")
_HOUR = _("整点后自动继续。")

MEANINGS: dict[int, Meaning] = {
    # who we are
    **dict.fromkeys((21314, 21315, 21327), Meaning(CREDENTIAL, _("微博授权已过期。"), _AGAIN)),
    **dict.fromkeys((21316, 21319), Meaning(CREDENTIAL, _("微博授权已被撤销。"), _AGAIN)),
    **dict.fromkeys((21317, 21332), Meaning(CREDENTIAL, _("微博不接受访问令牌。"), _AGAIN)),
    21321: Meaning(CREDENTIAL, _("应用未通过审核，只有测试账号可以授权。"), _("请提交应用审核，或把账号加入应用的测试账号后重新授权。")),
    21322: Meaning(CREDENTIAL, _("授权回调地址与开放平台登记的不一致。"), _("请在开放平台「应用信息 → 高级信息」填写账号页显示的回调地址。")),
    21324: Meaning(CREDENTIAL, _("App Key 或 App Secret 不正确。"), _("请在开放平台「应用信息 → 基本信息」核对后更换。")),
    21325: Meaning(CREDENTIAL, _("授权码无效或已用过。"), _("请重新点「授权」。")),
    10004: Meaning(CREDENTIAL, _("服务器 IP 被微博限制。"), _("请核对开放平台的服务器 IP 绑定，或联系平台解除限制。")),
    10005: Meaning(CREDENTIAL, _("应用的接口级别不够。"), _CONSOLE),
    10006: Meaning(CREDENTIAL, _("请求没有带上应用或令牌。"), _AGAIN),
    10014: Meaning(CREDENTIAL, _("应用没有这个接口的权限。"), _("商业接口须与微博签约开通；没有签约时请把「接口级别」改为免费。")),
    10013: Meaning(CREDENTIAL, _("不是有效的微博账号。"), _AGAIN),
    20015: Meaning(CREDENTIAL, _("账号、IP 或应用状态异常。"), _CONSOLE),
    20022: Meaning(CREDENTIAL, _("服务器 IP 行为异常。"), _CONSOLE),
    20031: Meaning(CREDENTIAL, _("微博要求输入验证码。"), _("请登录微博网页完成验证后再发布。")),
    # how often
    **dict.fromkeys((10022, 10023, 10024), Meaning(THROTTLED, _("本小时的微博接口调用次数已用完。"), _HOUR, next_hour)),
    20016: Meaning(THROTTLED, _("发布过于频繁。"), _("系统会稍后自动重试。"), 300.0),
    # what we sent
    10007: Meaning(REJECTED, _("媒体类型不被接受。"), _EDIT),
    10008: Meaning(REJECTED, _("参数不被接受。"), _BUG),
    10012: Meaning(REJECTED, _("平台认为请求非法。"), _BUG),
    10016: Meaning(REJECTED, _("缺少必要的参数。"), _BUG),
    10017: Meaning(REJECTED, _("正文里没有安全域名下的链接，或应用没有绑定安全域名。"), _("请在开放平台登记安全域名，账号填写同一域名，正文附上它的链接。")),
    10018: Meaning(REJECTED, _("请求过大。"), _EDIT),
    20003: Meaning(REJECTED, _("这个微博账号不存在。"), _CONSOLE),
    20005: Meaning(REJECTED, _("图片类型不被接受。"), _("请使用 JPG、PNG 或 GIF。")),
    20006: Meaning(REJECTED, _("图片超过 5 MB。"), _("请压缩图片后重新提交审核。")),
    20007: Meaning(REJECTED, _("图片没有随请求送达。"), _BUG),
    20008: Meaning(REJECTED, _("正文为空。"), _EDIT),
    **dict.fromkeys((20012, 20013, 20049), Meaning(REJECTED, _("正文超过微博的长度限制。"), _EDIT)),
    20018: Meaning(REJECTED, _("正文含有微博不允许的网址。"), _EDIT),
    20020: Meaning(REJECTED, _("微博认为内容是广告。"), _EDIT),
    20021: Meaning(REJECTED, _("微博认为内容违规。"), _EDIT),
    20101: Meaning(REJECTED, _("微博不存在或已删除。"), _("请到微博核对。")),
    20102: Meaning(REJECTED, _("不是本账号的微博。"), _("请核对账号。")),
    20104: Meaning(REJECTED, _("微博被平台判为违规，已不公开。"), _("请到微博「创作者中心」查看原因，修改内容后重新提交审核。")),
    20201: Meaning(REJECTED, _("评论不存在或已删除。"), _("请刷新评论。")),
    20203: Meaning(REJECTED, _("不是本账号的评论。"), _("请核对账号。")),
}  # fmt: skip


def code_of(answer: Answer) -> int:
    """0 for success."""
    return number(answer.get("error_code", 0))


def raise_for(answer: Answer, *, repeatable: bool) -> None:
    """Raises PlatformFault for an answer with a number. A duplicate may be our own success, so it is looked up."""
    if not (code := code_of(answer)):
        return
    words = str(answer.get("error_description") or answer.get("error") or "")
    if code in SYSTEM:
        raise lost(sent=True, repeatable=repeatable, detail=f"{code} {words}"[:200])
    if code in SAME_TEXT:
        raise unknown(code, words, now_in_words("微博说相同的内容刚发布过，可能就是上一次的请求。"))
    fault = fault_of(MEANINGS, code, words)
    fault.everywhere = code == OF_THE_APPLICATION
    raise fault


def text_empty() -> PlatformFault:
    """A comment that is too long or empty is refused here, so that nothing is sent."""
    return PlatformFault(
        now_in_words("评论须为 1 至 130 个字。"),
        kind=REJECTED,
        platform_code="comment_length",
        advice=str(_("请改写后再发。")),
    )
