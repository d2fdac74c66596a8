"""From what probes found to a state, a score and a coverage: pure arithmetic (domain reference §1.2).

Two numbers, never one. Score = Σ weight·pass/(pass+fail) over what was tested; coverage = weight with fresh evidence over all weight.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from masthead.rulebook.states import COVERED, SCORED, WORST_FIRST, ClauseStatus

AT_RISK_FROM = Fraction(4, 5)  # at least four fifths passed: at risk; less: not met
RED_LINE_CAP = Fraction(59, 100)
PLAIN_WEIGHT = 3  # of a clause without probes


@dataclass(frozen=True)
class Evidence:
    """The newest finished run of a probe, as far as a state depends on it. `at` None = it never ran."""

    at: dt.datetime | None
    grace_minutes: int
    weight: int = PLAIN_WEIGHT
    red_line: bool = False
    ran_ok: bool = False
    pass_n: int = 0
    fail_n: int = 0
    catches_seed: bool | None = None


def state_of_probe(found: Evidence, now: dt.datetime) -> ClauseStatus:
    """One probe's word. An error, old data or an empty population is never green; nor is a probe that missed its own seed."""
    if found.at is None:
        return ClauseStatus.NOT_TESTED
    if not found.ran_ok:
        return ClauseStatus.ERROR
    if now - found.at > dt.timedelta(minutes=found.grace_minutes):
        return ClauseStatus.STALE
    if found.fail_n:
        share = Fraction(found.pass_n, found.pass_n + found.fail_n)
        mild = share >= AT_RISK_FROM and not found.red_line
        return ClauseStatus.PARTIAL if mild else ClauseStatus.NON_COMPLIANT
    if found.catches_seed is False:
        return ClauseStatus.ERROR
    return ClauseStatus.COMPLIANT if found.pass_n else ClauseStatus.NO_ACTIVITY


@dataclass(frozen=True)
class Grade:
    """A clause on the board. `passed`/`tested` is its figure; `as_of` the oldest evidence behind it."""

    state: ClauseStatus
    passed: int = 0
    tested: int = 0
    weight: int = PLAIN_WEIGHT
    red_line_broken: bool = False
    as_of: dt.datetime | None = None

    @property
    def share(self) -> Fraction:
        return Fraction(self.passed, self.tested) if self.tested else Fraction(0)


def grade(evidence: Sequence[Evidence], now: dt.datetime, *, exempt: bool = False) -> Grade:
    """The clause's grade from all its probes: the worst state, the figures added up.

    A live exception excuses a clause from being scored, but it neither counts as met nor hides a check that broke.
    """
    if not evidence:
        return Grade(ClauseStatus.EXEMPT if exempt else ClauseStatus.NOT_TESTED)
    states = [state_of_probe(found, now) for found in evidence]
    sound = [found for found, state in zip(evidence, states, strict=True) if state in COVERED]
    shown = sound or [found for found in evidence if found.ran_ok]  # old figures are shown, but never scored
    times = [found.at for found in evidence if found.at]
    worst = min(states, key=WORST_FIRST.index)
    excused = exempt and worst != ClauseStatus.ERROR
    return Grade(
        state=ClauseStatus.EXEMPT if excused else worst,
        passed=sum(found.pass_n for found in shown),
        tested=sum(found.pass_n + found.fail_n for found in shown),
        weight=max(found.weight for found in evidence),
        red_line_broken=not excused and any(found.red_line and found.fail_n for found in sound),
        as_of=min(times) if times else None,
    )


@dataclass(frozen=True)
class Standing:
    """Score and coverage of a chapter or of the whole. Numerators and denominators are kept; `score` None = nothing tested."""

    score: Fraction | None
    scored_weight: int
    covered_weight: int
    weight: int
    scored: int
    covered: int
    clauses: int
    capped: bool = False

    @property
    def score_points(self) -> str:
        """ "87.5", or an empty text when nothing was tested."""
        return "" if self.score is None else f"{float(self.score * 100):.1f}".removesuffix(".0")

    @property
    def coverage(self) -> Fraction:
        return Fraction(self.covered_weight, self.weight) if self.weight else Fraction(0)

    @property
    def coverage_points(self) -> str:
        return f"{float(self.coverage * 100):.1f}".removesuffix(".0")


def standing_of_chapter(grades: Iterable[Grade]) -> Standing:
    """A chapter from its clauses; a broken red line caps the score at 59."""
    found = list(grades)
    scored = [g for g in found if g.state in SCORED and g.tested]
    covered = [g for g in found if g.state in COVERED]
    scored_weight = sum(g.weight for g in scored)
    score = sum((g.weight * g.share for g in scored), Fraction(0)) / scored_weight if scored_weight else None
    capped = score is not None and score > RED_LINE_CAP and any(g.red_line_broken for g in found)
    return Standing(
        score=RED_LINE_CAP if capped else score,
        scored_weight=scored_weight,
        covered_weight=sum(g.weight for g in covered),
        weight=sum(g.weight for g in found),
        scored=len(scored),
        covered=len(covered),
        clauses=len(found),
        capped=capped,
    )


def standing_of_all(chapters: Iterable[Standing]) -> Standing:
    """The whole rulebook from its chapters, so that a cap is felt in the total."""
    found = list(chapters)
    scored_weight = sum(s.scored_weight for s in found)
    total = sum((s.scored_weight * s.score for s in found if s.score is not None), Fraction(0))
    return Standing(
        score=total / scored_weight if scored_weight else None,
        scored_weight=scored_weight,
        covered_weight=sum(s.covered_weight for s in found),
        weight=sum(s.weight for s in found),
        scored=sum(s.scored for s in found),
        covered=sum(s.covered for s in found),
        clauses=sum(s.clauses for s in found),
        capped=any(s.capped for s in found),
    )
