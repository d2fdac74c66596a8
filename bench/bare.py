"""The limits to compare the engine with: the same calls without a database, and tasks that do nothing on the same kind of broker."""

import asyncio
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import redis
from celery import Celery

from bench.place import ROOT, SECRET, Place
from tools.servers import broker

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000000030001"
    "363fd2b50000000049454e44ae426082"  # pragma: allowlist secret
)
URL = os.environ.get("BENCH_BROKER", "")
PATIENCE_SECONDS = 300
app = Celery("bench", broker=URL)
app.conf.update(  # as the product's own
    task_acks_late=True, task_reject_on_worker_lost=True, worker_prefetch_multiplier=1, task_ignore_result=True,
    broker_connection_retry_on_startup=True, worker_send_task_events=False,
)  # fmt: skip


@app.task(name="bench.nothing")  # type: ignore[untyped-decorator]  # the library has no types
def nothing(_number: int) -> None:
    """A task that does nothing."""


@dataclass(frozen=True)
class Bare:
    """What the loop reached; lateness in seconds from the moment when all were due."""

    rate: float
    late_p50: float
    late_p99: float


async def bare_loop(where: Place, *, count: int, accounts: int, hands: int) -> Bare:
    """Cover, draft and submit for every post, `hands` at once: what the sandbox and this machine allow at most.

    A client for each hand: one for all walks through the connections of all others at every call, and would measure that.
    """
    free: asyncio.Queue[httpx.AsyncClient] = asyncio.Queue()
    async with contextlib.AsyncExitStack() as open_:
        for _hand in range(hands):
            client = httpx.AsyncClient(base_url=where.sandbox.wechat_url, timeout=60, trust_env=False)
            free.put_nowait(await open_.enter_async_context(client))
        tokens = [await _token(client, number) for number in range(accounts)]
        waits, begun = list[float](), time.monotonic()

        async def one(number: int) -> None:
            http = await free.get()
            try:
                await _post(http, tokens[number % accounts], f"裸循环 {number:05d}")
                waits.append(time.monotonic() - begun)
            finally:
                free.put_nowait(http)

        await asyncio.gather(*(one(number) for number in range(count)))
    waits.sort()
    return Bare(count / waits[-1], waits[len(waits) // 2], waits[int(len(waits) * 0.99)])


async def _token(http: httpx.AsyncClient, number: int) -> str:
    body = {"grant_type": "client_credential", "appid": f"wx_bench_{number:03d}", "secret": SECRET}
    answer = await http.post("/cgi-bin/stable_token", json=body)
    return str(answer.json()["access_token"])


async def _post(http: httpx.AsyncClient, token: str, title: str) -> None:
    params = {"access_token": token}
    files = {"media": ("cover.png", PICTURE, "image/png")}
    path = "/cgi-bin/material/add_topic_material"
    cover = (await http.post(path, params={**params, "type": "image"}, files=files)).json()
    article = {"title": title, "content": "<p>春茶</p>", "thumb_media_id": cover.get("media_id", ""), "digest": "春茶"}
    raw = json.dumps({"articles": [article]}, ensure_ascii=False).encode()
    draft = (await http.post("/cgi-bin/draft/add", params=params, content=raw)).json()
    await http.post("/cgi-bin/freepublish/submit", params=params, json={"media_id": draft["media_id"]})


def rate_of_nothing(*, count: int, processes: int) -> float:
    """Tasks a second that do nothing, from the first that was taken to the last that ended."""
    with _broker() as (url, store):
        with Celery("bench", broker=url).producer_or_acquire() as producer:
            for number in range(count):
                app.send_task("bench.nothing", args=(number,), producer=producer)
        worker = _worker(url, processes)
        try:
            began = ended = 0.0
            until = time.monotonic() + PATIENCE_SECONDS
            while not ended and time.monotonic() < until:
                left = int(store.llen("celery"))
                began = began or (time.monotonic() if left < count else 0.0)
                ended = time.monotonic() if began and not left and not store.hlen("unacked") else 0.0
                time.sleep(0.01)
        finally:
            worker.terminate()
            worker.wait()
    return count / (ended - began) if ended else 0.0


@contextlib.contextmanager
def _broker() -> Iterator[tuple[str, "redis.Redis"]]:
    folder = Path(tempfile.mkdtemp(prefix="masthead-bench-broker-"))
    try:
        with broker(folder) as url:
            yield url, redis.Redis(unix_socket_path=str(folder / "broker.sock"), db=0)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _worker(url: str, processes: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-W", "ignore", "-m", "celery", "-q", "-A", "bench.bare", "worker", "-c", str(processes)]
    environment = os.environ | {"BENCH_BROKER": url, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
