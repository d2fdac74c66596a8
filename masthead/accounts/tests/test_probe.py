import datetime as dt

import pytest

from masthead.accounts.models import Account
from masthead.accounts.probes import administrator_and_backup
from masthead.accounts.states import AccountStatus
from masthead.core import clock
from masthead.org.models import Member
from masthead.trail.probes import Verdict, Window, catches_its_violation

pytestmark = pytest.mark.django_db


def today() -> Window:
    return Window(clock.now() - dt.timedelta(days=1), clock.now())


def verdicts() -> list[Verdict]:
    return list(administrator_and_backup.examine(today()))


def test_the_probe_notices_an_account_of_somebody_who_left_and_leaves_nothing_behind(company: object) -> None:
    assert catches_its_violation(administrator_and_backup, today())

    assert not Account.objects.exists()


def test_the_probe_can_break_its_rule_even_in_an_empty_house() -> None:
    assert catches_its_violation(administrator_and_backup, today())


def test_an_account_in_good_hands_passes(account: Account) -> None:
    assert [(v.pk, v.passed) for v in verdicts()] == [(account.pk, True)]


def test_an_account_whose_backup_left_fails_by_name(account: Account, wu: Member) -> None:
    wu.is_active = False
    wu.save()

    [verdict] = verdicts()
    assert verdict.passed is False
    assert "吴晓舟" in str(verdict.reason)


def test_a_closed_account_needs_nobody(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(status=AccountStatus.CLOSED)

    assert verdicts() == []
