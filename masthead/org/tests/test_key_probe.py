"""The probe of keys notices one whose owner left, and one that nobody uses."""

import datetime as dt

import pytest

from masthead.core import clock
from masthead.org import actions
from masthead.org.models import ApiKey
from masthead.trail.probes import PROBES, Window, catches_its_violation

KEYS = PROBES["2.2.4.keys"]


@pytest.fixture
def today():
    return Window(*clock.day_bounds(clock.today()))


@pytest.fixture
def key(lin):
    return actions.issue_personal_key(name="脚本", capabilities=["org.member.read"], days=365, by=lin)[0]


def test_a_fresh_key_of_a_member_is_minded(key, today):
    (verdict,) = KEYS.examine(today)

    assert verdict.passed


def test_a_key_whose_owner_left_is_found(key, lin, he, today):
    actions.let_member_leave(member=lin, by=he, reason="合同到期")

    (verdict,) = KEYS.examine(today)
    assert not verdict.passed and "离职" in str(verdict.reason)


def test_a_key_that_nobody_used_for_three_months_is_found(key, today):
    ApiKey.objects.update(
        created_at=clock.now() - dt.timedelta(days=120), expires_at=clock.now() + dt.timedelta(days=60)
    )
    assert not next(iter(KEYS.examine(today))).passed

    ApiKey.objects.update(last_used_at=clock.now() - dt.timedelta(days=3))
    assert next(iter(KEYS.examine(today))).passed


def test_revoked_and_expired_keys_are_no_concern(key, lin, today):
    actions.revoke_key(key=key, by=lin)

    assert list(KEYS.examine(today)) == []


@pytest.mark.django_db
def test_the_probe_notices_its_violation_and_leaves_no_trace(today):
    assert catches_its_violation(KEYS, today)
    assert not ApiKey.objects.exists()
