"""A thousand secrets change their key while others read all the time; the process that does it is killed and started again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from masthead.core import secrets
from masthead.vault import actions, queries
from masthead.vault.models import SecretVersion
from masthead.vault.testing import make_secret, write_key_file

ROOT = Path(__file__).resolve().parents[3]
COUNT, ALL = 1000, 1100  # secrets, their versions
READER = """
import sys, django
django.setup()
from masthead.core import secrets
pairs, read = [pair.split("=") for pair in sys.stdin.readline().split()], 0
print("ready", flush=True)
while True:
    for ref, text in pairs:
        assert secrets.resolve(ref) == text
        read += 1
    print(read, flush=True)
"""


def database_url() -> str:
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{facts['NAME']}"
    return f"postgres://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST'] or 'localhost'}:{facts['PORT'] or 5432}/{facts['NAME']}"


@pytest.fixture
def place(settings: Any, tmp_path: Path) -> dict[str, str]:
    """What a process of its own needs to work on this test's database with this test's keys."""
    settings.VAULT_KEY_FILE = tmp_path / "vault.keys"
    write_key_file(settings.VAULT_KEY_FILE, "k1")
    return {
        **os.environ, "DJANGO_SETTINGS_MODULE": "masthead.config.settings.dev", "DATABASE_URL": database_url(),
        "MASTHEAD_VAULT_KEY_FILE": str(settings.VAULT_KEY_FILE), "MASTHEAD_DATA_DIR": str(tmp_path / "data"),
        "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "MASTHEAD_LOG_LEVEL": "ERROR",
    }  # fmt: skip


@pytest.fixture
def processes() -> Iterator[list[subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []
    yield started
    for one in started:
        one.kill()
        one.communicate(timeout=10)


def start(place: dict[str, str], *command: str) -> "subprocess.Popen[str]":
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=place, text=True, **pipes)


def fill() -> list[str]:
    """A thousand secrets, each with a text that its owner tells; a few have an older version too."""
    with transaction.atomic():
        kept = [
            make_secret(owner_id=number, plaintext=f"old-{number}" if number % 10 == 0 else f"of-{number}")
            for number in range(COUNT)
        ]
        for number in range(0, COUNT, 10):
            actions.replace_secret(secret=kept[number], plaintext=f"of-{number}", by=None)
    return [f"{secret.ref}=of-{secret.owner_id}" for secret in kept]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_killed_rewrapping_goes_on_and_no_reader_ever_fails(
    place: dict[str, str], processes: list["subprocess.Popen[str]"]
) -> None:
    pairs = fill()
    readers = [start(place, "-c", READER) for _n in range(2)]
    processes += readers
    for reader in readers:
        reader.stdin.write(" ".join(pairs) + "\n")
        reader.stdin.flush()
        assert reader.stdout.readline().strip() == "ready", reader.stderr.read()
    kid = actions.rotate_key(by=None)
    left = SecretVersion.objects.exclude(kid=kid)

    first = start(place, "manage.py", "vault_rewrap", "--batch", "50", "--pause", "0.1")
    processes.append(first)
    while not (line := first.stdout.readline()).startswith("凭据：25"):
        assert line, first.stderr.read()
    first.send_signal(signal.SIGKILL)
    assert first.wait(10) == -signal.SIGKILL
    assert 0 < left.count() < ALL, "killed in the middle"

    again = start(place, "manage.py", "vault_rewrap", "--batch", "100")
    processes.append(again)
    out, err = again.communicate(timeout=300)
    assert again.returncode == 0, err

    assert left.count() == 0
    assert "改由现用密钥加密" in out
    time.sleep(0.5)
    assert [reader.poll() for reader in readers] == [None, None], "a read failed while keys changed"
    found = queries.verify(queries.trusted_ring())
    assert (found.opened, found.faults) == (ALL, [])
    assert all(secrets.resolve(ref) == text for ref, text in (pair.split("=") for pair in pairs))
    for reader in readers:
        reader.kill()
        counts = reader.communicate(timeout=10)[0].split()
        assert int(counts[-1]) >= COUNT, "the readers did read"
