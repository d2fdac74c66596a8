"""What is done after a post is out: later looks, evidence, take-down, corrections, comments of our own. States as data.

None of these is a state of the publication: whatever goes wrong here, the post stays what it is.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from masthead.core.states import StateMachine


class VerifyState(TextChoices):
    """What the newest look at the platform found."""

    NONE = "", _("未核验")
    SAME = "same", _("仍在，未改动")
    CHANGED = "changed", _("内容有改动")
    GONE = "gone", _("已不在平台")
    UNSURE = "unsure", _("暂时查不到")
    UNTOLD = "untold", _("平台不能查询")


class EvidenceKind(TextChoices):
    LINK = "link", _("链接")
    PICTURE = "picture", _("图片")
    TEXT = "text", _("文字")


class Occasion(TextChoices):
    """When the evidence was taken."""

    CONFIRMED = "confirmed", _("确认发布时")
    VERIFIED = "verified", _("核验时")
    ADDED = "added", _("人工补充")
    WITHDRAWN = "withdrawn", _("撤下时")


class WithdrawalReason(TextChoices):
    WRONG = "wrong", _("内容有误")
    UNLAWFUL = "unlawful", _("违反法规或平台规则")
    RIGHTS = "rights", _("侵权、授权或肖像问题")
    STALE = "stale", _("信息已过时")
    INCIDENT = "incident", _("突发事件或舆情")
    MISTAKE = "mistake", _("误发")
    ASKED = "asked", _("应当事人要求")
    OTHER = "other", _("其他")


class WithdrawalState(TextChoices):
    ASKED = "asked", _("待批准")
    WAITING = "waiting", _("等待撤下")
    CALLING = "calling", _("撤下中")
    UNKNOWN = "unknown", _("结果不明")
    HANDED = "handed", _("待人工撤下")
    PROOF = "proof", _("待复核")
    DONE = "done", _("已撤下")
    FAILED = "failed", _("没有撤下")
    DROPPED = "dropped", _("不再撤下")


W = WithdrawalState
WITHDRAWAL_OPEN = frozenset({W.ASKED, W.WAITING, W.CALLING, W.UNKNOWN, W.HANDED, W.PROOF})

WITHDRAWAL: StateMachine[WithdrawalState] = StateMachine(
    WithdrawalState,
    {
        W.ASKED: {W.WAITING, W.HANDED, W.DROPPED},
        W.WAITING: {W.CALLING, W.HANDED, W.DROPPED},
        W.CALLING: {W.WAITING, W.UNKNOWN, W.HANDED, W.DONE, W.FAILED},
        W.UNKNOWN: {W.CALLING, W.HANDED},
        W.HANDED: {W.PROOF, W.DROPPED},
        W.PROOF: {W.DONE, W.HANDED},
        W.DONE: set(),
        W.FAILED: {W.HANDED},
        W.DROPPED: set(),
    },
    code="withdrawal",
    clause="3.3.3",
)


class CommentKind(TextChoices):
    FIRST = "first", _("首评")
    CORRECTION = "correction", _("更正说明")


class CommentState(TextChoices):
    WAITING = "waiting", _("等待发出")
    CALLING = "calling", _("发出中")
    UNKNOWN = "unknown", _("结果不明")
    DONE = "done", _("已发出")
    HANDED = "handed", _("待人工发出")
    FAILED = "failed", _("没有发出")


class CorrectionWay(TextChoices):
    COMMENT = "comment", _("在原文下发评论")
    DRAFT = "draft", _("另发一篇更正稿")


class CorrectionState(TextChoices):
    ASKED = "asked", _("待审核")
    APPROVED = "approved", _("已通过")
    REFUSED = "refused", _("不通过")
    DRAFTED = "drafted", _("已转稿件")
