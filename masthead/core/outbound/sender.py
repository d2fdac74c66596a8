"""One call to an outside address."""

import json as json_words
import re
import ssl
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import certifi
import httpcore
from django.utils.translation import gettext as _

from masthead.core.outbound.errors import Fault, Refused
from masthead.core.outbound.network import Deadline, PinnedBackend, look_up
from masthead.core.outbound.targets import Target, parse

BODY_MOST = 1024 * 1024
CONNECT_SECONDS = 5.0
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"}
HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
OURS = {
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "accept-encoding",
    "te",
    "trailer",
    "upgrade",
    "expect",
}
NEVER_SENT = (httpcore.ConnectError, httpcore.ConnectTimeout, httpcore.PoolTimeout, httpcore.UnsupportedProtocol)


@dataclass(frozen=True)
class Reply:
    """What the other side answered. Header names are in small letters; the body is at most BODY_MOST bytes, unpacked."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    elapsed_ms: int


@cache
def _trust() -> ssl.SSLContext:
    """Building it takes tens of milliseconds: once per process."""
    return ssl.create_default_context(cafile=certifi.where())


def send(
    method: str,
    url: str,
    *,
    json: Any = None,
    content: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    timeout: float = 10.0,
) -> Reply:
    """Call `url` once; `timeout` is the limit of everything together. Never inside a transaction.

    Raises: Refused (an address, header or redirect that the house does not follow), Fault (network, time, size).
    """
    began = time.monotonic()
    deadline = Deadline(timeout)
    target = parse(url)
    verb = _method(method)
    if json is not None:
        content = json_words.dumps(json, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
    lines = _header_lines(target, headers or {}, content)
    addresses = look_up(target, deadline)
    with httpcore.ConnectionPool(
        ssl_context=_trust(), network_backend=PinnedBackend(addresses, deadline), max_connections=1, retries=0
    ) as pool:
        status, answered, body = _exchange(pool, verb, target, lines, content)
    elapsed = round((time.monotonic() - began) * 1000)
    if 300 <= status < 400 and status != 304:
        message = _("对方要求跳转到别的地址（HTTP %(status)d），没有跟随。") % {"status": status}
        raise Refused(message, code="outbound_redirect", advice=_("请直接填写最终地址。"))
    return Reply(status, answered, body, elapsed)


def _method(method: str) -> str:
    if method.upper() not in METHODS:
        raise Refused(_("不支持的请求方法。"), code="outbound_method")
    return method.upper()


def _header_lines(target: Target, headers: Mapping[str, str], content: bytes | None) -> list[tuple[bytes, bytes]]:
    lines = [("Host", target.authority), ("Accept-Encoding", "identity"), ("Connection", "close")]
    if content is not None:
        lines.append(("Content-Length", str(len(content))))
    if "user-agent" not in {name.lower() for name in headers}:
        lines.append(("User-Agent", "Masthead"))
    for name, value in headers.items():
        if not HEADER_NAME.fullmatch(name) or name.lower() in OURS or not value.isascii() or not value.isprintable():
            raise Refused(_("请求头「%(name)s」不被接受。") % {"name": name[:40]}, code="outbound_header")
        lines.append((name, value))
    return [(name.encode("ascii"), value.encode("ascii")) for name, value in lines]


def _exchange(
    pool: httpcore.ConnectionPool, method: str, target: Target, lines: list[tuple[bytes, bytes]], content: bytes | None
) -> tuple[int, dict[str, str], bytes]:
    url = httpcore.URL(
        scheme=b"https" if target.secure else b"http",
        host=target.host.encode("ascii"),
        port=target.port,
        target=target.path.encode("ascii"),
    )
    extensions = {"timeout": {"connect": CONNECT_SECONDS}}
    try:
        with pool.stream(method, url, headers=lines, content=content, extensions=extensions) as response:
            answered = {n.decode("latin-1").lower(): v.decode("latin-1") for n, v in response.headers}
            return response.status, answered, _read(response, answered.get("content-encoding", "identity").lower())
    except NEVER_SENT as error:
        raise _fault(error, sent=False) from None
    except (
        httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError
    ) as error:  # fmt: skip
        raise _fault(error, sent=True) from None


def _fault(error: Exception, *, sent: bool) -> Fault:
    if isinstance(error, httpcore.TimeoutException):
        return Fault(_("对方没有在限定时间内答复。"), retryable=True, sent=sent, code="outbound_time")
    message = _("与对方的连接失败（%(kind)s）。") % {"kind": type(error).__name__}
    return Fault(message, retryable=True, sent=sent, code="outbound_network")


def _read(response: httpcore.Response, encoding: str) -> bytes:
    """The body, unpacked piece by piece: a small parcel that unpacks to something huge is dropped at the limit."""
    if encoding not in ("", "identity", "gzip", "deflate"):
        raise Fault(_("对方的答复用了不认识的压缩方式。"), retryable=False, sent=True, code="outbound_encoding")
    unpack = zlib.decompressobj(wbits=47) if encoding in ("gzip", "deflate") else None
    body = bytearray()
    for chunk in response.iter_stream():
        try:
            body += unpack.decompress(chunk, BODY_MOST + 1 - len(body)) if unpack else chunk
        except zlib.error:
            raise Fault(_("对方的答复无法解压。"), retryable=False, sent=True, code="outbound_encoding") from None
        if len(body) > BODY_MOST or (unpack and unpack.unconsumed_tail):
            raise Fault(_("对方的答复过大，已放弃读取。"), retryable=False, sent=True, code="outbound_too_large")
    return bytes(body)
