"""One clause opened: its guards with what they refused, its probes with the rows behind every figure, its days."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.rulebook.grading import Grade, state_of_probe
from masthead.rulebook.models import Clause, ClauseState, ProbeResult, ProbeRun
from masthead.rulebook.queries.board import WINDOW_DAYS, Bar, trend_of
from masthead.rulebook.queries.evidence import evidence_of, grades, latest_runs, probes_by_clause, states_since
from masthead.rulebook.states import ClauseStatus
from masthead.trail import queries as trail
from masthead.trail import wording
from masthead.trail.models import Event
from masthead.trail.probes import Probe
from masthead.trail.registry import GUARDS

HISTORY_DAYS = 60
REFUSALS_SHOWN = 20


@dataclass(frozen=True)
class GuardLine:
    """`title`: the deed that the guard may refuse; `refused` in the window."""

    key: str
    title: str
    refused: int

    @property
    def refused_text(self) -> str:
        return _("拒绝 %(n)s 次") % {"n": self.refused}


@dataclass(frozen=True)
class ProbeCard:
    probe: Probe
    run: ProbeRun | None
    state: ClauseStatus


@dataclass(frozen=True)
class ClauseDetail:
    clause: Clause
    above: list[Clause]
    below: list[Clause]
    grade: Grade
    probes: list[ProbeCard]
    guards: list[GuardLine]
    refusals: list[Event]
    refused_n: int
    days: list[ClauseState]
    trend: list[Bar]
    window_days: int = WINDOW_DAYS


def clause_detail(*, clause: Clause, with_names: bool, at: dt.datetime | None = None) -> ClauseDetail:
    """Everything of one clause; who was refused is told only to readers of the trail (`with_names`)."""
    now = at or clock.now()
    since, until = now - dt.timedelta(days=WINDOW_DAYS), now + dt.timedelta(seconds=1)
    runs = latest_runs()
    cards = [
        ProbeCard(probe, runs.get(probe.key), state_of_probe(evidence_of(probe, runs.get(probe.key)), now))
        for probe in probes_by_clause().get(clause.key, [])
    ]
    refused = trail.refusals_by_guard(clause=clause.key, since=since, until=until)
    keys = [clause.key.rsplit(".", cut)[0] for cut in range(1, clause.key.count(".") + 1)]
    above = list(Clause.objects.filter(version=clause.version_id, key__in=keys).order_by("order"))
    today = clock.china(now).date()
    days = states_since(since=today - dt.timedelta(days=HISTORY_DAYS - 1), clause_key=clause.key).get(clause.key, {})
    found = trail.refusals(clause=clause.key, since=since, until=until)
    return ClauseDetail(
        clause=clause,
        above=above,
        below=list(Clause.objects.filter(parent=clause).order_by("order")),
        grade=grades(at=now, runs=runs).get(clause.key, Grade(ClauseStatus.NOT_TESTED)),
        probes=cards,
        guards=_guards(clause.key, refused),
        refusals=list(found[:REFUSALS_SHOWN]) if with_names else [],
        refused_n=sum(refused.values()),
        days=sorted(days.values(), key=lambda row: row.on, reverse=True),
        trend=trend_of(days, today, HISTORY_DAYS) if cards else [],
    )


def _guards(key: str, refused: dict[str, int]) -> list[GuardLine]:
    """Guards of the clause, and guards of other clauses that refused by this one; those that refused most first."""
    keys = {guard.key for guard in GUARDS.values() if guard.clause == key} | refused.keys()
    lines = [GuardLine(k, wording.guard_deed(k), refused.get(k, 0)) for k in keys]
    return sorted(lines, key=lambda line: (-line.refused, line.key))


def results_of(run: ProbeRun) -> QuerySet[ProbeResult]:
    """The rows behind a run's figure; order by `rank`, `pk` for failures first."""
    return run.results.all()
