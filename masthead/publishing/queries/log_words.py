"""What each event and each end of a call means for a person, and what to do next. Texts stand here together, so that they stay one voice."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from masthead.publishing.events import AfterEvent, BrakeEvent, CalendarEvent, PublishingEvent
from masthead.publishing.states import AttemptOutcome

Words = str | Promise
EVENT, CALENDAR, AFTER, BRAKE, END = PublishingEvent, CalendarEvent, AfterEvent, BrakeEvent, AttemptOutcome

# event: (what it means, what to do next)
DEEDS: dict[str, tuple[Words, Words]] = {
    EVENT.SCHEDULED: (_("审核通过的这一版本已排给这个账号；时段内可以改时间。"), ""),
    EVENT.MOVED: (_("仍在审核通过的时段内，审核继续有效。"), ""),
    EVENT.CANCELLED: (_("到时不会发出；稿件的审核仍然有效。"), _("需要时可以重新排期。")),
    EVENT.RETRIED: (_("有人确认后重新排入队列；发送前会再核对一次。"), ""),
    EVENT.ACCEPTED: (_("平台收下了内容，编号已保存；这还不等于公开，系统接着查询结果。"), _("无需操作。")),
    EVENT.PUBLISHED: (_("平台确认已经发出，编号与链接已保存。"), _("点开文章看一眼。")),
    EVENT.FAILED: (_("确定没有发出。"), _("按原因处理后，在本页「重新发送」。")),
    EVENT.BLOCKED: (_("发送前的核对没有通过，什么也没有发出。"), _("按原因处理后重新排期。")),
    EVENT.EXPIRED: (_("审核通过的时段已过，不会再发出。"), _("请修改发布安排并重新审核。")),
    EVENT.OUTCOME_UNKNOWN: (
        _("最后一步没有得到回答：可能已经发出，也可能没有。从现在起只核实，不重发。"),
        _("先等系统核实；不要在平台后台再发一遍。"),
    ),
    EVENT.FOUND: (_("平台上有这篇内容，不会再发。"), ""),
    EVENT.CLEARED: (_("隔一段时间两次都确定没有，可以安全地重新发送。"), _("无需操作。")),
    EVENT.RESOLVED: (_("结果由人在平台上核对后认定。"), ""),
    EVENT.HANDED: (_("由负责人在平台上发布，系统不会再发这一项。"), _("打开发布包，按步骤发布。")),
    EVENT.OPERATOR_SET: (_("提醒只发给这个人。"), ""),
    EVENT.KIT_OPENED: (_("从这时起，这个人就可能已经发布。"), ""),
    EVENT.HANDOFF_PREPARED: (_("内容已交给平台的手机端，由人在手机上确认发布。"), ""),
    EVENT.REMINDED: (_("计划时间已过，还没有凭证。"), _("发布后提交凭证；没有发布的写明原因结案。")),
    EVENT.NOT_PUBLISHED: (_("负责人说明没有发布。"), _("需要时重新排期。")),
    EVENT.PROOF_GIVEN: (_("发布人说已经发布，等另一位同事核对。"), _("有权限的同事打开链接核对。")),
    EVENT.PROOF_CONFIRMED: (_("第二个人核对过，算已发布。"), ""),
    EVENT.PROOF_RETURNED: (_("凭证对不上，任务回到发布人手里。"), _("按退回理由补交凭证。")),
    CALENDAR.REPLANNED: (_("时间改到审核时段之外，原审核失效。"), _("重新审核后再排期。")),
    CALENDAR.SENSITIVE_EXPLAINED: (_("敏感日发布的理由已写明。"), ""),
    BRAKE.HELD: (_("错过了时间，确定没有发出；怎么办由人决定。"), _("在本页补发、改期或取消。")),
    BRAKE.SENT_LATE: (_("有人决定迟到也发；马上排到队列最前面。"), ""),
    AFTER.VERIFIED: (_("内容还在平台上，标题和正文与发出时一致。"), ""),
    AFTER.CHANGED: (_("平台上的内容与发出时不一致，可能有人在平台后台改过。"), _("打开文章核对；需要时更正或撤下。")),
    AFTER.GONE: (_("平台上找不到这篇内容，可能被平台或由人删除。"), _("到平台后台查明原因。")),
    AFTER.EVIDENCE_KEPT: (_("链接和当时的内容已存档并计算指纹，之后改动会被发现。"), ""),
    AFTER.EVIDENCE_ADDED: (_("由人补充的截图，已计算指纹。"), ""),
    AFTER.WITHDRAWAL_ASKED: (_("内容还在平台上，等待撤下。"), ""),
    AFTER.WITHDRAWAL_ALLOWED: (_("撤下已批准，系统或负责人开始执行。"), ""),
    AFTER.WITHDRAWAL_DROPPED: (_("撤下的要求已收回，内容保持公开。"), ""),
    AFTER.WITHDRAWAL_HANDED: (_("平台没有删除接口，由负责人在平台后台撤下。"), _("撤下后提交凭证。")),
    AFTER.WITHDRAWAL_UNKNOWN: (_("删除请求没有得到回答，系统到平台核实是否还在。"), _("无需操作。")),
    AFTER.WITHDRAWAL_FAILED: (_("内容仍在平台上。"), _("按原因处理后再次撤下，或在平台后台撤下。")),
    AFTER.WITHDRAWAL_PROVED: (_("负责人说已经撤下，等另一位同事核对。"), _("打开链接核对。")),
    AFTER.WITHDRAWAL_RETURNED: (_("凭证对不上，撤下还没有完成。"), _("按退回理由补交凭证。")),
    AFTER.WITHDRAWN: (_("平台上已看不到这篇内容，凭证和经过都保留。"), ""),
    AFTER.COMMENT_SAID: (_("评论已在作品下公开。"), ""),
    AFTER.COMMENT_HANDED: (_("平台没有评论接口，由负责人在平台上发出。"), _("发出后在本页登记。")),
    AFTER.COMMENT_FAILED: (_("评论没有公开，发布本身不受影响。"), _("按原因处理后由人在平台上发出。")),
    AFTER.CORRECTION_ASKED: (_("更正说明等待另一位同事审核，通过之前不公开。"), ""),
    AFTER.CORRECTION_APPROVED: (_("更正说明可以公开。"), ""),
    AFTER.CORRECTION_REFUSED: (_("更正说明不公开。"), _("按意见修改后重新提出。")),
    AFTER.CORRECTION_DRAFTED: (_("更正内容作为新稿件，按审核流程发布。"), ""),
}

# end of a call: (what it means, what to do next)
CALLS: dict[str, tuple[Words, Words]] = {
    END.DONE: (_("这一步完成，平台给的编号已保存；中断后从下一步继续。"), ""),
    END.OPEN: (_("调用已经开始，还没有回答。进程若中断，租期结束后由其他进程接手。"), ""),
    END.NOT_SENT: (_("确定没有到达平台，可以安全重试。"), _("无需操作；多次重试都不成功会通知您。")),
    END.REJECTED: (_("平台明确拒绝，不会重试。"), _("按平台给的原因修改稿件，重新审核后再排期。")),
    END.THROTTLED: (_("平台限流，按平台要求的时间再试。"), _("无需操作；经常出现时请错开发布时间。")),
    END.CREDENTIAL: (_("平台不认可账号的凭据，停止发送。"), _("请账号管理员恢复连接，再在本页「重新发送」。")),
    END.UNKNOWN: (_("没有得到回答，不知道平台做了没有。"), _("等系统核实；不要手工再发。")),
    END.LOST: (_("处理这一步的进程中断；最后一步还没有开始，这一步会重新进行。"), ""),
    END.FOUND: (_("在平台上找到了这篇内容。"), ""),
    END.ABSENT: (_("平台上确定没有。隔一段时间再确认一次，才会重新发送。"), ""),
    END.UNSURE: (_("现在还说不准，稍后再查。"), ""),
}
LAST_DONE = _("发布请求已被平台收下。")
REPEATABLE_UNKNOWN = _("没有得到回答；这一步重复做不影响读者，会重新进行。")


def words_of_deed(name: str, *, kind: str = "") -> tuple[str, str]:
    """`kind` is the class of error of a failure: what the platform refused needs another text, not another try."""
    means, todo = DEEDS.get(name, ("", ""))
    if name == EVENT.FAILED and kind == END.REJECTED:
        todo = CALLS[END.REJECTED][1]
    return str(means), str(todo)


def words_of_call(outcome: AttemptOutcome, *, is_last: bool) -> tuple[str, str]:
    """The meaning hangs on whether readers could have seen what the call did."""
    means, todo = CALLS[outcome]
    if outcome == END.DONE and is_last:
        means = LAST_DONE
    if outcome == END.UNKNOWN and not is_last:
        means, todo = REPEATABLE_UNKNOWN, ""
    return str(means), str(todo)
