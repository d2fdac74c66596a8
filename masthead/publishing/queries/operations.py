"""The engine's page: who works, how late things go out, and how each platform fares. The cost does not grow with what is finished."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from masthead.publishing.models import Alarm, Attempt, Publication, Worker
from masthead.publishing.queries.engine import PLATFORM, EngineHealth, Named
from masthead.publishing.queries.narrowing import DAY, FAULTS
from masthead.publishing.queries.preflight import preflight_troubles
from masthead.publishing.states import AttemptOutcome, PublicationState

S = PublicationState
STEPS = (1, 5, 15, 30, 60, 300)  # upper ends of the bars, seconds
WAYS = {1: _("1 秒内"), 5: _("5 秒内"), 15: _("15 秒内"), 30: _("30 秒内"), 60: _("1 分钟内"), 300: _("5 分钟内")}
BEYOND = _("更晚")


@dataclass(frozen=True)
class Bar:
    """One bar of the drawing; `share` in hundredths of the longest one."""

    label: str
    count: int
    share: int
    late: bool = False


@dataclass
class PlatformLine:
    """One platform in the last day and now. `faults` in the order of FAULTS, as (outcome, count)."""

    key: str
    name: str
    sent: int = 0
    due: int = 0
    accepted: int = 0
    unknown: int = 0
    faults: list[tuple[AttemptOutcome, int]] = field(default_factory=list)

    @property
    def speaks(self) -> bool:
        """Is there anything to tell of it?"""
        return any((self.sent, self.due, self.accepted, self.unknown, *(count for _outcome, count in self.faults)))


@dataclass(frozen=True)
class Operations:
    """What the page shows beside `EngineHealth`."""

    bars: list[Bar]
    lines: list[PlatformLine]
    alarms: list[Alarm]
    troubles: int


@dataclass(frozen=True)
class Process:
    """A worker by host and process."""

    host: str
    number: str
    row: Worker
    alive: bool


def operations(at: dt.datetime, health: EngineHealth) -> Operations:
    """Four queries beside those of `health`, each over an index."""
    alarms = list(Alarm.objects.order_by("-opened_at")[:5])
    return Operations(lateness_bars(health.waits), platform_lines(at, health), alarms, preflight_troubles(at).count())


def lateness_bars(waits: Sequence[float]) -> list[Bar]:
    """How many went out within each span after their time; the longest bar is as long as the drawing."""
    if not waits:
        return []
    counts = [0] * (len(STEPS) + 1)
    for wait in waits:
        counts[next((n for n, step in enumerate(STEPS) if wait <= step), len(STEPS))] += 1
    top, last = max(counts), len(STEPS)
    labels = [str(WAYS[step]) for step in STEPS] + [str(BEYOND)]
    shares = [max(1, round(100 * count / top)) if count else 0 for count in counts]
    return [Bar(labels[n], counts[n], shares[n], late=n == last) for n in range(last + 1)]


def platform_lines(at: dt.datetime, health: EngineHealth) -> list[PlatformLine]:
    """Every platform with something to tell, by name."""
    faults, sent = faults_by_platform(at), sent_by_platform(at)
    named = {platform for platform, _what in (*faults, *health.waiting)} | set(sent) | set(health.due)
    lines = [
        PlatformLine(
            platform[0], gettext(platform[1]), sent.get(platform, 0), health.due.get(platform, (0,))[0],
            health.waiting.get((platform, S.ACCEPTED.value), 0), health.waiting.get((platform, S.UNKNOWN.value), 0),
            [(outcome, faults.get((platform, outcome.value), 0)) for outcome in FAULTS],
        )
        for platform in named
    ]  # fmt: skip
    return sorted((line for line in lines if line.speaks), key=lambda line: line.name)


def sent_by_platform(at: dt.datetime) -> dict[Named, int]:
    """{platform: how many it took in the last day}; one query."""
    rows = Publication.objects.filter(accepted_at__gte=at - DAY).order_by().values_list(*PLATFORM)
    return {(key, name): n for key, name, n in rows.annotate(n=Count("pk"))}


def faults_by_platform(at: dt.datetime) -> dict[tuple[Named, str], int]:
    """{(platform, class of error): publications that met it in the last day}; one query over the few calls that went wrong."""
    calls = Attempt.objects.filter(ended_at__gte=at - DAY, outcome__in=FAULTS).order_by()
    rows = calls.values_list(*(f"publication__{name}" for name in PLATFORM), "outcome")
    return {((key, name), outcome): n for key, name, outcome, n in rows.annotate(n=Count("publication", distinct=True))}


def processes(health: EngineHealth, at: dt.datetime, silent: dt.timedelta) -> list[Process]:
    """Workers that gave a sign of life within a day, those alive first."""
    rows = [row for row in health.workers if row.seen_at >= at - DAY]
    made = []
    for row in rows:
        host, _colon, number = row.name.rpartition(":")
        made.append(Process(host or row.name, number if host else "", row, row.seen_at >= at - silent))
    return sorted(made, key=lambda one: not one.alive)
