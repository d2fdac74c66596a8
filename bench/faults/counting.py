"""What a campaign showed: posts counted at the platforms, the rest read from the database and the platforms' ledger."""

import sqlite3
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.faults.contents import Wanted
from bench.faults.director import Strike
from bench.faults.house import House

QUESTIONS = ("token", "oauth", "createSession", "refreshSession")
RETRIED = ("not_sent", "unknown_outcome")
MARGIN_SECONDS = 3.0  # until every process has read that the clock is right again
SHIFTED_SECONDS = 600.0


@dataclass
class Row:
    """One platform's line of the table."""

    platform: str
    wanted: int = 0
    existing: int = 0
    duplicates: int = 0
    lost: int = 0
    unknown: int = 0
    faults: int = 0


@dataclass
class Gaps:
    """Measured waits over wanted ones, for one step of the back-off."""

    step: str
    wanted: float
    ratios: list[float] = field(default_factory=list)


@dataclass
class Found:
    """Everything that was counted."""

    rows: list[Row]
    offending: list[str]
    states: dict[str, int]
    were_unknown: int
    looked_up: int
    resent: int
    interrupted: int
    stuck: int
    silence: float
    silences: dict[str, float]
    gaps: list[Gaps]
    gaps_with_jumps: int
    struck: dict[str, int]

    @property
    def existing(self) -> int:
        return sum(row.existing for row in self.rows)

    @property
    def duplicates(self) -> int:
        return sum(row.duplicates for row in self.rows)

    @property
    def lost(self) -> int:
        return sum(row.lost for row in self.rows)

    @property
    def unknown(self) -> int:
        return self.states.get("unknown", 0)

    @property
    def short(self) -> int:
        """Waits that were shorter than wanted although no clock had jumped."""
        return sum(ratio < 0.999 for gap in self.gaps for ratio in gap.ratios)

    @property
    def good(self) -> bool:
        clean = not (self.duplicates or self.lost or self.unknown or self.stuck or self.short or self.offending)
        return clean and self.silence < 60


def count(house: House, wanted: Sequence[Wanted], strikes: Sequence[Strike]) -> Found:
    """Count now."""
    from masthead.publishing.models import Attempt, Publication
    from masthead.publishing.states import OPEN, AttemptOutcome
    from masthead.trail.models import Event

    rows, offending = _at_the_platforms(house, wanted)
    states = Counter(Publication.objects.values_list("state", flat=True))
    unknown = Publication.objects.filter(state="unknown").values_list("account__platform__key", flat=True)
    for platform, number in Counter(unknown).items():
        rows[platform].unknown = number
    events = Event.objects.filter(name__startswith="publishing:publication:")
    silences = _silences(house, strikes)
    gaps, jumped = _gaps(strikes)
    return Found(
        rows=list(rows.values()), offending=offending + _not_published(), states=dict(states),
        were_unknown=events.filter(name__endswith=":outcome_unknown").count(),
        looked_up=events.filter(name__endswith=":found").count(), resent=events.filter(name__endswith=":cleared").count(),
        interrupted=Attempt.objects.filter(outcome=AttemptOutcome.LOST).count(),
        stuck=sum(number for state, number in states.items() if state in OPEN), silence=max(silences.values(), default=0.0),
        silences=silences, gaps=gaps, gaps_with_jumps=jumped, struck=dict(Counter(one.kind for one in strikes)),
    )  # fmt: skip


def _at_the_platforms(house: House, wanted: Sequence[Wanted]) -> tuple[dict[str, Row], list[str]]:
    """Each mark must stand on its own account once, and nowhere else."""
    there: Counter[tuple[str, str, str]] = Counter()
    for post in house.sandbox.posts():
        if (found := post["words"].find("春茶日记")) >= 0:
            there[(post["platform"], post["appid"], post["words"][found : found + 16])] += 1
    rows: dict[str, Row] = {}
    offending = []
    for one in wanted:
        row = rows.setdefault(one.platform, Row(one.platform))
        times = there.pop((one.emulator, one.app_id, one.mark), 0)
        row.wanted += 1
        row.existing += times > 0
        row.duplicates += max(0, times - 1)
        row.lost += times == 0
        if times != 1:
            offending.append(f"{one.platform} {one.app_id} {one.mark}: {times} posts")
    offending += [
        f"{platform} {app} {mark}: {times} posts that nobody wanted" for (platform, app, mark), times in there.items()
    ]
    for fault in house.sandbox.faults():
        for row in rows.values():
            row.faults += int(fault["hits"]) if (fault["appid"] or "").startswith(row.platform) else 0
    return rows, offending


def _not_published() -> list[str]:
    """What our own book says about posts that are not out, with the reason."""
    from masthead.publishing.models import Publication

    rows = Publication.objects.exclude(state="published").select_related("account__platform")[:50]
    return [f"{r.account.platform.key} {r.title}: {r.state} {r.failure_kind} {r.failure_message}" for r in rows]


def _silences(house: House, strikes: Sequence[Strike]) -> dict[str, float]:
    """After each strike: how long until a platform was called again; the longest of each kind. The end of the campaign counts for nothing."""
    with sqlite3.connect(house.data / "sandbox" / "ledger.sqlite3") as ledger:
        calls = [row[0] for row in ledger.execute("SELECT at FROM ledger ORDER BY at")]
    longest: dict[str, float] = {}
    for one in strikes:
        if one.kind in ("token", "web", "audit"):
            continue
        after = bisect_right(calls, one.ended)
        if after < len(calls):
            longest[one.kind] = max(longest.get(one.kind, 0.0), calls[after] - one.at)
    return longest


def _gaps(strikes: Sequence[Strike]) -> tuple[list[Gaps], int]:
    """Each repeated call: how long after the one before, against the wait that was wanted. Pairs that a wrong clock touched are only counted."""
    from masthead.publishing.limits import limits
    from masthead.publishing.models import Attempt

    steps = limits().backoff_seconds
    found: dict[str, Gaps] = {}
    wrong = [(one.at - MARGIN_SECONDS, one.ended + MARGIN_SECONDS) for one in strikes if one.kind == "clock"]
    jumped, tries, before = 0, 0, None
    for row in Attempt.objects.order_by("publication_id", "no").exclude(stage="look_up").iterator(2000):
        if before is None or before.publication_id != row.publication_id:
            tries, before = 0, row
            continue
        retried = before.outcome in RETRIED and not (before.outcome == "unknown_outcome" and before.is_last)
        if (retried or before.outcome == "throttled") and before.ended_at is not None:
            name, waited = _step(steps, tries, throttled=not retried)
            tries += retried
            begin, end = before.ended_at.timestamp(), row.started_at.timestamp()
            if _touched(begin, end, wrong, strikes):
                jumped += 1
            else:
                found.setdefault(name, Gaps(name, waited)).ratios.append((end - begin) / waited)
        before = row
    return sorted(found.values(), key=lambda gap: gap.step), jumped


def _step(steps: Sequence[float], tries: int, *, throttled: bool) -> tuple[str, float]:
    from masthead.publishing.limits import limits

    if throttled:
        return "throttled", limits().throttle_seconds
    number = min(tries, len(steps) - 1)
    return f"back-off {number + 1}", steps[number]


def _touched(begin: float, end: float, wrong: Sequence[tuple[float, float]], strikes: Sequence[Strike]) -> bool:
    """A moment an hour off the campaign, or a wrong clock while the wait lasted."""
    if strikes and not all(
        strikes[0].at - SHIFTED_SECONDS < x < strikes[-1].ended + SHIFTED_SECONDS for x in (begin, end)
    ):
        return True
    return any(begin < until and end > since for since, until in wrong)


def open_rows() -> tuple[int, int]:
    """(not finished, all)"""
    from masthead.publishing.models import Publication
    from masthead.publishing.states import OPEN

    rows: Any = Publication.objects
    return rows.filter(state__in=sorted(OPEN)).count(), rows.count()
