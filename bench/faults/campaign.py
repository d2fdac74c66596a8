"""One campaign from an empty place to the last post."""

import json
import random
import time
from dataclasses import dataclass

from django.db import DatabaseError

from bench.faults import counting
from bench.faults.accounts import BY_KEY, KINDS, Opened, authorise, open_accounts
from bench.faults.contents import Wanted, plan
from bench.faults.counting import Found
from bench.faults.director import CALM_FROM, Director, Pace, break_platforms
from bench.faults.house import House, house, wait_for_web

# The engine's patience in small, so that hours become minutes. A «no» is trusted only after the longest call could be over (15 s).
ENGINE = {
    "lease_seconds": 6, "backoff_seconds": [0.5, 1, 2, 4, 4, 4, 4, 4, 4, 4], "throttle_seconds": 1,
    "poll_seconds": [0.3, 0.5, 1, 2, 4], "look_seconds": [0.5, 1, 2, 4], "look_gap_seconds": 1.5, "no_trust_seconds": 18,
    "threads": 6, "batch": 12, "run_seconds": 5, "loss_limit": 1000, "ask_person_seconds": 600,
}  # fmt: skip


@dataclass(frozen=True)
class Order:
    """What is asked of a campaign."""

    count: int
    accounts: int
    platforms: tuple[str, ...]
    workers: int
    seed: int
    database: str
    minutes: float
    pace: Pace
    keep: bool = False
    broker: str = "redis"


@dataclass
class Ran:
    """What came of it."""

    found: Found
    seconds: float
    ended_alone: dict[str, int]
    people: int  # authorisations that a person had to give again
    warm: float  # seconds until everything was up: what a killed process needs to come back


def run(order: Order) -> Ran:
    settings = {"BENCH_ENGINE": json.dumps(ENGINE)}
    with house(database=order.database, settings=settings, broker_kind=order.broker, keep=order.keep) as where:
        where.sandbox.settings(
            publish_seconds=0.5, is_delay="never", hang_ms=150, seed=str(order.seed), callback_retry_wait_seconds=1.0
        )
        opened, wanted = _world(where, order)
        break_platforms(where, opened)
        begun = time.monotonic()
        where.open(workers=order.workers)
        wait_for_web(where)
        _wait_for_workers(where)
        warm = time.monotonic() - begun
        print(f"  everything is up after {warm:.0f} s", flush=True)
        director = Director(where, opened, random.Random(order.seed), order.pace, warm=warm)
        people = _until_out(where, director, opened, order)
        seconds = time.monotonic() - begun
        where.sandbox.wait_until_settled(seconds=20)
        return Ran(counting.count(where, wanted, director.strikes), seconds, where.ended_alone, people, warm)


def _world(where: House, order: Order) -> tuple[list[Opened], list[Wanted]]:
    from masthead.org.testing import build_cast

    cast = build_cast()
    kinds = tuple(BY_KEY[key] for key in order.platforms) if order.platforms else KINDS
    opened = open_accounts(
        where.sandbox, people=cast.people, unit=cast.units["宣传部"], kinds=kinds, count=order.accounts
    )  # fmt: skip
    people = cast.people
    return opened, plan(opened, author=people["lin"], publisher=people["wu"], count=order.count, seed=order.seed)


def _until_out(where: House, director: Director, opened: list[Opened], order: Order) -> int:
    """Let it strike until nearly all are out, then until nothing is open; returns how often a person was needed."""
    deadline, told, people, calm = time.monotonic() + order.minutes * 60, time.monotonic(), 0, False
    while time.monotonic() < deadline:
        time.sleep(0.2)
        where.look_after()
        if not calm:
            director.step()
        try:
            left, every = counting.open_rows()
            people += _mend_credentials(where, opened) if calm or director.chance.random() < 0.05 else 0
        except DatabaseError:
            _forget_connection()
            continue
        if not left:
            break
        if not calm and left <= every * (1 - CALM_FROM):
            director.calm()
            calm = True
        if time.monotonic() - told > 20:
            told = time.monotonic()
            print(
                f"  {time.strftime('%H:%M:%S')}  {every - left} of {every} out, {len(director.strikes)} strikes",
                flush=True,
            )
    director.calm()
    return people


def _wait_for_workers(where: House) -> None:
    """Until one has given a sign of life."""
    from masthead.publishing.models import Worker

    until = time.monotonic() + 180
    while not Worker.objects.exists() and time.monotonic() < until:
        where.look_after()
        time.sleep(0.2)


def _forget_connection() -> None:
    from django.db import connections

    for one in connections.all():
        one.close()


def _mend_credentials(where: House, opened: list[Opened]) -> int:
    """A person authorises anew what a platform does not accept any more, and sends what failed by it again."""
    from masthead.publishing import actions
    from masthead.publishing.models import Publication

    failed = Publication.objects.filter(state="failed", failure_kind="credential").select_related(
        "account", "scheduled_by"
    )
    keys = set(failed.values_list("account_id", flat=True))
    for one in opened:
        if one.account.pk in keys:
            authorise(where.sandbox, one.account)
            for row in failed.filter(account_id=one.account.pk):
                actions.retry_publication(publication=row, reason="已重新授权，再次发布。", by=row.scheduled_by)
    return len(keys)
