"""The fault campaign in small, over the platforms' sandbox; the whole one is `./dev faults`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.servers import installed_postgresql

ROOT = Path(__file__).resolve().parents[2]
SMALL = (
    "--count",
    "60",
    "--accounts",
    "6",
    "--platforms",
    "wechat_oa,wordpress,mastodon",
    "--seed",
    "11",
    "--hurry",
    "0.5",
)
SECONDS = 300


@pytest.mark.slow
def test_nothing_is_sent_twice_or_lost_while_everything_breaks():
    """Kills, lost answers, throttles, wrong clocks; database and broker restarts where the suite has PostgreSQL."""
    servers = os.environ.get("DATABASE_URL", "").startswith("postgres") and installed_postgresql() is not None
    database = "postgresql" if servers else "sqlite"
    command = [sys.executable, "-m", "bench.faults", *SMALL, "--database", database, "--minutes", "4", "--json"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False)

    lines = done.stdout.strip().splitlines()
    assert done.returncode == 0, done.stdout + done.stderr
    assert lines[-1] == "published 60 duplicates 0 lost 0 unknown 0"
    found = json.loads(lines[-2])["found"]
    assert found["struck"].get("worker", 0) + found["struck"].get("hand", 0) >= 1
    assert found["stuck"] == 0
    assert found["were_unknown"] >= 1
    assert found["looked_up"] + found["resent"] <= found["were_unknown"]
