"""Refusals of this chapter. Texts stand here together, so that they stay one voice."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from masthead.core.errors import BadInput, NotPermitted, NotThere, RuleBroken, Stale, TooMany

MESSAGES: dict[str, tuple[str | Promise, str | Promise, str]] = {
    # code: (what happened, what to do now, clause)
    "not_approved": (_("稿件还没有通过审核，不能排期发布。"), _("请先提交审核，由两位审核人确认同一版本。"), "3.3.2"),
    "approval_void": (_("稿件在审核通过之后有改动，原审核已失效。"), _("请重新提交审核；通过后再排期。"), "3.3.2"),
    "no_window": (_("稿件没有经审核的发布时段。"), _("请在稿件页填写计划发布时段并提交审核。"), "3.3.3"),
    "outside_window": (
        _("所选时间不在审核通过的发布时段内，不能排期或移动。"),
        _("请选择时段内的时间；确需改到时段外，请在稿件页修改计划时段并重新审核。"),
        "3.3.2",
    ),
    "past": (_("所选时间已经过去。"), _("请选择现在或以后的时间。"), "3.3.3"),
    "window_over": (_("审核通过的发布时段已经过去。"), _("请在稿件页修改计划时段并重新审核。"), "3.3.3"),
    "account_not_chosen": (_("该账号不在审核通过的发布账号之列。"), _("请在稿件页加选该账号并重新审核。"), "3.3.2"),
    "no_account": (_("请至少选择一个账号。"), _("只有审核通过的账号可选。"), "3.3.3"),
    "account_closed": (_("该账号未启用，不能发布。"), _("请联系账号管理员启用后再试。"), "3.2.1"),
    "account_frozen": (_("该账号已被冻结，不能发布。"), _("请联系账号管理员解除冻结。"), "3.2.3"),
    "account_unconnected": (_("该账号的平台连接不正常。"), _("请联系账号管理员在账号页测试连接。"), "3.2.2"),
    "format": (_("稿件不符合平台格式要求：%(issues)s"), _("请修改稿件并重新审核。"), "1.3.3"),
    "already": (_("这一版本在该账号已有发布任务，不能重复发布。"), _("请在发布列表查看已有任务。"), "3.3.3"),
    "account_out_of_reach": (_("您没有在该账号发布的权限。"), _("请联系该账号所属部门的发布专员。"), "3.3.3"),
    "draft_out_of_reach": (_("您没有为该部门稿件排期的权限。"), _("请联系该部门的发布专员。"), "3.3.3"),
    "out_of_reach": (_("您没有办理这项发布任务的权限。"), _("请联系所属部门的发布专员。"), "3.3.3"),
    "not_unknown": (_("这项发布的结果并不是待核实，不能由人工认定。"), _("请刷新页面查看最新状态。"), "3.3.3"),
    "reason": (_("请填写理由，至少四个字。"), _("理由会写入留痕。"), "3.3.3"),
    "link": (_("请填写文章的完整链接（以 http 或 https 开头）。"), _("请在平台打开文章，复制它的地址。"), "3.3.3"),
    "moved_on": (_("任务刚刚已开始处理，不能再改。"), _("请刷新页面查看最新状态。"), "3.3.3"),
    "callback_too_large": (_("回调消息过大。"), _("请核对平台的推送设置。"), "3.2.2"),
    "callback_too_many": (_("回调过于频繁，请稍后再推送。"), _("平台会按自己的规则重试。"), "3.2.2"),
    "not_there": (_("没有这项发布任务，或它不在您的范围内。"), _("请从发布列表进入。"), ""),
}


def refusal(code: str, **facts: object) -> RuleBroken:
    message, advice, clause = MESSAGES[code]
    return RuleBroken(str(message) % facts if facts else str(message), code=code, clause=clause, advice=str(advice))


def bad_input(code: str, field: str) -> BadInput:
    message, advice, clause = MESSAGES[code]
    return BadInput(str(message), code=code, clause=clause, advice=str(advice), fields={field: [str(message)]})


def not_permitted(code: str) -> NotPermitted:
    message, advice, clause = MESSAGES[code]
    return NotPermitted(str(message), code=code, clause=clause, advice=str(advice))


def stale(code: str) -> Stale:
    message, advice, clause = MESSAGES[code]
    return Stale(str(message), code=code, clause=clause, advice=str(advice))


def not_there(code: str = "not_there") -> NotThere:
    message, advice, clause = MESSAGES[code]
    return NotThere(str(message), code=f"publication_{code}", clause=clause, advice=str(advice))


def callback_too_large() -> NotPermitted:
    return not_permitted("callback_too_large")


def callback_too_many() -> TooMany:
    message, advice, clause = MESSAGES["callback_too_many"]
    return TooMany(str(message), code="callback_too_many", clause=clause, advice=str(advice))
