"""A lost phone: another administrator helps, with a reason, and the trail keeps it."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.urls import reverse

from masthead.core.errors import RuleBroken
from masthead.org import actions
from masthead.trail.models import Event, Outcome


@pytest.fixture
def lin_with_factor(lin):
    Authenticator.objects.create(user=lin, type=Authenticator.Type.TOTP, data={"secret": "sealed"})
    return lin


def test_an_administrator_takes_a_lost_factor_away_with_a_reason(lin_with_factor, he, client_of):
    answer = client_of(he).post(
        reverse("org:drop_second_factor", args=[lin_with_factor.pk]), {"reason": "手机遗失，已当面核实"}
    )

    assert answer.status_code == 302
    assert not Authenticator.objects.filter(user=lin_with_factor).exists()
    event = Event.objects.get(name="org:member:second_factor_changed")
    assert (event.actor_id, event.target_id, event.reason) == (he.pk, lin_with_factor.pk, "手机遗失，已当面核实")


def test_without_a_reason_nothing_changes(lin_with_factor, he, client_of):
    answer = client_of(he).post(reverse("org:drop_second_factor", args=[lin_with_factor.pk]), {"reason": "  "})

    assert answer.status_code == 422
    assert Authenticator.objects.filter(user=lin_with_factor).exists()


def test_nobody_drops_the_own_factor_this_way(he, client_of):
    assert (
        client_of(he).post(reverse("org:drop_second_factor", args=[he.pk]), {"reason": "自己解除"}).status_code == 422
    )
    assert Event.objects.filter(outcome=Outcome.REFUSED, code="self_factor").exists()


def test_others_may_not(lin_with_factor, zhou, client_of):
    assert (
        client_of(zhou)
        .post(reverse("org:drop_second_factor", args=[lin_with_factor.pk]), {"reason": "想看看"})
        .status_code
        == 403
    )


def test_there_must_be_one_to_drop(lin, he):
    with pytest.raises(RuleBroken, match="没有启用"):
        actions.drop_second_factor(member=lin, by=he, reason="手机遗失")


def test_the_console_helps_when_every_administrator_lost_the_phone(he):
    call_command("drop_second_factor", "hezh", "--reason", "全部管理员手机遗失", stdout=StringIO())

    assert not Authenticator.objects.filter(user=he).exists()
    assert Event.objects.get(name="org:member:second_factor_changed").actor_id is None


def test_the_console_needs_a_reason_and_a_member(he):
    for arguments in (("hezh", "--reason", " "), ("nobody", "--reason", "全部管理员手机遗失")):
        with pytest.raises(CommandError):
            call_command("drop_second_factor", *arguments)
    assert Authenticator.objects.filter(user=he).exists()
