"""For tests of the product: a sandbox in its own process, a client for its control surface, a callback catcher.

Usage: `from sandbox.testing import sandbox_server` in a conftest (or `pytest_plugins = ["sandbox.testing"]` in the
top one); then `def test_x(sandbox_server: SandboxServer)`. One process serves a session, emptied before each test.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from sandbox.settings import AppIn, FaultIn, FaultKind, Settings

Json = dict[str, Any]
T = TypeVar("T")
ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 20
WHOLE_SECONDS = 300  # a list of everything after a long campaign: some thousand posts, a hundred thousand calls


@dataclass(frozen=True)
class Stats:
    """What `GET /_sandbox/stats` tells. `by_title` counts articles that went out, deleted ones included."""

    accepted: int
    in_progress: int
    failed: int
    published: int
    by_title: dict[str, int]
    accepted_by_title: dict[str, int]
    duplicates: dict[str, int]
    markers: dict[str, int]
    drafts_in_box: int
    requests: dict[str, dict[str, int]]
    callbacks: dict[str, int]

    def lost(self, titles: list[str]) -> list[str]:
        """Those of the expected titles that never went out."""
        return [title for title in titles if not self.by_title.get(title)]


@dataclass
class SandboxServer:
    """A running sandbox. `wechat_url` stands for https://api.weixin.qq.com."""

    data: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    log: Path | None = None  # where its lines go; None = to ours
    http: httpx.Client = field(default_factory=lambda: httpx.Client(trust_env=False, timeout=10))

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def url_of(self, platform: str) -> str:
        """Where an emulator's calls lie."""
        return f"{self.base_url}/{platform}"

    @property
    def wechat_url(self) -> str:
        return f"{self.base_url}/wechat"

    # -- the process
    def start(self) -> None:
        """Start (or start again, over the same data) and wait until it answers."""
        command = [sys.executable, "-m", "sandbox", "--port", str(self.port), "--data", str(self.data)]
        out = self.log.open("ab") if self.log else None
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out)
        if out is not None:
            out.close()
        until(self._answers, seconds=START_SECONDS)

    def kill(self) -> None:
        """kill -9: nothing is said goodbye to."""
        if self.process:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self.kill()
            self.process = None

    def restart(self) -> None:
        """kill -9 and start again over the same data."""
        self.kill()
        self.start()

    def _answers(self) -> bool:
        if self.process and self.process.poll() is not None:
            raise RuntimeError(f"sandbox ended with code {self.process.returncode}")
        try:
            return self.http.get(f"{self.base_url}/_sandbox/health").status_code == 200
        except httpx.TransportError:
            return False

    # -- the control surface
    def reset(self, *, publish_seconds: float = 0.2, is_delay: str = "never", **settings: object) -> None:
        """Empty the world; defaults for tests: quick publishing, figures without delay."""
        self._post("reset", {})
        self.settings(publish_seconds=publish_seconds, is_delay=is_delay, **settings)

    def settings(self, **changes: object) -> Settings:
        """Change knobs (see `sandbox.settings.Settings`); without arguments only read them."""
        answer = self._post("settings", changes) if changes else self._get("settings")
        return Settings.model_validate(answer)

    def add_app(self, appid: str = "wx_cloudridge", secret: str = "cloudridge-secret", **more: Any) -> AppIn:
        """Create or replace an account; `more`: name, gh_id, followers, publish_right, ip_allow, callback_url, …"""
        more.setdefault("name", "云岭茶事")
        return AppIn.model_validate(self._post("apps", AppIn(appid=appid, secret=secret, **more).model_dump()))

    def verify_url(self, appid: str) -> bool:
        return bool(self._post(f"apps/{appid}/verify_url", {})["ok"])

    def set_fault(self, kind: FaultKind, endpoint: str = "*", **more: Any) -> int:
        """Switch a fault on; `more`: appid, probability, count, errcode, http_status, ms, after, publish_status."""
        return int(self._post("faults", FaultIn(kind=kind, endpoint=endpoint, **more).model_dump())["id"])

    def clear_faults(self) -> None:
        self.http.delete(f"{self.base_url}/_sandbox/faults").raise_for_status()

    def faults(self) -> list[Json]:
        return list(self._get("faults"))

    def shift_clock(
        self, *, offset_seconds: float | None = None, forward_seconds: float | None = None, at: str | None = None
    ) -> float:
        """Move the sandbox clock; the new sandbox time. `at` without zone is Beijing time."""
        order = {"offset_seconds": offset_seconds, "forward_seconds": forward_seconds, "at": at}
        return float(self._post("clock", {name: value for name, value in order.items() if value is not None})["now"])

    def now(self) -> float:
        return float(self._get("clock")["now"])

    def set_quota(self, appid: str, endpoint: str, daily_limit: int) -> None:
        self._post("quota", {"appid": appid, "endpoint": endpoint, "daily_limit": daily_limit})

    def stats(self, *, markers: list[str] | None = None, appid: str | None = None) -> Stats:
        params: Json = {"marker": markers or []} | ({"appid": appid} if appid else {})
        return Stats(**self._get("stats", params))

    def ledger(self, **filters: object) -> list[Json]:
        """Requests, newest first; filters: endpoint (shell pattern), appid, outcome, errcode, fault, limit, after."""
        return list(self._get("ledger", filters))

    def publications(self) -> list[Json]:
        return list(self._get("publications"))

    def posts(self, platform: str = "") -> list[Json]:
        """Every post that really exists: platform, appid, key, words (title and text), at."""
        return list(self._get("posts", {"platform": platform}))

    def callbacks(self) -> list[Json]:
        return list(self._get("callbacks"))

    def ban_article(self, article_id: str) -> None:
        self._post(f"articles/{article_id}/ban", {})

    def wait_until_settled(self, *, seconds: float = 10) -> Stats:
        """Wait until no publication is under way."""
        return until(lambda: (s := self.stats()).in_progress == 0 and s, seconds=seconds) or self.stats()

    def control(self, path: str, **body: Any) -> Any:
        """Any other order to the control surface."""
        return self._post(path, body)

    def _get(self, path: str, params: Json | dict[str, object] | None = None) -> Any:
        address = f"{self.base_url}/_sandbox/{path}"
        response = self.http.get(address, params=params, timeout=WHOLE_SECONDS)  # type: ignore[arg-type]
        return _checked(response)

    def _post(self, path: str, body: Any) -> Any:
        return _checked(self.http.post(f"{self.base_url}/_sandbox/{path}", json=body))


def _checked(response: httpx.Response) -> Any:
    if response.status_code >= 400:
        raise ValueError(f"sandbox refused: {response.text}")
    return response.json()


def until(condition: Callable[[], T], *, seconds: float = 5) -> T:
    """Ask every 20 ms until the condition holds; its value, or TimeoutError."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > end:
            raise TimeoutError(f"not true within {seconds} s")
        time.sleep(0.02)
    return value


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


_running: dict[int, SandboxServer] = {}


@pytest.fixture
def sandbox_server(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> SandboxServer:
    """An empty sandbox; the process is shared by the session (one per test worker) and started again if killed."""
    server = _running.get(os.getpid())
    if server is None:
        server = SandboxServer(data=tmp_path_factory.mktemp("sandbox"), port=free_port())
        _running[os.getpid()] = server
        request.config.add_cleanup(server.stop)
    if server.process is None or server.process.poll() is not None:
        server.start()
    server.reset()
    return server


@dataclass(frozen=True)
class Received:
    """One request that the catcher got."""

    method: str
    path: str
    query: dict[str, str]
    body: str
    headers: dict[str, str] = field(default_factory=dict)  # names in small letters


@dataclass
class CallbackCatcher:
    """A developer address on this machine. `answer` is what it says; `delay` lets it be late."""

    url: str = ""
    answer: str = "success"
    delay: float = 0.0
    echo: bool = True
    received: list[Received] = field(default_factory=list)

    def posts(self) -> list[Received]:
        return [one for one in self.received if one.method == "POST"]

    def wait_for(self, count: int, *, seconds: float = 5) -> list[Received]:
        until(lambda: len(self.posts()) >= count, seconds=seconds)
        return self.posts()


@pytest.fixture
def callback_catcher() -> Iterator[CallbackCatcher]:
    """Catches PUBLISHJOBFINISH pushes; answers the URL check with echostr."""
    catcher = CallbackCatcher()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _catcher_handler(catcher))
    catcher.url = f"http://127.0.0.1:{server.server_port}/wechat/callback"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield catcher
    server.shutdown()
    server.server_close()


def _catcher_handler(catcher: CallbackCatcher) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._take("")
            self._say(self._query().get("echostr", "") if catcher.echo else "no")

        def do_POST(self) -> None:
            self._take(self.rfile.read(int(self.headers.get("content-length", 0))).decode())
            time.sleep(catcher.delay)
            self._say(catcher.answer)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
            pass

        def _query(self) -> dict[str, str]:
            return dict(parse_qsl(urlsplit(self.path).query))

        def _take(self, body: str) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            catcher.received.append(Received(self.command, urlsplit(self.path).path, self._query(), body, headers))

        def _say(self, text: str) -> None:
            self.send_response(200)
            self.end_headers()
            try:
                self.wfile.write(text.encode())
            except BrokenPipeError:
                return

    return Handler
