"""Servers that can be struck down and raised again: a private PostgreSQL cluster and a private broker."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from sandbox.testing import until
from tools import valkey
from tools.servers import PG_USER, as_postgres, free_port, installed_postgresql

RABBITS = ("usr/lib/rabbitmq/bin/rabbitmq-server", "opt/homebrew/opt/rabbitmq/sbin/rabbitmq-server")


class Cluster:
    """A private PostgreSQL. `strike` is an immediate stop: every connection breaks, the log is replayed at the start."""

    def __init__(self, folder: Path) -> None:
        programs = installed_postgresql()
        if programs is None:
            raise SystemExit("No PostgreSQL is installed here: run with --database sqlite.")
        self.programs, self.data, self.port = programs, folder / "pg", free_port()
        self.url = f"postgres://{PG_USER}@127.0.0.1:{self.port}/{PG_USER}"

    def open(self, kept: Path) -> bool:
        """Start from a kept cluster, which has its tables already; False: from an empty one."""
        self.data.parent.chmod(0o755)
        if kept.exists():
            self._copy(kept, self.data)
            self.raise_again()
            return True
        self.data.mkdir()
        if os.getuid() == 0:
            shutil.chown(self.data, PG_USER, PG_USER)
        self._run(
            "initdb", "-D", str(self.data), "-U", PG_USER, "-A", "trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"
        )  # fmt: skip
        self.raise_again()
        return False

    def keep(self, kept: Path) -> None:
        """Leave a copy for later runs."""
        self._run("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "stop")
        partial = kept.with_suffix(f".{os.getpid()}")
        self._copy(self.data, partial)
        shutil.rmtree(kept, ignore_errors=True)
        partial.replace(kept)
        self.raise_again()

    def _copy(self, source: Path, target: Path) -> None:
        subprocess.run(["cp", "-a", str(source), str(target)], check=True)

    def raise_again(self) -> None:
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.data} -c fsync=off"
            " -c max_connections=200"
        )
        self._run("pg_ctl", "-D", str(self.data), "-o", options, "-l", str(self.data / "server.log"), "-w", "start")

    def strike(self) -> None:
        self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "stop")

    def close(self) -> None:
        if (self.data / "postmaster.pid").exists():
            self.strike()

    def _run(self, program: str, *arguments: str) -> None:
        command = as_postgres([str(self.programs / program), *arguments])
        subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Rabbit:
    """A private RabbitMQ with a name server of its own. `strike` is kill -9; what it wrote down survives."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.names = folder / "rabbit", free_port(), free_port()
        self.url = f"amqp://guest:guest@127.0.0.1:{self.port}//"  # pragma: allowlist secret
        self.epmd: subprocess.Popen[bytes] | None = None
        self.process: subprocess.Popen[bytes] | None = None

    def open(self) -> None:
        server = next((path for pattern in RABBITS for path in Path("/").glob(pattern)), None)
        epmd = shutil.which("epmd")
        if server is None or epmd is None:
            raise SystemExit("No RabbitMQ is installed here: run with --broker redis.")
        self.server = server
        self.folder.mkdir()
        (self.folder / "plugins").write_text("[].", encoding="ascii")
        self.epmd = subprocess.Popen([epmd, "-port", str(self.names), "-address", "127.0.0.1"])
        self.raise_again()

    def raise_again(self) -> None:
        """It takes some seconds; returns when a client would be let in."""
        node = {
            "NODENAME": f"masthead{self.port}@localhost", "NODE_IP_ADDRESS": "127.0.0.1", "NODE_PORT": str(self.port),
            "DIST_PORT": str(free_port()), "MNESIA_BASE": str(self.folder / "db"), "LOG_BASE": str(self.folder / "log"),
            "ENABLED_PLUGINS_FILE": str(self.folder / "plugins"),
        }  # fmt: skip
        environment = {f"RABBITMQ_{name}": value for name, value in node.items()}
        environment |= {"HOME": str(self.folder), "ERL_EPMD_PORT": str(self.names), "PATH": os.environ["PATH"]}
        log = (self.folder / "server.log").open("ab")
        self.process = subprocess.Popen(
            [str(self.server)], env=environment, cwd=self.folder, stdout=log, stderr=log, start_new_session=True
        )
        until(self._lets_in, seconds=90)

    def _lets_in(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as client:
                client.sendall(b"AMQP\x00\x00\x09\x01")
                return bool(client.recv(1))
        except OSError:
            return False

    def strike(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def close(self) -> None:
        self.strike()
        if self.epmd is not None:
            self.epmd.kill()
            self.epmd.wait()


class Broker:
    """A private valkey or redis on a socket. `strike` is kill -9."""

    def __init__(self, folder: Path) -> None:
        self.socket, self.directory = folder / "broker.sock", folder / "broker"
        self.url = f"redis+socket://{self.socket}?virtual_host=0"
        self.process: subprocess.Popen[bytes] | None = None

    def open(self) -> None:
        self.raise_again()

    def raise_again(self) -> None:
        valkey.prepare_folder(self.socket, self.directory)
        command = valkey.command(valkey.server_binary(machine_first=True), self.socket, self.directory)
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if not valkey.wait_until_it_answers(self.socket):
            raise SystemExit("The broker did not start.")

    def strike(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None
            time.sleep(0.2)

    def close(self) -> None:
        self.strike()
