"""Collecting figures: claim the account-day, ask the platform outside any transaction, settle; a correction is kept beside its value."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import override

from masthead.accounts import actions as accounts_actions
from masthead.accounts.models import Account
from masthead.analytics.events import AnalyticsEvent
from masthead.analytics.models import CollectionRun, ContentTotal, Correction, Metric, Observation
from masthead.analytics.queries import CARDS
from masthead.analytics.registry import METRICS
from masthead.analytics.states import RunState
from masthead.core import clock
from masthead.core.errors import FaultKind, PlatformFault
from masthead.org.models import Member
from masthead.platforms.contract import FigureBatch, FigureRow
from masthead.publishing import queries as publishing_queries
from masthead.publishing.models import Publication
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

LEASE = dt.timedelta(minutes=5)
WAITS = (dt.timedelta(minutes=10), dt.timedelta(minutes=30), dt.timedelta(hours=2))
SOURCE = "api"


@guarded("5.1.1")
@transaction.atomic
def sync_metrics(*, by: Member | None = None) -> int:
    """Bring the metric rows to what rooms registered; returns how many were new.  Clause: 5.1.1.  Events: analytics:metric:synced."""
    new = 0
    for seed in METRICS.values():
        with override("zh-hans"):
            words = {
                "name": str(seed.name),
                "unit": str(seed.unit),
                "source": str(seed.source),
                "formula": str(seed.formula),
            }
        _row, created = Metric.objects.update_or_create(key=seed.key, defaults=words | {"order": seed.order})
        new += created
    if new:
        trail.record(AnalyticsEvent.METRICS_SYNCED, by=by, data={"new": new})
    return new


@silent("a claim is book-keeping; what was collected is on the trail")
@transaction.atomic
def claim_day(*, account_id: int, on: dt.date, at: dt.datetime | None = None) -> str:
    """Take one account-day for a fetch; '' when somebody has it, it is final, or its pause is not over.

    Clause: 5.2.1.  Races: a new row collides on its unique key, an old one is taken by a conditional update; a dead
    worker's claim runs out with its lease.
    """
    moment = at or clock.now()
    token = uuid4().hex
    taken = {"state": RunState.RUNNING, "claimed_by": token, "next_try_at": moment + LEASE}
    free = Q(next_try_at=None) | Q(next_try_at__lte=moment)
    rows = CollectionRun.objects.filter(free, account_id=account_id, on=on).exclude(state=RunState.COMPLETE)
    if rows.update(**taken):
        return token
    if CollectionRun.objects.filter(account_id=account_id, on=on).exists():
        return ""
    try:
        with transaction.atomic():
            CollectionRun.objects.create(account_id=account_id, on=on, **taken)
    except IntegrityError:
        return ""
    return token


@guarded("5.2.1")
@transaction.atomic
def settle_day(
    *, account: Account, on: dt.date, token: str, batch: FigureBatch, at: dt.datetime | None = None
) -> CollectionRun | None:
    """Keep a fetched day: new values, corrections beside the old ones, sums; final only when the platform says so.

    Clause: 5.2.1.  Events: analytics:day:collected.  Races: a claim that ran out settles nothing.  Idempotent.
    """
    moment = at or clock.now()
    run = (
        CollectionRun.objects.select_for_update()
        .filter(account=account, on=on, claimed_by=token, state=RunState.RUNNING)
        .first()
    )
    if run is None:
        return None
    known, strangers = _keep(account, batch.rows, moment)
    run.state = RunState.COMPLETE if batch.complete else RunState.PARTIAL
    run.rows, run.fetched_at, run.claimed_by = known, moment, ""
    run.note = _("另有 %(n)s 条属于其他途径发布的内容") % {"n": strangers} if strangers else ""
    run.next_try_at = None if batch.complete else moment + WAITS[min(run.tries, len(WAITS) - 1)]
    run.tries += 1
    run.save()
    data = {"on": on.isoformat(), "rows": known, "complete": batch.complete}
    trail.record(AnalyticsEvent.DAY_COLLECTED, target=account, data=data, at=at)
    return run


@guarded("5.2.1")
@transaction.atomic
def settle_day_fault(
    *, account: Account, on: dt.date, token: str, fault: PlatformFault, at: dt.datetime | None = None
) -> None:
    """A day could not be fetched: the gap is visible, another try follows.  Clause: 5.2.1.  Events: analytics:day:failed."""
    moment = at or clock.now()
    run = (
        CollectionRun.objects.select_for_update()
        .filter(account=account, on=on, claimed_by=token, state=RunState.RUNNING)
        .first()
    )
    if run is None:
        return
    wait = max(WAITS[min(run.tries, len(WAITS) - 1)], dt.timedelta(seconds=fault.retry_after or 0))
    run.state, run.note, run.claimed_by, run.next_try_at = RunState.FAILED, str(fault.message)[:300], "", moment + wait
    run.tries += 1
    run.save()
    if fault.kind == FaultKind.CREDENTIAL:
        accounts_actions.note_connection_fault(account_id=account.pk, fault=fault, at=at)
    trail.record(
        AnalyticsEvent.DAY_FAILED, target=account, reason=str(fault.message), data={"on": on.isoformat()}, at=at
    )


@silent("whoever brings the totals records what came of it")
@transaction.atomic
def keep_totals(*, account: Account, totals: dict["Key", int], source: str, at: dt.datetime) -> int:
    """Keep totals that people bring as the day's own amounts; returns how many figures are new or changed.  Clause: 5.2.1.  Idempotent."""
    if Metric.objects.count() < len(METRICS):
        sync_metrics()
    return _store(account, _own_of_day(totals), at, source)


def _keep(account: Account, rows: Sequence[FigureRow], moment: dt.datetime) -> tuple[int, int]:
    figures = [r for r in rows if r.metric in METRICS]
    if Metric.objects.count() < len(METRICS):
        sync_metrics()
    joined = publishing_queries.published_with_refs(account.pk, {r.remote_value for r in figures})
    told = [r for r in figures if r.remote_value in joined]
    values = {(joined[r.remote_value], r.metric, r.on): r.value for r in told if not r.running}
    values |= _own_of_day({(joined[r.remote_value], r.metric, r.on): r.value for r in told if r.running})
    _store(account, values, moment, SOURCE)
    strangers = {r.remote_value for r in figures} - joined.keys()
    return len(values), len(strangers)


def _store(account: Account, values: dict["Key", int], moment: dt.datetime, source: str) -> int:
    """New values, corrections beside the old ones, sums; returns how many are new or changed."""
    publications = {p for p, _m, _d in values}
    seen = Observation.objects.select_for_update().filter(
        publication__in=publications, on__in={d for _p, _m, d in values}
    )
    old = {(o.publication_id, o.metric_id, o.on): o for o in seen}
    fresh = [
        Observation(account=account, publication_id=p, metric_id=m, on=d, value=v, as_of=moment, source=source)
        for (p, m, d), v in values.items()
        if (p, m, d) not in old
    ]
    changed = sum(1 for key, o in old.items() if key in values and o.value != values[key])
    Observation.objects.bulk_create(fresh)
    _correct(account, {key: o for key, o in old.items() if key in values}, values, moment)
    _add_up(publications, moment)
    return len(fresh) + changed


Key = tuple[int, str, dt.date]


def _own_of_day(totals: dict[Key, int]) -> dict[Key, int]:
    """The day's own amount of totals told up to now: the total less what earlier days have, never below nothing. Two queries.

    A total that sank (readers took a like back, the platform counted anew) leaves nought for the day and does not touch the days before.
    """
    if not totals:
        return {}
    first, ids = min(day for _p, _m, day in totals), {p for p, _m, _d in totals}
    rows = Observation.objects.filter(publication__in=ids).order_by()
    sums = rows.filter(on__lt=first).values_list("publication_id", "metric_id").annotate(total=Sum("value"))
    base = {(p, str(m)): total for p, m, total in sums}
    days: dict[tuple[int, str], dict[dt.date, int]] = defaultdict(dict)
    for pk, key, day, value in rows.filter(on__gte=first).values_list("publication_id", "metric_id", "on", "value"):
        days[pk, str(key)][day] = value
    own: dict[Key, int] = {}
    for (p, m, on), total in sorted(totals.items(), key=lambda item: item[0][2]):
        before = base.get((p, m), 0) + sum(v for day, v in days[p, m].items() if day < on)
        own[p, m, on] = days[p, m][on] = max(0, total - before)
    return own


def _correct(
    account: Account,
    old: dict[tuple[int, str, dt.date], Observation],
    values: dict[tuple[int, str, dt.date], int],
    moment: dt.datetime,
) -> None:
    """What was told before and is told again: the same value gets a newer moment, another one also a correction."""
    changed = [(o, values[key]) for key, o in old.items() if o.value != values[key]]
    Correction.objects.bulk_create(
        Correction(observation=o, old_value=o.value, new_value=v, at=moment) for o, v in changed
    )
    for key, observation in old.items():
        observation.value, observation.as_of = values[key], moment
    Observation.objects.bulk_update(old.values(), ["value", "as_of"], batch_size=500)
    if changed:
        trail.record(AnalyticsEvent.FIGURE_CORRECTED, target=account, data={"count": len(changed)})


def _add_up(publication_ids: set[int], moment: dt.datetime) -> None:
    sums: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Observation.objects.filter(publication__in=publication_ids, metric__key__in=CARDS).order_by()
    for pk, metric, total in rows.values_list("publication_id", "metric_id").annotate(total=Sum("value")):
        sums[pk][metric] = total
    for pk, account_id, unit_id in Publication.objects.filter(pk__in=publication_ids).values_list(
        "pk", "account_id", "unit_id"
    ):
        values = {key: sums[pk].get(key, 0) for key in CARDS}
        ContentTotal.objects.update_or_create(
            publication_id=pk, defaults={"account_id": account_id, "unit_id": unit_id, "as_of": moment, **values}
        )
