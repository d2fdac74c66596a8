"""One door for all platform calls: reads the request, lets faults strike, does the deed, writes the ledger."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from starlette.datastructures import FormData, QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from sandbox.connections import sever
from sandbox.settings import AppIn, FaultIn, FaultKind
from sandbox.store import Json
from sandbox.world import Fault, World

REQUEST_FAULTS: tuple[FaultKind, ...] = (
    "timeout_before", "timeout_after", "http_500", "errcode", "slow", "throttle", "expired_token", "duplicate",
)  # fmt: skip
SLOW_MS = 1000


@dataclass
class Call:
    """One request to an emulated platform, with everything that a handler may want to know."""

    world: World
    platform: str
    method: str
    endpoint: str
    query: QueryParams
    raw: bytes
    form: FormData | None
    base_url: str
    client_ip: str
    now: float
    appid: str = ""
    app: AppIn | None = None
    token_ok: bool | None = None
    body: Json = field(default_factory=dict)
    note: str = ""
    headers: dict[str, str] = field(default_factory=dict)  # names in small letters


@dataclass(frozen=True)
class Answer:
    """An answer with a status of its own. `body`: JSON, bytes or text; `code` is what the ledger keeps as the platform's number (0 = good)."""

    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    media_type: str = "application/json"
    code: int = 0


class Platform(Protocol):
    """What the gateway needs of an emulator."""

    name: str

    def recognise(self, call: Call) -> str:
        """The appid that this call speaks for, without judging it; empty when unknown."""

    def perform(self, call: Call) -> Json | Answer:
        """Do the deed and give the answer; refusals are answers too."""

    def refusal(self, fault: FaultIn) -> Json | Answer:
        """The platform's own words for an injected errcode, throttle, expired_token or duplicate."""


class Severed(Response):
    """No answer at all: the connection hangs a while and is then cut."""

    def __init__(self, hang_ms: int) -> None:
        super().__init__(status_code=444)
        self.hang_ms = hang_ms

    async def __call__(self, scope: Scope, _receive: Receive, _send: Send) -> None:
        await asyncio.sleep(self.hang_ms / 1000)
        sever(scope.get("client"))


class RawJson(Response):
    """JSON as raw UTF-8, as the platforms send it."""

    media_type = "application/json; encoding=utf-8"

    def __init__(self, content: Json, status_code: int = 200) -> None:
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        super().__init__(body, status_code=status_code, headers={"content-type": self.media_type})


def endpoint_for(world: World, platform: Platform) -> Callable[[Request], Awaitable[Response]]:
    """The ASGI endpoint that serves every path below `/<platform>/`."""

    async def serve(request: Request) -> Response:
        started = time.perf_counter()
        call = await read_call(world, platform, request)
        faults = world.draw(REQUEST_FAULTS, endpoint=call.endpoint, appid=call.appid)
        for fault in faults:
            if fault.body.kind == "slow":
                await asyncio.sleep((SLOW_MS if fault.body.ms is None else fault.body.ms) / 1000)
        strike = next((f for f in faults if f.body.kind != "slow"), None)
        answer: Json | Answer = {}
        if strike is None or strikes_after(strike):
            call.now = world.now()
            answer = platform.perform(call)
        response = broken(world, platform, strike) if strike else told(answer)
        record(call, answer=answer, response=response, faults=faults, started=started)
        return response

    return serve


async def read_call(world: World, platform: Platform, request: Request) -> Call:
    """Read body and form; find out for whom the call speaks."""
    raw = await request.body()
    multipart = request.headers.get("content-type", "").startswith("multipart/form-data")
    form = await request.form() if multipart else None
    call = Call(
        world=world,
        platform=platform.name,
        method=request.method,
        endpoint="/" + request.path_params["path"],
        query=request.query_params,
        raw=raw,
        form=form,
        base_url=f"{request.url.scheme}://{request.url.netloc}/{platform.name}",
        client_ip=request.client.host if request.client else "",
        now=world.now(),
        headers={name.lower(): value for name, value in request.headers.items()},
    )
    call.appid = platform.recognise(call)
    call.app = world.app(call.appid) if call.appid else None
    return call


def strikes_after(fault: Fault) -> bool:
    """Whether the deed is done although the caller will not learn it."""
    return fault.body.kind == "timeout_after" or (
        fault.body.kind in ("http_500", "errcode", "duplicate") and fault.body.after
    )


def broken(world: World, platform: Platform, fault: Fault) -> Response:
    """What the caller gets instead of the true answer."""
    if fault.body.kind == "http_500":
        page = b"<html><head><title>Server Error</title></head><body><h1>Server Error</h1></body></html>"
        return Response(page, status_code=fault.body.http_status, media_type="text/html")
    if fault.body.kind in ("errcode", "throttle", "expired_token", "duplicate"):
        return told(platform.refusal(fault.body))
    return Severed(world.settings.hang_ms if fault.body.ms is None else fault.body.ms)


def told(answer: Json | Answer) -> Response:
    """The answer as HTTP."""
    if not isinstance(answer, Answer):
        return RawJson(answer)
    if answer.media_type != "application/json":
        return Response(answer.body, status_code=answer.status, media_type=answer.media_type, headers=answer.headers)
    body = json.dumps(answer.body, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(body, status_code=answer.status, media_type=answer.media_type, headers=answer.headers)


def code_of(answer: Json | Answer) -> int:
    """The platform's own number in an answer, for the ledger."""
    return answer.code if isinstance(answer, Answer) else int(answer.get("errcode", 0) or 0)


def record(call: Call, *, answer: Json | Answer, response: Response, faults: list[Fault], started: float) -> None:
    """One ledger line; for cut connections it is written before the hang, so that a test need not wait."""
    done = bool(answer)
    errcode = code_of(answer) if done else next((f.body.errcode for f in faults), 0)
    outcome = ("ok" if errcode == 0 else "refused") if done else "not_done"
    if done and any(strikes_after(f) for f in faults):
        outcome += "_untold"
    call.world.ledger.insert(
        "ledger",
        at=call.now,
        platform=call.platform,
        method=call.method,
        endpoint=call.endpoint,
        appid=call.appid,
        token_ok=None if call.token_ok is None else int(call.token_ok),
        outcome=outcome,
        errcode=errcode,
        http_status=0 if isinstance(response, Severed) else response.status_code,
        fault=",".join(f.label for f in faults),
        ms=round((time.perf_counter() - started) * 1000, 2),
        digest=hashlib.sha256(call.raw).hexdigest(),
        note=call.note[:200],
    )
