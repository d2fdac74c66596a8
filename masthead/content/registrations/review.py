"""Review as the floors below must know it: rights, events, notices, the later look of the fast lane, the clock's health."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from masthead.approvals.registry import Subject, register_subject
from masthead.content import actions, health, probes, queries  # noqa: F401  the probes register themselves
from masthead.content.actions.fast_lane import AFTERWARDS
from masthead.content.events import ContentEvent
from masthead.content.models import AfterLook
from masthead.core.health import health_check
from masthead.core.navigation import entry
from masthead.core.permissions import capability
from masthead.notify.registry import notice_kind
from masthead.org.registry import role_gets

capability("content.draft.fast_lane", _("为稿件选择紧急通道"), clause="3.3.2", sensitive=True)
capability("content.review.oversee", _("查看审核负荷"), clause="3.3.2")
for _role in ("head", "leader"):
    role_gets(_role, ["content.draft.fast_lane", "content.review.oversee"])

REVIEW_EVENTS: dict[str, tuple[str | Promise, str, str]] = {
    ContentEvent.DRAFT_EXPIRED: (_("错过发布时间，标为过期"), "3.3.2", "clock"),
    ContentEvent.FAST_LANE_CHOSEN: (_("选择了紧急通道"), "3.3.2", "rocket"),
    ContentEvent.LOOKED_AT_AFTERWARDS: (_("完成了事后复核"), "3.3.2", "eye"),
    ContentEvent.ANNOTATED: (_("在正文上批注"), "3.3.2", "message"),
    ContentEvent.ANNOTATION_ANSWERED: (_("答复了批注"), "3.3.2", "messages"),
    ContentEvent.ANNOTATION_SETTLED: (_("结束了批注"), "3.3.2", "checks"),
}

notice_kind("content.annotation", _("批注有了答复"), icon="message")
notice_kind("content.expired", _("稿件错过发布时间"), icon="clock")
notice_kind("content.afterwards", _("事后复核发现问题"), icon="alert-triangle")

entry(
    "content.review",
    chapter="content",
    label=_("稿件审核"),
    url_name="content:review_queue",
    capability="content.draft.review",
    order=35,
)
health_check("content.review_clock", label=_("审核时限与事后复核"), run=health.review_clock, order=35)

register_subject(
    Subject(
        kind=AFTERWARDS,
        label=_("事后复核"),
        clause="3.3.2",
        flow_key=AFTERWARDS,
        capability="content.draft.review",
        load=queries.load_round,
        content_hash=lambda this: str(this.content_hash),
        title=queries.title_of_round,
        url=lambda this: str(this.draft.get_absolute_url()),
        unit_id=lambda this: int(this.draft.unit_id),
        parties=queries.parties_of_round,
        confirmations=[
            ("legality", _("合法性：发出的内容不违反法律法规和广告规范")),
            ("truthfulness", _("真实性：事实、数据、图片事后核实无误")),
            ("accuracy", pgettext_lazy("aspect", "准确性：文字、人名、时间、数字无误")),
            ("conformity", _("规范性：走紧急通道的理由成立")),
        ],
        exhibit=queries.later_exhibit,
        owner=lambda this: int(this.draft.author_id),
        on_approved=lambda this, _case, by: actions.note_looked_at(this=this, after=AfterLook.FINE, by=by),
        on_returned=lambda this, _case, by, words: actions.note_looked_at(
            this=this, after=AfterLook.WRONG, by=by, comment=words
        ),
        on_rejected=lambda this, _case, by, words: actions.note_looked_at(
            this=this, after=AfterLook.WRONG, by=by, comment=words
        ),
        on_withdrawn=lambda this, _case, by, words: actions.note_looked_at(
            this=this, after=AfterLook.DUE, by=by, comment=words
        ),
    )
)
