"""Clocks that jump: nothing is trusted too early, nothing waits for a moment that was never meant, no live worker loses its row."""

import ast
import datetime as dt
from pathlib import Path

import pytest

from masthead.core import clock
from masthead.core.errors import FaultKind, PlatformFault
from masthead.publishing import actions, engine
from masthead.publishing.brakes import CircuitState
from masthead.publishing.engine import stopwatch
from masthead.publishing.limits import limits
from masthead.publishing.models import AccountPace, Attempt, Circuit, Publication, Withdrawal
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import make_publication

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
S = PublicationState
QUESTIONS = {"filter", "exclude", "get", "Q"}


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


@pytest.mark.parametrize("state", [S.SCHEDULED, S.ACCEPTED, S.HANDED, S.UNKNOWN])
def test_a_wait_counted_from_the_future_is_counted_from_now(approved, account, wu, quick, state):
    now = clock.now()
    minute = dt.timedelta(minutes=1)
    row = make_publication(
        approved,
        account,
        by=wu,
        due_at=now - HOUR,
        state=state,
        next_try_at=now + HOUR + minute,
        wait_set_at=now + HOUR,
    )

    assert actions.mend_waits(at=now) == 1

    row.refresh_from_db()
    assert (row.next_try_at, row.wait_set_at) == (now + minute, now)


@pytest.mark.parametrize("state", ["waiting", "unknown", "calling"])
def test_a_take_down_does_not_wait_for_an_hour_that_never_was(due, wu, quick, state):
    now = clock.now()
    minute = dt.timedelta(minutes=1)
    ahead = {"next_try_at": now + HOUR + minute, "lease_until": now + HOUR + minute, "wait_set_at": now + HOUR}
    row = Withdrawal.objects.create(
        publication=due, no=1, state=state, reason_kind="error", reason="数据有误", asked_by=wu, asked_at=now, **ahead
    )

    assert actions.mend_waits(at=now) == 1

    row.refresh_from_db()
    assert row.next_try_at == now + minute
    assert state != "calling" or row.lease_until == now + minute, "whoever follows a dead call asks its lease"


@pytest.mark.parametrize("set_at", [None, dt.timedelta(), dt.timedelta(seconds=3)])
def test_a_chosen_time_and_a_true_wait_are_left_alone(approved, account, wu, quick, set_at):
    """A time of day that a person chose is counted from nothing; a clock three seconds ahead is no jump."""
    now = clock.now()
    row = make_publication(
        approved, account, by=wu, due_at=now - HOUR, next_try_at=now + HOUR,
        wait_set_at=None if set_at is None else now + set_at,
    )  # fmt: skip

    assert actions.mend_waits(at=now) == 0
    row.refresh_from_db()
    assert row.next_try_at == now + HOUR


def test_what_a_dead_worker_held_under_a_clock_ahead_goes_now_whatever_had_failed_before(due, quick, monkeypatch):
    """Seen in a fault campaign: an older fault on the row made the give-back of an hour ahead look like its own true wait."""
    now = clock.now()
    Attempt.objects.create(
        publication=due, no=1, stage="draft", label="draft", started_at=now, ended_at=now, outcome="not_sent"
    )
    Publication.objects.filter(pk=due.pk).update(failure_kind="not_sent", tries=1, attempt_no=1)
    monkeypatch.setattr(clock, "_wrong", lambda: HOUR)
    actions.claim_due(worker="dies", most=5)
    actions.recover_abandoned(at=clock.now() + dt.timedelta(seconds=limits().lease_seconds + 1))
    monkeypatch.setattr(clock, "_wrong", dt.timedelta)
    due.refresh_from_db()
    assert due.state == S.SCHEDULED and due.next_try_at > clock.now() + HOUR / 2

    actions.mend_waits()

    due.refresh_from_db()
    assert due.next_try_at <= clock.now()


def test_a_retry_before_its_window_is_a_time_of_day(due, wu, quick):
    """Shifted like a wait it would go out before the approved window begins."""
    now = clock.now()
    opens = now + 2 * HOUR
    Publication.objects.filter(pk=due.pk).update(
        state=S.FAILED,
        failure_kind="rejected",
        ended_at=now,
        window_start=opens,
        planned_at=opens,
        window_end=opens + HOUR,
    )
    due.refresh_from_db()

    actions.retry_publication(publication=due, reason="平台已恢复", by=wu, at=now + HOUR)
    actions.mend_waits(at=now)

    due.refresh_from_db()
    assert due.next_try_at == opens


def test_every_wait_says_what_it_was_counted_from():
    """A wait written without its mark cannot be told from one that a wrong clock has left behind: it stands still for an hour."""
    bare = []
    for path in sorted(Path(actions.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or getattr(node.func, "attr", getattr(node.func, "id", "")) in QUESTIONS:
                continue
            wrote = [k.value for k in node.keywords if k.arg == "next_try_at"]
            if any(not (isinstance(value, ast.Constant) and value.value is None) for value in wrote):
                bare.append(f"{path.name}:{node.lineno}")

    assert bare == [], "write the columns of a wait through pacing.next_try"


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
