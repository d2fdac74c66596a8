"""Words of the brakes: what can be paused and why, what becomes of what was missed, how late a content may be, the states of a circuit."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from masthead.core.states import StateMachine


class PauseScope(TextChoices):
    COMPANY = "company", _("全公司")
    PLATFORM = "platform", _("一个平台")
    ACCOUNT = "account", _("一个账号")
    CAMPAIGN = "campaign", _("一个活动")


class PauseReason(TextChoices):
    """Prepared reasons; words of one's own stand beside them."""

    OPINION = "opinion", _("舆情事件")
    OUTAGE = "outage", _("平台故障")
    ACCOUNT = "account", _("账号异常")
    REVIEW = "review", _("内容复核")
    MOURNING = "mourning", _("重大哀悼日")
    OTHER = "other", _("其他")


class Missed(TextChoices):
    """What a resumption does with what became due meanwhile."""

    NOW = "now", _("立即补发")
    ASK = "ask", _("逐条问人")
    CANCEL = "cancel", _("全部取消")


class LatePolicy(TextChoices):
    """What happens when the house comes too late to a content, after a downtime."""

    LATE = "late", _("迟到也补发")
    ASK = "ask", _("问人再发")
    SKIP = "skip", _("不补发")


class CircuitState(TextChoices):
    CLOSED = "closed", _("正常")
    OPEN = "open", _("已熔断")
    HALF_OPEN = "half_open", _("试发中")


C = CircuitState
CIRCUIT: StateMachine[CircuitState] = StateMachine(
    CircuitState,
    {C.CLOSED: {C.OPEN}, C.OPEN: {C.HALF_OPEN, C.CLOSED}, C.HALF_OPEN: {C.OPEN, C.CLOSED}},
    code="circuit",
    clause="3.3.3",
)


@dataclass(frozen=True)
class Late:
    """How late one content may go out by itself: `minutes` counts for the policy 迟到也补发 only."""

    policy: LatePolicy
    minutes: int

    def most(self, grace: float) -> dt.timedelta:
        """Later than this a person is asked, or it is not sent; nobody is asked within the grace (seconds)."""
        minutes = dt.timedelta(minutes=self.minutes if self.policy == LatePolicy.LATE else 0)
        return max(minutes, dt.timedelta(seconds=grace))
