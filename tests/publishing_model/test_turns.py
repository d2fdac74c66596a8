"""No leader: any number of processes look at the clock, one begins in each period, and whoever dies is not missed."""

import time
from typing import Any

import pytest

from masthead.core import clock
from masthead.publishing import actions, queries
from masthead.publishing.limits import seconds
from masthead.publishing.models import Turn
from sandbox.testing import SandboxServer, until
from tests.publishing_model import processes

PERIOD = 1.0


def taken() -> int:
    row = Turn.objects.filter(name="tick").first()
    return row.count if row else 0


@pytest.mark.django_db
def test_a_period_has_one_turn_and_a_clock_set_back_does_not_stop_the_house() -> None:
    now = clock.now()

    def take(after: float) -> bool:
        return actions.take_turn(name="tick", every=5, holder="a", at=now + seconds(after))

    assert [take(0), take(1), take(4.9), take(5), take(6)] == [True, False, False, True, False]
    assert take(-3600), "an hour back: the turn stands further ahead than any turn can"
    assert queries.turn_is_left("never taken", now, every=5, patience=2)
    assert not queries.turn_is_left("tick", now + seconds(-3594), every=5, patience=2)
    assert queries.turn_is_left("tick", now + seconds(-3592), every=5, patience=2)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_processes_one_ticks_a_period_and_a_killed_one_is_not_missed(
    sandbox_server: SandboxServer, settings: Any, files_dir: Any
) -> None:
    settings.SANDBOX_URL = sandbox_server.base_url
    figures = {"tick_seconds": PERIOD, "reconcile_seconds": 60, "threads": 0}
    both = [processes.start(processes.CLOCK, figures) for _ in range(2)]
    try:
        until(lambda: taken() >= 2, seconds=150)
        began, before = time.monotonic(), taken()
        time.sleep(4 * PERIOD)
        passed = time.monotonic() - began
        ticks = taken() - before
        assert 1 <= ticks <= passed / (PERIOD * 0.8) + 1, f"{ticks} ticks in {passed:.1f} s of two clocks"
        last = Turn.objects.get(name="tick")
        victim = next(one for one in both if last.holder.endswith(f":{one.pid}"))
        victim.kill()
        victim.wait()
        killed, count = time.monotonic(), taken()
        until(lambda: taken() >= count + 2, seconds=10)
        assert time.monotonic() - killed < 10
        assert not Turn.objects.get(name="tick").holder.endswith(f":{victim.pid}")
    finally:
        for one in both:
            one.kill()
            one.wait()
            assert one.stdout is not None
            one.stdout.close()
