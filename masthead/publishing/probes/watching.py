"""Clause 3.3.3: whatever is due is taken by a worker at once; a queue that nobody serves is seen on the day it happens."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import F, Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core import clock, figures
from masthead.publishing.limits import limits
from masthead.publishing.models import Attempt, Publication
from masthead.publishing.probes.brakes import paused_when_due, pauses_within
from masthead.publishing.probes.population import KIND, verdict, was_due
from masthead.publishing.probes.seeds import seed_publication
from masthead.publishing.states import PublicationState
from masthead.trail.probes import Verdict, Window, probe

S = PublicationState
STOPPED = frozenset({S.CANCELLED, S.BLOCKED, S.EXPIRED})  # without a call: a gate or a person was first
HELD = "held"  # a person decides whether it still goes out: nobody may take it


def _unclaimed() -> tuple[str, int]:
    """A post that was due two hours ago and that no worker ever took."""
    return KIND, seed_publication(state=S.SCHEDULED, late_minutes=120).pk


@probe(
    "3.3.3.claimed_in_time",
    clause="3.3.3",
    title=gettext_lazy("到点一分钟内由发布进程领取"),
    why=gettext_lazy("没有进程领取的内容不会发出，也不会报错；越早看见，越来得及补救。"),
    seed=_unclaimed,
    weight=4,
)
def claimed_in_time(window: Window) -> Iterator[Verdict]:
    """Everything due that the system sends: its first call began within a minute. Paused in that minute, stopped before any call, or unripe is exempt."""
    most, pauses = limits().claim_seconds, pauses_within(window)
    for portion in was_due(window):
        begun = _first_calls(portion)
        for row in portion:
            if row.by_hand or row.account.publishes_by_hand:
                continue
            if by := paused_when_due(row, pauses, within=most):
                yield verdict(row, passed=None, reason=_("到期时已暂停发布（%(what)s）") % {"what": by})
            else:
                yield _judged(row, begun.get(row.pk), most)


def _first_calls(portion: list[Publication]) -> dict[int, dt.datetime]:
    """{publication: when its first call after its time began}; one query for a portion."""
    rows = Attempt.objects.filter(publication__in=[row.pk for row in portion])
    rows = rows.filter(started_at__gte=F("publication__due_at"))
    return dict(rows.order_by().values_list("publication").annotate(first=Min("started_at")))


def _judged(row: Publication, begun: dt.datetime | None, most: float) -> Verdict:
    ripe = max(row.due_at, row.scheduled_at)
    taken = min((moment for moment in (begun, row.accepted_at) if moment), default=None)
    if taken is None and (row.state in STOPPED or row.state == HELD):
        return verdict(row, passed=None, reason=row.get_state_display())
    waited = max(0.0, ((taken or clock.now()) - ripe).total_seconds())
    span = figures.duration_text(int(waited))
    if taken is None:
        unripe = waited <= most
        reason = _("还没有到期") if unripe else _("到点 %(span)s 没有进程领取") % {"span": span}
        return verdict(row, passed=None if unripe else False, reason=reason, waited_seconds=int(waited))
    reason = _("准时领取") if waited <= most else _("到点 %(span)s 后才被领取") % {"span": span}
    return verdict(row, passed=waited <= most, reason=reason, waited_seconds=int(waited))
