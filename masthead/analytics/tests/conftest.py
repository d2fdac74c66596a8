"""One article out at the sandbox, whose clock can be moved so that it has figures."""

import datetime as dt

import pytest
import time_machine

from masthead.accounts.models import Account
from masthead.content.models import Draft
from masthead.core import clock
from masthead.org.models import Member
from masthead.publishing import engine
from masthead.publishing.models import Publication
from masthead.publishing.testing import APP_ID, SECRET, make_account_for, make_approved, schedule_now
from sandbox.testing import SandboxServer


@pytest.fixture
def platform(sandbox_server: SandboxServer, settings) -> SandboxServer:
    """The sandbox, knowing our account."""
    settings.SANDBOX_URL = sandbox_server.base_url
    sandbox_server.add_app(APP_ID, SECRET, name="云岭茶事")
    return sandbox_server


@pytest.fixture
def account(he: Member, wu: Member, files_dir) -> Account:
    return make_account_for(wu, backup=he)


@pytest.fixture
def approved(account: Account, lin: Member) -> Draft:
    return make_approved(lin, account)


@pytest.fixture
def out(platform, approved, account, wu, settings) -> Publication:
    """Published through the engine."""
    settings.PUBLISHING_ENGINE = {"poll_seconds": (0.0,), "threads": 0}
    due = schedule_now(approved, account, by=wu)
    for _ in range(100):
        engine.tick("test")
        due.refresh_from_db()
        if due.state == "published":
            break
    assert due.state == "published"
    return due


@pytest.fixture
def days_later(platform, out):
    """`days_later(3)`: it is nine in the morning, three days on, here and at the platform."""
    travels = []

    def travel(days: int, hour: int = 9) -> dt.date:
        day = clock.china(out.published_at).date() + dt.timedelta(days=days)
        moment = clock.at_china(day, hour)
        platform.shift_clock(at=f"{moment:%Y-%m-%dT%H:%M}")
        if travels:
            travels.pop().stop()
        journey = time_machine.travel(moment, tick=True)
        journey.start()
        travels.append(journey)
        return day

    yield travel
    while travels:
        travels.pop().stop()
