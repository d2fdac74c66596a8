"""Carries callbacks of the emulators to the accounts' developer addresses, on this machine only.

An emulator signs and queues a letter (`send`); rows are the queue, so a killed sandbox goes on where it stopped. A letter that is not
answered with 200 is carried again, `callback_retries` times. The faults callback_lost and callback_duplicated strike when it is queued.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import secrets
from functools import partial

import httpx

from sandbox.things import Thing, Things
from sandbox.wechat.courier import failure, is_loopback
from sandbox.world import World

IDLE_SECONDS = 0.05
AT_ONCE = 20
WAITING, DELIVERED, GIVEN_UP, LOST = "waiting", "delivered", "given_up", "lost"


def send(world: World, appid: str, url: str, body: bytes, headers: dict[str, str], *, event: str) -> None:
    """Queue a signed letter. `event` is what fault switches match (as a path)."""
    struck = {
        fault.body.kind
        for fault in world.draw(("callback_lost", "callback_duplicated"), endpoint=f"/{event}", appid=appid)
    }
    letters = Things(world.store, "post_office")
    state = LOST if "callback_lost" in struck else WAITING
    for _ in range(2 if "callback_duplicated" in struck else 1):
        letter = {
            "url": url, "body": base64.b64encode(body).decode(), "headers": headers, "event": event, "attempts": 0,
            "state": state, "due": world.now(), "note": "",
        }  # fmt: skip
        letters.put(state, secrets.token_hex(12), letter, appid=appid, at=world.now())


class PostOffice:
    """One for all emulators."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.letters = Things(world.store, "post_office")
        self.client = httpx.AsyncClient(trust_env=False)
        self.running: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Until cancelled: carry what waits."""
        while True:
            self.dispatch()
            await asyncio.sleep(IDLE_SECONDS)

    def dispatch(self) -> None:
        for letter in self.letters.every(WAITING):
            if letter.key in self.running or letter.body["due"] > self.world.now():
                continue
            if len(self.running) >= AT_ONCE:
                return
            task = asyncio.create_task(self.carry(letter))
            self.running[letter.key] = task
            task.add_done_callback(partial(self._forget, letter.key))

    def _forget(self, key: str, _task: asyncio.Task[None]) -> None:
        self.running.pop(key, None)

    async def carry(self, letter: Thing) -> None:
        """One attempt, and where the letter stands after it."""
        answered, note = await self.attempt(letter)
        if not self.letters.drop(WAITING, letter.key):
            return  # the world was emptied meanwhile
        settings, body = self.world.settings, letter.body
        body |= {
            "attempts": body["attempts"] + 1,
            "note": note,
            "due": self.world.now() + settings.callback_retry_wait_seconds,
        }
        body["state"] = DELIVERED if answered else GIVEN_UP if body["attempts"] > settings.callback_retries else WAITING
        self.letters.put(body["state"], letter.key, body, appid=letter.appid, at=letter.at)

    async def attempt(self, letter: Thing) -> tuple[bool, str]:
        body = letter.body
        if not is_loopback(body["url"]):
            return False, "回调地址不在本机，未发送"
        try:
            response = await self.client.post(
                body["url"], content=base64.b64decode(body["body"]), headers=body["headers"],
                timeout=self.world.settings.callback_timeout_seconds,
            )  # fmt: skip
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            return False, failure(error)
        return response.status_code == 200, f"HTTP {response.status_code}"

    async def stop(self) -> None:
        tasks = list(self.running.values())
        for task in tasks:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks, return_exceptions=True)
        await self.client.aclose()
