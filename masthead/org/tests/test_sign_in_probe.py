"""Clause 2.1: everybody with a sensitive role has a second factor, and the probe would notice if not."""

import pytest
from allauth.mfa.models import Authenticator

from masthead.core import clock
from masthead.trail.probes import PROBES, Window, catches_its_violation

PROTECTED = PROBES["2.1.second_factor"]


@pytest.fixture
def today():
    return Window(*clock.day_bounds(clock.today()))


def test_only_holders_of_sensitive_roles_are_asked_about(he, today):
    (verdict,) = PROTECTED.examine(today)

    assert (verdict.pk, verdict.passed) == (he.pk, True)


def test_an_administrator_without_a_second_factor_is_named(he, today):
    Authenticator.objects.filter(user=he).delete()
    Authenticator.objects.create(user=he, type="recovery_codes", data={"seed": "x", "used_mask": 0})

    (verdict,) = PROTECTED.examine(today)

    assert verdict.passed is False and verdict.name == "何静怡"


def test_the_probe_catches_its_violation(cast, today):
    assert catches_its_violation(PROTECTED, today)


def test_the_probe_catches_it_in_an_empty_house(db, today):
    assert catches_its_violation(PROTECTED, today)
