"""The background worker: settles publications and carries callbacks to the accounts' developer addresses."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import secrets
from urllib.parse import urlsplit

import httpx

from sandbox.settings import AppIn
from sandbox.store import Row
from sandbox.wechat.callback_xml import sealed_post, signed_query
from sandbox.wechat.settle import settle_due
from sandbox.world import World

IDLE_SECONDS = 0.05
AT_ONCE = 20


def is_loopback(url: str) -> bool:
    """The sandbox never calls out: callbacks go to this machine only."""
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        return False
    if parts.hostname == "localhost":
        return True
    try:
        return ipaddress.ip_address(parts.hostname).is_loopback
    except ValueError:
        return False


def failure(error: Exception) -> str:
    """Why a push was not delivered, for the console."""
    name = type(error).__name__
    if isinstance(error, httpx.TimeoutException):
        return f"没有按时答复（{name}）"
    if isinstance(error, httpx.ConnectError):
        return f"连不上回调地址（{name}）"
    return f"没有送达（{name}）：{error}"[:200]


class Courier:
    """Rows are the queue: a killed sandbox goes on where it stopped."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.client = httpx.AsyncClient(trust_env=False)
        self.running: set[asyncio.Task[None]] = set()
        self.carried: set[int] = set()

    async def run(self) -> None:
        """Until cancelled: settle what is due, carry what waits."""
        while True:
            settle_due(self.world)
            self.dispatch()
            await asyncio.sleep(IDLE_SECONDS)

    def dispatch(self) -> None:
        room = AT_ONCE - len(self.running)
        if room <= 0:
            return
        waiting = self.world.store.rows(
            "SELECT * FROM callbacks WHERE state = 'waiting' AND due_at <= ? ORDER BY id LIMIT ?",
            self.world.now(), room + len(self.carried),
        )  # fmt: skip
        for row in [row for row in waiting if row["id"] not in self.carried][:room]:
            self.carried.add(row["id"])
            task = asyncio.create_task(self.carry(row))
            self.running.add(task)
            task.add_done_callback(self.running.discard)

    async def carry(self, row: Row) -> None:
        """One attempt; an answer other than `success` or nothing counts as none."""
        try:
            answered, note = await self.attempt(self.world.app(row["appid"]), row["xml"])
        finally:
            self.carried.discard(row["id"])
        attempts = row["attempts"] + 1
        over = attempts > self.world.settings.callback_retries
        state = "delivered" if answered else "given_up" if over else "waiting"
        self.world.store.run(
            "UPDATE callbacks SET attempts = ?, state = ?, note = ?, due_at = ? WHERE id = ? AND state = 'waiting'",
            attempts, state, note, self.world.now() + self.world.settings.callback_retry_wait_seconds, row["id"],
        )  # fmt: skip

    async def attempt(self, app: AppIn | None, xml: str) -> tuple[bool, str]:
        if app is None or not is_loopback(app.callback_url):
            return False, "回调地址不在本机，未发送"
        try:
            query, body = self.sealed(app, xml)
            response = await self.client.post(
                app.callback_url, params=query, content=body.encode(), headers={"content-type": "text/xml"},
                timeout=self.world.settings.callback_timeout_seconds,
            )  # fmt: skip
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            return False, failure(error)
        return response.status_code == 200 and response.text.strip() in (
            "success",
            "",
        ), f"HTTP {response.status_code}"

    def sealed(self, app: AppIn, xml: str) -> tuple[dict[str, str], str]:
        now = self.world.now()
        if app.callback_mode == "plain":
            return {**signed_query(app.callback_token, now), "openid": "mphelper"}, xml
        return sealed_post(app, xml, now)

    async def verify_url(self, app: AppIn) -> tuple[bool, str]:
        """The GET that the platform sends when a developer saves the address: echostr must come back verbatim."""
        if not is_loopback(app.callback_url):
            return False, "回调地址不在本机，未发送"
        echo = str(secrets.randbelow(10**19))
        query = {**signed_query(app.callback_token, self.world.now()), "echostr": echo}
        try:
            response = await self.client.get(app.callback_url, params=query, timeout=5)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return False, failure(error)
        same = response.status_code == 200 and response.text == echo
        return same, "echostr 原样返回" if same else f"HTTP {response.status_code}，返回内容与 echostr 不同"

    async def stop(self) -> None:
        for task in self.running:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*self.running, return_exceptions=True)
        await self.client.aclose()
