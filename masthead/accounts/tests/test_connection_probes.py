"""The probes of 3.2.2 and 3.2.3 notice what they are for, and let good accounts pass."""

import datetime as dt

import pytest

from masthead.accounts import actions, connection_probes
from masthead.accounts.models import Account, Incident
from masthead.accounts.states import ConnectionState
from masthead.core import clock
from masthead.core.errors import FaultKind, PlatformFault
from masthead.org.models import Member
from masthead.trail.probes import Probe, Verdict, Window, catches_its_violation

pytestmark = pytest.mark.django_db
PROBES = (
    connection_probes.connections_tended,
    connection_probes.lock_down_drilled,
    connection_probes.lock_downs_followed,
)


def window(days: int = 400) -> Window:
    return Window(clock.now() - dt.timedelta(days=days), clock.now() + dt.timedelta(minutes=1))


def verdicts(probe: Probe) -> list[Verdict]:
    return list(probe.examine(window()))


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe.key)
def test_each_probe_notices_its_seeded_violation(probe: Probe, connected: Account) -> None:
    assert catches_its_violation(probe, window())
    assert Account.objects.count() == 1


def test_a_failing_connection_that_was_told_of_is_tended(connected: Account) -> None:
    fault = PlatformFault("AppSecret 不正确", kind=FaultKind.CREDENTIAL, platform_code="40125")
    past = clock.now() - dt.timedelta(days=3)
    actions.note_connection_fault(account_id=connected.pk, fault=fault, at=past)
    assert [v.passed for v in verdicts(connection_probes.connections_tended)] == [True]

    Account.objects.update(grant_ref="vault:1", grant_expires_at=past, connection_state=ConnectionState.OK)
    assert "授权已到期" in str(verdicts(connection_probes.connections_tended)[0].reason)


def test_a_young_department_has_half_a_year_for_its_first_drill_and_a_slow_one_fails(
    connected: Account, he: Member
) -> None:
    assert [v.passed for v in verdicts(connection_probes.lock_down_drilled)] == [None]

    actions.lock_down(account=connected, reason="季度演练", by=he, drill=True)
    assert [v.passed for v in verdicts(connection_probes.lock_down_drilled)] == [True]

    Incident.objects.update(frozen_seconds=75)
    assert [v.passed for v in verdicts(connection_probes.lock_down_drilled)] == [False]


def test_a_lock_down_is_followed_while_its_secrets_are_not_due(connected: Account, he: Member) -> None:
    actions.lock_down(account=connected, reason="后台异地登录", by=he)
    assert [v.passed for v in verdicts(connection_probes.lock_downs_followed)] == [True]

    Incident.objects.update(due_at=clock.now())
    assert [v.passed for v in verdicts(connection_probes.lock_downs_followed)] == [False]
