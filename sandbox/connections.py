"""Open client connections, so that a fault can cut one without any answer."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

_open: dict[tuple[str, int], asyncio.Transport] = {}


class CuttableProtocol(H11Protocol):
    """HTTP/1.1 as usual; remembers the transport under the peer's address."""

    _peer: tuple[str, int] | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        peer = transport.get_extra_info("peername")
        if peer:
            self._peer = (str(peer[0]), int(peer[1]))
            _open[self._peer] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if self._peer:
            _open.pop(self._peer, None)
        super().connection_lost(exc)


def sever(peer: Any) -> None:
    """Cut the connection of this peer (host, port) at once."""
    transport = _open.get((str(peer[0]), int(peer[1]))) if peer else None
    if transport is not None:
        transport.abort()
