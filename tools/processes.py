"""Child processes that never outlive us: each in a group of its own, under the eye of a warden.

The warden is a fork that reads a pipe from the supervisor. When the supervisor dies in any way, kill -9 included, the
pipe closes and the warden ends the groups it was told about. It also holds the run lock until they are gone, so that the
next start waits for a clean floor instead of meeting orphans.
"""

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

GRACE_SECONDS = 12.0
LONGEST_PAUSE_SECONDS = 30.0
COLOURS = {"valkey": 35, "sandbox": 33, "web": 36, "worker": 32, "beat": 34, "run": 1}
_printing = threading.Lock()


def say(name: str, line: str) -> None:
    """One prefixed line; coloured in a terminal unless NO_COLOR is set."""
    label = f"{name:<8}"
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        label = f"\x1b[{COLOURS.get(name, 37)}m{label}\x1b[0m"
    with _printing, contextlib.suppress(OSError, ValueError):
        sys.stdout.write(f"{label}│ {line}\n")
        sys.stdout.flush()


def signal_group(pid: int, number: int) -> bool:
    """Signal a whole group that we started; False when it is gone."""
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def group_lives(pid: int) -> bool:
    """Whether anything of the group still runs; a zombie that nobody collects (a container without init) does not."""
    processes = Path("/proc")
    if not processes.is_dir():
        return signal_group(pid, 0)
    for status in processes.glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _parent, group = status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[:3]
            if int(group) == pid and state != "Z":
                return True
    return False


def end_groups(pids: list[int], *, grace: float = GRACE_SECONDS) -> None:
    """Ask all of them to stop, wait, then insist."""
    for pid in pids:
        signal_group(pid, signal.SIGTERM)
    until = time.monotonic() + grace
    while time.monotonic() < until and any(group_lives(pid) for pid in pids):
        time.sleep(0.05)
    for pid in pids:
        signal_group(pid, signal.SIGKILL)


class RunLock:
    """One run per data folder; the kernel releases it when the last holder (supervisor or warden) is gone."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.file = path.open("a+", encoding="ascii")

    def take(self, *, patience: float) -> bool:
        """Take it, waiting for a previous run that is still stopping."""
        until, told = time.monotonic() + patience, False
        while True:
            try:
                fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                if time.monotonic() > until:
                    return False
                if not told:
                    say("run", "a previous run is still stopping, waiting for it …")
                    told = True
                time.sleep(0.2)
            else:
                self.file.truncate(0)
                self.file.write(str(os.getpid()))
                self.file.flush()
                return True

    def close(self) -> None:
        """Let it go, as far as this process holds it."""
        self.file.close()

    def holder(self) -> str:
        """The process that has it."""
        return self.path.read_text(encoding="ascii").strip() or "?"


class Warden:
    """See the top of the file."""

    def __init__(self) -> None:
        reading, self.writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self.writing)
            self._watch(reading)
        os.close(reading)

    def _watch(self, reading: int) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        groups: set[int] = set()
        with os.fdopen(reading, encoding="ascii") as orders:
            for line in orders:
                groups.add(int(line[1:])) if line[0] == "+" else groups.discard(int(line[1:]))
        end_groups(sorted(groups))
        os._exit(0)

    def tell(self, sign: str, pid: int) -> None:
        """`+pid` watch this group, `-pid` forget it."""
        os.write(self.writing, f"{sign}{pid}\n".encode("ascii"))

    def dismiss(self) -> None:
        """Close the pipe and wait for it to leave."""
        os.close(self.writing)
        os.waitpid(self.pid, 0)


@dataclass
class Child:
    """One program of the house; started again with a growing pause when it falls."""

    name: str
    command: list[str]
    environment: dict[str, str]
    warden: Warden
    process: subprocess.Popen[str] | None = None
    pause: float = 1.0
    started_at: float = 0.0
    due_at: float = 0.0

    def start(self) -> None:
        """Start it and print its lines with its name."""
        self.process = subprocess.Popen(
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self.warden.tell("+", self.process.pid)
        self.started_at, self.due_at = time.monotonic(), 0.0
        threading.Thread(target=self._print_lines, args=(self.process,), daemon=True).start()

    def _print_lines(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                say(self.name, line.rstrip())

    def look_after(self) -> None:
        """Start it again if it fell; a fall within a minute doubles the pause before the next start."""
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        if not self.due_at:
            self.clear()
            self.pause = 1.0 if now - self.started_at > 60 else min(self.pause * 2, LONGEST_PAUSE_SECONDS)
            self.due_at = now + self.pause
            say(self.name, f"ended with code {self.process.returncode}; starts again in {self.pause:.0f} s")
        elif now >= self.due_at:
            self.start()

    def clear(self) -> None:
        """End what is left of its group (a killed parent leaves its workers behind) and forget it."""
        if self.process is not None:
            if group_lives(self.process.pid):
                end_groups([self.process.pid], grace=3)
            self.warden.tell("-", self.process.pid)

    def stop(self, *, grace: float = GRACE_SECONDS) -> None:
        """Ask it to finish, then insist."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(grace)
        self.clear()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
