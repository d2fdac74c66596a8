"""A rolling restart in small: SIGTERM while the platform is slow. Calls under way are finished, the rest is given back, nothing twice."""

import signal
import time
from typing import Any

import pytest

from masthead.accounts.testing import make_connected_account
from masthead.content.testing import unit_of
from masthead.core import clock
from masthead.org.models import Member
from masthead.publishing import actions, engine
from masthead.publishing.engine import closing
from masthead.publishing.models import Publication
from masthead.publishing.states import OPEN, PublicationState
from masthead.publishing.testing import APP_ID, SECRET, make_approved, make_publication
from sandbox.testing import SandboxServer, until
from tests.publishing_model import processes

S = PublicationState
SLOW_MS = 1500
FIGURES = {"threads": 2, "poll_seconds": [0.2], "look_seconds": [0.2], "per_account": 4}


@pytest.fixture
def several(
    sandbox_server: SandboxServer, settings: Any, he: Member, wu: Member, lin: Member, files_dir: Any
) -> list[Publication]:
    """Five posts of one account, due now."""
    settings.SANDBOX_URL = sandbox_server.base_url
    settings.PUBLISHING_ENGINE = {"threads": 0}
    sandbox_server.add_app(APP_ID, SECRET, name="云岭茶事")
    account = make_connected_account(unit=unit_of(wu), administrator=wu, backup=he)
    now = clock.now()
    return [
        make_publication(make_approved(lin, account, title=f"山里的第{n}封信"), account, by=wu, due_at=now)
        for n in "一二三四五"
    ]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_sigterm_finishes_what_is_under_way_and_gives_the_rest_back(
    several: list[Publication], sandbox_server: SandboxServer
) -> None:
    sandbox_server.set_fault("slow", "freepublish/submit", ms=SLOW_MS)
    first = processes.start(processes.LOOP, FIGURES, "--pause", "0.1")
    try:
        until(lambda: Publication.objects.filter(attempts__is_last=True, attempts__ended_at=None).exists(), seconds=150)
        first.send_signal(signal.SIGTERM)
        asked = time.monotonic()
        assert first.wait(timeout=60) == 0
    finally:
        first.kill()
        assert first.stdout is not None
        first.stdout.close()

    assert time.monotonic() - asked < SLOW_MS / 1000 + 30
    states = sorted(Publication.objects.values_list("state", flat=True))
    assert S.SENDING not in states
    assert S.UNKNOWN not in states
    assert S.SCHEDULED in states, "it went on claiming"
    sandbox_server.clear_faults()
    second = processes.start(processes.LOOP, FIGURES, "--pause", "0.1")
    try:
        until(lambda: not Publication.objects.filter(state__in=OPEN).exists(), seconds=150)
    finally:
        second.send_signal(signal.SIGTERM)
        second.wait(timeout=60)
        assert second.stdout is not None
        second.stdout.close()
    stats = sandbox_server.wait_until_settled()
    assert stats.by_title == {row.title: 1 for row in several}
    assert set(Publication.objects.values_list("state", "losses")) == {(S.PUBLISHED, 0)}


@pytest.mark.django_db
def test_who_goes_home_claims_nothing_and_gives_back_what_has_not_begun(several: list[Publication]) -> None:
    claim = actions.claim_due(worker="a", most=3)
    closing.begin()
    try:
        for key in claim.keys:
            engine.run.send(key, claim.token, "a")
        assert engine.tick("a").done == 0
    finally:
        closing.forget()

    assert set(Publication.objects.values_list("state", "claimed_by")) == {(S.SCHEDULED, "")}
    assert actions.claim_due(worker="b", most=3).keys == claim.keys, "at once, for anybody else"
