"""The one door to addresses that a person typed: judged, not redirected, bounded in size and time, and what is known when it breaks."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms import http
from masthead.platforms.http import Http

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
Answer = Callable[[socket.socket, bytes], None]


@contextmanager
def server(answer: Answer, *, family: int = socket.AF_INET) -> Iterator[tuple[int, list[bytes]]]:
    """One that answers as told; the requests that it got."""
    seen: list[bytes] = []
    listening = socket.socket(family)
    listening.bind(("::1" if family == socket.AF_INET6 else "127.0.0.1", 0))
    listening.listen()

    def serve() -> None:
        while True:
            try:
                client, _where = listening.accept()
            except OSError:
                return
            with client:
                seen.append(client.recv(65536))
                try:
                    answer(client, seen[-1])
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1], seen
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


def says(data: bytes) -> Answer:
    return lambda client, _request: client.sendall(data)


def fault_of(url: str, *, repeatable: bool = False, method: str = "GET") -> PlatformFault:
    with Http(url, guarded=True) as client, pytest.raises(PlatformFault) as broken:
        client.call(method, "x", repeatable=repeatable)
    return broken.value


def test_a_read_is_sent_without_a_body() -> None:
    with server(says(OK)) as (port, seen), Http(f"http://127.0.0.1:{port}", guarded=True) as client:
        assert client.call("GET", "x", repeatable=True).text == "ok"
    assert b"transfer-encoding" not in seen[0].lower()
    assert b"accept-encoding: identity" in seen[0].lower()


def test_a_redirect_is_handed_back_and_not_followed() -> None:
    moved = b"HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    with server(says(moved)) as (port, seen), Http(f"http://127.0.0.1:{port}", guarded=True) as client:
        assert client.call("GET", "x", repeatable=True).status_code == 301
    assert len(seen) == 1


@pytest.mark.parametrize(
    "url", ["http://10.0.0.8", "https://192.168.1.4", "http://169.254.169.254", "https://[fd00::1]", "https://user:pw@site.example"]
)  # fmt: skip
def test_an_address_inside_the_house_is_refused_before_anything_is_sent(url: str) -> None:
    assert fault_of(url).kind == FaultKind.REJECTED


def test_a_name_that_leads_to_another_address_at_the_second_look_is_not_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The connection goes to the judged address whatever the name says by then."""
    asked, true_look_up = [], socket.getaddrinfo

    def changing(host: str, port: int, *args: object, **more: object) -> list[tuple]:
        if host[0].isdigit():  # a number is no name
            return true_look_up(host, port, *args, **more)
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "10.0.0.8"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    with server(says(OK)) as (port, _seen), Http(f"http://localhost:{port}", guarded=True) as client:
        assert client.call("GET", "x", repeatable=True).text == "ok"
    assert asked == ["localhost"]


def test_a_public_name_that_leads_into_the_house_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.8", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_m: inside)
    assert fault_of("https://site.example").kind == FaultKind.REJECTED


def test_the_loopback_of_ipv6_is_reached_in_development() -> None:
    with (
        server(says(OK), family=socket.AF_INET6) as (port, _seen),
        Http(f"http://[::1]:{port}", guarded=True) as client,
    ):
        assert client.call("GET", "x", repeatable=True).text == "ok"


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_an_answer_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch, packed) -> None:
    """Packed, some hundred bytes would become megabytes."""
    monkeypatch.setattr(http, "ANSWER_MOST", 100_000)
    body = gzip.compress(b"0" * 1_000_000) if packed else b"0" * 1_000_000
    coding = b"Content-Encoding: gzip\r\n" if packed else b""
    head = b"HTTP/1.1 200 OK\r\n" + coding + b"Content-Length: %d\r\n\r\n" % len(body)
    with server(says(head + body)) as (port, _seen):
        assert fault_of(f"http://127.0.0.1:{port}").kind == FaultKind.UNKNOWN_OUTCOME


def test_a_packed_answer_within_measure_is_read() -> None:
    body = gzip.compress("春茶".encode())
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body)
    with server(says(head + body)) as (port, _seen), Http(f"http://127.0.0.1:{port}", guarded=True) as client:
        assert client.call("GET", "x", repeatable=True).text == "春茶"


def test_an_answer_that_drips_ends_with_the_whole_calls_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "WHOLE_CALL_SECONDS", 0.5)

    def drip(client: socket.socket, _request: bytes) -> None:
        client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _byte in range(30):
            client.sendall(b"0")
            time.sleep(0.05)

    began = time.monotonic()
    with server(drip) as (port, _seen):
        assert fault_of(f"http://127.0.0.1:{port}").kind == FaultKind.UNKNOWN_OUTCOME
        assert time.monotonic() - began < 1.4


@pytest.mark.parametrize(("repeatable", "kind"), [(True, FaultKind.NOT_SENT), (False, FaultKind.UNKNOWN_OUTCOME)])
def test_a_connection_that_ends_without_an_answer_may_have_been_heard(repeatable, kind) -> None:
    with server(lambda _client, _request: None) as (port, _seen):
        assert fault_of(f"http://127.0.0.1:{port}", repeatable=repeatable, method="POST").kind == kind


def test_nothing_was_sent_where_nobody_listens() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        assert fault_of(f"http://127.0.0.1:{probe.getsockname()[1]}").kind == FaultKind.NOT_SENT
