"""One call to a platform, and what is known when it broke. Never repeats, never follows a redirect, never asks the environment for a proxy.

An address that a person typed (`guarded`) is judged before every call and the connection goes to exactly the judged address.
"""

import atexit
import os
import ssl
import zlib
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from functools import cache
from types import TracebackType
from typing import Any, Self

import certifi
import httpcore
import httpx
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import FaultKind, PlatformFault
from masthead.core.outbound import Fault as OutboundFault
from masthead.core.outbound import Refused
from masthead.core.outbound.network import Deadline, PinnedBackend, look_up
from masthead.core.outbound.targets import parse
from masthead.platforms.contract import Channel

TIMEOUT = httpx.Timeout(connect=5.0, read=15.0, write=30.0, pool=5.0)
WHOLE_CALL_SECONDS = 60.0  # of a guarded call, everything together
KEPT_SECONDS = 2.0  # an idle connection is used again only so long: shorter than any platform's own patience
KEPT_MOST = 128
FRESH = "masthead.fresh"
ANSWER_MOST = 8 * 1024 * 1024
DECODED = (b"content-encoding", b"content-length")  # true of what came over the wire, not of what is handed on
NEVER_SENT = (
    httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL, httpx.ProxyError,
    httpcore.ConnectError, httpcore.ConnectTimeout, httpcore.PoolTimeout, httpcore.UnsupportedProtocol,
)  # fmt: skip
BROKEN = (
    httpx.TransportError, httpx.DecodingError, httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, ssl.SSLError,
)  # fmt: skip


@cache
def _trust() -> ssl.SSLContext:
    """Building it takes tens of milliseconds: once per process."""
    return ssl.create_default_context(cafile=certifi.where())


class GuardedTransport(httpx.BaseTransport):
    """Connects to judged addresses only. Raises Refused for an address that the house does not call."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        target = parse(str(request.url))
        deadline = Deadline(WHOLE_CALL_SECONDS)
        backend = PinnedBackend(look_up(target, deadline), deadline)
        with httpcore.ConnectionPool(
            ssl_context=_trust(), network_backend=backend, max_connections=1, retries=0
        ) as pool:
            url = httpcore.URL(
                scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port, target=request.url.raw_path
            )  # fmt: skip
            with pool.stream(
                request.method, url, headers=request.headers.raw, content=_body(request), extensions=request.extensions
            ) as answer:
                headers = [(name, value) for name, value in answer.headers if name.lower() not in DECODED]
                return httpx.Response(answer.status, headers=headers, content=_read(answer), request=request)


def _body(request: httpx.Request) -> Iterator[bytes] | None:
    """None for a request without a body: an empty one would be sent in chunks, which servers refuse on a GET."""
    framed = "content-length" in request.headers or "transfer-encoding" in request.headers
    return iter(request.stream) if framed and isinstance(request.stream, httpx.SyncByteStream) else None


def _read(answer: httpcore.Response) -> bytes:
    """The body unpacked, at most ANSWER_MOST bytes packed or not: a stranger's server shall not fill our memory."""
    coding = next(
        (value.decode("latin-1") for name, value in answer.headers if name.lower() == b"content-encoding"), ""
    )
    packed = coding.strip().lower()
    if packed not in ("", "identity", "gzip", "x-gzip"):  # we asked for none at all; some servers know no better
        raise httpx.ReadError("the answer is packed in a way that was not asked for")
    unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16) if "gzip" in packed else None
    body, seen = bytearray(), 0
    for chunk in answer.iter_stream():
        seen += len(chunk)
        try:
            body += unpack.decompress(chunk, ANSWER_MOST + 1) if unpack else chunk
        except zlib.error:
            raise httpx.ReadError("the answer cannot be unpacked") from None
        if max(len(body), seen) > ANSWER_MOST or (unpack and unpack.unconsumed_tail):
            raise httpx.ReadError("the answer is too large")
    return bytes(body)


@cache
def _connections(_process: int, *, kept: bool) -> httpx.HTTPTransport:
    """All open connections of this process to platforms: a forked child opens its own."""
    limits = httpx.Limits(
        max_connections=None, max_keepalive_connections=KEPT_MOST if kept else 0, keepalive_expiry=KEPT_SECONDS
    )
    transport = httpx.HTTPTransport(verify=_trust(), trust_env=False, limits=limits)
    atexit.register(transport.close)
    return transport


class SharedTransport(httpx.BaseTransport):
    """Connections outlive a stage and are shared by all accounts, for a moment. A call that is not repeatable gets a connection of its
    own, so that no stale one turns a publish into an unknown outcome. Closing it leaves the connections of others alone."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return _connections(os.getpid(), kept=not request.extensions.get(FRESH)).handle_request(request)


class Http:
    """Calls on behalf of one account. Use as a context manager. Connections are shared and kept for a moment, see SharedTransport."""

    def __init__(
        self, base_url: str, *, guarded: bool, headers: Mapping[str, str] | None = None, timeout: httpx.Timeout = TIMEOUT
    ) -> None:  # fmt: skip
        transport = GuardedTransport() if guarded else SharedTransport()
        plain = {"accept-encoding": "identity"} if guarded else {}
        self._http = httpx.Client(
            base_url=base_url, timeout=timeout, trust_env=False, transport=transport,
            headers={"user-agent": "Masthead", **plain, **(headers or {})}, follow_redirects=False,
        )  # fmt: skip
        self._told_at = ""

    @classmethod
    def of(cls, channel: Channel, *, headers: Mapping[str, str] | None = None) -> Self:
        """For the account's own platform address."""
        return cls(channel.base_url, guarded=channel.guarded, headers=headers)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    @property
    def platform_time(self) -> int:
        """The platform's own clock at its last answer (seconds since 1970), ours when it did not say: what it has is dated by it."""
        try:
            return int(parsedate_to_datetime(self._told_at).timestamp())
        except (TypeError, ValueError):
            return int(clock.now().timestamp())

    def call(self, method: str, path: str, *, repeatable: bool, **request: Any) -> httpx.Response:
        """One request; whatever status the platform answers is the caller's to judge.

        Raises PlatformFault: NOT_SENT when nothing arrived, or when it broke on the way and repeating harms nobody; UNKNOWN_OUTCOME when a
        call that is not repeatable may have arrived; REJECTED for an address that the house does not call.
        """
        try:
            answer = self._http.request(method, path, extensions={FRESH: not repeatable}, **request)
            self._told_at = answer.headers.get("date", "")
        except NEVER_SENT as error:
            raise lost(sent=False, repeatable=repeatable, detail=type(error).__name__) from None
        except BROKEN as error:
            raise lost(sent=True, repeatable=repeatable, detail=type(error).__name__) from None
        except Refused as error:
            raise PlatformFault(
                str(error.message), kind=FaultKind.REJECTED, platform_code=error.code, advice=str(error.advice)
            ) from None
        except OutboundFault as error:
            raise lost(sent=error.sent, repeatable=repeatable, detail=error.code) from None
        # Read to its end. The library's answer and its stream name each other, and with them lives what was sent: megabytes of a film
        # until somebody collects garbage.
        answer.stream = httpx.ByteStream(b"")
        return answer


def lost(*, sent: bool, repeatable: bool, detail: str) -> PlatformFault:
    """The call broke on the way: what is known depends on whether it may have arrived, and on whether that would matter."""
    if not sent:
        return PlatformFault(
            _("连不上平台，请求没有发出。"),
            kind=FaultKind.NOT_SENT,
            detail=detail,
            advice=_("请检查服务器网络；系统会自动重试。"),
        )
    if repeatable:
        return PlatformFault(_("平台没有答复。"), kind=FaultKind.NOT_SENT, detail=detail, advice=_("系统会自动重试。"))
    return PlatformFault(
        _("平台没有答复，不确定是否已经发布。"),
        kind=FaultKind.UNKNOWN_OUTCOME,
        detail=detail,
        advice=_("系统会向平台核实，核实之前不会重发。"),
    )


def gateway_fault(status: int, *, repeatable: bool) -> PlatformFault:
    """For an answer that does not come from the platform's own program (5xx, no JSON): the deed may have been done."""
    return lost(sent=True, repeatable=repeatable, detail=f"HTTP {status}")


def throttled(seconds: float | None, *, code: str = "", detail: str = "") -> PlatformFault:
    """The platform asks us to wait; `seconds` None = it did not say how long. Nothing was done."""
    return PlatformFault(
        _("平台限制了调用频率。"),
        kind=FaultKind.THROTTLED,
        platform_code=code,
        detail=detail,
        retry_after=seconds,
        advice=_("系统会在限制解除后自动继续。"),
    )
