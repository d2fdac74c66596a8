"""Coverage of account-days: complete ones pass, a gap is told by its day."""

import datetime as dt

import pytest

from masthead.analytics import probes
from masthead.analytics.models import CollectionRun
from masthead.analytics.states import RunState
from masthead.core import clock
from masthead.publishing.models import Publication
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import make_publication
from masthead.trail.probes import Window, catches_its_violation

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(approved, account, wu) -> Publication:
    """Out three days ago."""
    return make_publication(
        approved, account, by=wu, due_at=clock.now() - dt.timedelta(days=3), state=PublicationState.PUBLISHED
    )


def verdicts() -> list[bool | None]:
    window = Window(clock.now() - dt.timedelta(days=30), clock.now())
    return [v.passed for v in probes.coverage.examine(window)]


def test_the_probe_notices_an_account_that_nobody_fetched(db):
    assert catches_its_violation(probes.coverage, Window(clock.now() - dt.timedelta(days=30), clock.now()))


def test_an_account_without_published_content_has_no_days(account):
    assert verdicts() == []


def test_every_day_since_the_first_content_must_be_complete(published):
    first = clock.china(published.published_at).date()
    for n in range(4):
        CollectionRun.objects.create(
            account=published.account, on=first + dt.timedelta(days=n), state=RunState.COMPLETE, fetched_at=clock.now()
        )

    assert verdicts() == [True]


def test_a_partial_day_is_a_gap(published):
    first = clock.china(published.published_at).date()
    CollectionRun.objects.create(account=published.account, on=first, state=RunState.PARTIAL, fetched_at=clock.now())

    assert verdicts() == [False]
