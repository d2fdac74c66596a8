"""The execution board 制度执行看板: every clause with its state, its figure, its refusals and its trend; a fixed number of queries."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from masthead.core import clock
from masthead.rulebook.grading import Grade, Standing, standing_of_all, standing_of_chapter
from masthead.rulebook.models import Clause, ClauseLevel, ClauseState, PolicyVersion, ProbeRun
from masthead.rulebook.queries.clauses import clauses_by_key, policy_in_force
from masthead.rulebook.queries.evidence import grades, latest_runs, probes_by_clause, states_since
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
    catches: bool | None
    trend: list[Bar]


@dataclass(frozen=True)
class BoardChapter:
    clause: Clause
    standing: Standing
    rows: list[BoardRow]


@dataclass(frozen=True)
class Board:
    version: PolicyVersion
    chapters: list[BoardChapter]
    standing: Standing
    counts: dict[ClauseStatus, int]
    refused_n: int
    as_of: dt.datetime | None

    @property
    def alarming(self) -> int:
        """Clauses that somebody must look at."""
        return sum(self.counts.get(state, 0) for state in ALARMING)


def trend_of(days: Mapping[dt.date, ClauseState], today: dt.date, length: int = TREND_DAYS) -> list[Bar]:
    """A bar a day, the height is the share that passed, the tone the state; a day without a check is a low hollow bar."""
    bars = []
    for index in range(length):
        on = today - dt.timedelta(days=length - 1 - index)
        row = days.get(on)
        height = BAR_SHORT
        if row is not None and row.score_denominator:
            height += (BAR_TALL - BAR_SHORT) * row.score_numerator // row.score_denominator
        bars.append(Bar(index * BAR_PITCH, BAR_TALL - height, height, row.state if row else "none", on))
    return bars


def catches_all(runs: list[ProbeRun | None]) -> bool | None:
    """What the planted violations proved about a clause's probes together."""
    known = [run.catches_seed if run else None for run in runs]
    if False in known:
        return False
    return True if known and all(known) else None


def board(*, at: dt.datetime | None = None, only: str = "") -> Board | None:
    """The board at `at`, all rows or those of one state; five queries. None when no version is in force."""
    version = policy_in_force()
    if version is None:
        return None
    now = at or clock.now()
    today = clock.china(now).date()
    runs = latest_runs()
    graded = grades(at=now, runs=runs)
    deeds = trail.counts_by_clause(since=now - dt.timedelta(days=WINDOW_DAYS), until=now + dt.timedelta(seconds=1))
    days = states_since(since=today - dt.timedelta(days=TREND_DAYS - 1))
    probes, guards = probes_by_clause(), Counter(guard.clause for guard in GUARDS.values())

    def row(clause: Clause) -> BoardRow:
        mine, deed = probes.get(clause.key, []), deeds.get(clause.key, {})
        return BoardRow(
            clause=clause,
            grade=graded.get(clause.key, Grade(ClauseStatus.NOT_TESTED)),
            probes_n=len(mine),
            guards_n=guards[clause.key],
            refused_n=deed.get("refused", 0),
            done_n=deed.get("done", 0),
            catches=catches_all([runs.get(probe.key) for probe in mine]),
            trend=trend_of(days.get(clause.key, {}), today) if mine else [],
        )

    return _assemble(version, [(c, row(c)) for c in clauses_by_key().values() if c.level != ClauseLevel.SECTION], only)


def _shown(state: ClauseStatus, only: str) -> bool:
    return not only or state == only or (only == "alarming" and state in ALARMING)


def _assemble(version: PolicyVersion, found: list[tuple[Clause, BoardRow]], only: str) -> Board:
    """Rows into chapters. Standings count all clauses, whatever is shown."""
    whole: list[BoardChapter] = []
    shown: list[BoardChapter] = []
    for chapter in (clause for clause, _ in found if clause.level == ClauseLevel.CHAPTER):
        rows = [r for c, r in found if c.level == ClauseLevel.CLAUSE and c.chapter_key == chapter.key]
        standing = standing_of_chapter([r.grade for r in rows])
        whole.append(BoardChapter(chapter, standing, rows))
        shown.append(BoardChapter(chapter, standing, [r for r in rows if _shown(r.grade.state, only)]))
    everything = [r for c in whole for r in c.rows]
    counted = Counter(r.grade.state for r in everything)
    times = [r.grade.as_of for r in everything if r.grade.as_of]
    return Board(
        version=version,
        chapters=[c for c in shown if c.rows],
        standing=standing_of_all(c.standing for c in whole),
        counts={state: counted[state] for state in WORST_FIRST if counted[state]},
        refused_n=sum(r.refused_n for _, r in found),
        as_of=min(times) if times else None,
    )
