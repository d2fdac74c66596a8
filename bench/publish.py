"""`./dev bench-publish`: many posts due in one second; throughput and lateness of the engine beside a bare loop on the same platform."""

import argparse
import asyncio
import json
import sys
import time
from dataclasses import dataclass

import httpx

from bench.place import SECRET, Place, build_world, place

ENGINE = {"poll_seconds": [2, 5, 10], "batch": 32}
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000000030001"
    "363fd2b50000000049454e44ae426082"
)


@dataclass(frozen=True)
class Speed:
    """Posts a second, and how late they were accepted after their time (seconds)."""

    count: int
    seconds: float
    late_p50: float
    late_p99: float

    @property
    def rate(self) -> float:
        return self.count / self.seconds if self.seconds else 0.0


def measure_engine(where: Place, *, count: int, accounts: int, workers: int) -> Speed:
    """Everything due at one moment, workers ready before it."""
    from django.db.models import Min

    from masthead.core import clock
    from masthead.publishing.models import Publication, Worker
    from masthead.publishing.queries import percentile

    build_world(where, accounts=accounts, count=count, due_in=3600)
    running = [where.start_worker(pause=0.1) for _ in range(workers)]
    while Worker.objects.count() < workers:
        time.sleep(0.1)
    due = clock.now()
    Publication.objects.update(due_at=due, next_try_at=due)
    try:
        _wait_until_accepted(count)
    finally:
        for one in running:
            one.terminate()
        for one in running:
            one.wait()
    times = Publication.objects.exclude(accepted_at=None).values_list("accepted_at", flat=True)
    waits = sorted((moment - due).total_seconds() for moment in times if moment)
    began = Publication.objects.aggregate(first=Min("attempts__started_at"))["first"]
    seconds = max(waits) - (began - due).total_seconds()
    return Speed(len(waits), seconds, percentile(waits, 50) or 0, percentile(waits, 99) or 0)


def _wait_until_accepted(count: int) -> None:
    from masthead.publishing.models import Publication

    deadline = time.monotonic() + 600
    while Publication.objects.exclude(accepted_at=None).count() < count and time.monotonic() < deadline:
        time.sleep(0.5)


async def bare_loop(where: Place, *, count: int, accounts: int, hands: int) -> Speed:
    """The same calls without a database: what the sandbox and this machine allow at most."""
    limits = httpx.Limits(max_connections=hands)
    async with httpx.AsyncClient(base_url=where.sandbox.wechat_url, timeout=60, limits=limits, trust_env=False) as http:
        tokens = [await _token(http, number) for number in range(accounts)]
        gate, waits, begun = asyncio.Semaphore(hands), [], time.monotonic()

        async def one(number: int) -> None:
            async with gate:
                await _post(http, tokens[number % accounts], f"裸循环 {number:05d}")
                waits.append(time.monotonic() - begun)

        await asyncio.gather(*(one(number) for number in range(count)))
    waits.sort()
    return Speed(count, waits[-1], waits[len(waits) // 2], waits[int(len(waits) * 0.99)])


async def _token(http: httpx.AsyncClient, number: int) -> str:
    body = {"grant_type": "client_credential", "appid": f"wx_bench_{number:03d}", "secret": SECRET}
    answer = await http.post("/cgi-bin/stable_token", json=body)
    return str(answer.json()["access_token"])


async def _post(http: httpx.AsyncClient, token: str, title: str) -> None:
    params = {"access_token": token}
    files = {"media": ("cover.png", PICTURE, "image/png")}
    cover = (
        await http.post("/cgi-bin/material/add_topic_material", params={**params, "type": "image"}, files=files)
    ).json()
    article = {"title": title, "content": "<p>春茶</p>", "thumb_media_id": cover.get("media_id", ""), "digest": "春茶"}
    raw = json.dumps({"articles": [article]}, ensure_ascii=False).encode()
    draft = (await http.post("/cgi-bin/draft/add", params=params, content=raw)).json()
    await http.post("/cgi-bin/freepublish/submit", params=params, json={"media_id": draft["media_id"]})


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--accounts", type=int, default=50)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--latency-ms", type=int, default=50)
    args = parser.parse_args()
    with place(ENGINE | {"threads": args.threads}) as where:
        where.sandbox.set_fault("slow", "*", ms=args.latency_ms)
        engine = measure_engine(where, count=args.count, accounts=args.accounts, workers=args.workers)
        hands = args.workers * args.threads
        bare = asyncio.run(bare_loop(where, count=args.count, accounts=args.accounts, hands=hands))
    print(f"{'':>10} {'posts':>6} {'posts/s':>8} {'late p50 s':>11} {'late p99 s':>11}")
    for name, speed in (("engine", engine), ("bare loop", bare)):
        print(f"{name:>10} {speed.count:>6} {speed.rate:>8.1f} {speed.late_p50:>11.1f} {speed.late_p99:>11.1f}")
    print(f"engine / bare loop: {engine.rate / bare.rate:.2f}" if bare.rate else "no bare loop")
    return 0 if engine.count == args.count else 1


if __name__ == "__main__":
    sys.exit(main())
