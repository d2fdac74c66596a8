"""Refusals of this chapter. Texts stand here together, so that they stay one voice."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from masthead.core.errors import BadInput, NotPermitted, NotThere, RuleBroken, Stale, TooMany

MESSAGES: dict[str, tuple[str | Promise, str | Promise, str]] = {
    # code: (what happened, what to do now, clause)
    "not_approved": (_("稿件还没有通过审核，不能排期发布。"), _("请先提交审核，由两位审核人确认同一版本。"), "3.3.2"),
    "approval_void": (_("稿件在审核通过之后有改动，原审核已失效。"), _("请重新提交审核；通过后再排期。"), "3.3.2"),
    "rights_over": (
        _("稿件用到的素材授权已到期、缺失，或肖像同意已撤回。"),
        _("请在素材页更新授权，或换用其他素材后重新审核。"),
        "1.3.1",
    ),
    "no_window": (_("稿件没有经审核的发布时段。"), _("请在稿件页填写计划发布时段并提交审核。"), "3.3.3"),
    "outside_window": (
        _("所选时间不在审核通过的发布时段内，不能排期或移动。"),
        _("请选择时段内的时间；确需改到时段外，请在稿件页修改计划时段并重新审核。"),
        "3.3.2",
    ),
    "zone": (_("没有这个时区。"), _("请从列表中选择账号所在地的时区。"), "3.3.3"),
    "wall_skipped": (
        _("%(zone)s当地 %(wall)s 不存在：这一天夏令时开始，钟表拨快，跳过了这段时间。"),
        _("请改选当地 %(later)s 或其他时间。"),
        "3.3.3",
    ),
    "wall_twice": (
        _("%(zone)s当地 %(wall)s 这一天出现两次：夏令时结束，钟表拨回。"),
        _("请在「第几次」里选择：第一次是北京时间 %(first)s，第二次是 %(second)s。"),
        "3.3.3",
    ),
    "past": (_("所选时间已经过去。"), _("请选择现在或以后的时间。"), "3.3.3"),
    "window_over": (_("审核通过的发布时段已经过去。"), _("请在稿件页修改计划时段并重新审核。"), "3.3.3"),
    "account_not_chosen": (_("该账号不在审核通过的发布账号之列。"), _("请在稿件页加选该账号并重新审核。"), "3.3.2"),
    "lead": (
        _("所选时间距现在不足 %(minutes)d 分钟，来不及做发布前的核对。"),
        _("请选择 %(after)s 以后的时间；需要马上发出的，请用「立即发布」。"),
        "3.3.3",
    ),
    "paused": (_("现在已暂停发布，请先不要发。"), _("恢复后会告诉您怎样处理；原因见「暂停发布」。"), "3.3.3"),
    "paused_over": (
        _("暂停期间，审核通过的发布时段已经过去，没有发出。"),
        _("仍要发布的，请在稿件页修改计划时段并重新审核。"),
        "3.3.3",
    ),
    "held_over": (
        _("错过时间后没有人决定，审核通过的发布时段已经过去。"),
        _("仍要发布的，请在稿件页修改计划时段并重新审核。"),
        "3.3.3",
    ),
    "held_late": (
        _("系统停运后恢复，这项发布已迟于它允许的时间，没有自动补发。"),
        _("请决定：补发、改到别的时间，或取消。"),
        "3.3.3",
    ),
    "held_paused": (_("它在暂停发布期间到期，没有发出。"), _("请决定：补发、改到别的时间，或取消。"), "3.3.3"),
    "late_skip": (_("系统停运后恢复，已错过计划时间；这篇设定为不补发。"), _("需要发布的，请重新排期。"), "3.3.3"),
    "not_held": (_("这项任务现在不等您决定。"), _("请刷新页面查看最新状态。"), "3.3.3"),
    "pause_out_of_reach": (
        _("您没有暂停或恢复这个范围的权限。"),
        _("全公司和平台由运营管理小组办理；账号由它的管理员办理。"),
        "3.3.3",
    ),
    "pause_already": (_("这个范围已经暂停了。"), _("请在「暂停发布」查看是谁、为什么。"), "3.3.3"),
    "pause_over": (_("刚才有人先恢复了。"), _("请刷新页面查看最新状态。"), "3.3.3"),
    "pause_words": (_("原因选「其他」时，请写明原因，至少四个字。"), _("原因会写入留痕，并告诉等待的同事。"), "3.3.3"),
    "pause_no_campaign": (_("只能暂停来源为「活动方案」的选题。"), _("单篇内容请在发布任务里取消或改期。"), "3.3.3"),
    "no_pause": (_("没有这次暂停，或它不在您的范围内。"), _("请从「暂停发布」进入。"), ""),
    "steer_out_of_reach": (_("您没有调节发布引擎的权限。"), _("请联系运营管理小组或系统管理员。"), "3.3.3"),
    "rules_late": (_("最多迟到请填 5 至 1440 分钟。"), _("默认 120 分钟。"), "3.3.3"),
    "rules_lead": (_("最短提前量请填 0 至 1440 分钟。"), _("默认 5 分钟。"), "3.3.3"),
    "no_time": (_("请填写发布时间，或写明立即发布。"), _("时间用 planned_at，立即发布用 at_once。"), "3.3.3"),
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
    "take_down": (
        _("稿件在审核通过之后有改动，原审核已失效。"),
        _("如果已经在平台发布，请立即在平台撤下；重新审核通过后再排期。"),
        "3.3.2",
    ),
    "not_by_hand": (_("这项发布由系统发出，没有发布包。"), _("请在任务页查看进展。"), "3.3.3"),
    "not_handed": (_("这项任务现在不等人工发布。"), _("请刷新页面查看最新状态。"), "3.3.3"),
    "no_proof": (_("这项任务现在没有等待复核的凭证。"), _("请刷新页面查看最新状态。"), "3.3.3"),
    "proof_empty": (_("请至少提供作品链接或截图。"), _("两样都给，复核最快。"), "3.3.3"),
    "proof_link": (_("请填写作品的完整链接（以 https 开头）。"), _("在平台打开作品，用「分享 → 复制链接」。"), "3.3.3"),
    "proof_host": (_("这不是该平台的作品链接。"), _("请核对是不是复制错了：%(hosts)s"), "3.3.3"),
    "proof_link_used": (_("这个链接已经用作另一项发布的凭证。"), _("请复制这次发布的作品链接。"), "3.3.3"),
    "proof_picture_small": (_("图片太小，不像手机或网页的截图。"), _("请上传完整的截图，短边至少 200 像素。"), "3.3.3"),
    "proof_picture_empty": (_("图片是空白的。"), _("请上传能看到作品标题的截图。"), "3.3.3"),
    "proof_picture_used": (_("这张截图已经用作另一项发布的凭证。"), _("请上传这次发布的截图。"), "3.3.3"),
    "proof_time": (
        _("发布时间不在审核通过的时段内。"),
        _("请核对时间；如果确实在时段外发布了，请在平台撤下，再以「没有发布」结案。"),
        "3.3.3",
    ),
    "proof_future": (_("发布时间还没有到。"), _("请填写作品实际发布的时间。"), "3.3.3"),
    "proof_early": (_("还没有打开过发布包，不能提交凭证。"), _("请先打开发布包，按它发布。"), "3.3.3"),
    "own_proof": (_("发布人不能复核自己的凭证。"), _("请部门里另一位有复核权限的同事办理。"), "3.3.3"),
    "operator": (_("所选的人不能办理这个账号的人工发布。"), _("请选择有「办理人工发布」权限的同事。"), "3.3.3"),
    "no_line": (_("发布包里没有这一项。"), _("请刷新页面。"), ""),
    "no_handoff": (_("这个账号不用扫码发布。"), _("请按发布包在平台上发布。"), "3.3.3"),
    "kit_file": (_("发布包里没有这个文件。"), _("请刷新发布包后再下载。"), ""),
    "link_old": (_("这个二维码已经过期，或不完整。"), _("请在电脑上刷新发布包，再扫一次。"), ""),
    "not_movable": (_("这项任务已经开始处理或已结束，不能再改时间。"), _("请刷新页面查看最新状态。"), "3.3.3"),
    "too_near": (
        _("距发布不足 %(minutes)d 分钟，不能再改到这个时间。"),
        _("请选择更晚的时间；需要立即停止时请取消发布。"),
        "3.3.3",
    ),
    "too_far": (_("所选时间在一年以后，不能排期。"), _("请选择一年以内的时间。"), "3.3.3"),
    "replan_inside": (_("新的时间在审核通过的时段内，不需要重新审核。"), _("请直接改时间。"), "3.3.3"),
    "replan_out_already": (
        _("同一稿件已在其他账号发出或正在发出，不能再改审核时段。"),
        _("请改到审核通过的时段内，或另起一篇稿件。"),
        "3.3.2",
    ),
    "replan_sure": (_("请确认：改到时段外会使审核失效。"), _("勾选确认并写明理由后再提交。"), "3.3.2"),
    "sensitive_words": (_("%(day)s当天发布须写明理由，至少四个字。"), _("能改期的请改期。"), "3.3.3"),
    "sensitive_closed": (
        _("%(day)s当天不能排期：须由有敏感日发布权限的人写明理由。"),
        _("请改到别的日子；确需当天发布的，请部门负责人办理并写明理由。"),
        "3.3.3",
    ),
    "day_full": (_("%(words)s，当天不能再排。"), _("请改到别的日子，或先取消、移走当天的另一条。"), "3.3.3"),
    "slot_name": (_("请填写栏目名称。"), _("例如：周三茶课。"), "3.3.3"),
    "slot_days": (_("请选择栏目的日子。"), _("每周的选星期，每月的填 1 至 31 日；31 日在小月即月末。"), "3.3.3"),
    "slot_taken": (_("该账号在这个时间已有固定栏目。"), _("请换一个时间。"), "3.3.3"),
    "slot_day": (_("这个栏目不在这一天。"), _("请从日历里的空位进入。"), "3.3.3"),
    "no_slot": (_("没有这个固定栏目。"), _("请从固定栏目页进入。"), ""),
    "no_feed": (_("这个日历地址不存在或已停用。"), _("请在发布日历里重新生成。"), ""),
    "feed_too_many": (_("读取过于频繁，请稍后再试。"), _("日历软件每小时读取一次就够了。"), ""),
    "withdrawn_before": (
        _("这一版本在该账号已经撤下，不能再发。"),
        _("请在稿件页修改内容或计划时段，重新审核通过后再排期。"),
        "3.3.2",
    ),
    "not_out": (_("这项发布现在不在平台上，不能这样办理。"), _("请刷新页面查看最新状态。"), "3.3.3"),
    "withdrawing": (_("这篇内容已经在撤下。"), _("请在「发布之后」查看进展。"), "3.3.3"),
    "withdraw_reason": (_("请选择撤下的原因。"), _("原因和说明会写入留痕。"), "3.3.3"),
    "withdraw_core": (
        _("核心账号的内容须由部门负责人或分管领导撤下。"),
        _("请把情况告诉部门负责人，由其办理。"),
        "3.3.3",
    ),
    "no_withdrawal": (_("现在没有可以这样办理的撤下。"), _("请刷新页面查看最新状态。"), "3.3.3"),
    "withdraw_proof": (_("请上传撤下之后的截图，或写明怎样撤下的（至少四个字）。"), _("两样都给，复核最快。"), "3.3.3"),
    "own_withdrawal": (_("撤下的人不能复核自己。"), _("请另一位有复核权限的同事办理。"), "3.3.3"),
    "evidence_picture": (_("请选择一张截图。"), _("JPG、PNG 或 WebP，不超过 10 MB。"), "3.3.3"),
    "correction_text": (
        _("请写明更正的内容，至少四个字，不超过一千字。"),
        _("先写哪里错了，再写正确的是什么。"),
        "3.3.3",
    ),
    "correction_long": (_("评论不能超过 300 个字。"), _("请缩短，或另发一篇更正稿。"), "3.3.3"),
    "correction_check": (_("更正内容违反规则：%(found)s"), _("请修改后再提交。"), "1.3.3"),
    "correction_way": (_("这个平台没有发评论的接口。"), _("请选择另发一篇更正稿。"), "3.3.3"),
    "no_correction": (_("这条更正现在不等审核。"), _("请刷新页面查看最新状态。"), "3.3.3"),
    "own_correction": (_("不能审核自己提出的更正。"), _("请另一位有审核权限的同事办理。"), "3.3.2"),
    "correction_moved": (_("更正内容与您看到的不一致。"), _("请刷新页面，看过之后再决定。"), "3.3.2"),
    "no_comment": (_("现在没有等人发出的评论。"), _("请刷新页面查看最新状态。"), "3.3.3"),
    "not_there": (_("没有这项发布任务，或它不在您的范围内。"), _("请从发布列表进入。"), ""),
}


def refusal(code: str, **facts: object) -> RuleBroken:
    message, advice, clause = MESSAGES[code]
    said, told = (str(words) % facts if "%(" in str(words) else str(words) for words in (message, advice))
    return RuleBroken(said, code=code, clause=clause, advice=told)


def bad_input(code: str, field: str, **facts: object) -> BadInput:
    message, advice, clause = MESSAGES[code]
    message, told = (str(words) % facts if facts and "%(" in str(words) else str(words) for words in (message, advice))
    return BadInput(
        str(message),
        code=code,
        clause=clause,
        advice=told,
        fields={field: [f"{message}{told}" if facts else str(message)]},
    )


def not_permitted(code: str, **facts: object) -> NotPermitted:
    message, advice, clause = MESSAGES[code]
    return NotPermitted(str(message) % facts if facts else str(message), code=code, clause=clause, advice=str(advice))


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


def feed_too_many() -> TooMany:
    message, advice, clause = MESSAGES["feed_too_many"]
    return TooMany(str(message), code="calendar_feed_too_many", clause=clause, advice=str(advice))


def told(message: str, advice: str) -> RuleBroken:
    """A refusal that was worded before, for the page that explains it."""
    return RuleBroken(message, code="not_movable", clause="3.3.3", advice=advice)
