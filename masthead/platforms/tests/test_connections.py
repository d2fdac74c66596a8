"""Connections to platforms are shared for a moment, but what a reader could see twice never goes over one that may have gone stale."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from masthead.platforms.http import Http


@contextmanager
def counting() -> Iterator[tuple[str, list[int]]]:
    """A platform that keeps connections open; the caller's port of every request."""
    ports: list[int] = []

    class Platform(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            ports.append(self.client_address[1])
            self.send_response(200)
            self.send_header("content-length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Platform)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", ports
    server.shutdown()
    server.server_close()


def read(url: str, *, repeatable: bool) -> str:
    with Http(url, guarded=False) as client:
        return client.call("GET", "/x", repeatable=repeatable).text


def test_two_stages_share_a_connection():
    with counting() as (url, ports):
        assert [read(url, repeatable=True), read(url, repeatable=True)] == ["ok", "ok"]
    assert len(set(ports)) == 1


def test_a_call_that_must_not_be_repeated_gets_a_connection_of_its_own():
    with counting() as (url, ports):
        for repeatable in (True, False, False, True):
            read(url, repeatable=repeatable)
    before, first, second, after = ports
    assert len({before, first, second}) == 3
    assert after == before


def test_cookies_of_one_account_are_not_those_of_another():
    with counting() as (url, _ports), Http(url, guarded=False) as one, Http(url, guarded=False) as other:
        one._http.cookies.set("session", "of-one")
        assert one.call("GET", "/x", repeatable=True).request.headers["cookie"] == "session=of-one"
        assert "cookie" not in other.call("GET", "/x", repeatable=True).request.headers
