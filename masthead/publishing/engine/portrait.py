"""A picture of the live page, drawn by a real browser where the operator has named one (MASTHEAD_PORTRAIT_BROWSER).

The browser is a process of its own with a folder of its own and a hard end. It may talk only to the page's host, at the very address
that was judged like every address that the house calls; all other names lead nowhere, so a page cannot send it into the house's network.
"""

import os
import signal
import subprocess
import tempfile
from pathlib import Path

from django.conf import settings

from masthead.core.errors import DomainError
from masthead.core.outbound.network import Deadline, look_up
from masthead.core.outbound.targets import parse
from masthead.publishing.limits import limits

SIZE = "1100,2200"
LOOK_UP_SECONDS = 5.0


def configured() -> bool:
    return bool(settings.PORTRAIT_BROWSER)


def draw(url: str) -> bytes:
    """PNG bytes of the page, b'' when it could not be drawn in time."""
    try:
        target = parse(url)
        addresses = [str(address) for address in look_up(target, Deadline(LOOK_UP_SECONDS))]
    except DomainError:
        return b""
    address = next(iter(addresses), "")
    if not configured() or not address:
        return b""
    address = f"[{address}]" if ":" in address else address
    rules = f"MAP {target.host} {address}, EXCLUDE {address}, MAP * ~NOTFOUND"
    with tempfile.TemporaryDirectory(prefix="masthead-portrait-") as folder:
        out = Path(folder) / "page.png"
        if not _run([*_command(Path(folder), out, rules), url]) or not out.exists():
            return b""
        return out.read_bytes()


def _command(folder: Path, out: Path, rules: str) -> list[str]:
    words = [
        settings.PORTRAIT_BROWSER, "--headless=new", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-extensions",
        "--disable-background-networking", "--no-proxy-server", f"--host-resolver-rules={rules}", f"--user-data-dir={folder / 'profile'}",
        f"--window-size={SIZE}", "--virtual-time-budget=6000", f"--screenshot={out}",
    ]  # fmt: skip
    return [*words, "--no-sandbox"] if os.geteuid() == 0 else words


def _run(command: list[str]) -> bool:
    """Run it in its own group of processes and end the whole group when its time is up."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603  an executable that the operator named, an address that was judged
        command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        return process.wait(timeout=limits().portrait_seconds) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
