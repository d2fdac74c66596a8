"""Clocks that jump: nothing is trusted too early, nothing waits for a moment that was never meant, no live worker loses its row."""

import datetime as dt

import pytest

from masthead.core import clock
from masthead.core.errors import FaultKind, PlatformFault
from masthead.publishing import actions, engine
from masthead.publishing.brakes import CircuitState
from masthead.publishing.engine import stopwatch
from masthead.publishing.models import AccountPace, Attempt, Circuit, Publication
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import make_publication

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
S = PublicationState


def lease(publication: Publication, until: dt.datetime) -> None:
    Publication.objects.filter(pk=publication.pk).update(lease_until=until)


@pytest.mark.parametrize("jump", [HOUR, -HOUR])
def test_a_claim_by_another_clock_is_given_up_only_after_a_lease_without_a_sign(
    platform, due, quick, monkeypatch, jump
):
    moments = iter([100.0, 120.0, 131.0])
    monkeypatch.setattr(stopwatch.clock, "steady", lambda: next(moments))
    monkeypatch.setattr(stopwatch, "_seen", {})
    actions.claim_due(worker="elsewhere", most=5)
    lease(due, clock.now() + jump)

    early = [actions.recover_abandoned(still=stopwatch.still_claims()) for _ in range(2)]
    late = actions.recover_abandoned(still=stopwatch.still_claims())

    assert (early, late) == ([0, 0], 1)


def test_a_sign_of_life_begins_the_watching_anew(platform, due, quick, monkeypatch):
    moments = iter([100.0, 131.0, 140.0])
    monkeypatch.setattr(stopwatch.clock, "steady", lambda: next(moments))
    monkeypatch.setattr(stopwatch, "_seen", {})
    actions.claim_due(worker="elsewhere", most=5)
    lease(due, clock.now() + HOUR)
    stopwatch.still_claims()
    lease(due, clock.now() + 2 * HOUR)

    assert stopwatch.still_claims() == {}
    assert stopwatch.still_claims() == {}


def test_a_wait_counted_from_the_future_is_counted_from_now(approved, account, wu, quick):
    now = clock.now()
    row = make_publication(
        approved, account, by=wu, due_at=now - HOUR, next_try_at=now + HOUR + dt.timedelta(seconds=60),
        failure_kind="not_sent",
    )  # fmt: skip
    Attempt.objects.create(
        publication=row, no=1, stage="draft", label="draft", started_at=now + HOUR, ended_at=now + HOUR, outcome="not_sent"
    )  # fmt: skip

    assert actions.mend_waits(at=now) == 1

    row.refresh_from_db()
    assert row.next_try_at == now + dt.timedelta(seconds=60)


def test_a_planned_time_and_a_true_wait_are_left_alone(approved, account, wu, quick):
    now = clock.now()
    planned = make_publication(approved, account, by=wu, due_at=now + HOUR)
    waiting = make_publication(
        approved, account, by=wu, due_at=now - HOUR, next_try_at=now + HOUR, failure_kind="throttled", content_hash="1" * 64
    )  # fmt: skip
    Attempt.objects.create(
        publication=waiting, no=1, stage="draft", label="draft", started_at=now, ended_at=now, outcome="throttled"
    )

    assert actions.mend_waits(at=now) == 0
    planned.refresh_from_db()
    assert planned.next_try_at == now + HOUR


@pytest.mark.parametrize("losses", [0, 1, 9])
def test_what_waits_for_nothing_goes_now(approved, account, wu, quick, losses):
    """Given back by a dead worker, or cleared by two look-ups, while a clock ran an hour ahead: no call has failed, nothing is owed."""
    now = clock.now()
    row = make_publication(
        approved, account, by=wu, due_at=now - HOUR, next_try_at=now + HOUR, losses=losses, window_start=now - 2 * HOUR
    )

    assert actions.mend_waits(at=now) == 1

    row.refresh_from_db()
    assert row.next_try_at == now


@pytest.mark.parametrize(
    "fields",
    [
        # the pause after many losses
        {"losses": 4, "next_try_at": dt.timedelta(seconds=20)},
        # tried again before its window begins
        {"next_try_at": HOUR, "window_start": HOUR, "planned_at": HOUR, "window_end": 2 * HOUR},
    ],
)
def test_a_wait_with_a_reason_stays(approved, account, wu, quick, fields):
    quick(backoff_seconds=(60,))
    now = clock.now()
    row = make_publication(
        approved, account, by=wu, due_at=now - HOUR,
        **{"window_start": now - 2 * HOUR} | {k: v if k == "losses" else now + v for k, v in fields.items()},
    )  # fmt: skip

    assert actions.mend_waits(at=now) == 0
    assert Publication.objects.get(pk=row.pk).next_try_at == now + fields["next_try_at"]


def test_a_clock_that_jumps_ahead_does_not_make_a_no_worth_anything(platform, due, quick, monkeypatch):
    quick(no_trust_seconds=600)
    platform.set_fault("timeout_before", "freepublish/submit", count=1)
    engine.tick("test")
    monkeypatch.setattr(clock, "_wrong", lambda: HOUR)

    engine.look_up_unknown("test")

    due.refresh_from_db()
    assert due.state == S.UNKNOWN
    assert due.attempts.filter(stage="look_up", outcome="unsure").exists()


def test_a_pace_learned_by_a_clock_ahead_is_counted_from_now(account):
    """Seen in a fault campaign: one throttle while a clock ran an hour ahead kept an account silent for that hour."""
    now = clock.now()
    ahead, wait = now + HOUR, dt.timedelta(seconds=10)
    AccountPace.objects.create(account=account, not_before=ahead + wait, last_at=ahead, gap_seconds=5)

    actions.mend_waits(at=now)

    pace = AccountPace.objects.get()
    assert (pace.not_before, pace.last_at, pace.gap_seconds) == (now + wait, now, 5)


@pytest.mark.parametrize("deed", ["throttle", "passed"])
def test_an_answer_by_a_right_clock_does_not_make_a_wrong_wait_look_right(account, deed):
    """Seen in a fault campaign: the next answer kept the moment an hour ahead and took away the mark that it was wrong."""
    now = clock.now()
    AccountPace.objects.create(
        account=account, not_before=now + HOUR + dt.timedelta(seconds=9), last_at=now + HOUR, gap_seconds=4
    )

    if deed == "passed":
        actions.note_passed(account_id=account.pk, at=now)
    else:
        actions.note_throttle(
            account=account, fault=PlatformFault("慢一些", kind=FaultKind.THROTTLED, retry_after=3), at=now
        )

    assert AccountPace.objects.get().not_before <= now + dt.timedelta(seconds=15)


def test_a_circuit_that_opens_does_not_make_a_wrong_throttle_look_right(account, due):
    now = clock.now()
    ahead, wait = now + HOUR, dt.timedelta(seconds=9)
    Circuit.objects.create(platform_id=account.platform_id, not_before=ahead + wait, changed_at=ahead)

    for _ in range(5):
        actions.note_fault(platform_id=account.platform_id, account_id=account.pk, said="平台没有答复。", at=now)

    circuit = Circuit.objects.get()
    assert (circuit.state, circuit.not_before, circuit.changed_at) == (CircuitState.OPEN, now + wait, now)


def test_a_long_wait_that_a_platform_asked_for_by_a_right_clock_stays(account):
    now = clock.now()
    AccountPace.objects.create(account=account, not_before=now + HOUR, last_at=now, gap_seconds=5)
    Circuit.objects.create(platform_id=account.platform_id, not_before=now + HOUR, changed_at=now)

    actions.mend_waits(at=now)

    assert (AccountPace.objects.get().not_before, Circuit.objects.get().not_before) == (now + HOUR, now + HOUR)


def test_a_circuit_opened_by_a_clock_ahead_is_tried_now(account):
    now = clock.now()
    ahead = now + HOUR
    Circuit.objects.create(
        platform_id=account.platform_id, state=CircuitState.OPEN, openings=1, opened_at=ahead, changed_at=ahead,
        probe_at=ahead + dt.timedelta(seconds=30), not_before=ahead + dt.timedelta(seconds=5),
    )  # fmt: skip

    actions.mend_waits(at=now)

    circuit = Circuit.objects.get()
    assert (circuit.probe_at, circuit.not_before) == (now, now + dt.timedelta(seconds=5))
