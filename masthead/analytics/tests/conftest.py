"""One article out at the sandbox, whose clock can be moved so that it has figures."""

import datetime as dt

import pytest
import time_machine

from masthead.core import clock
from masthead.publishing import engine
from masthead.publishing.models import Publication
from masthead.publishing.tests.conftest import account, approved, due, platform, quick  # noqa: F401
from sandbox.testing import callback_catcher, sandbox_server  # noqa: F401


@pytest.fixture
def out(platform, due, quick) -> Publication:  # noqa: F811
    """Published through the engine."""
    quick(poll_seconds=(0.0,))
    for _ in range(100):
        engine.tick("test")
        due.refresh_from_db()
        if due.state == "published":
            break
    assert due.state == "published"
    return due


@pytest.fixture
def days_later(platform, out):  # noqa: F811
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
