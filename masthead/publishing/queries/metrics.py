"""Figures of the engine for monitoring. They come from the database, so any number of processes tell the same."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Min

from masthead.core.exposition import Gauge, gauge
from masthead.publishing.brakes import CircuitState
from masthead.publishing.models import Alarm, Publication
from masthead.publishing.queries.brakes import circuits, open_pauses
from masthead.publishing.queries.engine import EngineHealth, engine_health, unclaimed, waiting_by_brakes
from masthead.publishing.queries.operations import faults_by_platform, sent_by_platform
from masthead.publishing.queries.preflight import preflight_troubles
from masthead.publishing.states import AlarmKind, PublicationState

PREFIX = "masthead_publishing"


def gauges(at: dt.datetime) -> list[Gauge]:
    """Everything that the engine tells; fourteen queries, each over an index."""
    health = engine_health(at)
    return [*_queue(health, at), *_ways(health, at), *_watch(at), *_brakes(at)]


def _queue(health: EngineHealth, at: dt.datetime) -> Iterator[Gauge]:
    yield gauge(f"{PREFIX}_workers_alive", "Processes that gave a sign of life within a minute.", health.alive)
    yield gauge(f"{PREFIX}_queue_depth", "Publications due now and in nobody's hands.", health.queue)
    age = (at - health.oldest_due).total_seconds() if health.oldest_due else 0
    yield gauge(
        f"{PREFIX}_oldest_due_age_seconds", "How long the oldest of them has been due; 0 = none.", round(age, 3)
    )
    yield gauge(f"{PREFIX}_unclaimed", "Publications due longer than a worker needs to take them.", unclaimed(at)[0])
    unknown = Publication.objects.filter(state=PublicationState.UNKNOWN).aggregate(oldest=Min("unknown_since"))
    since = unknown["oldest"]
    yield gauge(
        f"{PREFIX}_oldest_unknown_age_seconds", "How long the oldest unknown outcome waits; 0 = none.",
        round((at - since).total_seconds(), 3) if since else 0,
    )  # fmt: skip
    states = [({"state": state.value}, count) for state, count in health.states]
    yield Gauge(f"{PREFIX}_publications", "Publications by state; published ones of thirty days.", states)


def _ways(health: EngineHealth, at: dt.datetime) -> Iterator[Gauge]:
    shares = (("0.5", health.late_p50), ("0.95", health.late_p95), ("0.99", health.late_p99))
    told = [({"quantile": quantile}, round(value, 3)) for quantile, value in shares if value is not None]
    yield Gauge(f"{PREFIX}_lateness_day_seconds", "How late the platform took what the system sent, last day.", told)
    yield gauge(f"{PREFIX}_late_day", "Sent later than five minutes after their time, last day.", health.late)
    sent = [({"platform": key, "outcome": "done"}, count) for (key, _name), count in sent_by_platform(at).items()]
    faults = [
        ({"platform": platform[0], "outcome": outcome}, count)
        for (platform, outcome), count in faults_by_platform(at).items()
    ]
    yield Gauge(
        f"{PREFIX}_attempts_day", "Publications of the last day by how a call of theirs ended.", [*sent, *faults]
    )


def _watch(at: dt.datetime) -> Iterator[Gauge]:
    yield gauge(
        f"{PREFIX}_preflight_troubles", "To come, and the look ahead found something.", preflight_troubles(at).count()
    )
    ringing = set(Alarm.objects.filter(closed_at=None).values_list("kind", flat=True))
    samples = [({"kind": kind.value}, int(kind in ringing)) for kind in AlarmKind]
    yield Gauge(f"{PREFIX}_alarm", "1 while an alarm is open.", samples)


def _brakes(at: dt.datetime) -> Iterator[Gauge]:
    """What waits on purpose, so that nobody takes it for a standstill."""
    yield gauge(f"{PREFIX}_pauses_open", "Pauses that people pressed and nobody has ended.", open_pauses().count())
    yield gauge(
        f"{PREFIX}_held_back", "Due, and waiting for a pause, a circuit or a throttled account.", waiting_by_brakes(at)
    )
    open_ones = [({"platform": one.platform.key}, int(one.state != CircuitState.CLOSED)) for one in circuits()]
    yield Gauge(f"{PREFIX}_circuit_open", "1 while nothing is sent to the platform but one try at a time.", open_ones)
