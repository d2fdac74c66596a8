"""Named selections of the list: what a figure of the engine's page opens."""

import datetime as dt
from collections.abc import Callable

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from masthead.publishing.limits import limits, seconds
from masthead.publishing.models import Attempt, Publication
from masthead.publishing.queries.engine import due_publications
from masthead.publishing.queries.preflight import preflight_troubles
from masthead.publishing.states import TROUBLED, AttemptOutcome, PublicationState

Rows = QuerySet[Publication]
DAY = dt.timedelta(days=1)
DUE, LATE, SENT, WARNED, RETRY = "due", "late", "sent", "warned", "retry"
FAULT = "fault_"


def _due(rows: Rows, at: dt.datetime) -> Rows:
    return rows.filter(pk__in=due_publications(at).values("pk"))


def _sent(rows: Rows, at: dt.datetime) -> Rows:
    return rows.filter(accepted_at__gte=at - DAY)


def _late(rows: Rows, at: dt.datetime) -> Rows:
    return _sent(rows, at).filter(by_hand=False, accepted_at__gt=F("due_at") + seconds(limits().on_time_seconds))


def _warned(rows: Rows, at: dt.datetime) -> Rows:
    return rows.filter(pk__in=preflight_troubles(at).values("pk"))


def _retry(rows: Rows, at: dt.datetime) -> Rows:
    return rows.filter(state=PublicationState.SCHEDULED, next_try_at__gt=at).exclude(failure_kind="")


def _fault(outcome: AttemptOutcome) -> Callable[[Rows, dt.datetime], Rows]:
    """With a call of the last day that ended like this."""

    def narrowed(rows: Rows, at: dt.datetime) -> Rows:
        calls = Attempt.objects.filter(publication=OuterRef("pk"), outcome=outcome, ended_at__gte=at - DAY)
        return rows.filter(Exists(calls))

    return narrowed


FAULTS = [outcome for outcome in AttemptOutcome if outcome in TROUBLED]
SELECTIONS: dict[str, tuple[str | Promise, Callable[[Rows, dt.datetime], Rows]]] = {
    DUE: (_("到期待发"), _due),
    RETRY: (_("等待重试"), _retry),
    SENT: (_("近一天发出"), _sent),
    LATE: (_("近一天迟于 5 分钟"), _late),
    WARNED: (_("发布前检查有问题"), _warned),
    **{f"{FAULT}{one}": (format_lazy(_("近一天有{what}"), what=one.label), _fault(one)) for one in FAULTS},
}


def selected(rows: Rows, name: str, at: dt.datetime) -> Rows:
    """The rows behind a figure; an unknown name does not narrow."""
    found = SELECTIONS.get(name)
    return found[1](rows, at) if found else rows
