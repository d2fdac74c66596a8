"""`./dev bench-publish`: many posts due in one second; throughput and lateness of the engine, beside what the machine allows.

Beside it: a bare loop that makes the same calls without a database, tasks that do nothing on the same broker, a run in which some
accounts fail, and with `--finished N` the same with a long past in the table; `--machines 2` compares two groups of workers with one.
"""

import argparse
import asyncio
import contextlib
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import bare, finished
from bench.burst import Burst, burst, failing, healthy
from bench.place import Place, build_world, place

ENGINE = {"poll_seconds": [2, 5, 10], "batch": 32}
RATE_LEAST, SHARE_LEAST, P99_MOST = 50.0, 0.5, 20.0
MACHINES_LEAST = 1.7
FLAT_MOST = 1.5  # with a long past a claim may take so much longer, and the burst be so much slower
LATER_MOST = 1.25  # healthy accounts beside failing ones


@dataclass(frozen=True)
class Target:
    """What is wanted, what was found."""

    name: str
    wanted: str
    found: float
    met: bool
    unit: str = ""

    def line(self) -> str:
        return f"{self.name:<52} {self.wanted:>8} {self.found:>9.2f}{self.unit}  {'met' if self.met else 'MISSED'}"


def row(name: str, rate: float, p50: float, p99: float, engine_ms: float = 0, sandbox_ms: float = 0) -> None:
    spent = f"{engine_ms:>13.1f} {sandbox_ms:>14.1f}" if engine_ms else ""
    print(f"{name:>34} {rate:>8.1f} {p50:>9.1f} {p99:>9.1f} {spent}", flush=True)


def head() -> None:
    print(f"{'':>34} {'posts/s':>8} {'p50 s':>9} {'p99 s':>9} {'engine ms CPU':>13} {'sandbox ms CPU':>14}")


def told(name: str, found: Burst) -> None:
    row(name, found.rate, found.p50, found.p99, found.engine_ms, found.sandbox_ms)


def speed(where: Place, args: argparse.Namespace) -> list[Target]:
    """The engine beside the bare loop and beside itself with failing accounts."""
    head()
    engine = burst(where, workers=args.workers)
    told("engine", engine)
    loop = asyncio.run(
        bare.bare_loop(where, count=args.count, accounts=args.accounts, hands=args.workers * args.threads)
    )
    row("bare loop, same number of calls", loop.rate, loop.late_p50, loop.late_p99)
    with failing(where, args.failing) as sick:
        where.sandbox.set_fault("slow", "*", ms=args.latency_ms)
        beside = burst(where, workers=args.workers, leave_out=sick)
    where.sandbox.set_fault("slow", "*", ms=args.latency_ms)
    well = set(healthy(args.failing))
    alone = burst(where, workers=args.workers, only=well)
    told(f"healthy ones beside {args.failing} failing", beside)
    told("the same ones, none failing", alone)
    later = max(beside.p99 / alone.p99, beside.waits[-1] / alone.waits[-1])
    nothing = bare.rate_of_nothing(count=2 * args.count, processes=args.workers)
    print(f"{'tasks that do nothing, same broker':>34} {nothing:>8.1f}")
    return [
        Target("posts a second", f">= {RATE_LEAST:.0f}", engine.rate, engine.rate >= RATE_LEAST),
        Target("beside the bare loop", f">= {SHARE_LEAST}", engine.rate / loop.rate, engine.rate / loop.rate >= SHARE_LEAST),
        Target("lateness p99", f"<= {P99_MOST:.0f}", engine.p99, engine.p99 <= P99_MOST, " s"),
        Target("healthy accounts beside failing ones, last and p99", f"<= {LATER_MOST}", later, later <= LATER_MOST, "x"),
    ]  # fmt: skip


def long_past(where: Place, args: argparse.Namespace) -> list[Target]:
    """The engine's questions and a burst before and after the table has its past."""
    before, quick = finished.cost(), burst(where, workers=args.workers)
    finished.fill(args.finished)
    after, slow = finished.cost(), burst(where, workers=args.workers)
    print(
        f"claim of 32 with {args.count} due: {before.claim:.1f} ms, with {args.finished} finished {after.claim:.1f} ms"
    )
    print(f"tick with nothing due: {before.tick:.1f} ms, with {args.finished} finished {after.tick:.1f} ms")
    told("empty table", quick)
    told(f"{args.finished} finished", slow)
    print(after.plan)
    dearer, slower = after.claim / before.claim, quick.rate / slow.rate
    return [
        Target("claim with a long past", f"<= {FLAT_MOST}", dearer, dearer <= FLAT_MOST, "x"),
        Target("burst with a long past", f"<= {FLAT_MOST}", slower, slower <= FLAT_MOST, "x"),
        Target("rows are found by the index of due ones", "1", float(after.by_index), after.by_index),
    ]


def machines(where: Place, args: argparse.Namespace) -> list[Target]:
    """One group of workers, then several with pools of their own; the platform's latency is what is waited for."""
    head()
    one, many = burst(where, workers=args.workers), burst(where, workers=args.machines * args.workers)
    told("one machine", one)
    told(f"{args.machines} machines", many)
    ratio = many.rate / one.rate
    least = MACHINES_LEAST / 2 * args.machines
    return [Target(f"{args.machines} machines beside one", f">= {least:.1f}", ratio, ratio >= least, "x")]


@contextlib.contextmanager
def database(kind: str) -> Iterator[str]:
    """'' = the embedded one; a PostgreSQL of our own for as long as it is measured."""
    if kind == "sqlite":
        yield ""
        return
    from tools.servers import postgresql

    with tempfile.TemporaryDirectory(prefix="masthead-bench-pg-") as folder, postgresql(Path(folder)) as url:
        yield url


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--accounts", type=int, default=50)
    parser.add_argument("--failing", type=int, default=10, help="accounts that fail in the run beside")
    parser.add_argument("--workers", type=int, default=2, help="processes (of one machine)")
    parser.add_argument("--threads", type=int, default=16, help="hands of one process")
    parser.add_argument("--latency-ms", type=int, default=50)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--finished", type=int, default=0, help="so many published rows in the table")
    parser.add_argument("--machines", type=int, default=0, help="groups of workers to compare with one")
    args = parser.parse_args()
    if args.machines:
        args.database = "postgresql"
    return args


def main() -> int:
    args = asked()
    work = machines if args.machines else long_past if args.finished else speed
    with database(args.database) as url, place(ENGINE | {"threads": args.threads}, database=url) as where:
        build_world(where, accounts=args.accounts, count=args.count, due_in=86_400)
        where.sandbox.set_fault("slow", "*", ms=args.latency_ms)
        print(
            f"{args.count} posts due in one second, {args.accounts} accounts, {args.workers} processes of {args.threads} hands, "
            f"{args.latency_ms} ms at the platform, {args.database}", flush=True,
        )  # fmt: skip
        targets = work(where, args)
    print()
    for target in targets:
        print(target.line())
    return 0 if all(target.met for target in targets) else 1


if __name__ == "__main__":
    sys.exit(main())
