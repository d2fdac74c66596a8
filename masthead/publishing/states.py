"""The life of a publication as data. The row is the truth; every state has an explanation and a next step."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from masthead.core.states import StateMachine


class PublicationState(TextChoices):
    SCHEDULED = "scheduled", _("已排期")
    SENDING = "sending", _("发布中")
    ACCEPTED = "accepted", _("平台处理中")
    PUBLISHED = "published", _("已发布")
    FAILED = "failed", _("失败")
    UNKNOWN = "unknown", _("待核实")
    CANCELLED = "cancelled", _("已取消")
    EXPIRED = "expired", _("已过期")
    BLOCKED = "blocked", _("已拦截")
    HANDED = "handed", _("待人工发布")
    PROOF = "proof", _("待复核")
    HELD = "held", _("待决定")
    WITHDRAWN = "withdrawn", _("已撤下")


class CallbackState(TextChoices):
    RECEIVED = "received", _("已收到")
    PROCESSED = "processed", _("已处理")
    FAILED = "failed", _("处理失败")


S = PublicationState

# Over without a post: the same version may be scheduled for the account again. Everything else holds the place (never twice).
VOID = frozenset({S.CANCELLED, S.FAILED, S.EXPIRED, S.BLOCKED})
LIVE = frozenset(set(S) - VOID)
OPEN = frozenset({S.SCHEDULED, S.SENDING, S.ACCEPTED, S.UNKNOWN, S.HANDED, S.PROOF, S.HELD})
TO_COME = frozenset({S.SCHEDULED, S.HANDED})  # nothing went out yet, so there is time to mend
BY_HAND = frozenset({S.HANDED, S.PROOF})  # in a person's hands: the engine never sends these

PUBLICATION: StateMachine[PublicationState] = StateMachine(
    PublicationState,
    {
        S.SCHEDULED: {
            S.SENDING,
            S.CANCELLED,
            S.EXPIRED,
            S.BLOCKED,
            S.ACCEPTED,
            S.HANDED,
            S.HELD,
        },  # accepted: a late answer of a call given up
        S.SENDING: {S.SCHEDULED, S.ACCEPTED, S.FAILED, S.UNKNOWN, S.BLOCKED, S.EXPIRED},
        S.ACCEPTED: {S.PUBLISHED, S.FAILED},
        S.UNKNOWN: {S.ACCEPTED, S.PUBLISHED, S.SCHEDULED, S.EXPIRED, S.FAILED},
        S.FAILED: {S.SCHEDULED},
        S.PUBLISHED: {S.WITHDRAWN},
        S.WITHDRAWN: set(),  # it holds its place: the same version is never sent again without a fresh approval
        S.CANCELLED: set(),
        S.EXPIRED: set(),
        S.BLOCKED: set(),
        S.HANDED: {S.PROOF, S.PUBLISHED, S.FAILED, S.BLOCKED, S.EXPIRED, S.CANCELLED, S.SCHEDULED},
        S.PROOF: {S.PUBLISHED, S.HANDED},
        S.HELD: {S.SCHEDULED, S.CANCELLED, S.EXPIRED, S.BLOCKED, S.ACCEPTED},
    },
    code="publication",
    clause="3.3.3",
)


class AttemptOutcome(TextChoices):
    OPEN = "open", _("进行中")
    DONE = "done", _("成功")
    NOT_SENT = "not_sent", _("未送达")
    REJECTED = "rejected", _("平台拒绝")
    THROTTLED = "throttled", _("平台限流")
    CREDENTIAL = "credential", _("凭据问题")
    UNKNOWN = "unknown_outcome", _("结果不明")
    LOST = "lost", _("处理中断")
    FOUND = "found", _("已找到")
    ABSENT = "absent", _("确认没有")
    UNSURE = "unsure", _("仍不确定")


OUTCOME = AttemptOutcome
# A call that was made and did not do what it should, by class of error.
TROUBLED = frozenset(
    {OUTCOME.NOT_SENT, OUTCOME.REJECTED, OUTCOME.THROTTLED, OUTCOME.CREDENTIAL, OUTCOME.UNKNOWN, OUTCOME.LOST}
)


class Verdict(TextChoices):
    """What a person found out about an unknown outcome."""

    SENT = "sent", _("确认已发")
    NOT_SENT = "not_sent", _("确认未发，重新发送")


class ProofState(TextChoices):
    """What became of a proof that something was published by hand."""

    WAITING = "waiting", _("待复核")
    CONFIRMED = "confirmed", _("复核通过")
    RETURNED = "returned", _("退回")


class PreflightResult(TextChoices):
    """What a look ahead of the time found: nothing, something that may pass by itself, something that a person has to mend."""

    OK = "ok", _("正常")
    WARN = "warn", _("有提醒")
    BAD = "bad", _("需要处理")


class AlarmKind(TextChoices):
    UNCLAIMED = "unclaimed", _("到点没有被领取")
