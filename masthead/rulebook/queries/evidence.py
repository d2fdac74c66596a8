"""What the probes left: newest runs, grades, daily states."""

import datetime as dt
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from django.db.models import Q, Subquery

from masthead.core import clock
from masthead.rulebook.grading import Evidence, Grade, grade
from masthead.rulebook.models import ClauseState, PolicyException, ProbeRun
from masthead.rulebook.states import ClauseStatus, ExceptionState
from masthead.trail.probes import PROBES, Probe

REMEMBERED_DAYS = 60


def latest_runs() -> dict[str, ProbeRun]:
    """{probe key: its newest finished run}; one query that takes one step in the index for each probe, however many runs lie behind."""
    keys = tuple(PROBES)
    if not keys:
        return {}
    sql, params = _newest_of(keys)
    return {run.probe_key: run for run in ProbeRun.objects.raw(sql, params)}


@lru_cache(maxsize=8)
def _newest_of(keys: tuple[str, ...]) -> tuple[str, tuple[Any, ...]]:
    """The query, written once: with a sub-query for each probe, writing it takes longer than answering it."""
    finished = ProbeRun.objects.filter(finished_at__isnull=False).order_by("-id").values("id")
    newest: list[Any] = [Subquery(finished.filter(probe_key=key)[:1]) for key in keys]
    sql, params = ProbeRun.objects.filter(pk__in=newest).query.sql_with_params()
    return sql, tuple(params)


def probes_by_clause() -> dict[str, list[Probe]]:
    """{clause key: its probes}; no query."""
    found: dict[str, list[Probe]] = {}
    for probe in PROBES.values():
        found.setdefault(probe.clause, []).append(probe)
    return found


def evidence_of(probe: Probe, run: ProbeRun | None) -> Evidence:
    """A probe's newest run as the arithmetic reads it."""
    known = Evidence(None, probe.grace_minutes, probe.weight, probe.red_line)
    if run is None:
        return known
    return Evidence(
        at=run.finished_at,
        grace_minutes=probe.grace_minutes,
        weight=probe.weight,
        red_line=probe.red_line,
        ran_ok=bool(run.ran_ok),
        pass_n=run.pass_n,
        fail_n=run.fail_n,
        catches_seed=run.catches_seed,
    )


def grades(
    *, at: dt.datetime, runs: Mapping[str, ProbeRun] | None = None, exempt: Collection[str] | None = None
) -> dict[str, Grade]:
    """{clause key: grade at `at`} of every clause that has probes or an exception; at most two queries."""
    newest = latest_runs() if runs is None else runs
    excused = exempt_on(clock.china(at).date()) if exempt is None else exempt
    bound = probes_by_clause()
    return {
        key: grade([evidence_of(p, newest.get(p.key)) for p in bound.get(key, [])], at, exempt=key in excused)
        for key in [*bound, *(k for k in excused if k not in bound)]
    }


def exempt_on(day: dt.date) -> set[str]:
    """Clauses that an approved exception covers on a day; one that ran out covers nothing, whatever its row says."""
    _start, end = clock.day_bounds(day)
    rows = PolicyException.objects.filter(
        Q(ended_at=None) | Q(ended_at__gte=end),
        state__in=[ExceptionState.LIVE, ExceptionState.ENDED],
        starts_on__lte=day,
        expires_on__gt=day,
    )
    return set(rows.values_list("clause_key", flat=True))


def runs_on(day: dt.date) -> dict[str, ProbeRun]:
    """{probe key: its last finished run of a day}; one query."""
    start, end = clock.day_bounds(day)
    rows = ProbeRun.objects.filter(started_at__gte=start, started_at__lt=end, finished_at__isnull=False).order_by("pk")
    return {run.probe_key: run for run in rows}


def grades_on(day: dt.date) -> dict[str, Grade]:
    """{clause key: grade} as they were kept on a day; one query. Nothing is computed anew: what was not kept is not known."""
    return {
        row.clause_key: Grade(
            state=ClauseStatus(row.state),
            passed=row.score_numerator,
            tested=row.score_denominator,
            weight=row.weight,
            red_line_broken=row.red_line_broken,
            as_of=row.as_of or row.noted_at,
        )
        for row in ClauseState.objects.filter(on=day)
    }


def last_states(*, until: dt.date) -> dict[str, ClauseState]:
    """{clause key: its newest daily state up to `until`}; one query."""
    since = until - dt.timedelta(days=REMEMBERED_DAYS)
    rows = ClauseState.objects.filter(on__gte=since, on__lte=until).order_by("on")
    return {row.clause_key: row for row in rows}


def states_between(*, since: dt.date, until: dt.date, clause_key: str = "") -> dict[str, dict[dt.date, ClauseState]]:
    """{clause key: {day: state}} of both days and those between; one query."""
    rows = ClauseState.objects.filter(on__gte=since, on__lte=until)
    found: dict[str, dict[dt.date, ClauseState]] = {}
    for row in rows.filter(clause_key=clause_key) if clause_key else rows:
        found.setdefault(row.clause_key, {})[row.on] = row
    return found
