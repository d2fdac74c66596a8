"""What is queued for an account that is locked down does not go out."""

import pytest

from masthead.accounts import actions as accounts
from masthead.core import clock
from masthead.publishing import engine
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import make_publication

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_queued_post_is_stopped_by_the_lock_down(approved, account, wu, he, platform, quick):
    quick()
    queued = make_publication(approved, account, by=wu, due_at=clock.now())
    accounts.lock_down(account=account, reason="后台出现异地登录", by=he)

    engine.tick("test")

    queued.refresh_from_db()
    assert queued.state == PublicationState.BLOCKED
    assert "冻结" in queued.failure_message
    assert platform.stats().accepted == 0


def test_a_drill_stops_nothing(approved, account, wu, he, platform, quick):
    quick()
    queued = make_publication(approved, account, by=wu, due_at=clock.now())
    accounts.lock_down(account=account, reason="季度演练", by=he, drill=True)

    engine.tick("test")

    queued.refresh_from_db()
    assert queued.state != PublicationState.BLOCKED
