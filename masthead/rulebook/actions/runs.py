"""One run of a probe: claimed, examined by the caller outside any transaction, settled. And the day's state of each clause."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from masthead.core import clock
from masthead.org.models import Member
from masthead.rulebook import queries
from masthead.rulebook.events import RulebookEvent
from masthead.rulebook.examination import LANGUAGE, Examined, window_of
from masthead.rulebook.grading import Grade
from masthead.rulebook.models import BoardDay, Clause, ClauseState, ProbeResult, ProbeRun, ResultRank
from masthead.rulebook.states import SCORED, ClauseStatus
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent
from masthead.trail.probes import PROBES, Verdict

LEASE_MINUTES = 15
BATCH = 1_000
STATE_FIELDS = ["state", "score_numerator", "score_denominator", "weight", "red_line_broken", "as_of", "noted_at"]


@guarded("8.5")
@transaction.atomic
def order_check(*, by: Member, clause_key: str = "") -> None:
    """A member asks for a fresh check of one clause or of the whole board.

    Clause: 8.5.  Events: rulebook:probe:ordered.
    """
    target = queries.clause_in_force(clause_key) if clause_key else None
    trail.record(RulebookEvent.PROBES_ORDERED, target=target, by=by, data={"clause": clause_key or "all"})


@silent("a claim of the machine; what the run finds is recorded when a clause changes its state")
@transaction.atomic
def claim_probe(*, probe_key: str, at: dt.datetime | None = None) -> ProbeRun | None:
    """Begin a run of a probe; None when another worker is at it.

    Races: the unique "one unfinished run per probe" lets one through; a run whose worker died is settled as failed after its lease.
    """
    probe, moment = PROBES[probe_key], at or clock.now()
    unfinished = ProbeRun.objects.filter(probe_key=probe_key, finished_at=None)
    lapsed = moment - dt.timedelta(minutes=LEASE_MINUTES)
    unfinished.filter(started_at__lt=lapsed).update(
        finished_at=moment, ran_ok=False, error="检查中断：执行进程没有返回结果"
    )
    before = queries.latest_runs().get(probe_key)
    window = window_of(probe, moment)
    try:
        with transaction.atomic():
            return ProbeRun.objects.create(
                probe_key=probe_key,
                clause_key=probe.clause,
                window_start=window.start,
                window_end=window.end,
                started_at=moment,
                catches_seed=before.catches_seed if before else None,
                seeded_at=before.seeded_at if before else None,
            )
    except IntegrityError:
        return None


@guarded("8.5")
@transaction.atomic
def settle_probe(
    *,
    run: ProbeRun,
    found: Examined,
    by: Member | None = None,
    catches_seed: bool | None = None,
    seeded: bool = False,
    at: dt.datetime | None = None,
) -> bool:
    """Keep what a run found; False when the run was given up meanwhile.

    Clause: 8.5.  Events: rulebook:probe:failed (only when the check itself failed).
    Races: conditional on the run being unfinished. Earlier runs of the day give way; failures of past days stay.
    """
    moment = at or clock.now()
    values: dict[str, object] = {
        "finished_at": moment,
        "ran_ok": not found.error,
        "error": found.error,
        "population_n": found.population_n,
        "exempt_n": found.exempt_n,
        "pass_n": found.pass_n,
        "fail_n": found.fail_n,
        "duration_ms": found.duration_ms,
    }
    if seeded:
        values |= {"catches_seed": catches_seed, "seeded_at": moment}
    if ProbeRun.objects.filter(pk=run.pk, finished_at=None).update(**values) != 1:
        return False
    ProbeResult.objects.bulk_create((_row(run, verdict) for verdict in found.kept), batch_size=BATCH)
    _make_room(run, moment)
    if found.error:
        target = queries.clause_in_force(run.clause_key)
        data = {"probe": run.probe_key}
        trail.record(RulebookEvent.PROBE_FAILED, target=target, by=by, reason=found.error, data=data, at=moment)
    return True


def _row(run: ProbeRun, verdict: Verdict) -> ProbeResult:
    ranks = {False: ResultRank.FAILED, True: ResultRank.PASSED, None: ResultRank.EXEMPT}
    with override(LANGUAGE):
        reason = str(verdict.reason)
    return ProbeResult(
        run=run,
        rank=ranks[verdict.passed],
        kind=verdict.kind[:60],
        object_id=verdict.pk,
        name=verdict.name[:200],
        url=verdict.url[:300],
        reason=reason,
        facts=dict(verdict.facts),
    )


def _make_room(run: ProbeRun, moment: dt.datetime) -> None:
    """One sound run a day is kept for each probe; runs that failed themselves stay."""
    day, _end = clock.day_bounds(clock.china(moment).date())
    earlier = ProbeRun.objects.filter(probe_key=run.probe_key, pk__lt=run.pk)
    past = ProbeResult.objects.filter(run__in=earlier.filter(started_at__gte=day - dt.timedelta(days=2)).values("pk"))
    past.filter(Q(run__started_at__gte=day) | ~Q(rank=ResultRank.FAILED)).delete()
    earlier.filter(started_at__gte=day, ran_ok=True).delete()


@guarded("8.5")
@transaction.atomic
def note_clause_states(*, by: Member | None = None, at: dt.datetime | None = None) -> list[str]:
    """Keep today's state of every clause that has probes; returns the keys whose state changed.

    Clause: 8.5.  Events: rulebook:clause:state_changed, once per change.
    """
    moment = at or clock.now()
    today = clock.china(moment).date()
    last = queries.last_states(until=today)
    clauses = queries.clauses_by_key()
    changed = []
    graded = queries.grades(at=moment)
    rows = [_state(key, grade, today, moment) for key, grade in sorted(graded.items())]
    ClauseState.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["clause_key", "on"], update_fields=STATE_FIELDS
    )
    _keep_day(graded, today)
    for key, grade in sorted(graded.items()):
        before = last.get(key)
        if before is None or before.state != grade.state:
            changed.append(key)
            _record_change(clauses.get(key), key, before, grade, by, moment)
    return changed


def _state(key: str, grade: Grade, today: dt.date, moment: dt.datetime) -> ClauseState:
    return ClauseState(
        clause_key=key, on=today, state=grade.state, score_numerator=grade.passed, score_denominator=grade.tested,
        weight=grade.weight, red_line_broken=grade.red_line_broken, as_of=grade.as_of, noted_at=moment,
    )  # fmt: skip


def _keep_day(graded: dict[str, Grade], today: dt.date) -> None:
    """The day's two numbers, for the trend of the whole board."""
    standing, alarming = queries.standing_of_day(graded)
    values = {
        "score_points": None if standing.score is None else int(standing.score * 1000),
        "scored_weight": standing.scored_weight,
        "covered_weight": standing.covered_weight,
        "weight": standing.weight,
        "clauses": standing.clauses,
        "covered": standing.covered,
        "alarming": alarming,
    }
    BoardDay.objects.update_or_create(on=today, defaults=values)


def _record_change(
    clause: Clause | None, key: str, before: ClauseState | None, now: Grade, by: Member | None, moment: dt.datetime
) -> None:
    with override(LANGUAGE):
        was = str(ClauseStatus(before.state).label) if before else _("首次检查")
        reason = f"{was} → {now.state.label}" + (f"（{now.passed}/{now.tested}）" if now.state in SCORED else "")
    data = {"clause": key, "from": before.state if before else "", "to": str(now.state.value)}
    trail.record(RulebookEvent.CLAUSE_CHANGED, target=clause, by=by, reason=reason, data=data, at=moment)
