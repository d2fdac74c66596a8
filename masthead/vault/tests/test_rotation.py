"""Demands, rules, reminders, one-click replacement."""

import datetime as dt

import pytest

from masthead.core import clock, jobs
from masthead.core.errors import BadInput, RuleBroken
from masthead.notify.models import Notice
from masthead.org.models import Member
from masthead.trail.models import Event
from masthead.trail.probes import Window, catches_its_violation
from masthead.vault import actions, probes, queries
from masthead.vault.models import RotationDemand, RotationReason, Secret, SecretKind
from masthead.vault.testing import STRONG, make_password, make_secret

pytestmark = pytest.mark.django_db


def in_days(days: int) -> dt.datetime:
    return clock.now() + dt.timedelta(days=days)


def test_one_click_replaces_without_showing_anything(he: Member) -> None:
    secret = make_password(by=he)

    actions.rotate_secret(secret=secret, by=he)

    made = queries.opened(queries.current_version(secret.ref))
    event = Event.objects.get(name="vault:secret:replaced")
    assert (event.data["from"], event.data["to"], event.data["how"]) == (1, 2, "generated")
    assert made != STRONG
    assert made not in str(event.data) and STRONG not in str(event.data)


def test_what_only_a_platform_gives_is_not_made_here(he: Member) -> None:
    with pytest.raises(RuleBroken, match="只能由平台给出") as refused:
        actions.rotate_secret(secret=make_secret(by=he), by=he)
    assert "平台后台重置" in refused.value.advice


def test_a_demand_tells_the_custodians_and_is_fulfilled_by_the_next_version(he: Member, wu: Member) -> None:
    secret = make_password(by=he)

    demand = actions.demand_rotation(secret=secret, reason="leaver", due_at=in_days(1), by=wu, note="对接人离职")

    assert Notice.objects.filter(kind="vault.asked", member=he).count() == 1
    actions.rotate_secret(secret=secret, by=he)
    demand.refresh_from_db()
    assert (demand.from_version, demand.fulfilled_version) == (1, 2)
    assert not queries.demands_open(secret=secret).exists()
    assert Event.objects.get(name="vault:secret:replaced").data["fulfilled"] == ["leaver"]


def test_asking_again_only_ever_tightens(he: Member) -> None:
    secret, soon, later = make_password(by=he), in_days(1), in_days(5)
    for due in (later, soon, later):
        actions.demand_rotation(secret=secret, reason=RotationReason.LEAK, due_at=due, by=he)

    assert RotationDemand.objects.get().due_at == soon
    assert Event.objects.filter(name="vault:rotation:demanded").count() == 2
    assert Notice.objects.filter(kind="vault.asked").count() <= 2


def test_all_secrets_of_an_owner_are_demanded_at_once(he: Member) -> None:
    make_password(by=he)
    make_secret(by=he)
    make_secret(owner_id=2, by=he)

    actions.demand_rotation_of(owner_kind="accounts.account", owner_id=1, reason="leak", due_at=in_days(1), by=he)

    assert queries.demands_open(owner=("accounts.account", 1), reason="leak").count() == 2
    assert not queries.demands_open(due_before=clock.now()).exists()


def test_a_run_out_demand_makes_a_fresh_secret_overdue(he: Member) -> None:
    secret = make_password(by=he)
    actions.demand_rotation(secret=secret, reason="leak", due_at=in_days(-1), by=he)

    assert list(queries.overdue(Secret.objects.all())) == [secret]


def test_a_corrected_rule_counts_all_days_anew(he: Member) -> None:
    secret = make_password(by=he)

    actions.correct_rule(kind="password", level="medium", days=30, after_use=False, reason="平台要求每月更换", by=he)

    secret.refresh_from_db()
    assert secret.due_on == clock.today() + dt.timedelta(days=30)
    assert (queries.rule_of("password").level, queries.rule_of("password").after_use) == ("medium", False)
    assert Event.objects.get(name="vault:rule:corrected").reason == "平台要求每月更换"


@pytest.mark.parametrize(
    ("days", "reason", "field"), [(0, "平台要求", "days"), (2000, "平台要求", "days"), (30, "短", "reason")]
)
def test_a_rule_is_corrected_only_sensibly_and_with_a_reason(he: Member, days: int, reason: str, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        actions.correct_rule(kind="password", level="high", days=days, after_use=True, reason=reason, by=he)
    assert list(refused.value.fields) == [field]


def test_custodians_hear_fourteen_seven_and_one_day_before_and_when_it_is_over_once_each(he: Member) -> None:
    make_password(by=he)
    heard = []
    for day in (70, 76, 77, 83, 83, 89, 91, 92):
        with clock.travelling(dt.timedelta(days=day)):
            heard.append(jobs.run_now("vault.remind"))

    assert heard == [0, 1, 0, 1, 0, 1, 1, 0]
    assert list(Notice.objects.filter(member=he).order_by("pk").values_list("kind", flat=True)) == [
        "vault.due", "vault.due", "vault.due", "vault.overdue",
    ]  # fmt: skip


def test_a_new_version_starts_the_days_anew(he: Member) -> None:
    secret = make_password(by=he)
    with clock.travelling(dt.timedelta(days=91)):
        assert queries.is_overdue(secret)
        actions.rotate_secret(secret=secret, by=he)
        assert not queries.is_overdue(secret)
        assert jobs.run_now("vault.remind") == 0


@pytest.mark.parametrize("probe", [probes.secrets_open_and_fresh, probes.demands_met, probes.wrapped_by_known_keys])
def test_each_probe_catches_its_violation_and_leaves_nothing_behind(probe) -> None:
    assert catches_its_violation(probe, Window(in_days(-1), clock.now()))
    assert not Secret.objects.exists()


def test_a_demand_that_is_met_in_time_passes_and_a_late_one_does_not(he: Member) -> None:
    for number, due in enumerate((in_days(1), in_days(-1)), 1):
        secret = make_password(owner_id=number, plaintext=f"{STRONG}{number}", by=he)
        actions.demand_rotation(secret=secret, reason="leak", due_at=due, by=he, at=in_days(-2))
        actions.rotate_secret(secret=secret, by=he)

    found = list(probes.demands_met.examine(Window(in_days(-30), in_days(2))))

    assert [verdict.passed for verdict in found] == [True, False]


def test_kinds_with_their_defaults_stand_complete() -> None:
    assert {rule.facts.kind for rule in queries.rules()} == set(SecretKind.values)
    never = {rule.facts.kind for rule in queries.rules() if not rule.facts.revealable}
    assert {SecretKind.TOTP, SecretKind.GRANT, SecretKind.APP_SECRET} <= never
