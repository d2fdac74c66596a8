"""Alarms of the engine: due and taken by nobody is told once, ends by itself, and is seen by the board, the status page and the machines."""

import datetime as dt

import pytest

from masthead.core import clock
from masthead.core.health import State
from masthead.notify.models import Notice
from masthead.org import queries as org_queries
from masthead.publishing import actions, health
from masthead.publishing.actions import Target
from masthead.publishing.brakes import PauseReason
from masthead.publishing.models import Alarm, Attempt, Publication
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import make_publication
from masthead.trail.models import Event
from masthead.trail.probes import PROBES, Window, catches_its_violation

pytestmark = pytest.mark.django_db
S = PublicationState
KEY = "3.3.3.claimed_in_time"


@pytest.fixture
def left(approved, account, wu) -> Publication:
    """Due two minutes ago, and nobody has taken it."""
    return make_publication(approved, account, by=wu, due_at=clock.now() - dt.timedelta(minutes=2))


def day() -> Window:
    return Window(clock.now() - dt.timedelta(days=1), clock.now())


def test_what_nobody_takes_is_told_once_and_ends_when_it_is_taken(left, company, he):
    for _ in range(3):
        assert actions.watch_claims() is not None

    told = Notice.objects.filter(kind="publishing.alarm")
    assert set(told.values_list("member_id", flat=True)) == org_queries.administrators() != set()
    assert told.count() == len(org_queries.administrators())
    assert Alarm.objects.get().worst == 1

    Publication.objects.update(state=S.CANCELLED)
    assert actions.watch_claims() is None
    assert Alarm.objects.get().closed_at is not None
    assert list(Event.objects.filter(name__startswith="publishing:alarm").order_by("pk").values_list("name", flat=True)) == [
        "publishing:alarm:raised", "publishing:alarm:ended",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("seconds", "change"),
    [
        (3600, {"failure_kind": "not_sent"}),  # waits for another try
        (-20, {}),  # a worker still has time
        (-120, {"state": S.EXPIRED}),
    ],
)
def test_what_waits_rightly_is_no_alarm(left, seconds, change):
    Publication.objects.update(next_try_at=clock.now() + dt.timedelta(seconds=seconds), **change)

    assert actions.watch_claims() is None
    assert not Alarm.objects.exists()


def test_the_status_page_tells_of_it_within_a_minute(left):
    assert health.engine().state == State.BAD
    actions.note_worker(worker="yunling:1")
    assert health.engine().state == State.WARN
    Publication.objects.update(next_try_at=clock.now() - dt.timedelta(seconds=30))
    assert health.engine().state == State.OK


def test_what_people_held_back_is_no_fault_of_the_workers(left, zheng):
    """Paused when it was due: nobody was to take it."""
    before = clock.now() - dt.timedelta(minutes=3)
    actions.pause_publishing(target=Target(), why=PauseReason.REVIEW, words="核对配图出处", by=zheng, at=before)

    assert [(v.pk, v.passed) for v in PROBES[KEY].examine(day())] == [(left.pk, None)]


def test_the_probe_catches_its_seeded_violation():
    assert catches_its_violation(PROBES[KEY], day())


@pytest.mark.parametrize(
    ("seconds", "state", "passed"),
    [(5, S.PUBLISHED, True), (600, S.PUBLISHED, False), (None, S.CANCELLED, None), (None, S.SCHEDULED, False)],
)
def test_the_probe_judges_by_the_first_call(left, seconds, state, passed):
    Publication.objects.update(state=state, published_at=clock.now() if state == S.PUBLISHED else None)
    if seconds is not None:
        begun = left.due_at + dt.timedelta(seconds=seconds)
        Attempt.objects.create(
            publication=left, no=1, stage="draft", label="建立草稿", started_at=begun, ended_at=begun, outcome="done"
        )

    assert [v.passed for v in PROBES[KEY].examine(day())] == [passed]
