"""Clause 3.3.1: what is in the plan is complete, planning meetings are held, their minutes are approved."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.collab.states import MeetingState
from masthead.content.probes import seeds
from masthead.content.queries import probing
from masthead.core import clock
from masthead.trail.probes import Verdict, Window, probe

DAYS_TO_APPROVE = dt.timedelta(days=7)


@probe(
    "3.3.1.complete",
    clause="3.3.1",
    title=gettext_lazy("采纳的选题写明主题、形式、账号、时间和负责人"),
    why=gettext_lazy("选题缺了账号、时间或负责人，就排不进日历，也没有人负责。"),
    seed=seeds.topic_without_a_day,
    weight=2,
)
def topic_complete(window: Window) -> Iterator[Verdict]:
    """Every topic that was adopted in the window and has not been given up."""
    for topic in probing.topics_adopted(window.start, window.end):
        gaps = [] if topic.theme.strip() else [_("主题")]
        gaps += [] if topic.planned_on else [_("计划时间")]
        gaps += [] if topic.accounts.all() else [_("目标账号")]
        gaps += [] if topic.owner.is_active else [_("在职的负责人")]
        reason = _("缺：%(gaps)s") % {"gaps": _("、").join(gaps)} if gaps else _("五项齐全")
        yield Verdict("content.topic", topic.pk, topic.title, not gaps, reason, topic.get_absolute_url())


@probe(
    "3.3.1.met",
    clause="3.3.1",
    title=gettext_lazy("策划会按系列每月召开"),
    why=gettext_lazy("策划会不开，选题只在各人手里，没有人一起取舍。"),
    seed=seeds.series_that_does_not_meet,
    window_days=31,
)
def series_met(window: Window) -> Iterator[Verdict]:
    """Every running series; one that is younger than a month is exempt."""
    url = reverse("content:planning")
    for series, held in probing.series_with_meetings(window.start, window.end):
        young = series.first_on > clock.china(window.start).date()
        passed: bool | None = None if young and not held else bool(held)
        reason = _("本期召开 %(n)d 次") % {"n": held} if held else _("一个月没有召开")
        yield Verdict("content.planningseries", series.pk, series.name, passed, reason, url, {"held": held})


@probe(
    "3.3.1.minutes",
    clause="3.3.1",
    title=gettext_lazy("策划会纪要一周内获批"),
    why=gettext_lazy("没有获批的纪要，会上定的选题和任务就没有依据。"),
    seed=seeds.minutes_nobody_approved,
    window_days=31,
    weight=2,
)
def minutes_approved(window: Window) -> Iterator[Verdict]:
    """Every planning meeting whose week for the minutes ended in the window."""
    rows = probing.planning_held(window.start - DAYS_TO_APPROVE, window.end - DAYS_TO_APPROVE)
    for row in rows:
        meeting = row.meeting
        assert meeting.held_at is not None
        at = meeting.approved_at
        passed = meeting.state == MeetingState.APPROVED and at is not None and at <= meeting.held_at + DAYS_TO_APPROVE
        reason = _("按时获批") if passed else (_("获批晚于一周") if at else _("一周后仍未获批"))
        yield Verdict("content.planningmeeting", row.pk, meeting.title, passed, reason, row.get_absolute_url())
