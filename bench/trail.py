"""`python -m bench.trail`: how long the whole trail takes to check, what it finds, and whether sealing holds writers up.

    python -m bench.trail --events 1000000      SQLite in a fresh folder; with DATABASE_URL set, that (empty) database

The floor of the check is reading and hashing the same columns of every row in the same run. The last line is JSON.
"""

import argparse
import datetime as dt
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CHUNK = 5000
SEALER = """
import os, sys, time, django
django.setup()
from masthead.trail import tasks
print("ready", flush=True)
while True:
    tasks.seal()
    time.sleep(1)
"""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.trail")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=6, help="pairs of writing rounds, with and without a sealer")
    parser.add_argument("--seconds", type=float, default=4.0, help="length of a writing round")
    wanted = parser.parse_args()
    data = Path(tempfile.mkdtemp(prefix="masthead-bench-"))
    os.environ.update(
        DJANGO_SETTINGS_MODULE="bench.settings",
        MASTHEAD_DATA_DIR=str(data),
        MASTHEAD_LOG_LEVEL="ERROR",
        PYTHONPATH=str(ROOT),
    )
    try:
        return _run(wanted.events, wanted.rounds, wanted.seconds)
    finally:
        shutil.rmtree(data, ignore_errors=True)


def _run(events: int, rounds: int, seconds: float) -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0, interactive=False)
    _say(f"{connection.vendor}: writing {events} events …")
    _fill(events)
    sealing = _timed(_seal_all)
    floor = _timed(_floor)
    checking, found = _check()
    _say(
        f"sealed {found.sealed} in {sealing:.1f} s; checked in {checking:.1f} s ({checking / floor:.2f} × floor {floor:.1f} s)"
    )
    clean = not found.faults
    named = _forge_and_check(events)
    free, beside = _writers(rounds, seconds)
    print(
        json.dumps(
            {
                "database": connection.vendor, "events": found.events, "seal_seconds": round(sealing, 1),
                "verify_seconds": round(checking, 1), "floor_seconds": round(floor, 1), "intact": clean, "forgeries_found": named,
                "writes_per_second": round(free), "with_sealer": round(beside), "with_over_without": round(beside / free, 3),
            }
        )
    )  # fmt: skip
    return 0 if clean and named == 3 else 1


def _fill(count: int) -> None:
    from masthead.core import clock
    from masthead.trail.chain import event_digest
    from masthead.trail.models import Event
    from masthead.trail.stamps import new_uid, stamp_of

    begin = clock.now() - dt.timedelta(days=700)
    for start in range(0, count, CHUNK):
        rows = []
        for number in range(start, min(start + CHUNK, count)):
            event = Event(
                at=begin + dt.timedelta(seconds=number * 50), name="content:draft:submitted", clause="3.3.2", actor_kind="org.member",
                actor_id=number % 40, actor_name="林知夏", target_kind="content.draft", target_id=number % 9000,
                target_name=f"明前茶采摘第 {number % 9000} 天", target_version=hashlib.sha256(str(number).encode()).hexdigest(),
                before_digest="", after_digest="", reason="", code="", request_id=f"{number:032x}", address="10.0.0.8",
                data={"case": number, "round": 1},
            )  # fmt: skip
            event.digest = event_digest(event)
            event.uid = new_uid()
            event.stamp = stamp_of(event.uid, event.digest)
            rows.append(event)
        Event.objects.bulk_create(rows, batch_size=500)


def _seal_all() -> None:
    from masthead.trail import tasks

    tasks.seal()


def _floor() -> None:
    """Reading every event with its place and hashing its text, no check at all."""
    from masthead.trail.models import EventSeal
    from masthead.trail.queries.verification import CHUNK as ROWS
    from masthead.trail.queries.verification import THROUGH_SEAL

    for row in EventSeal.objects.order_by("position").values_list(*THROUGH_SEAL).iterator(chunk_size=ROWS):
        hashlib.sha256(repr(row).encode()).hexdigest()


def _check() -> tuple[float, Any]:
    from masthead.trail import queries

    begun = time.monotonic()
    found = queries.verify(processes=os.cpu_count() or 1)
    return time.monotonic() - begun, found


def _forge_and_check(count: int) -> int:
    """One row changed, one deleted, one inserted (a perfect copy of a true one, with a uid of its own): how many of the three are named."""
    from django.db import connection

    from masthead.trail import triggers
    from masthead.trail.models import Event
    from masthead.trail.stamps import new_uid

    keys = list(
        Event.objects.order_by("pk").values_list("pk", flat=True)[: max(count // 2, 10) : max(count // 10, 3)][:3]
    )
    changed, deleted, copied = keys
    with triggers.unlocked(connection), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        else:
            cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("UPDATE trail_event SET reason = 'x' WHERE id = %s", [changed])
        cursor.execute("DELETE FROM trail_event WHERE id = %s", [deleted])
    copy = Event.objects.get(pk=copied)
    copy.pk, copy.uid = None, new_uid()
    copy.save(force_insert=True)
    seconds, found = _check()
    _say(f"forged trail checked in {seconds:.1f} s: " + "; ".join(found.faults[:4]))
    words = "\n".join(found.faults)
    return sum((f"事件 {changed} " in words, f"事件 {deleted} 不见了" in words, f"事件 {copy.pk} 没有" in words))


def _writers(rounds: int, seconds: float) -> tuple[float, float]:
    """Medians of events a second, alone and beside a process that seals every second; rounds alternate, so that drift hits both."""
    free, beside = [], []
    for _ in range(rounds):
        free.append(_write_for(seconds))
        sealer = subprocess.Popen([sys.executable, "-c", SEALER], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        if sealer.stdout:
            sealer.stdout.readline()
        time.sleep(1.5)  # what the round before left is sealed before the clock starts
        try:
            beside.append(_write_for(seconds))
        finally:
            sealer.kill()
            sealer.wait()
    return statistics.median(free), statistics.median(beside)


def _write_for(seconds: float) -> float:
    from django.db import transaction

    from masthead.trail import actions
    from masthead.trail.registry import EVENTS

    name = next(iter(EVENTS))
    begun, count = time.monotonic(), 0
    while time.monotonic() - begun < seconds:
        with transaction.atomic():
            actions.record(name, reason=f"第 {count} 篓")
        count += 1
    return count / (time.monotonic() - begun)


def _timed(work: Callable[[], None]) -> float:
    begun = time.monotonic()
    work()
    return time.monotonic() - begun


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
