"""The endpoints by path; each handler is a plain function of a call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.gateway import Call
from sandbox.store import Json

Handler = Callable[[Call], Json]


@dataclass(frozen=True)
class Endpoint:
    """How a path is guarded before its handler runs."""

    path: str
    methods: tuple[str, ...]
    handler: Handler
    token: bool
    publish_right: bool
    json_body: bool
    daily_limit: int
    durable: bool


ENDPOINTS: dict[str, Endpoint] = {}


def endpoint(
    path: str,
    *,
    methods: tuple[str, ...] = ("POST",),
    token: bool = True,
    publish_right: bool = False,
    json_body: bool = True,
    daily_limit: int = 0,
    durable: bool = False,
) -> Callable[[Handler], Handler]:
    """Register a handler; a path that is registered twice is a mistake."""

    def keep(handler: Handler) -> Handler:
        if path in ENDPOINTS:
            raise ValueError(f"{path}: registered twice")
        ENDPOINTS[path] = Endpoint(
            path, methods, handler, token, publish_right, json_body and "POST" in methods, daily_limit, durable
        )
        return handler

    return keep
