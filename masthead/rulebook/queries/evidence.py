"""What the probes left: newest runs, grades, daily states."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Subquery

from masthead.rulebook.grading import Evidence, Grade, grade
from masthead.rulebook.models import ClauseState, ProbeRun
from masthead.trail.probes import PROBES, Probe

REMEMBERED_DAYS = 60


def latest_runs() -> dict[str, ProbeRun]:
    """{probe key: its newest finished run}; one query that takes one step in the index for each probe, however many runs lie behind."""
    finished = ProbeRun.objects.filter(finished_at__isnull=False).order_by("-id").values("id")
    newest: list[Any] = [Subquery(finished.filter(probe_key=key)[:1]) for key in PROBES]
    return {run.probe_key: run for run in ProbeRun.objects.filter(pk__in=newest)}


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


def grades(*, at: dt.datetime, runs: Mapping[str, ProbeRun] | None = None) -> dict[str, Grade]:
    """{clause key: grade at `at`} of every clause that has probes; at most one query."""
    newest = latest_runs() if runs is None else runs
    return {
        key: grade([evidence_of(probe, newest.get(probe.key)) for probe in probes], at)
        for key, probes in probes_by_clause().items()
    }


def last_states(*, until: dt.date) -> dict[str, ClauseState]:
    """{clause key: its newest daily state up to `until`}; one query."""
    since = until - dt.timedelta(days=REMEMBERED_DAYS)
    rows = ClauseState.objects.filter(on__gte=since, on__lte=until).order_by("on")
    return {row.clause_key: row for row in rows}


def states_since(*, since: dt.date, clause_key: str = "") -> dict[str, dict[dt.date, ClauseState]]:
    """{clause key: {day: state}} from `since` on; one query."""
    rows = ClauseState.objects.filter(on__gte=since)
    found: dict[str, dict[dt.date, ClauseState]] = {}
    for row in rows.filter(clause_key=clause_key) if clause_key else rows:
        found.setdefault(row.clause_key, {})[row.on] = row
    return found
