"""States and scores: nothing is green without fresh, sound, non-empty evidence."""

import datetime as dt
from fractions import Fraction

import pytest

from masthead.rulebook.grading import Evidence, Grade, grade, standing_of_all, standing_of_chapter, state_of_probe
from masthead.rulebook.states import ClauseStatus as S

NOW = dt.datetime(2026, 3, 20, 12, tzinfo=dt.UTC)


def evidence(*, minutes=1, grace=60, **words):
    at = None if minutes is None else NOW - dt.timedelta(minutes=minutes)
    return Evidence(at=at, grace_minutes=grace, **({"ran_ok": True} | words))


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (evidence(pass_n=12), S.COMPLIANT),
        (evidence(pass_n=12, catches_seed=True), S.COMPLIANT),
        (evidence(pass_n=9, fail_n=1), S.PARTIAL),
        (evidence(pass_n=8, fail_n=2), S.PARTIAL),
        (evidence(pass_n=7, fail_n=3), S.NON_COMPLIANT),
        (evidence(fail_n=1), S.NON_COMPLIANT),
        (evidence(pass_n=99, fail_n=1, red_line=True), S.NON_COMPLIANT),
        (evidence(), S.NO_ACTIVITY),
        (evidence(pass_n=12, minutes=61), S.STALE),
        (evidence(pass_n=12, minutes=60), S.COMPLIANT),
        (evidence(pass_n=12, ran_ok=False), S.ERROR),
        (evidence(pass_n=12, ran_ok=False, minutes=999), S.ERROR),
        (evidence(pass_n=12, catches_seed=False), S.ERROR),
        (evidence(pass_n=9, fail_n=1, catches_seed=False), S.PARTIAL),
        (evidence(pass_n=12, minutes=None), S.NOT_TESTED),
    ],
)
def test_a_probes_state_follows_from_its_newest_run(found, state):
    assert state_of_probe(found, NOW) == state


@pytest.mark.parametrize(
    "found",
    [
        evidence(),
        evidence(ran_ok=False, pass_n=5),
        evidence(minutes=600, pass_n=5),
        evidence(minutes=None),
        evidence(pass_n=5, catches_seed=False),
    ],
)
def test_empty_failed_old_missing_or_blind_evidence_is_never_green(found):
    assert grade([found], NOW).state != S.COMPLIANT
    if state_of_probe(found, NOW) != S.NO_ACTIVITY:
        assert grade([evidence(pass_n=5), found], NOW).state != S.COMPLIANT


def test_a_clause_with_several_probes_shows_the_worst_and_adds_the_figures_up():
    found = grade([evidence(pass_n=8), evidence(pass_n=9, fail_n=1, minutes=5, weight=5)], NOW)

    assert (found.state, found.passed, found.tested, found.weight) == (S.PARTIAL, 17, 18, 5)
    assert found.as_of == NOW - dt.timedelta(minutes=5)


def test_a_clause_without_probes_is_not_tested():
    assert grade([], NOW) == Grade(S.NOT_TESTED)


def test_the_score_weighs_what_was_tested_and_the_coverage_all():
    found = standing_of_chapter(
        [
            Grade(S.COMPLIANT, 10, 10, 5),
            Grade(S.NON_COMPLIANT, 1, 2, 5),
            Grade(S.STALE, 9, 9, 5),
            Grade(S.NOT_TESTED),
            Grade(S.NO_ACTIVITY),
        ]
    )

    assert (found.score, found.scored_weight, found.scored) == (Fraction(3, 4), 10, 2)
    assert (found.covered, found.clauses, found.coverage) == (3, 5, Fraction(13, 21))


def test_a_broken_red_line_caps_its_chapter_at_59_and_is_felt_in_the_total():
    whole = [Grade(S.COMPLIANT, 10, 10), Grade(S.NON_COMPLIANT, 99, 100, red_line_broken=True)]
    capped, fine = standing_of_chapter(whole), standing_of_chapter([Grade(S.COMPLIANT, 3, 3, 6)])

    assert (capped.score_points, capped.capped) == ("59", True)
    assert standing_of_all([capped, fine]).score == Fraction(159, 200)


def test_a_chapter_where_nothing_was_tested_has_no_score():
    found = standing_of_chapter([Grade(S.NOT_TESTED), Grade(S.NO_ACTIVITY)])

    assert (found.score, found.score_points) == (None, "")
    assert standing_of_all([found]).score is None


def test_a_score_below_the_cap_stays_where_it_is():
    found = standing_of_chapter([Grade(S.NON_COMPLIANT, 1, 10, red_line_broken=True)])

    assert (found.score_points, found.capped) == ("10", False)
