"""The execution board 制度执行看板: every clause with its state, its figure, its refusals and its trend; a fixed number of queries.

Today is graded from the newest runs; a past day is shown as it was kept, and what was not kept is said to be unknown.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from masthead.core import clock
from masthead.rulebook.grading import Grade, Standing, standing_of_all, standing_of_chapter
from masthead.rulebook.models import BoardDay, Clause, ClauseLevel, ClauseState, Finding, PolicyVersion, ProbeRun
from masthead.rulebook.queries.clauses import clauses_by_key, policy_in_force
from masthead.rulebook.queries.evidence import (
    exempt_on,
    grades,
    grades_on,
    latest_runs,
    probes_by_clause,
    runs_on,
    states_between,
)
from masthead.rulebook.queries.exceptions import open_counts
from masthead.rulebook.queries.versions import clauses_of, version_on
from masthead.rulebook.states import ALARMING, WORST_FIRST, ClauseStatus
from masthead.trail import queries as trail
from masthead.trail.registry import GUARDS

TREND_DAYS = 14
WINDOW_DAYS = 30
BAR_PITCH, BAR_TALL, BAR_SHORT = 5, 16, 3


@dataclass(frozen=True)
class Bar:
    """One day of a trend, in the units of its drawing."""

    x: int
    y: int
    height: int
    tone: str
    on: dt.date


@dataclass(frozen=True)
class BoardRow:
    """`catches` = every probe notices its planted violation (True), one missed it (False), not tried yet (None)."""

    clause: Clause
    grade: Grade
    probes_n: int
    guards_n: int
    refused_n: int
    done_n: int
    findings_n: int
    catches: bool | None
    trend: tuple[Bar, ...]


@dataclass(frozen=True)
class BoardChapter:
    clause: Clause
    standing: Standing
    rows: list[BoardRow]


@dataclass(frozen=True)
class Board:
    """`on` None = now; `recorded` False = nothing was kept on that day."""

    version: PolicyVersion
    chapters: list[BoardChapter]
    standing: Standing
    counts: dict[ClauseStatus, int]
    refused_n: int
    findings_n: int
    as_of: dt.datetime | None
    on: dt.date | None = None
    recorded: bool = True

    @property
    def alarming(self) -> int:
        """Clauses that somebody must look at."""
        return sum(self.counts.get(state, 0) for state in ALARMING)


@dataclass(frozen=True)
class _Facts:
    """What the rows are made of, for one moment."""

    graded: Mapping[str, Grade]
    runs: Mapping[str, ProbeRun]
    deeds: Mapping[str, dict[str, int]]
    days: Mapping[str, Mapping[dt.date, ClauseState]]
    findings: Mapping[str, int]
    day: dt.date
    unknown: ClauseStatus  # of a clause whose probes left nothing


def trend_of(days: Mapping[dt.date, ClauseState], today: dt.date, length: int = TREND_DAYS) -> tuple[Bar, ...]:
    """A bar a day, the height is the share that passed, the tone the state; a day without a check is a low hollow bar."""
    bars = []
    for index in range(length):
        on = today - dt.timedelta(days=length - 1 - index)
        row = days.get(on)
        height = BAR_SHORT
        if row is not None and row.score_denominator:
            height += (BAR_TALL - BAR_SHORT) * row.score_numerator // row.score_denominator
        bars.append(Bar(index * BAR_PITCH, BAR_TALL - height, height, row.state if row else "none", on))
    return tuple(bars)


def catches_all(runs: list[ProbeRun | None]) -> bool | None:
    """What the planted violations proved about a clause's probes together."""
    known = [run.catches_seed if run else None for run in runs]
    if False in known:
        return False
    return True if known and all(known) else None


def chapters_of(clauses: Iterable[Clause]) -> dict[int, str]:
    """{clause: key of its chapter}, by the tree and not by the key: a clause that was moved keeps its key."""
    chapter: dict[int, str] = {}
    for clause in clauses:
        chapter[clause.pk] = clause.key if clause.parent_id is None else chapter[clause.parent_id]
    return chapter


def board(*, at: dt.datetime | None = None, only: str = "") -> Board | None:
    """The board now, all rows or those of one state; eight queries. None when no version is in force."""
    version = policy_in_force()
    if version is None:
        return None
    now = at or clock.now()
    today = clock.china(now).date()
    runs = latest_runs()
    facts = _Facts(
        graded=grades(at=now, runs=runs, exempt=exempt_on(today)),
        runs=runs,
        deeds=trail.counts_by_clause(since=now - dt.timedelta(days=WINDOW_DAYS), until=now + dt.timedelta(seconds=1)),
        days=states_between(since=today - dt.timedelta(days=TREND_DAYS - 1), until=today),
        findings=open_counts(),
        day=today,
        unknown=ClauseStatus.NOT_TESTED,
    )
    return _assemble(version, list(clauses_by_key().values()), facts, only)


def board_on(day: dt.date, *, only: str = "") -> Board | None:
    """The board as it was kept on a past day; eight queries. None when no version was in force on it."""
    version = version_on(day)
    if version is None:
        return None
    _start, end = clock.day_bounds(day)
    graded = grades_on(day)
    open_then = Finding.objects.filter(opened_at__lt=end).exclude(closed_at__lt=end)
    facts = _Facts(
        graded=graded,
        runs=runs_on(day),
        deeds=trail.counts_by_clause(since=end - dt.timedelta(days=WINDOW_DAYS), until=end),
        days=states_between(since=day - dt.timedelta(days=TREND_DAYS - 1), until=day),
        findings=Counter(open_then.values_list("clause_key", flat=True)),
        day=day,
        unknown=ClauseStatus.NOT_RECORDED,
    )
    return _assemble(version, clauses_of(version), facts, only, on=day, recorded=bool(graded))


def standing_of_day(graded: Mapping[str, Grade]) -> tuple[Standing, int]:
    """The whole of a day's grades over the clauses in force, and how many need a look; one query."""
    clauses = list(clauses_by_key().values())
    chapter = chapters_of(clauses)
    by_chapter: dict[str, list[Grade]] = {}
    for clause in clauses:
        if clause.level == ClauseLevel.CLAUSE:
            known = graded.get(clause.key, Grade(ClauseStatus.NOT_TESTED))
            by_chapter.setdefault(chapter[clause.pk], []).append(known)
    standing = standing_of_all(standing_of_chapter(found) for found in by_chapter.values())
    return standing, sum(g.state in ALARMING for found in by_chapter.values() for g in found)


def board_days(*, since: dt.date, until: dt.date) -> dict[dt.date, BoardDay]:
    """{day: the two numbers of the whole}; one query."""
    return {row.on: row for row in BoardDay.objects.filter(on__gte=since, on__lte=until)}


def _row(clause: Clause, facts: _Facts, probes: int, keys: list[str], guards: int) -> BoardRow:
    deed = facts.deeds.get(clause.key, {})
    missing = Grade(facts.unknown if probes else ClauseStatus.NOT_TESTED)
    return BoardRow(
        clause=clause,
        grade=facts.graded.get(clause.key, missing),
        probes_n=probes,
        guards_n=guards,
        refused_n=deed.get("refused", 0),
        done_n=deed.get("done", 0),
        findings_n=facts.findings.get(clause.key, 0),
        catches=catches_all([facts.runs.get(key) for key in keys]),
        trend=trend_of(facts.days.get(clause.key, {}), facts.day) if probes else (),
    )


def _shown(state: ClauseStatus, only: str) -> bool:
    return not only or state == only or (only == "alarming" and state in ALARMING)


def _assemble(
    version: PolicyVersion,
    clauses: list[Clause],
    facts: _Facts,
    only: str,
    on: dt.date | None = None,
    recorded: bool = True,  # noqa: FBT001, FBT002  private, named at the call
) -> Board:
    """Rows into chapters. Standings count all clauses, whatever is shown."""
    probes, guards = probes_by_clause(), Counter(guard.clause for guard in GUARDS.values())
    chapter_of = chapters_of(clauses)
    rows: dict[str, list[BoardRow]] = {}
    for clause in clauses:
        if clause.level == ClauseLevel.CLAUSE:
            keys = [probe.key for probe in probes.get(clause.key, [])]
            made = _row(clause, facts, len(keys), keys, guards[clause.key])
            rows.setdefault(chapter_of[clause.pk], []).append(made)
    whole = [
        BoardChapter(c, standing_of_chapter([r.grade for r in rows.get(c.key, [])]), rows.get(c.key, []))
        for c in clauses
        if c.level == ClauseLevel.CHAPTER
    ]
    everything = [r for c in whole for r in c.rows]
    counted = Counter(r.grade.state for r in everything)
    times = [r.grade.as_of for r in everything if r.grade.as_of]
    shown = [BoardChapter(c.clause, c.standing, [r for r in c.rows if _shown(r.grade.state, only)]) for c in whole]
    return Board(
        version=version,
        chapters=[c for c in shown if c.rows],
        standing=standing_of_all(c.standing for c in whole),
        counts={state: counted[state] for state in WORST_FIRST if counted[state]},
        refused_n=sum(deed.get("refused", 0) for deed in facts.deeds.values()),
        findings_n=sum(facts.findings.values()),
        as_of=min(times) if times else None,
        on=on,
        recorded=recorded,
    )
