"""One burst: every publication due in the same second, workers ready before it; how fast and how late they were accepted."""

import datetime as dt
import os
import subprocess
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.place import Place
from sandbox.settings import FaultKind

PATIENCE_SECONDS = 900
FAILING: tuple[FaultKind, ...] = ("http_500", "timeout_before")  # what strikes failing accounts, by turns


@dataclass(frozen=True)
class Burst:
    """Seconds after the due moment, in order; milliseconds of processor time for one post."""

    waits: Sequence[float] = field(repr=False)
    rate: float
    engine_ms: float
    sandbox_ms: float

    @property
    def p50(self) -> float:
        return _at(self.waits, 50)

    @property
    def p99(self) -> float:
        return _at(self.waits, 99)


def _at(waits: Sequence[float], share: int) -> float:
    from masthead.publishing.queries import percentile

    return percentile(list(waits), share) or 0.0


def burst(where: Place, *, workers: int, leave_out: Collection[int] = (), only: Collection[int] = ()) -> Burst:
    """Send everything once more from the start. `leave_out` are accounts that are not waited for; `only` narrows what is measured."""
    from masthead.core import clock
    from masthead.publishing.models import Attempt, Publication

    rows = rewind()
    with _working(where, workers) as running:
        spent, platform = _spent(running), _spent([where.sandbox.process])
        due = clock.now()
        rows.update(due_at=due, next_try_at=due)
        wanted = rows.exclude(account__in=leave_out)
        _wait_until_accepted(due, wanted.count(), leave_out)
        spent, platform = _spent(running) - spent, _spent([where.sandbox.process]) - platform
    accepted = Publication.objects.filter(accepted_at__gte=due).exclude(account__in=leave_out)
    every = sorted(
        (moment - due).total_seconds() for moment in accepted.values_list("accepted_at", flat=True) if moment
    )
    shown = accepted.filter(account__in=only) if only else accepted
    waits = sorted((moment - due).total_seconds() for moment in shown.values_list("accepted_at", flat=True) if moment)
    first = Attempt.objects.filter(started_at__gte=due).order_by("started_at").values_list("started_at", flat=True)[0]
    seconds = every[-1] - (first - due).total_seconds()
    each = 1000 / len(every)
    return Burst(waits, len(every) / seconds, spent * each, platform * each)


def rewind() -> Any:
    """Every row of the bench as on its first day, waiting for tomorrow; nothing is left of what the last burst taught the brakes."""
    from masthead.core import clock
    from masthead.publishing.models import AccountPace, Circuit, Publication
    from masthead.publishing.states import PublicationState

    for learned in (AccountPace, Circuit):
        learned.objects.all().delete()
    rows = Publication.objects.filter(title__startswith="春茶日记")
    tomorrow = clock.now() + dt.timedelta(days=1)
    rows.update(
        state=PublicationState.SCHEDULED, stage="", remote={}, remote_key="", figures_ref="", tries=0, looks=0, losses=0,
        accepted_at=None, published_at=None, ended_at=None, due_at=tomorrow, next_try_at=tomorrow, claimed_by="", lease_until=None,
        failure_kind="", failure_message="", failure_advice="", unknown_since=None,
    )  # fmt: skip
    return rows


@contextmanager
def _working(where: Place, count: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Worker processes that have said that they are there."""
    from masthead.publishing.models import Worker

    Worker.objects.all().delete()
    running = [where.start_worker(pause=0.1) for _ in range(count)]
    try:
        while Worker.objects.count() < count:
            time.sleep(0.1)
        yield running
    finally:
        for one in running:
            one.terminate()
        for one in running:
            one.wait()


def _wait_until_accepted(due: dt.datetime, count: int, leave_out: Collection[int]) -> None:
    from masthead.publishing.models import Publication

    deadline = time.monotonic() + PATIENCE_SECONDS
    rows = Publication.objects.filter(accepted_at__gte=due).exclude(account__in=leave_out)
    while rows.count() < count:
        if time.monotonic() > deadline:
            raise RuntimeError(f"{rows.count()} of {count} posts were accepted")
        time.sleep(0.5)


def _spent(processes: Sequence[subprocess.Popen[bytes] | None]) -> float:
    """Seconds of processor time so far; 0 where the system does not tell."""
    total = 0.0
    for one in processes:
        told = Path(f"/proc/{one.pid}/stat") if one else None
        if told and told.exists():
            ticks = told.read_text().rpartition(")")[2].split()[11:13]
            total += sum(int(n) for n in ticks) / os.sysconf("SC_CLK_TCK")
    return total


@contextmanager
def failing(where: Place, count: int) -> Iterator[list[int]]:
    """The first `count` accounts fail at every call; their keys."""
    from masthead.accounts.models import Account

    accounts = list(Account.objects.filter(app_id__startswith="wx_bench_").order_by("app_id")[:count])
    for number, account in enumerate(accounts):
        where.sandbox.set_fault(FAILING[number % len(FAILING)], "*", appid=account.app_id)
    try:
        yield [account.pk for account in accounts]
    finally:
        where.sandbox.clear_faults()


def healthy(count_failing: int) -> list[int]:
    """Keys of the accounts that never fail."""
    from masthead.accounts.models import Account

    rows = Account.objects.filter(app_id__startswith="wx_bench_").order_by("app_id")
    return list(rows.values_list("pk", flat=True)[count_failing:])
