"""The probe engine: whole population, honest failures, planted violations, days."""

import datetime as dt

import pytest

from masthead.core import clock
from masthead.rulebook import actions, examination, queries
from masthead.rulebook.models import ClauseState, ProbeResult, ProbeRun, ResultRank
from masthead.rulebook.policy_text import built_in
from masthead.rulebook.states import ClauseStatus
from masthead.rulebook.tests.conftest import tea_probe, verdicts
from masthead.trail.models import Event
from masthead.trail.probes import PROBES, catches_its_violation

pytestmark = pytest.mark.django_db


def run(probe, only_probes, **words):
    only_probes(probe)
    actions.run_probes(**words)
    return ProbeRun.objects.latest("pk")


def test_a_run_counts_the_whole_population_and_keeps_every_failure(policy, only_probes):
    found = run(tea_probe(verdicts(passed=5, failed=2, exempt=1)), only_probes)

    assert (found.population_n, found.pass_n, found.fail_n, found.exempt_n) == (8, 5, 2, 1)
    kept = queries.results_of(found).order_by("rank", "pk")
    assert [r.passed for r in kept] == [False, False, True, True, True, True, True, None]
    assert (kept[0].name, kept[0].reason, kept[0].url, kept[0].facts) == ("第6篓鲜叶", "过了清明", "/leaf/6/", {"n": 6})


def test_passed_rows_are_kept_up_to_a_limit_and_counted_exactly(policy, only_probes, monkeypatch):
    monkeypatch.setattr(examination, "MOST_PASSED_KEPT", 3)
    found = run(tea_probe(verdicts(passed=10, failed=4)), only_probes)

    assert (found.pass_n, found.fail_n) == (10, 4)
    assert queries.results_of(found).filter(rank=ResultRank.PASSED).count() == 3
    assert queries.results_of(found).filter(rank=ResultRank.FAILED).count() == 4


def test_a_probe_that_fails_itself_is_an_error_and_never_green(policy, only_probes):
    def broken():
        yield from verdicts(passed=3)
        raise ValueError("列不存在")

    found = run(tea_probe(broken), only_probes)

    assert (found.ran_ok, found.pass_n, found.error) == (False, 0, "ValueError: 列不存在")
    assert queries.grades(at=clock.now())["3.3.1"].state == ClauseStatus.ERROR
    assert Event.objects.filter(name="rulebook:probe:failed", reason__contains="列不存在").exists()


def test_a_planted_violation_that_is_noticed_is_noted_and_leaves_no_trace(policy, only_probes):
    found = run(tea_probe(verdicts(passed=3)), only_probes)

    assert (found.catches_seed, found.fail_n) == (True, 0)
    assert queries.grades(at=clock.now())["3.3.1"].state == ClauseStatus.COMPLIANT


def test_a_probe_that_cannot_fail_is_an_error_although_everything_passed(policy, only_probes):
    found = run(tea_probe(verdicts(passed=3), blind=True), only_probes)

    assert found.catches_seed is False
    assert queries.grades(at=clock.now())["3.3.1"].state == ClauseStatus.ERROR


def test_a_violation_is_planted_once_a_day_or_when_a_member_asks(policy, only_probes, auditor):
    probe = tea_probe(verdicts(passed=3))
    first = run(probe, only_probes)
    hour = first.finished_at + dt.timedelta(hours=1)
    second = run(probe, only_probes, at=hour)
    asked = run(probe, only_probes, at=hour, by=auditor)
    day = run(probe, only_probes, at=hour + dt.timedelta(days=1))

    assert second.seeded_at == first.seeded_at
    assert second.catches_seed is True
    assert asked.seeded_at == hour
    assert day.seeded_at == day.finished_at


def test_probes_run_when_due_and_not_before(policy, only_probes):
    only_probes(tea_probe(verdicts(passed=1)))

    assert actions.run_probes() == 1
    assert actions.run_probes() == 0
    assert actions.run_probes(at=clock.now() + dt.timedelta(minutes=11)) == 1


def test_a_member_may_ask_for_one_clause_at_once_and_the_trail_says_so(policy, only_probes, auditor):
    only_probes(tea_probe(verdicts(passed=1)), tea_probe(key="other", clause="3.3.2"))
    actions.run_probes()

    assert actions.run_probes(by=auditor, clause_key="3.3.1") == 1
    asked = Event.objects.get(name="rulebook:probe:ordered")
    assert (asked.actor_name, asked.target_name) == ("沈严", "3.3.1 内容策划")


def test_a_probe_that_another_worker_runs_is_left_to_it(policy, only_probes):
    only_probes(tea_probe(verdicts(passed=1)))
    claimed = actions.claim_probe(probe_key="tea")

    assert actions.claim_probe(probe_key="tea") is None
    assert actions.run_probes() == 0
    assert ProbeRun.objects.get() == claimed


def test_a_run_whose_worker_died_is_settled_as_failed_and_the_next_one_goes_on(policy, only_probes):
    only_probes(tea_probe(verdicts(passed=1)))
    dead = actions.claim_probe(probe_key="tea", at=clock.now() - dt.timedelta(minutes=20))

    assert actions.run_probes(at=clock.now() + dt.timedelta(minutes=30)) == 1
    dead.refresh_from_db()
    assert dead.ran_ok is False
    assert actions.settle_probe(run=dead, found=examination.Examined()) is False


def test_rows_of_earlier_runs_of_the_day_give_way_and_failures_of_past_days_stay(policy, only_probes):
    probe = tea_probe(verdicts(passed=2, failed=1))
    noon = clock.at_china(clock.today(), 12)
    yesterday = run(probe, only_probes, at=noon - dt.timedelta(days=1))
    morning = run(probe, only_probes, at=noon - dt.timedelta(hours=3))
    latest = run(probe, only_probes, at=noon)

    kept = {r.pk: ProbeResult.objects.filter(run=r).count() for r in ProbeRun.objects.all()}
    assert kept == {yesterday.pk: 1, latest.pk: 3}
    assert morning.pk not in kept


def test_the_day_keeps_the_state_and_a_change_is_on_the_trail_of_the_clause(policy, only_probes):
    noon = clock.at_china(clock.today(), 12)
    run(tea_probe(verdicts(passed=4)), only_probes, at=noon)
    run(tea_probe(verdicts(passed=4)), only_probes, at=noon + dt.timedelta(minutes=20))
    run(tea_probe(verdicts(passed=1, failed=3)), only_probes, at=noon + dt.timedelta(minutes=40))

    (row,) = ClauseState.objects.all()
    assert (row.state, row.score_numerator, row.score_denominator) == (ClauseStatus.NON_COMPLIANT, 1, 4)
    changes = Event.objects.filter(name="rulebook:clause:state_changed").order_by("pk")
    assert [e.reason for e in changes] == ["首次检查 → 达标（4/4）", "达标 → 未达标（1/4）"]
    assert {e.target_name for e in changes} == {"3.3.1 内容策划"}


def test_every_registered_probe_belongs_to_a_clause_of_the_template():
    keys = {p.key for p in built_in().passages if p.level == "clause"}

    assert {probe.clause for probe in PROBES.values()} <= keys


def test_every_registered_probe_runs_notices_its_violation_and_is_not_green_when_empty(policy, cast):
    actions.run_probes()

    runs = queries.latest_runs()
    assert {key: run.error for key, run in runs.items() if run.error} == {}
    assert {key for key, run in runs.items() if not run.catches_seed} == set(), (
        "these probes miss their planted violation"
    )
    green = {k for k, g in queries.grades(at=clock.now()).items() if g.state == ClauseStatus.COMPLIANT}
    passed = {run.clause_key for run in runs.values() if run.pass_n}
    assert green <= passed, "green without a single object that passed"


def test_the_probe_of_the_rulebook_notices_a_document_without_a_version_in_force(policy):
    probe = PROBES["8.2.in_force"]
    window = examination.window_of(probe, clock.now())
    assert [v.passed for v in probe.examine(window)] == [True]
    assert catches_its_violation(probe, window)
