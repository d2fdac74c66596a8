"""A way between us and a server that breaks on demand: before the server has the request, or after it has answered."""

import asyncio
import re
import threading
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

LENGTH = re.compile(rb"^content-length:\s*(\d+)\s*$", re.IGNORECASE | re.MULTILINE)
ANSWER_SECONDS = 20
HOP = re.compile(rb"^(connection|keep-alive|expect):[^\r\n]*\r\n", re.IGNORECASE | re.MULTILINE)


@dataclass
class Order:
    """Cut the next request that matches; `after`: the server has done it and its answer is lost."""

    pattern: re.Pattern[str]
    after: bool


@dataclass
class CuttingProxy:
    """Use as a context manager; `url` stands for the target. `seen` lists the requests that arrived, as «POST /path»."""

    target: str
    url: str = ""
    seen: list[str] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    cuts: int = 0
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _thread: threading.Thread | None = None

    def cut(self, pattern: str, *, after: bool) -> None:
        """The next request whose «METHOD /path» matches is cut, once."""
        self.orders.append(Order(re.compile(pattern), after))

    def __enter__(self) -> Self:
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), daemon=True)
        self._thread.start()
        assert started.wait(5)
        return self

    def __exit__(self, *_error: object) -> None:
        assert self._thread is not None
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def _run(self, started: threading.Event) -> None:
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        started.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = LENGTH.search(head)
            body = await reader.readexactly(int(length[1])) if length else b""
            order = self._order_for(" ".join(head.split(b" ", 2)[i].decode() for i in (0, 1)))
            if order is None or order.after:
                answer = await self._forward(head, body)
                if order is None:
                    writer.write(answer)
                    await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.CancelledError, TimeoutError, ConnectionError):
            return
        finally:
            writer.close()

    def _order_for(self, request: str) -> Order | None:
        self.seen.append(request)
        order = next((one for one in self.orders if one.pattern.search(request)), None)
        if order is not None:
            self.orders.remove(order)
            self.cuts += 1
        return order

    async def _forward(self, head: bytes, body: bytes) -> bytes:
        """One request, one connection: the answer is what comes until the server closes."""
        there = urlsplit(self.target)
        reader, writer = await asyncio.open_connection(there.hostname, there.port)
        try:
            line, _, rest = HOP.sub(b"", head).partition(b"\r\n")
            writer.write(line + b"\r\nConnection: close\r\n" + rest + body)
            await writer.drain()
            return await asyncio.wait_for(reader.read(), ANSWER_SECONDS)
        finally:
            writer.close()
