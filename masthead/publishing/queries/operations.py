"""The engine's page: who works, how late things go out, and how each platform fares. The cost does not grow with what is finished."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from masthead.platforms.models import Platform
from masthead.publishing.models import Alarm, Attempt, Publication, Worker
from masthead.publishing.queries.engine import EngineHealth, due_publications
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
    """Seven queries, each over an index."""
    alarms = list(Alarm.objects.order_by("-opened_at")[:5])
    return Operations(lateness_bars(health.waits), platform_lines(at), alarms, preflight_troubles(at).count())


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


def platform_lines(at: dt.datetime) -> list[PlatformLine]:
    """Every platform with something to tell, by name."""
    counts = _counts(at)
    found: dict[str, PlatformLine] = {}
    names = {p.key: str(p) for p in Platform.objects.filter(key__in={key for key, _what in counts})}
    for key in sorted(names, key=lambda k: names[k]):
        line = found[key] = PlatformLine(key, names[key], faults=[])
        line.sent, line.due = counts.get((key, "sent"), 0), counts.get((key, "due"), 0)
        line.accepted, line.unknown = counts.get((key, S.ACCEPTED), 0), counts.get((key, S.UNKNOWN), 0)
        line.faults = [(outcome, counts.get((key, f"fault_{outcome}"), 0)) for outcome in FAULTS]
    return list(found.values())


def _counts(at: dt.datetime) -> dict[tuple[str, str], int]:
    """{(platform, what): how many}; four queries."""
    since, platform = at - DAY, "account__platform__key"
    counts: dict[tuple[str, str], int] = {}
    sent = Publication.objects.filter(accepted_at__gte=since).order_by().values_list(platform)
    counts |= {(key, "sent"): n for key, n in sent.annotate(n=Count("pk"))}
    due = due_publications(at).order_by().values_list(platform)
    counts |= {(key, "due"): n for key, n in due.annotate(n=Count("pk"))}
    waiting = Publication.objects.filter(state__in=[S.ACCEPTED, S.UNKNOWN]).order_by().values_list(platform, "state")
    counts |= {(key, state): n for key, state, n in waiting.annotate(n=Count("pk"))}
    calls = Attempt.objects.filter(ended_at__gte=since, outcome__in=FAULTS).order_by()
    faults = calls.values_list(f"publication__{platform}", "outcome").annotate(n=Count("publication", distinct=True))
    return counts | {(key, f"fault_{outcome}"): n for key, outcome, n in faults}


def processes(health: EngineHealth, at: dt.datetime, silent: dt.timedelta) -> list[Process]:
    """Workers that gave a sign of life within a day, those alive first."""
    rows = [row for row in health.workers if row.seen_at >= at - DAY]
    made = []
    for row in rows:
        host, _colon, number = row.name.rpartition(":")
        made.append(Process(host or row.name, number if host else "", row, row.seen_at >= at - silent))
    return sorted(made, key=lambda one: not one.alive)
