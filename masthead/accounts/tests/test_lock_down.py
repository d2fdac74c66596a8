"""Stolen or leaked: one press freezes, the rest follows; the way out takes new secrets and two people."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse

from masthead.accounts import actions, queries
from masthead.accounts.models import Account, Incident
from masthead.accounts.registry import LOCK_DOWN_STEPS, LockDownStep
from masthead.accounts.states import ConnectionState, IncidentState
from masthead.accounts.tasks import check_connections
from masthead.accounts.testing import SECRET
from masthead.accounts.tests.tea_platform import TeaPlatform
from masthead.core import clock, secrets
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.notify.models import Notice
from masthead.org.models import GroupSeat, Member
from masthead.platforms import tokens
from masthead.platforms.models import PlatformToken
from masthead.trail.models import Event
from masthead.vault import actions as vault
from masthead.vault.models import RotationDemand, Secret

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
WHY = "后台出现异地登录"


@pytest.fixture
def tea_in_use(tea_account: Account) -> Account:
    """Connected, with an access token in the broker."""
    tokens.remember(queries.channel_of(tea_account), tokens.Fetched("kept-token", 7200))
    tea_account.connection_state, tea_account.status = ConnectionState.OK, "active"
    tea_account.save(update_fields=["connection_state", "status"])
    return Account.objects.select_related("platform", "unit").get(pk=tea_account.pk)


@pytest.fixture
def checkouts() -> Iterator[list[int]]:
    """Another room that does something at each lock-down."""
    ended: list[int] = []

    def end(account: Account, _by: Member, _at: object) -> str:
        ended.append(account.pk)
        return "结束了 1 次领用。"

    LOCK_DOWN_STEPS._entries["test.checkouts"] = LockDownStep("test.checkouts", "结束领用", end)
    yield ended
    del LOCK_DOWN_STEPS._entries["test.checkouts"]


def steps(incident: Incident) -> dict[str, tuple[bool, str]]:
    return {step.key: (step.done, step.note) for step in incident.steps.all()}


def test_one_press_freezes_revokes_forgets_demands_and_tells(
    tea_in_use: Account, tea: TeaPlatform, checkouts: list[int], he: Member, wu: Member, chen: Member, zheng: Member
) -> None:
    incident = actions.lock_down(account=tea_in_use, reason=WHY, by=he)

    tea_in_use.refresh_from_db()
    assert tea_in_use.frozen
    assert "冻结" in queries.obstacle_to_publishing(tea_in_use)
    assert tea.revoked == 1 and checkouts == [tea_in_use.pk]
    assert PlatformToken.objects.get().sealed == ""
    assert RotationDemand.objects.count() == 1
    told = set(Notice.objects.filter(kind="accounts.locked_down").values_list("member_id", flat=True))
    assert {wu.pk, chen.pk, zheng.pk} <= told and he.pk not in told
    assert all(done for done, _note in steps(incident).values())
    assert incident.frozen_seconds is not None and incident.frozen_seconds < queries.FREEZE_MOST_SECONDS
    assert Event.objects.filter(name="accounts:incident:locked_down").count() == 1


def test_a_platform_that_cannot_be_reached_stops_no_other_step(
    tea_in_use: Account, tea: TeaPlatform, he: Member
) -> None:
    tea.down = True

    incident = actions.lock_down(account=tea_in_use, reason=WHY, by=he)

    found = steps(incident)
    assert found["revoke"] == (False, "连不上平台，请求没有发出。")
    assert [key for key, (done, _note) in found.items() if not done] == ["revoke"]
    assert RotationDemand.objects.exists() and Notice.objects.filter(kind="accounts.locked_down").exists()


def test_a_platform_without_such_a_call_is_told_of_in_words(tea_in_use: Account, tea: TeaPlatform, he: Member) -> None:
    tea.may_revoke = False

    incident = actions.lock_down(account=tea_in_use, reason=WHY, by=he)

    assert "请在平台后台修改密码" in steps(incident)["revoke"][1]


def test_a_press_without_reason_or_a_second_press_is_refused(tea_in_use: Account, he: Member) -> None:
    with pytest.raises(BadInput):
        actions.lock_down(account=tea_in_use, reason=" ", by=he)
    actions.lock_down(account=tea_in_use, reason=WHY, by=he)

    with pytest.raises(Stale, match="已经锁定"):
        actions.lock_down(account=tea_in_use, reason=WHY, by=he)
    assert Incident.objects.count() == 1


def test_a_lock_down_whose_process_died_is_finished_by_the_next_tick(
    tea_in_use: Account, tea: TeaPlatform, he: Member
) -> None:
    past = clock.now() - clock.dt.timedelta(minutes=10)
    incident = actions.press_lock_down(account=tea_in_use, reason=WHY, by=he, at=past)

    check_connections()

    assert set(steps(incident)) == set(actions.step_keys())
    assert actions.take_steps(incident=incident) == 0
    assert tea.revoked == 1


def test_a_drill_measures_everything_and_neither_freezes_nor_revokes(
    tea_in_use: Account, tea: TeaPlatform, checkouts: list[int], he: Member
) -> None:
    incident = actions.lock_down(account=tea_in_use, reason="季度演练", by=he, drill=True)

    tea_in_use.refresh_from_db()
    incident.refresh_from_db()
    assert not tea_in_use.frozen and tea.revoked == 0
    assert (incident.state, incident.drill) == (IncidentState.CLOSED, True)
    assert incident.frozen_seconds is not None
    assert RotationDemand.objects.exists() and checkouts == [tea_in_use.pk]
    assert Notice.objects.filter(title__contains="演练").exists()


def rotate(account: Account, he: Member) -> None:
    actions.connect_account(account=account, app_id="tea-app", secret="a-new-secret", by=he)


def test_the_way_out_takes_new_secrets_and_a_second_person(tea_in_use: Account, he: Member, chen: Member) -> None:
    incident = actions.lock_down(account=tea_in_use, reason=WHY, by=he)
    with pytest.raises(RuleBroken, match="没有更换"):
        actions.ask_to_unlock(incident=incident, reason="已经查明", by=he)
    with pytest.raises(RuleBroken, match="锁定"):
        actions.unfreeze_account(account=tea_in_use, reason="直接解冻", by=he)
    rotate(tea_in_use, he)
    actions.ask_to_unlock(incident=incident, reason="已经查明", by=he)
    with pytest.raises(NotPermitted, match="申请人以外"):
        actions.agree_to_unlock(incident=incident, by=he)

    actions.agree_to_unlock(incident=incident, by=chen)

    tea_in_use.refresh_from_db()
    incident.refresh_from_db()
    assert not tea_in_use.frozen
    assert (incident.state, incident.closed_by) == (IncidentState.CLOSED, chen)


def test_a_second_person_may_say_no_and_the_account_stays_locked(tea_in_use: Account, he: Member, chen: Member) -> None:
    incident = actions.lock_down(account=tea_in_use, reason=WHY, by=he)
    rotate(tea_in_use, he)
    actions.ask_to_unlock(incident=incident, reason="已经查明", by=he)

    actions.decline_to_unlock(incident=incident, reason="登录手机还没有更换", by=chen)

    tea_in_use.refresh_from_db()
    assert tea_in_use.frozen and incident.state == IncidentState.LOCKED
    assert Notice.objects.filter(member=he, title__contains="没有通过").exists()


def test_a_grant_that_the_platform_renewed_by_itself_is_no_new_secret(tea_in_use: Account, he: Member) -> None:
    vault.store_secret(
        kind="grant", owner_kind=queries.OWNER_KIND, owner_id=tea_in_use.pk, label="x", plaintext="refresh-1", by=None
    )
    incident = actions.lock_down(account=tea_in_use, reason=WHY, by=he)
    secrets.renew(Secret.objects.get(kind="grant").ref, "refresh-2")

    assert "grant" in {secret.kind for secret in queries.secrets_to_replace(incident)}


def test_the_button_the_steps_and_the_unlocking_by_page(
    connected: Account, he: Member, chen: Member, lin: Member, client_of: ClientOf
) -> None:
    administrator, head = client_of(he), client_of(chen)
    detail = administrator.get(connected.get_absolute_url()).content.decode()
    assert "锁定账号（被盗或泄露）" in detail and "演练锁定" in detail

    answer = administrator.post(reverse("accounts:lock_down", args=[connected.pk]), {"reason": WHY})
    page = administrator.get(answer["Location"]).content.decode()
    assert "处置步骤" in page and "还有凭据没有更换" in page and WHY in page
    assert SECRET not in page

    given = {"endpoint": "sandbox", "app_id": connected.app_id, "secret": "new-secret-of-the-console"}
    administrator.post(reverse("accounts:connect", args=[connected.pk]), given)
    incident = Incident.objects.get()
    administrator.post(reverse("accounts:ask_to_unlock", args=[incident.pk]), {"reason": "已经查明"})
    assert client_of(lin).post(reverse("accounts:agree_to_unlock", args=[incident.pk])).status_code == 403
    assert head.post(reverse("accounts:agree_to_unlock", args=[incident.pk])).status_code == 302

    connected.refresh_from_db()
    assert not connected.frozen


def test_an_incident_of_another_department_is_not_there(
    connected: Account, he: Member, sun: Member, outsider: Member, client_of: ClientOf
) -> None:
    incident = actions.lock_down(account=connected, reason=WHY, by=he)
    GroupSeat.objects.filter(member=sun).delete()

    assert client_of(sun).get(incident.get_absolute_url()).status_code == 404
    assert client_of(outsider).get(incident.get_absolute_url()).status_code == 403


def test_the_management_group_reads_what_it_was_told_of_and_does_nothing_there(
    connected: Account, he: Member, sun: Member, client_of: ClientOf
) -> None:
    incident = actions.lock_down(account=connected, reason=WHY, by=he)

    page = client_of(sun).get(incident.get_absolute_url())
    assert page.status_code == 200
    assert "/incidents/" not in "".join(re.findall(r"action=\"([^\"]*)\"", page.content.decode()))
    assert client_of(sun).post(reverse("accounts:agree_to_unlock", args=[incident.pk])).status_code in (403, 404)
