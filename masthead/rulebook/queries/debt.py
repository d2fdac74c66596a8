"""Unbound-clause debt 未接入条款: clauses without automatic evidence, with their age, by chapter; the goal is at least 80 % automatic."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from masthead.core import clock
from masthead.rulebook.models import Clause, ClauseLevel
from masthead.rulebook.queries.board import chapters_of
from masthead.rulebook.queries.clauses import clauses_by_key
from masthead.rulebook.queries.evidence import probes_by_clause
from masthead.rulebook.states import VersionState
from masthead.trail.registry import GUARDS

GOAL_PERCENT = 80


@dataclass(frozen=True)
class Unbound:
    """`age_days` since the clause first was in force; `guards_n` guards refuse, but nothing looks afterwards."""

    clause: Clause
    age_days: int
    guards_n: int


@dataclass(frozen=True)
class ChapterDebt:
    clause: Clause
    bound: int
    total: int
    unbound: list[Unbound]


@dataclass(frozen=True)
class Debt:
    chapters: list[ChapterDebt]
    bound: int
    total: int

    @property
    def percent(self) -> int:
        return self.bound * 100 // self.total if self.total else 0

    @property
    def reached(self) -> bool:
        return self.bound * 100 >= self.total * GOAL_PERCENT


def debt(*, today: dt.date | None = None) -> Debt:
    """What of the text in force nobody checks automatically; two queries."""
    day = today or clock.today()
    clauses = list(clauses_by_key().values())
    chapter_of, probes = chapters_of(clauses), probes_by_clause()
    guards = Counter(guard.clause for guard in GUARDS.values())
    since = _first_in_force()
    chapters = {c.key: ChapterDebt(c, 0, 0, []) for c in clauses if c.level == ClauseLevel.CHAPTER}
    counted: Counter[str] = Counter()
    bound: Counter[str] = Counter()
    for clause in (c for c in clauses if c.level == ClauseLevel.CLAUSE):
        chapter = chapter_of[clause.pk]
        counted[chapter] += 1
        if clause.key in probes:
            bound[chapter] += 1
            continue
        age = (day - since.get(clause.key, day)).days
        chapters[chapter].unbound.append(Unbound(clause, age, guards[clause.key]))
    rows = [ChapterDebt(c.clause, bound[key], counted[key], c.unbound) for key, c in chapters.items()]
    return Debt(rows, sum(bound.values()), sum(counted.values()))


def _first_in_force() -> dict[str, dt.date]:
    """{key: the first day on which a text with it was in force}."""
    rows = Clause.objects.filter(
        version__state__in=[VersionState.IN_FORCE, VersionState.SUPERSEDED], version__effective_on__isnull=False
    )
    found: dict[str, dt.date] = {}
    for key, day in rows.values_list("key", "version__effective_on"):
        if day is not None:
            found[key] = min(day, found.get(key, day))
    return found
