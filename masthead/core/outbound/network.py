"""The wire below `send`: a name looked up once, a connection to one judged address, and one deadline for everything."""

import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterable
from typing import Any

import httpcore
from django.utils.translation import gettext as _

from masthead.core.outbound.addresses import Address
from masthead.core.outbound.errors import Fault
from masthead.core.outbound.targets import Target, judge_address

Found = list[Address] | None


class Deadline:
    """How much time is left of all that one call may take."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left. Raises httpcore.ReadTimeout when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("out of time")
        return left


def look_up(target: Target, deadline: Deadline) -> list[Address]:
    """Every address of the target's name, each judged, asked for once. Raises Refused if one of them is no public one, Fault."""
    if target.literal is not None:
        judge_address(target, target.literal)
        return [target.literal]
    answers: queue.SimpleQueue[Found] = queue.SimpleQueue()
    threading.Thread(target=_ask, args=(target.host, target.port, answers), daemon=True).start()
    try:
        found = answers.get(timeout=deadline.left())  # the system's own look-up knows no time limit
    except queue.Empty:
        found = None
    if not found:
        raise Fault(
            _("找不到主机 %(host)s。") % {"host": target.host},
            retryable=True,
            code="outbound_no_such_name",
            advice=_("请核对地址，或检查服务器的域名解析。"),
        )
    for address in found:
        judge_address(target, address)
    return found


def _ask(host: str, port: int, answers: queue.SimpleQueue[Found]) -> None:
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        answers.put(list(dict.fromkeys(ipaddress.ip_address(row[4][0]) for row in rows)))
    except (OSError, ValueError):
        answers.put(None)


class TimedStream(httpcore.NetworkStream):
    """A stream whose every wait ends with the call's deadline: a drip of single bytes cannot hold it open."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002  the deadline is stricter
        return self._inner.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002  the deadline is stricter
        self._inner.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002  the deadline is stricter
    ) -> httpcore.NetworkStream:
        left = self._deadline.left()
        return TimedStream(self._inner.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class PinnedBackend(httpcore.NetworkBackend):
    """Connects to the judged addresses whatever the name says by now; the name stays in SNI, certificate check and Host."""

    def __init__(self, addresses: list[Address], deadline: Deadline) -> None:
        self._addresses = addresses
        self._deadline = deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002  never asked again
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        last: Exception = httpcore.ConnectError("no address")
        for address in self._addresses:
            wait = min(self._deadline.left(), timeout or self._deadline.left())
            try:
                stream = self._inner.connect_tcp(str(address), port, wait, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
                continue
            return TimedStream(stream, self._deadline)
        raise last
