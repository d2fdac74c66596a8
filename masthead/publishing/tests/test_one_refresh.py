"""Two worker processes and a web process need the same expired token at once: the platform is asked for exactly one."""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from masthead.accounts import queries
from masthead.accounts.testing import make_connected_account
from masthead.content.testing import unit_of
from masthead.core import clock
from masthead.org.models import Member
from masthead.platforms import tokens
from masthead.platforms.models import PlatformToken
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import make_approved, make_publication
from sandbox.testing import SandboxServer, until

ROOT = Path(__file__).resolve().parents[3]
WORKER = """
import sys, time
from pathlib import Path
from django.conf import settings
settings.DATABASES["default"]["NAME"], settings.SANDBOX_URL = sys.argv[1], sys.argv[2]
import django
django.setup()
from masthead.accounts import queries
from masthead.core.errors import PlatformFault
from masthead.platforms.registry import connector_for
account = queries.get_account(int(sys.argv[3]))
Path(sys.argv[5]).touch()
while not Path(sys.argv[4]).exists():
    time.sleep(0.005)
try:
    connector_for(account.platform.key).status(queries.channel_of(account), {"publish_id": "1"})
except PlatformFault as fault:
    print(fault.kind, fault.platform_code)
"""


@pytest.mark.django_db(transaction=True)
def test_three_processes_that_need_one_expired_token_make_one_call(
    lin: Member, he: Member, wu: Member, platform: SandboxServer, tmp_path: Path, live_server: Any, quick: Any,
    client_of: Callable[..., Client], monkeypatch: pytest.MonkeyPatch, files_dir: Path,
) -> None:  # fmt: skip
    quick()
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)  # the server's threads outlive the test
    account = make_connected_account(unit=unit_of(wu), administrator=wu, backup=he)
    failed = make_publication(
        make_approved(lin, account), account, by=wu, due_at=clock.now(), state=PublicationState.FAILED
    )
    tokens.remember(queries.channel_of(account), tokens.Fetched("expired-token", 7200))
    PlatformToken.objects.update(expires_at=clock.now() - dt.timedelta(minutes=5))
    platform.set_fault("slow", "*stable_token*", ms=700)
    go = tmp_path / "go"
    workers = started(platform, account.pk, go)
    session = client_of(wu).cookies["sessionid"].value
    before = len(token_calls(platform))
    go.touch()

    with httpx.Client(cookies={"sessionid": session, "csrftoken": "c" * 32}, trust_env=False, timeout=30) as web:
        page = web.post(
            live_server.url + reverse("publishing:retry", args=[failed.pk]),
            headers={"x-csrftoken": "c" * 32},
            data={"reason": "平台恢复后再发一次"},
        )
    answers = [worker.communicate(timeout=60) for worker in workers]

    assert page.status_code == 302
    assert [worker.returncode for worker in workers] == [0, 0], answers
    assert "credential" not in str(answers), "nobody was handed the token that had run out"
    assert len(token_calls(platform)) - before == 1
    failed.refresh_from_db()
    assert failed.state != PublicationState.FAILED, "the web process sent with the same token"


def token_calls(platform: SandboxServer) -> list[dict[str, Any]]:
    return [line for line in platform.ledger() if line["endpoint"].endswith("stable_token")]


def started(platform: SandboxServer, account_pk: int, go: Path) -> list[subprocess.Popen[str]]:
    """Two processes that stand ready and need the token as soon as the file is there."""
    name = str(connections["default"].settings_dict["NAME"])
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "masthead.config.settings.test"}
    ready = [go.parent / f"ready-{n}" for n in range(2)]
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, name, platform.base_url, str(account_pk), str(go), str(flag)],
            cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for flag in ready
    ]  # fmt: skip
    until(lambda: all(flag.exists() for flag in ready), seconds=120)
    return workers
