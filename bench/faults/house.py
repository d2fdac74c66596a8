"""The processes of a campaign: workers, clockwork, web. Each in a group of its own; what ends is started again, as `./dev run` does."""

import hashlib
import io
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import httpx

from bench.faults.servers import Broker, Cluster, Rabbit
from bench.place import ROOT
from sandbox.testing import SandboxServer, free_port, until

CELERY = [sys.executable, "-W", "ignore", "-m", "celery", "-q", "-A", "masthead.config.celery"]


@dataclass
class Child:
    """One process of the house."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes]
    born: float = field(default_factory=time.monotonic)
    leaving: bool = False  # it was asked to go

    @property
    def age(self) -> float:
        return time.monotonic() - self.born

    @property
    def lives(self) -> bool:
        return self.process.poll() is None


@dataclass
class House:
    """Everything that runs. `celery`: workers and clockwork as in `./dev run`; otherwise plain engine loops."""

    data: Path
    sandbox: SandboxServer
    environment: dict[str, str]
    celery: bool
    cluster: Cluster | None = None
    broker: Broker | Rabbit | None = None
    children: list[Child] = field(default_factory=list)
    ended_alone: dict[str, int] = field(default_factory=dict)
    log: IO[bytes] | None = None

    @property
    def clock_file(self) -> Path:
        return self.data / "clock-offset"

    def open(self, *, workers: int, web: bool = True) -> None:
        """Start workers, clockwork and the web server (platforms call it back)."""
        self.log = (self.data / "house.log").open("ab")
        for number in range(workers):
            self._start(f"worker {number}", self._worker(number))
        if self.celery:
            beat = ["beat", "--loglevel", "ERROR", "--pidfile=", "-s", str(self.data / "beat")]
            self._start("beat", [*CELERY, *beat])
        if not web:
            return
        port = self.environment["BENCH_WEB_PORT"]
        server = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", port, "--workers", "1",
            "--blocking-threads", "2", "--no-ws", "--log-level", "error", "masthead.config.wsgi:application",
        ]  # fmt: skip
        self._start("web", server)

    def _worker(self, number: int) -> list[str]:
        if self.celery:
            flags = ["--loglevel", "ERROR", "--without-gossip", "--without-mingle", "--concurrency", "2"]
            return [*CELERY, "worker", *flags, "-n", f"faults-{number}@%h"]
        return [sys.executable, "manage.py", "engine_loop", "--pause", "0.2"]

    def _start(self, name: str, command: list[str]) -> None:
        self.children.append(Child(name, command, self._spawn(command)))

    def _spawn(self, command: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=self.log, stderr=self.log, start_new_session=True
        )

    def kill(self, name: str) -> None:
        """kill -9 of the whole group; another takes its place at once."""
        for child in self.children:
            if child.name.startswith(name):
                self._anew(child)

    def _anew(self, child: Child) -> None:
        kill_group(child.process)
        child.process, child.born, child.leaving = self._spawn(child.command), time.monotonic(), False

    def ask_to_go(self, name: str) -> None:
        """SIGTERM to the whole group, as a rolling restart does; it comes back when it is gone."""
        child = next(child for child in self.children if child.name == name)
        child.leaving = True
        with suppress(ProcessLookupError):
            os.killpg(child.process.pid, signal.SIGTERM)

    def kill_one_hand(self, name: str, chance: random.Random) -> bool:
        """kill -9 of one process inside a worker's group; its parent lives on. False when there is none."""
        parent = next(child for child in self.children if child.name == name)
        hands = children_of(parent.process.pid)
        if not hands:
            return False
        try:
            os.kill(chance.choice(hands), signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def look_after(self) -> None:
        """What ended by itself is started again and counted."""
        for child in self.children:
            if child.lives:
                continue
            if not child.leaving:
                kind = child.name.split()[0]
                self.ended_alone[kind] = self.ended_alone.get(kind, 0) + 1
            self._anew(child)

    def set_clocks(self, seconds: float) -> None:
        self.clock_file.write_text(str(seconds), encoding="ascii")

    def close(self) -> None:
        for child in self.children:
            kill_group(child.process)
        self.children = []
        if self.log is not None:
            self.log.close()


def kill_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def children_of(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(word) for word in found.read_text().split()] if found.exists() else []


@contextmanager
def house(
    *, database: str, settings: dict[str, str], broker_kind: str = "redis", keep: bool = False, sandbox: bool = True
) -> Iterator[House]:
    """A fresh folder with servers, sandbox and Django; all of it gone afterwards (`keep`: the folder stays). Beside RabbitMQ runs a Redis."""
    data = Path(tempfile.mkdtemp(prefix="masthead-faults-"))
    server = SandboxServer(data=data / "sandbox", port=free_port(), log=data / "sandbox.log")
    cluster = Cluster(data) if database == "postgresql" else None
    redis = Broker(data) if database == "postgresql" else None
    broker = Rabbit(data) if redis and broker_kind == "rabbitmq" else redis
    port = free_port()
    changes = _settings_of(data, server, port) | settings
    for foreign in ("DATABASE_URL", "BROKER_URL", "MASTHEAD_REDIS_URL", "BENCH_CLOCK_FILE"):
        os.environ.pop(foreign, None)  # never into somebody's real servers
    made: House | None = None
    has_tables = False
    try:
        if sandbox:
            server.data.mkdir()
            server.start()
        if cluster and broker and redis:
            has_tables = cluster.open(template("pg"))
            changes |= {"DATABASE_URL": cluster.url, **_open_brokers(redis, broker)}
        os.environ.update(changes)
        _open_django(data, cluster, has_tables=has_tables)
        environment = dict(os.environ) | {"BENCH_CLOCK_FILE": str(data / "clock-offset")}
        made = House(data, server, environment, celery=broker is not None, cluster=cluster, broker=broker)
        made.set_clocks(0)
        yield made
    finally:
        for thing in (made, broker, redis, cluster):
            if thing is not None:
                thing.close()
        server.stop()
        if keep:
            print(f"kept: {data}")
        else:
            shutil.rmtree(data, ignore_errors=True)


def _settings_of(data: Path, server: SandboxServer, port: int) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "bench.settings", "MASTHEAD_DATA_DIR": str(data), "MASTHEAD_SANDBOX_URL": server.base_url,
        "MASTHEAD_LOG_LEVEL": "ERROR", "MASTHEAD_BASE_URL": f"http://127.0.0.1:{port}", "BENCH_WEB_PORT": str(port),
        "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1",
    }  # fmt: skip


def _open_brokers(redis: Broker, broker: Broker | Rabbit) -> dict[str, str]:
    redis.open()
    if broker is redis:
        return {"BROKER_URL": broker.url}
    broker.open()
    return {"BROKER_URL": broker.url, "MASTHEAD_REDIS_URL": f"unix://{redis.socket}?db=1"}


def _open_django(data: Path, cluster: Cluster | None, *, has_tables: bool) -> None:
    """Tables and the vault's key. A migrated database is kept in the temporary folder and copied by later runs."""
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    kept, file = template("sqlite3"), data / "masthead.sqlite3"
    if cluster is None and kept.exists():
        shutil.copy(kept, file)
    elif not has_tables:
        call_command("migrate", verbosity=0, interactive=False)
        connections.close_all()
        if cluster is None:
            _keep(file, kept)
        else:
            cluster.keep(template("pg"))
    call_command("vault_init", verbosity=0, stdout=io.StringIO())


def template(kind: str) -> Path:
    """Where a database with exactly these migrations is kept."""
    files = [*sorted(ROOT.glob("masthead/*/migrations/*.py")), ROOT / "requirements.lock"]
    seen = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"masthead-bench-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{seen}.{kind}"


def _keep(file: Path, kept: Path) -> None:
    """The database as one file; of two first runs the later one wins."""
    partial = kept.with_suffix(f".{os.getpid()}")
    with sqlite3.connect(file) as source, sqlite3.connect(partial) as target:
        source.backup(target)
    partial.replace(kept)


def wait_for_web(where: House) -> None:
    """Until the web server answers."""
    url = f"http://127.0.0.1:{where.environment['BENCH_WEB_PORT']}/"

    def answers() -> bool:
        try:
            return where.sandbox.http.get(url).status_code < 500
        except httpx.TransportError:
            return False

    until(answers, seconds=90)
