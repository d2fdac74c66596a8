"""Kill -9 in small: posts go out while time-outs strike and workers die. The full campaign is `./dev faults`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_killed_workers_send_nothing_twice_and_lose_nothing():
    command = [sys.executable, "-m", "bench.faults", "--count", "40", "--kills", "4", "--accounts", "4", "--json"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=480, check=False)

    lines = done.stdout.strip().splitlines()
    assert done.returncode == 0, done.stdout + done.stderr
    assert lines[-1] == "published 40 duplicates 0 lost 0 unknown 0"
    figures = json.loads(lines[-2])
    assert figures["kills"] == 4
    assert figures["were_unknown"] == figures["looked_up"] + figures["resent"]
