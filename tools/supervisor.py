"""`./dev run`: broker, platform sandbox, web, worker and scheduler in one terminal.

Starts the broker, brings the database up to date, fills the demo company on the first run, starts the rest, prints the
address and the sign-ins, and stops everything on Ctrl-C. It ends only processes that it started itself.
"""

import argparse
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from masthead.config.embedded import embedded_broker_url, valkey_socket
from tools import valkey
from tools.processes import Child, RunLock, Warden, say

SETTINGS = "masthead.config.settings.dev"
ROOT = Path(__file__).resolve().parents[1]
WEB_PORT, SANDBOX_PORT, PORTS_TRIED = 8000, 8081, 20


def port_is_free(host: str, port: int) -> bool:
    """Nobody listens there. The web server shares a port silently (SO_REUSEPORT), so we look before it starts."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        probe.settimeout(0.2)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as caller:
        caller.settimeout(0.2)
        return caller.connect_ex(("127.0.0.1" if host == "0.0.0.0" else host, port)) != 0


def choose_port(host: str, wanted: int | None, usual: int) -> int:
    """The wanted port or a refusal; without a wish the usual one or the next free."""
    if wanted is not None:
        if not port_is_free(host, wanted):
            raise SystemExit(f"Port {wanted} is taken by another program. Choose one: ./dev run --port {wanted + 1}")
        return wanted
    for port in range(usual, usual + PORTS_TRIED):
        if port_is_free(host, port):
            return port
    raise SystemExit(f"No free port between {usual} and {usual + PORTS_TRIED}. Choose one: ./dev run --port 9000")


class Supervisor:
    """Everything of one run."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.data = Path(os.environ.get("MASTHEAD_DATA_DIR") or ROOT / "data").expanduser().resolve()
        self.greeting = self.data / "greeting.txt"
        self.lock = RunLock(self.data / "run.lock")
        self.children: list[Child] = []
        self.ending = self.ready = False
        self.began_at = time.monotonic()

    def run(self) -> int:
        """The whole life of a run; 0 after a clean stop."""
        if not self.lock.take(patience=20):
            raise SystemExit(f"Masthead is running already in {self.data} (process {self.lock.holder()}).")
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._end)
        self.warden = Warden()
        self.environment = self._environment()
        try:
            self._start_broker()
            self._prepare_database()
            self._start_house()
            self._greet()
            while not self.ending:
                time.sleep(0.3)
                for child in self.children:
                    child.look_after()
        except KeyboardInterrupt:
            pass
        finally:
            self._stop()
        return 0

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        if not self.ending:
            self.ending = True
            raise KeyboardInterrupt

    def _environment(self) -> dict[str, str]:
        host = self.options.host
        self.port = choose_port(host, self.options.port, WEB_PORT)
        self.sandbox_port = choose_port("127.0.0.1", None, SANDBOX_PORT)
        sandbox_url = f"http://127.0.0.1:{self.sandbox_port}"
        given = dict(os.environ)
        given.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
        given.setdefault("MASTHEAD_BASE_URL", f"http://localhost:{self.port}")
        given.setdefault("MASTHEAD_SANDBOX_URL", sandbox_url)
        return given | {"MASTHEAD_DATA_DIR": str(self.data), "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT)}

    def _child(self, name: str, *command: str) -> Child:
        child = Child(name, list(command), self.environment, self.warden)
        child.start()
        self.children.append(child)
        return child

    def _python(self, *arguments: str) -> tuple[str, ...]:
        return (sys.executable, *arguments)

    def _start_broker(self) -> None:
        if self.environment.get("BROKER_URL") or self.environment.get("BROKER_URL_FILE"):
            return
        unix_socket, directory = valkey_socket(self.data), self.data / "valkey"
        valkey.prepare_folder(unix_socket, directory)
        if valkey.answers(unix_socket):
            raise SystemExit(f"A broker of somebody else answers at {unix_socket}; stop it first.")
        self._child("valkey", *valkey.command(valkey.server_binary(), unix_socket, directory))
        if not valkey.wait_until_it_answers(unix_socket):
            raise SystemExit(f"The embedded broker did not start; see {directory / 'server.log'}.")
        self.environment["BROKER_URL"] = embedded_broker_url(self.data)

    def _manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [*self._python("manage.py", *arguments)]
        return subprocess.run(command, env=self.environment, cwd=ROOT, text=True, capture_output=True)

    def _must(self, *arguments: str) -> str:
        result = self._manage(*arguments)
        if result.returncode:
            raise SystemExit(f"manage.py {' '.join(arguments)} failed:\n{result.stdout}{result.stderr}")
        return result.stdout

    def _migrate(self) -> None:
        """Bring the tables up to date; skipped while the embedded file has seen exactly these migrations."""
        stamp, files = self.data / "migrated", sorted(ROOT.glob("masthead/*/migrations/*.py"))
        packages = ROOT / "requirements.lock"
        seen = hashlib.sha256(b"".join(file.read_bytes() for file in [*files, packages] if file.exists())).hexdigest()
        elsewhere = self.environment.get("DATABASE_URL") or self.environment.get("DATABASE_URL_FILE")
        known = stamp.exists() and stamp.read_text(encoding="ascii") == seen
        if elsewhere or not known or not (self.data / "masthead.sqlite3").exists():
            self._must("migrate", "--no-input", "--verbosity", "0")
            stamp.write_text(seen, encoding="ascii")

    def _prepare_database(self) -> None:
        """Tables, the vault's key, and on the first run the demo company; its sign-ins are kept for the next greeting."""
        self._migrate()
        key_file = Path(self.environment.get("MASTHEAD_VAULT_KEY_FILE") or self.data / "vault.keys").expanduser()
        if not key_file.exists():
            self._must("vault_init")
        if self.greeting.exists():
            return
        words = "An empty house: the first page is the set-up wizard.\n"
        if not self.options.empty:
            say("run", "first run: filling the demo company …")
            for line in self._must("demo").splitlines():
                say("run", line)
            words = self._must("demo", "--signins")
        self.greeting.write_text(words, encoding="utf-8")

    def _start_house(self) -> None:
        port = str(self.sandbox_port)
        self._child("sandbox", *self._python("-m", "sandbox", "--port", port, "--data", str(self.data / "sandbox")))
        self._child(
            "web",
            *self._python(
                "-m", "granian", "--interface", "wsgi", "--host", self.options.host, "--port", str(self.port)
            ),
            *("--workers", str(min(os.cpu_count() or 1, 4)), "--blocking-threads", "1", "--respawn-failed-workers"),
            *("--no-ws", "--workers-kill-timeout", "5", "--log-level", "warning"),
            "masthead.config.wsgi:application",
        )
        # The page first: the other two would only take its processor time while it starts.
        self.ready = self._answers(f"http://127.0.0.1:{self.port}/")
        # Root in a container is the operator's choice; the warning about it fills the screen.
        celery = self._python("-W", "ignore:::celery.platforms", "-m", "celery", "-q", "-A", "masthead.config.celery")
        self._child("worker", *celery, "worker", "--loglevel", "WARNING", "--without-gossip", "--without-mingle")
        self._child("beat", *celery, "beat", "--loglevel", "WARNING", "--pidfile=", "-s", str(self.data / "beat"))

    def _greet(self) -> None:
        address = f"http://localhost:{self.port}"
        if not self.ready:
            say("run", "the web server does not answer yet; its lines stand above")
            return
        say("run", "")
        say("run", f"Masthead  {address}   (ready after {time.monotonic() - self.began_at:.1f} s)")
        say("run", f"sandbox   http://localhost:{self.sandbox_port}   the platforms, as this place sees them")
        for line in self.greeting.read_text(encoding="utf-8").splitlines():
            say("run", line)
        say("run", "Ctrl-C stops everything; nothing is lost.")
        say("run", "")

    def _answers(self, url: str, *, seconds: float = 60) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self.ending:
            try:
                with urllib.request.urlopen(url, timeout=10):
                    return True
            except urllib.error.HTTPError:
                return True
            except OSError:
                time.sleep(0.1)
        return False

    def _stop(self) -> None:
        self.ending = True
        if self.children:
            say("run", "stopping …")
        for child in reversed(self.children):
            child.stop()
        self.warden.dismiss()
        say("run", "stopped.")


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev run", description="Start everything in this terminal.")
    parser.add_argument("--empty", action="store_true", help="first run: no demo company, the set-up wizard instead")
    parser.add_argument("--port", type=int, default=None, help=f"port of the web page (usually {WEB_PORT})")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (0.0.0.0 = the whole network)")
    os.chdir(ROOT)
    return Supervisor(parser.parse_args()).run()


if __name__ == "__main__":
    raise SystemExit(main())
