"""The platform side of the demo: the sandbox, reached over HTTP like everybody reaches it; started for the occasion when it does not answer."""

import datetime as dt
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings

APP_ID, APP_SECRET, CALLBACK_TOKEN = "wx_yunling_tea", "yunling-sandbox-secret", "yunlingToken2026"
CALLBACK_KEY = "yunlingteaSandboxKey0123456789abcdefghijkLM"[:43]
HANDLE = "gh_yunlingchashi"


class Platform:
    """The sandbox's control surface."""

    def __init__(self, base: str) -> None:
        self.http = httpx.Client(base_url=base, timeout=10)

    def post(self, path: str, **body: Any) -> Any:
        """One order to the sandbox. Raises httpx.HTTPStatusError when it is refused."""
        response = self.http.post(f"/_sandbox/{path}", json=body)
        response.raise_for_status()
        return response.json()

    def alive(self) -> bool:
        try:
            return self.http.get("/_sandbox/clock").status_code == 200
        except httpx.HTTPError:
            return False

    def set_offset(self, offset: dt.timedelta) -> None:
        """Let the platform live at the same moment as the story."""
        self.post("clock", offset_seconds=offset.total_seconds())

    def open_account(self, callback_url: str) -> None:
        self.post(
            "apps", appid=APP_ID, secret=APP_SECRET, name="云岭茶事", gh_id=HANDLE, followers=48_620,
            callback_url=callback_url, callback_token=CALLBACK_TOKEN, aes_key=CALLBACK_KEY, callback_mode="aes",
        )  # fmt: skip

    def cut_next_submit(self) -> None:
        """The next submit is done, but the answer is lost on the way."""
        self.post("faults", kind="timeout_after", endpoint="freepublish/submit", count=1)

    def refuse_next_audit(self) -> None:
        """The next submit is accepted, then the platform's audit says no."""
        self.post("faults", kind="publish_fails", endpoint="freepublish/submit", count=1, publish_status=4)

    def refuse_next_question(self) -> None:
        """The next test of the connection hears that our address is not on the list."""
        self.post("faults", kind="errcode", endpoint="draft/count", count=1, errcode=40164)

    def pace(self, seconds: float) -> None:
        self.post("settings", publish_seconds=seconds)


@contextmanager
def platform() -> Iterator[Platform]:
    """The running sandbox, or one started for this block."""
    base = settings.SANDBOX_URL
    found = Platform(base)
    child: subprocess.Popen[bytes] | None = None
    if not found.alive():
        port = str(urlsplit(base).port or 8081)
        command = [sys.executable, "-m", "sandbox", "--port", port, "--data", str(settings.DATA_DIR / "sandbox")]
        child = subprocess.Popen(command)  # noqa: S603  our own module with our own settings
        for _ in range(200):
            if found.alive():
                break
            time.sleep(0.05)
    try:
        yield found
    finally:
        found.http.close()
        if child is not None:
            child.terminate()
            child.wait(10)
