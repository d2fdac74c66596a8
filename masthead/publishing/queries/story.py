"""What the state of a publication means and what to do now; every minute of it is told by `log`."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from masthead.core import clock, figures
from masthead.core.errors import FaultKind
from masthead.publishing.models import Publication
from masthead.publishing.queries.brakes import waits_outside
from masthead.publishing.states import AttemptOutcome, PublicationState

TONES = {
    AttemptOutcome.DONE: ("green", "check"),
    AttemptOutcome.FOUND: ("green", "check"),
    AttemptOutcome.OPEN: ("violet", "send"),
    AttemptOutcome.LOST: ("amber", "refresh-alert"),
    AttemptOutcome.NOT_SENT: ("amber", "cloud-off"),
    AttemptOutcome.THROTTLED: ("amber", "hourglass"),
    AttemptOutcome.UNKNOWN: ("orange", "help"),
    AttemptOutcome.UNSURE: ("orange", "help"),
    AttemptOutcome.ABSENT: ("blue", "search"),
    AttemptOutcome.REJECTED: ("red", "circle-x"),
    AttemptOutcome.CREDENTIAL: ("red", "plug-x"),
}


@dataclass(frozen=True)
class Advice:
    """What the state means and what to do now; `tone` as in ui/alert."""

    title: str
    text: str
    tone: str


def advice_for(publication: Publication) -> Advice:
    """The state in one sentence, and the next step."""
    state = PublicationState(publication.state)
    why = publication.failure_message
    if state == PublicationState.SCHEDULED and (held := waits_outside(publication, clock.now())):
        kind, until, said = held
        when = figures.moment_text(clock.china(until)) if until else _("有人解除")
        text = _("%(said)s 等到 %(when)s 继续；等待不消耗重试次数，也不用操作。") % {"said": said, "when": when}
        return Advice(_("平台故障，等待恢复") if kind == "circuit" else _("平台限流，等待中"), text, "warn")
    if publication.waits_for_retry:
        when = figures.moment_text(clock.china(publication.next_try_at))
        text = _("%(why)s 确认没有发出，将于 %(when)s 再试，无需操作。") % {"why": why, "when": when}
        return Advice(_("等待重试"), text, "warn")
    if state == PublicationState.FAILED:
        # A refused text needs another text, not another try: its reason says so.
        again = "" if publication.failure_kind == FaultKind.REJECTED else _("处理好原因后，可在此重新发送。")
        return Advice(_("没有发出"), f"{why} {publication.failure_advice or again}".strip(), "bad")
    if state == PublicationState.HELD:
        return Advice(_("错过了时间，等您决定"), f"{why}{publication.failure_advice}", "warn")
    if state in (PublicationState.BLOCKED, PublicationState.EXPIRED):
        return Advice(_("没有发出"), f"{why}{publication.failure_advice}", "bad")
    if state == PublicationState.HANDED:
        return _of_task(publication)
    if publication.preflight_troubles and state == PublicationState.SCHEDULED:
        text = _(
            "发布前检查发现问题，原因和办法见下面。请在计划时间之前处理好；没有处理好的，到时会被拦下或失败，不会误发。"
        )
        return Advice(_("到时可能发不出去"), text, "warn")
    if state == PublicationState.SCHEDULED and publication.account.publishes_by_hand:
        text = _("这个账号由人发布：到时前半小时交给负责人，发布包现在就可以打开。")
        return Advice(_("到时由人发布"), text, "info")
    title, plain, tone = _PLAIN[state]
    return Advice(str(title), str(plain), tone)


def _of_task(publication: Publication) -> Advice:
    """A task in a person's hands: in time, late, or with not even the window left."""
    if publication.window_is_over:
        text = _("审核通过的时段已经过去。时段内已经发布的，请提交凭证；没有发布的，请填写原因结案。")
        return Advice(_("已逾期：时段已过"), text, "bad")
    if publication.is_overdue:
        return Advice(
            _("已逾期，等待人工发布"), _("计划时间已过。请打开发布包，按步骤发布，再提交链接或截图。"), "warn"
        )
    return Advice(_("等待人工发布"), _("请打开发布包，在计划时间按步骤发布，再提交链接或截图。"), "info")


_PLAIN: dict[PublicationState, tuple[str | Promise, str | Promise, str]] = {
    PublicationState.SCHEDULED: (
        lazy("到时自动发布"),
        lazy("到计划时间由系统发出；发出前会再次核对审核、账号和发布时段。"),
        "info",
    ),
    PublicationState.SENDING: (lazy("正在发布"), lazy("正在与平台通信，一般几秒内完成。"), "info"),
    PublicationState.ACCEPTED: (
        lazy("平台已受理"),
        lazy("内容已交给平台，正在等待平台审核与发布结果，无需操作。"),
        "info",
    ),
    PublicationState.PUBLISHED: (lazy("已发布"), lazy("已在平台确认发布，链接见右侧。"), "ok"),
    PublicationState.UNKNOWN: (
        lazy("是否已发出，正在向平台核实"),
        lazy("最后一步没有得到平台答复。系统不会重复发送，正在向平台核实；您也可以登录平台查看后在此确认。"),
        "warn",
    ),
    PublicationState.WITHDRAWN: (
        lazy("已撤下"),
        lazy("这篇内容已从平台撤下，经过和凭证都保留。同一版本不能再发；需要再发的，修改后重新审核。"),
        "info",
    ),
    PublicationState.PROOF: (
        lazy("凭证待复核"),
        lazy("发布人已提交凭证；另一位有权限的同事核对后才算已发布。"),
        "info",
    ),
    PublicationState.CANCELLED: (lazy("已取消"), lazy("这次发布已取消；需要时可以重新排期。"), "info"),
}
