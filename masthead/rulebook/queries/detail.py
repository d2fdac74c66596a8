"""One clause opened: its guards with what they refused, its probes with the rows behind every figure, its days."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.rulebook.grading import Grade, state_of_probe
from masthead.rulebook.models import (
    Clause,
    ClauseLevel,
    ClauseState,
    Finding,
    Interpretation,
    PolicyException,
    ProbeResult,
    ProbeRun,
)
from masthead.rulebook.queries.board import WINDOW_DAYS, Bar, trend_of
from masthead.rulebook.queries.evidence import (
    evidence_of,
    grades,
    grades_on,
    latest_runs,
    probes_by_clause,
    runs_on,
    states_between,
)
from masthead.rulebook.queries.exceptions import all_exceptions, findings
from masthead.rulebook.queries.interpretations import answers_about
from masthead.rulebook.states import ClauseStatus, ExceptionState, FindingState
from masthead.trail import queries as trail
from masthead.trail import wording
from masthead.trail.models import Event
from masthead.trail.probes import Probe
from masthead.trail.registry import GUARDS

HISTORY_DAYS = 60
REFUSALS_SHOWN = 20
SHOWN = 10


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
    trend: tuple[Bar, ...]
    findings: list[Finding]
    exceptions: list[PolicyException]
    interpretations: list[Interpretation]
    on: dt.date | None = None
    window_days: int = WINDOW_DAYS


def clause_detail(
    *, clause: Clause, with_names: bool, on: dt.date | None = None, at: dt.datetime | None = None
) -> ClauseDetail:
    """Everything of one clause, now or as it was kept on a past day; who was refused is told only to readers of the trail."""
    now = at or clock.now()
    until = clock.day_bounds(on)[1] if on else now + dt.timedelta(seconds=1)
    since, day = until - dt.timedelta(days=WINDOW_DAYS), on or clock.china(now).date()
    runs = runs_on(on) if on else latest_runs()
    moment = min(until, now) if on else now
    probes = probes_by_clause().get(clause.key, [])
    cards = [ProbeCard(p, runs.get(p.key), state_of_probe(evidence_of(p, runs.get(p.key)), moment)) for p in probes]
    unknown = Grade(ClauseStatus.NOT_RECORDED if on and probes else ClauseStatus.NOT_TESTED)
    refused = trail.refusals_by_guard(clause=clause.key, since=since, until=until)
    first = day - dt.timedelta(days=HISTORY_DAYS - 1)
    days = states_between(since=first, until=day, clause_key=clause.key).get(clause.key, {})
    found = trail.refusals(clause=clause.key, since=since, until=until)
    excused = _exceptions(clause.key, day)
    exempt = {row.clause_key for row in excused if row.state == ExceptionState.LIVE}
    return ClauseDetail(
        clause=clause,
        above=_above(clause),
        below=[]
        if clause.level == ClauseLevel.CLAUSE
        else list(Clause.objects.filter(parent=clause).order_by("order")),
        grade=(grades_on(on) if on else grades(at=now, runs=runs, exempt=exempt)).get(clause.key, unknown),
        probes=cards,
        guards=_guards(clause.key, refused),
        refusals=list(found[:REFUSALS_SHOWN]) if with_names else [],
        refused_n=sum(refused.values()),
        days=sorted(days.values(), key=lambda row: row.on, reverse=True),
        trend=trend_of(days, day, HISTORY_DAYS) if cards else (),
        findings=list(findings(state=FindingState.OPEN, clause=clause.key).order_by("-id")[:SHOWN]),
        exceptions=excused,
        interpretations=answers_about(clause.key)[:SHOWN],
        on=on,
    )


def _above(clause: Clause) -> list[Clause]:
    """Chapter and section, by the tree; the parents came with the clause."""
    found: list[Clause] = []
    place = clause.parent
    while place is not None:
        found.insert(0, place)
        place = place.parent
    return found


def _exceptions(key: str, day: dt.date) -> list[PolicyException]:
    rows = all_exceptions().filter(clause_key=key, starts_on__lte=day, expires_on__gt=day)
    return list(rows.filter(state__in=[ExceptionState.LIVE, ExceptionState.REQUESTED]).order_by("-id")[:SHOWN])


def _guards(key: str, refused: dict[str, int]) -> list[GuardLine]:
    """Guards of the clause, and guards of other clauses that refused by this one; those that refused most first."""
    keys = {guard.key for guard in GUARDS.values() if guard.clause == key} | refused.keys()
    lines = [GuardLine(k, wording.guard_deed(k), refused.get(k, 0)) for k in keys]
    return sorted(lines, key=lambda line: (-line.refused, line.key))


def results_of(run: ProbeRun) -> QuerySet[ProbeResult]:
    """The rows behind a run's figure; order by `rank`, `pk` for failures first."""
    return run.results.all()
