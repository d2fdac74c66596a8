"""Clause 3.3.2 from review's side: nothing lies in review past its slot, every must is answered, the fast lane is looked at afterwards."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.content.models import AfterLook, Annotation, AnnotationState, Draft, ReviewRound, RoundOutcome
from masthead.content.probes.seeds import seed_must, seed_overlooked, seed_past_its_slot
from masthead.content.states import DraftState
from masthead.core import clock
from masthead.trail.probes import Verdict, Window, probe

PORTION = 500
GRACE = dt.timedelta(minutes=15)
LATER_LOOK = dt.timedelta(days=3)


def _verdict(draft: Draft, *, passed: bool | None, reason: str, **facts: object) -> Verdict:
    return Verdict("content.draft", draft.pk, draft.title, passed, reason, str(draft.get_absolute_url()), dict(facts))


@probe(
    "3.3.2.in_slot",
    clause="3.3.2",
    title=gettext_lazy("过了发布时间还没有审核通过的稿件都已标为过期"),
    why=gettext_lazy("错过时段的内容如果还停在审核里，可能在没有人想到的时候被放出去。"),
    seed=seed_past_its_slot,
    window_days=1,
    weight=3,
)
def in_slot(window: Window) -> Iterator[Verdict]:
    """Every draft in review, and every one that expired in the window: none lies in review past the end of its own window."""
    rows = Draft.objects.filter(state=DraftState.IN_REVIEW).order_by("pk")
    edge = clock.now() - GRACE
    for draft in rows.iterator(chunk_size=PORTION):
        late = draft.window_end is not None and draft.window_end < edge
        reason = _("最晚发布时间已过，仍在审核") if late else _("还在可发布时间之内")
        yield _verdict(draft, passed=not late, reason=reason)
    gone = Draft.objects.filter(state=DraftState.EXPIRED, window_end__gte=window.start, window_end__lt=window.end)
    for draft in gone.order_by("pk").iterator(chunk_size=PORTION):
        yield _verdict(draft, passed=True, reason=_("已标为过期，没有发布"))


@probe(
    "3.3.2.answered",
    clause="3.3.2",
    title=gettext_lazy("必须处理的批注都在重新提交前得到答复"),
    why=gettext_lazy("审核人员要求处理的地方如果没有人答复就再次送审，批注就只是摆设。"),
    seed=seed_must,
    weight=3,
)
def answered(window: Window) -> Iterator[Verdict]:
    """Every handing-in of the window: no remark that must be dealt with was older than it and is still without any answer."""
    must = Annotation.objects.filter(
        draft=OuterRef("draft"), blocking=True, state=AnnotationState.OPEN, made_at__lt=OuterRef("submitted_at")
    )
    rows = ReviewRound.objects.filter(submitted_at__gte=window.start, submitted_at__lt=window.end)
    rows = rows.annotate(left=Exists(must.filter(replies=None))).select_related("draft").order_by("pk")
    for this in rows.iterator(chunk_size=PORTION):
        reason = _("有必须处理的批注没有答复就提交了") if this.left else _("没有遗留必须处理的批注")
        yield _verdict(this.draft, passed=not this.left, reason=reason, round=this.number)


@probe(
    "3.3.2.afterwards",
    clause="3.3.2",
    title=gettext_lazy("走紧急通道的内容在三天内完成事后复核"),
    why=gettext_lazy("紧急通道省下的审核必须补上，否则它会变成绕开审核的捷径。"),
    seed=seed_overlooked,
    weight=4,
)
def afterwards(window: Window) -> Iterator[Verdict]:
    """Every approval by the fast lane in the window: somebody looked at it within three days. Younger ones are exempt."""
    rows = ReviewRound.objects.filter(
        closed_at__gte=window.start, closed_at__lt=window.end, outcome=RoundOutcome.APPROVED
    )
    rows = rows.exclude(after="").select_related("draft").order_by("pk")
    edge = clock.now() - LATER_LOOK
    for this in rows.iterator(chunk_size=PORTION):
        done = this.after in (AfterLook.FINE, AfterLook.WRONG)
        young = this.closed_at is not None and this.closed_at > edge
        passed = True if done else None if young else False
        yield _verdict(this.draft, passed=passed, reason=str(this.get_after_display()), round=this.number)
