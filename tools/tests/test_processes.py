"""Nothing that we start outlives us, and a second start finds a clean floor."""

import contextlib
import os
import signal
import subprocess
import sys
import time

import pytest

from tools.processes import Child, RunLock, Warden, end_groups, group_lives

SUPERVISOR = """
import os, sys, time
from pathlib import Path
from tools.processes import Child, RunLock, Warden
lock = RunLock(Path(sys.argv[1]) / "run.lock")
assert lock.take(patience=0)
child = Child("web", [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"], dict(os.environ), Warden())
child.start()
Path(sys.argv[1], "pid").write_text(str(child.process.pid))
time.sleep(60)
"""
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
)


@pytest.fixture
def warden():
    warden = Warden()
    yield warden
    warden.dismiss()


def wait_for(condition, seconds=10):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.02)
    return False


def child_of(code, warden, name="web"):
    return Child(name, [sys.executable, "-c", code], dict(os.environ), warden)


def test_killing_the_supervisor_leaves_no_orphan_and_frees_the_lock(tmp_path):
    supervisor = subprocess.Popen([sys.executable, "-c", SUPERVISOR, str(tmp_path)], stdout=subprocess.DEVNULL)
    assert wait_for(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text())
    pid = int((tmp_path / "pid").read_text())

    with contextlib.closing(RunLock(tmp_path / "run.lock")) as lock:
        assert not lock.take(patience=0)
        supervisor.kill()
        supervisor.wait(10)
        assert lock.take(patience=15), "the next start must not meet a held lock"

    assert wait_for(lambda: not group_lives(pid))


def test_a_fallen_child_starts_again(warden, capsys):
    child = child_of("print('up', flush=True); import time; time.sleep(60)", warden)
    child.start()
    first = child.process

    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    child.look_after()
    assert "starts again in" in capsys.readouterr().out
    child.due_at = time.monotonic()
    child.look_after()

    assert child.process.pid != first.pid
    assert child.process.poll() is None
    child.stop()


def test_each_fall_doubles_the_pause_up_to_half_a_minute(warden):
    child = child_of("", warden)
    pauses = []
    for _round in range(6):
        child.start()
        child.process.wait()
        child.look_after()
        pauses.append(child.pause)

    assert pauses == [2, 4, 8, 16, 30, 30]
    child.stop()


def test_a_child_that_does_not_listen_is_ended_all_the_same(warden, capsys):
    child = child_of(STUBBORN, warden)
    child.start()
    assert wait_for(lambda: "deaf" in capsys.readouterr().out)

    child.stop(grace=0.3)

    assert child.process.poll() == -signal.SIGKILL


def test_what_a_child_started_itself_ends_with_it(warden, tmp_path):
    code = f"import subprocess, sys; p = subprocess.Popen(['sleep', '60']); open({str(tmp_path / 'pid')!r}, 'w').write(str(p.pid)); p.wait()"
    child = child_of(code, warden)
    child.start()
    assert wait_for(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text() != "")

    os.kill(child.process.pid, signal.SIGKILL)
    child.process.wait()
    child.stop()

    assert not group_lives(child.process.pid)


def test_ending_groups_that_are_gone_is_no_error():
    gone = subprocess.Popen(["true"], start_new_session=True)
    gone.wait()

    end_groups([gone.pid], grace=0.1)
