"""`./dev faults`: posts go out while time-outs strike and the worker is killed with kill -9; counted at the platform.

Prints a table; the last line is `published N duplicates 0 lost 0 unknown 0`. Ends with 1 when anything was sent twice or lost.
"""

import argparse
import json
import random
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass

from bench.place import Place, build_world, place

ENGINE = {
    "lease_seconds": 3, "backoff_seconds": [0.5, 1, 2, 4, 4, 4, 4, 4], "throttle_seconds": 1, "poll_seconds": [0.3, 0.5, 1],
    "look_seconds": [0.5, 1, 2], "look_gap_seconds": 1, "no_trust_seconds": 3, "threads": 6, "batch": 12, "run_seconds": 5,
    "loss_limit": 60,
}  # fmt: skip
PATIENCE_SECONDS = 400
CALLS_A_POST = 4  # cover, draft, submit, result


@dataclass
class Outcome:
    """What one run showed. `duplicates` and `lost` are counted at the sandbox, the rest in the database."""

    seed: int
    count: int
    kills: int
    seconds: float
    published: int
    duplicates: int
    lost: int
    unknown: int
    other: int
    were_unknown: int
    looked_up: int
    resent: int
    interrupted: int
    faults: dict[str, int]

    @property
    def good(self) -> bool:
        return (self.duplicates, self.lost, self.unknown, self.other) == (0, 0, 0, 0) and self.published == self.count


def run(*, count: int, kills: int, accounts: int, workers: int, seed: int) -> Outcome:
    """One campaign from an empty place to the last post."""
    with place(ENGINE, seed=str(seed), hang_ms=150) as where:
        titles = build_world(where, accounts=accounts, count=count)
        where.sandbox.set_fault("timeout_after", "freepublish/submit", probability=0.10)
        where.sandbox.set_fault("timeout_before", "freepublish/submit", probability=0.05)
        where.sandbox.set_fault("http_500", "draft/add", probability=0.05)
        where.sandbox.set_fault("slow", "*", probability=0.5, ms=200)
        begun = time.monotonic()
        struck = _kill_at_random(where, count=count, kills=kills, workers=workers, seed=seed)
        where.sandbox.wait_until_settled(seconds=10)
        return _count(where, titles, seed=seed, kills=struck, seconds=time.monotonic() - begun)


def _kill_at_random(where: Place, *, count: int, kills: int, workers: int, seed: int) -> int:
    """Start workers, kill -9 at random moments of the campaign, each time start another; returns the kills.

    Moments are chosen by how many calls the platform has seen, so that a slow machine is struck as often as a quick one.
    """
    chance = random.Random(seed)
    moments = sorted(chance.uniform(0.02, 0.85) * count * CALLS_A_POST for _ in range(kills))
    running = [where.start_worker() for _ in range(workers)]
    struck, deadline = 0, time.monotonic() + PATIENCE_SECONDS
    try:
        while _open_rows() and time.monotonic() < deadline:
            time.sleep(0.1)
            _require_alive(running)
            if struck == kills or _calls(where) < moments[struck]:
                continue
            time.sleep(chance.uniform(0.0, 0.3))
            victim = chance.randrange(workers)
            running[victim].send_signal(signal.SIGKILL)
            running[victim].wait()
            running[victim] = where.start_worker()
            struck += 1
    finally:
        for one in running:
            one.kill()
            one.wait()
    return struck


def _calls(where: Place) -> int:
    """Requests of the way out that the platform has seen."""
    return sum(
        sum(told.values()) for path, told in where.sandbox.stats().requests.items() if not path.endswith("token")
    )


def _require_alive(running: list[subprocess.Popen[bytes]]) -> None:
    for one in running:
        if one.poll() is not None:
            raise RuntimeError(f"a worker ended by itself with code {one.returncode}")


def _open_rows() -> int:
    from masthead.publishing.models import Publication
    from masthead.publishing.states import OPEN

    return Publication.objects.filter(state__in=sorted(OPEN)).count()


def _count(where: Place, titles: list[str], *, seed: int, kills: int, seconds: float) -> Outcome:
    from masthead.publishing.models import Attempt, Publication
    from masthead.publishing.states import AttemptOutcome, PublicationState
    from masthead.trail.models import Event

    stats = where.sandbox.stats()
    states = list(Publication.objects.values_list("state", flat=True))
    events = Event.objects.filter(name__startswith="publishing:publication:")
    return Outcome(
        seed=seed,
        count=len(titles),
        kills=kills,
        seconds=round(seconds, 1),
        published=states.count(PublicationState.PUBLISHED),
        duplicates=sum(n - 1 for n in stats.duplicates.values()),
        lost=len(stats.lost(titles)),
        unknown=states.count(PublicationState.UNKNOWN),
        other=sum(s not in (PublicationState.PUBLISHED, PublicationState.UNKNOWN) for s in states),
        were_unknown=events.filter(name__endswith=":outcome_unknown").count(),
        looked_up=events.filter(name__endswith=":found").count(),
        resent=events.filter(name__endswith=":cleared").count(),
        interrupted=Attempt.objects.filter(outcome=AttemptOutcome.LOST).count(),
        faults={f["kind"]: f["hits"] for f in where.sandbox.faults()},
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--accounts", type=int, default=10)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument(
        "--json", action="store_true", help="print the figures as one line of JSON before the last line"
    )
    args = parser.parse_args()
    print(f"seed {args.seed}: {args.count} posts, {args.accounts} accounts, {args.kills} kills", flush=True)
    found = run(
        count=args.count, kills=args.kills, accounts=args.accounts, workers=args.workers, seed=args.seed
    )  # fmt: skip
    for name, value in asdict(found).items():
        print(f"{name:>14}  {value}")
    if args.json:
        print(json.dumps(asdict(found)))
    print(
        f"published {found.published} duplicates {found.duplicates} lost {found.lost} unknown {found.unknown}",
        flush=True,
    )
    return 0 if found.good else 1


if __name__ == "__main__":
    sys.exit(main())
