"""The account at the emulator, and a small server with manners of its own."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest

from masthead.core import secrets
from masthead.platforms.connectors.mastodon.tests.stand import MastodonStand
from masthead.platforms.contract import Channel
from masthead.platforms.stand import KnownSecrets
from sandbox.testing import SandboxServer


@pytest.fixture
def keeper(monkeypatch: pytest.MonkeyPatch, db: None) -> KnownSecrets:
    made = KnownSecrets(secrets._present(), token="pasted-token")
    monkeypatch.setattr(secrets, "_keeper", made)
    return made


@pytest.fixture
def stand(sandbox_server: SandboxServer, keeper: KnownSecrets) -> MastodonStand:
    return MastodonStand(sandbox_server, keeper)


@dataclass
class OtherServer:
    """Answers by (method, path) with (status, headers, body); everything else is 404 with a page. Keeps what it was asked."""

    url: str = ""
    answers: dict[tuple[str, str], tuple[int, dict[str, str], Any]] = field(default_factory=dict)
    asked: list[tuple[str, str, bytes]] = field(default_factory=list)

    def says(self, method: str, path: str, body: Any, status: int = 200, **headers: str) -> None:
        self.answers[method, path] = (status, {n.replace("_", "-"): v for n, v in headers.items()}, body)

    def channel(self) -> Channel:
        """With a pasted token: no app of ours."""
        return Channel(account_id=7, platform="mastodon", base_url=self.url, app_id="", secret_ref="test:token")


@pytest.fixture
def other(keeper: KnownSecrets) -> Iterator[OtherServer]:
    made = OtherServer()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(made))
    made.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made.says("GET", "/api/v1/accounts/verify_credentials", {"id": "9", "acct": "yunling"})
    yield made
    server.shutdown()
    server.server_close()


def _handler(other: OtherServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            path = urlsplit(self.path).path
            other.asked.append((self.command, path, body))
            missing = (404, {"content-type": "text/html"}, "<h1>Not Found</h1>")
            status, headers, answer = other.answers.get((self.command, path), missing)
            raw = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
            self.send_response(status)
            for name, value in {"content-length": str(len(raw)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(raw)

        def do_POST(self) -> None:
            self.do_GET()

        def do_DELETE(self) -> None:
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
            pass

    return Handler
