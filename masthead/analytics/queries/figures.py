"""Figures of drafts, the ranking, and what is still to be collected."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Min, Q, QuerySet

from masthead.accounts.models import Account
from masthead.analytics.models import CollectionRun, ContentTotal, Correction, Metric, Observation
from masthead.analytics.registry import METRICS
from masthead.analytics.states import RunState
from masthead.content.models import Draft
from masthead.core import clock
from masthead.org import queries as org_queries
from masthead.org.models import Member
from masthead.platforms.abilities import Ability
from masthead.platforms.abilities import Mode as AbilityMode
from masthead.publishing import queries as publishing_queries
from masthead.publishing.models import Publication
from masthead.publishing.states import PublicationState

READ = "analytics.figures.read"
CARDS = ("read_users", "like_users", "share_users", "comment_count")
BACK_DAYS = 7  # the platform corrects a week back
READY_HOUR = 8  # yesterday's figures are final at about eight in the morning, China time
MOST_DAYS_ON_PANEL = 60


@dataclass(frozen=True)
class AccountDay:
    """One account on one day that should have its figures."""

    account_id: int
    on: dt.date


def last_ready_day(at: dt.datetime) -> dt.date:
    """The newest day whose figures the platform can have: yesterday, from eight in the morning on."""
    local = clock.china(at)
    return local.date() - dt.timedelta(days=1 if local.hour >= READY_HOUR else 2)


def first_days(account_ids: Iterable[int] | None = None) -> dict[int, dt.date]:
    """{account: day of its first published content}; accounts that never published are not in it. One query."""
    rows = Publication.objects.filter(state=PublicationState.PUBLISHED)
    if account_ids is not None:
        rows = rows.filter(account_id__in=list(account_ids))
    found = rows.order_by().values_list("account_id").annotate(first=Min("published_at"))
    return {pk: clock.china(first).date() for pk, first in found if first}


def wanted_days(first: dt.date, last: dt.date) -> dict[int, list[dt.date]]:
    """{account: days in [first, last] that should have figures}: active accounts, from their first published content on."""
    active = set(
        Account.objects.filter(status="active").exclude(pk__in=_brought_by_people()).values_list("pk", flat=True)
    )
    days: dict[int, list[dt.date]] = {}
    for pk, begun in first_days(active).items():
        start = max(begun, first)
        days[pk] = [start + dt.timedelta(days=n) for n in range((last - start).days + 1)]
    return days


def _brought_by_people() -> QuerySet[Account]:
    """Accounts whose platform tells no figures: people import or type them, so no day of theirs is fetched."""
    return Account.objects.filter(
        platform__abilities__ability=Ability.FIGURES, platform__abilities__mode=AbilityMode.ASSISTED
    )  # fmt: skip


def missing_days(at: dt.datetime) -> list[AccountDay]:
    """Account-days of the last week without final figures that are due for a fetch, oldest first; three queries."""
    last = last_ready_day(at)
    first = last - dt.timedelta(days=BACK_DAYS - 1)
    settled = Q(state=RunState.COMPLETE) | Q(next_try_at__gt=at)
    done = set(CollectionRun.objects.filter(settled, on__gte=first, on__lte=last).values_list("account_id", "on"))
    wanted = [AccountDay(pk, on) for pk, days in wanted_days(first, last).items() for on in days]
    return sorted((w for w in wanted if (w.account_id, w.on) not in done), key=lambda w: (w.on, w.account_id))


def complete_days(first: dt.date, last: dt.date) -> dict[tuple[int, dt.date], CollectionRun]:
    """Runs of the days [first, last] by account and day."""
    rows = CollectionRun.objects.filter(on__gte=first, on__lte=last)
    return {(r.account_id, r.on): r for r in rows.iterator(chunk_size=2000)}


@dataclass
class Figures:
    """What the panel of a draft shows: cards, a line by day, and the table beneath."""

    cards: list[dict[str, Any]] = field(default_factory=list)
    chart: dict[str, Any] = field(default_factory=dict)
    table: list[tuple[dt.date, list[tuple[str, int]]]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    as_of: dt.datetime | None = None
    corrections: list[Correction] = field(default_factory=list)
    published: int = 0
    gaps: list[CollectionRun] = field(default_factory=list)


def figures_of(member: Member, draft: Draft) -> Figures:
    """Figures of a draft over the accounts that the member may see; five queries whatever the days."""
    rows = publishing_queries.publications_visible_to(member).filter(draft=draft, state=PublicationState.PUBLISHED)
    publications = list(rows)
    found = Figures(published=len(publications))
    observed = list(
        Observation.objects.filter(publication__in=[p.pk for p in publications], metric__key__in=CARDS).order_by("on")
    )
    metrics = {m.key: m for m in Metric.objects.filter(key__in=CARDS)}
    days: dict[dt.date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in observed:
        days[row.on][row.metric_id] += row.value
    found.as_of = max((row.as_of for row in observed), default=None)
    found.names = [metrics[k].name if k in metrics else str(METRICS[k].name) for k in CARDS]
    found.table = [(on, [(n, days[on][k]) for n, k in zip(found.names, CARDS, strict=True)]) for on in sorted(days)][
        -MOST_DAYS_ON_PANEL:
    ]
    totals = [sum(days[on][k] for on in days) for k in CARDS]
    found.cards = [{"label": n, "value": v} for n, v in zip(found.names, totals, strict=True)]
    found.chart = _chart(found)
    found.corrections = list(
        Correction.objects.filter(observation__publication__in=[p.pk for p in publications]).order_by("-pk")[:5]
    )
    found.gaps = _gaps(publications)
    return found


def _chart(found: Figures) -> dict[str, Any]:
    series = [{"name": n, "data": [values[i][1] for _on, values in found.table]} for i, n in enumerate(found.names)]
    return {"kind": "line", "categories": [f"{on.month}/{on.day}" for on, _v in found.table], "series": series}


def _gaps(publications: list[Publication]) -> list[CollectionRun]:
    """Days of the last week that are not final: shown, so that nobody takes a gap for a nought."""
    since = clock.today() - dt.timedelta(days=BACK_DAYS)
    rows = CollectionRun.objects.filter(account__in={p.account_id for p in publications}, on__gte=since)
    return list(rows.exclude(state=RunState.COMPLETE).select_related("account").order_by("on")[:10])


def ranking_visible_to(member: Member) -> QuerySet[ContentTotal]:
    """Contents by reads; scoped like publications, no sum is computed here."""
    scope = org_queries.scope_of(member, READ)
    inside = scope.as_q(unit="unit_id")
    if not scope.company:
        through = Account.objects.filter(scope.as_q(unit="unit_id", account_group="account_group_id"))
        inside |= Q(account__in=list(through.values_list("pk", flat=True)))
    return ContentTotal.objects.filter(inside).select_related("publication__account__platform")


def all_metrics() -> list[Metric]:
    """The metrics in their order."""
    return list(Metric.objects.all())
