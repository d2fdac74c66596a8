"""Brakes under simultaneous hands, on real connections: a pause and a last call never both happen, one probe goes through."""

import datetime as dt

import pytest

from masthead.core import clock
from masthead.core.testing import at_once
from masthead.platforms.contract import Stage
from masthead.publishing import actions
from masthead.publishing.actions import Step, Target
from masthead.publishing.brakes import CircuitState, Missed, PauseReason
from masthead.publishing.models import Attempt, Circuit, Pause, Publication
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import make_publication

pytestmark = pytest.mark.django_db(transaction=True)
S = PublicationState
LAST = Step(Stage("submit", "提交发布", repeatable=False), is_last=True)


@pytest.fixture
def due(approved, account, wu) -> Publication:
    """Due now, and nobody has been sent for it: with real commits the action's own job would run at once."""
    window = {"window_start": approved.window_start, "window_end": approved.window_end}
    return make_publication(approved, account, by=wu, due_at=clock.now(), **window)


@pytest.mark.parametrize("turn", range(3))
def test_either_the_last_call_began_before_the_pause_or_it_does_not_begin(due, zheng, turn):
    claim = actions.claim_due(worker="a", most=5)

    def begin() -> object:
        return actions.begin_stage(publication_id=due.pk, token=claim.token, step=LAST, worker="a")

    def press() -> object:
        return actions.pause_publishing(target=Target(), why=PauseReason.OPINION, by=zheng)

    assert at_once(*([begin, press] if turn % 2 else [press, begin])) == ["done", "done"]

    due.refresh_from_db()
    began = Attempt.objects.filter(publication=due).first()
    if began is None:
        assert (due.state, due.claimed_by) == (S.SCHEDULED, "")
    else:
        assert due.state == S.SENDING and began.started_at <= Pause.objects.get().made_at


def test_of_two_workers_one_lets_the_probe_through(due, account, quick):
    for _ in range(5):
        actions.note_fault(
            platform_id=account.platform_id, account_id=account.pk, said="平台没有答复。", at=clock.now()
        )
    later = clock.now() + dt.timedelta(seconds=60)
    claims: list[int] = []

    def probe(name: str) -> object:
        return claims.extend(actions.claim_probes(worker=name, at=later).keys)

    assert at_once(lambda: probe("a"), lambda: probe("b"), lambda: probe("c")) == ["done"] * 3

    assert claims == [due.pk]
    assert Circuit.objects.get().state == CircuitState.HALF_OPEN
    assert Publication.objects.filter(state=S.SENDING).count() == 1


def test_faults_that_come_at_once_are_all_counted_and_open_it_once(account, quick):
    quick(breaker_faults=4)

    def fault() -> object:
        return actions.note_fault(
            platform_id=account.platform_id, account_id=account.pk, said="平台没有答复。", at=clock.now()
        )

    assert at_once(*[fault] * 4) == ["done"] * 4
    assert (Circuit.objects.get().state, Circuit.objects.get().openings) == (CircuitState.OPEN, 1)


def test_two_who_press_at_once_make_one_pause_and_two_who_release_one_end(due, zheng):
    def press() -> object:
        return actions.pause_publishing(target=Target(), why=PauseReason.OPINION, by=zheng)

    assert sorted(at_once(press, press)) == ["done", "pause_already"]
    pause = Pause.objects.get()

    def release() -> object:
        return actions.resume_publishing(
            pause=Pause.objects.get(pk=pause.pk), missed=Missed.NOW, reason="事情已经查清", by=zheng
        )

    assert sorted(at_once(release, release)) == ["done", "pause_over"]
