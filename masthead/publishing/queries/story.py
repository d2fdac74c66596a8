"""A publication told in plain Chinese: what happened minute by minute, and what to do now."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from masthead.core import clock, figures
from masthead.core.errors import FaultKind
from masthead.publishing.models import Attempt, Publication
from masthead.publishing.queries.gates import retry_gate
from masthead.publishing.queries.publications import attempts_of
from masthead.publishing.states import AttemptOutcome, PublicationState
from masthead.trail import queries as trail_queries
from masthead.trail.models import Event
from masthead.trail.registry import EVENTS

WORTH_TELLING = 0.5  # seconds
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
class Line:
    """One line of the timeline component."""

    at: dt.datetime
    who: str
    text: str
    reason: str = ""
    note: str = ""
    tone: str = ""
    icon: str = "point"


@dataclass(frozen=True)
class Advice:
    """What the state means and what to do now; `tone` as in ui/alert."""

    title: str
    text: str
    tone: str


def story_of(publication: Publication) -> list[Line]:
    """Deeds and calls together, newest first; two queries."""
    deeds = [_deed(e) for e in trail_queries.timeline_of(publication, most=40)]
    calls = [_call(a) for a in attempts_of(publication)]
    return sorted(deeds + calls, key=lambda line: line.at, reverse=True)


def _deed(event: Event) -> Line:
    kind = EVENTS.get(event.name)
    text = str(kind.label) if kind else event.reason
    return Line(event.at, event.actor_name, text, event.reason if kind else "", icon=kind.icon if kind else "shield-x")


def _call(attempt: Attempt) -> Line:
    outcome = AttemptOutcome(attempt.outcome)
    tone, icon = TONES[outcome]
    took = ""
    spent = (attempt.ended_at - attempt.started_at).total_seconds() if attempt.ended_at else 0
    if spent >= WORTH_TELLING:
        took = _("用时 %(s)s 秒") % {"s": round(spent, 1)}
    return Line(
        attempt.started_at, _("发布引擎"), f"{attempt.label}{_('：')}{outcome.label}", attempt.detail, took, tone, icon
    )


def advice_for(publication: Publication) -> Advice:
    """The state in one sentence, and the next step."""
    state = PublicationState(publication.state)
    why = publication.failure_message
    if publication.waits_for_retry:
        when = figures.moment_text(clock.china(publication.next_try_at))
        text = _("%(why)s 确认没有发出，将于 %(when)s 再试，无需操作。") % {"why": why, "when": when}
        return Advice(_("等待重试"), text, "warn")
    if state == PublicationState.FAILED:
        # A refused text needs another text, not another try: its reason says so.
        again = "" if publication.failure_kind == FaultKind.REJECTED else _("处理好原因后，可在此重新发送。")
        return Advice(_("没有发出"), f"{why} {publication.failure_advice or again}".strip(), "bad")
    if state in (PublicationState.BLOCKED, PublicationState.EXPIRED):
        return Advice(_("没有发出"), f"{why}{publication.failure_advice}", "bad")
    if state == PublicationState.HANDED:
        return _of_task(publication)
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


def _after_failure(publication: Publication) -> str:
    """What to do now: what the platform advises, the way through a closed gate, or another try."""
    if publication.failure_advice or publication.failure_kind == FaultKind.REJECTED:
        return publication.failure_advice
    gate = retry_gate(publication)
    return gate.advice if gate else _("处理好原因后，可在此重新发送。")


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
    PublicationState.PROOF: (
        lazy("凭证待复核"),
        lazy("发布人已提交凭证；另一位有权限的同事核对后才算已发布。"),
        "info",
    ),
    PublicationState.CANCELLED: (lazy("已取消"), lazy("这次发布已取消；需要时可以重新排期。"), "info"),
}
