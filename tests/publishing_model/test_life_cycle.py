"""`HYPOTHESIS_PROFILE=long` plays many more and longer histories; CI plays a few on every change."""

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from masthead.org.models import Member
from sandbox.testing import SandboxServer
from tests.publishing_model.machine import LifeCycle
from tests.publishing_model.world import build_world

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
EXAMPLES, STEPS = (int(os.environ.get("HYPOTHESIS_EXAMPLES", "150")), 40) if LONG else (10, 22)
HISTORIES = settings(
    max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, derandomize=not LONG, database=None,
    report_multiple_bugs=False, phases=[Phase.generate], suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture
def life(
    cast: Any, he: Member, wu: Member, lin: Member, sandbox_server: SandboxServer, settings: Any, files_dir: Any
) -> type[LifeCycle]:
    settings.SANDBOX_URL = sandbox_server.base_url
    settings.PUBLISHING_ENGINE = {"threads": 0}
    # The histories live in minutes: the minimum lead has its own tests, and would refuse nearly all of them.
    settings.MOVE_LEAD_MINUTES = 0
    LifeCycle.world = build_world({"wu": wu, "he": he, "lin": lin}, sandbox_server)
    LifeCycle.went_on.clear()
    LifeCycle.played = 0
    return LifeCycle


@pytest.mark.slow
@pytest.mark.django_db
def test_no_history_sends_twice_loses_or_leaves_anything_open(life: type[LifeCycle]) -> None:
    run_state_machine_as_test(life, settings=HISTORIES)

    print(life.played, "histories:", dict(life.went_on.most_common()))  # shown with -s: what they really went through
    assert life.went_on["sending → accepted"]
