"""The probe engine: for each probe claim → examine → settle, then the day's states. Nothing here holds a transaction open."""

import datetime as dt

from masthead.core import clock
from masthead.org.models import Member
from masthead.rulebook import examination, queries
from masthead.rulebook.actions.findings import note_findings
from masthead.rulebook.actions.runs import claim_probe, note_clause_states, order_check, settle_probe
from masthead.rulebook.models import ProbeRun
from masthead.trail.probes import PROBES, Probe

FEWEST_MINUTES_BETWEEN = 5
SEED_EVERY = dt.timedelta(days=1)


def run_probes(*, by: Member | None = None, clause_key: str = "", at: dt.datetime | None = None) -> int:
    """Run the probes that are due, or at once all (or one clause's) when a member asks; returns how many ran.

    Clause: 8.5.  Events: those of order_check, settle_probe, note_findings and note_clause_states.
    Races: a probe that another worker has claimed is left to it.
    """
    if by is not None:
        order_check(by=by, clause_key=clause_key)
    last = queries.latest_runs()
    ran = 0
    for probe in PROBES.values():
        if clause_key and probe.clause != clause_key:
            continue
        if by is not None or _is_due(probe, last.get(probe.key), at or clock.now()):
            ran += _run(probe, last.get(probe.key), by, at)
    if ran:
        note_clause_states(by=by, at=at)
    return ran


def _is_due(probe: Probe, last: ProbeRun | None, at: dt.datetime) -> bool:
    """Several runs fit into the grace of a probe, so that one that fails does not make its figure stale."""
    if last is None or last.finished_at is None:
        return True
    return at - last.finished_at >= dt.timedelta(minutes=max(FEWEST_MINUTES_BETWEEN, probe.grace_minutes // 6))


def _run(probe: Probe, last: ProbeRun | None, by: Member | None, at: dt.datetime | None) -> bool:
    run = claim_probe(probe_key=probe.key, at=at)
    if run is None:
        return False
    window = examination.window_of(probe, run.window_end)
    found = examination.examine(probe, window, queries.open_findings_of(probe.key))
    stale_seed = last is None or last.seeded_at is None or run.started_at - last.seeded_at >= SEED_EVERY
    seeded = by is not None or stale_seed
    caught = examination.catches_seed(probe, window) if seeded else None
    if not settle_probe(run=run, found=found, catches_seed=caught, seeded=seeded, at=at):
        return False
    note_findings(run=run, found=found, by=by, at=at)
    return True
