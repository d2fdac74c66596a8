import pytest
from django.db import IntegrityError, transaction

from masthead.accounts import actions, queries
from masthead.accounts.models import Account
from masthead.accounts.states import AccountStatus
from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, NotThere, RuleBroken, Stale
from masthead.notify.models import Notice
from masthead.org.models import Member, Unit
from masthead.org.testing import give_role, make_member
from masthead.platforms.testing import make_platform
from masthead.trail.models import Event, Outcome

pytestmark = pytest.mark.django_db


def register(units: dict[str, Unit], **changes: object) -> Account:
    given = {"name": "云岭茶事", "platform": make_platform(), "unit": units["宣传部"], "by": None}
    return actions.register_account(**(given | changes))


def test_an_account_is_registered_with_administrator_and_backup(units: dict[str, Unit], he: Member, wu: Member) -> None:
    account = register(units, administrator=he, backup=wu, by=he)

    assert account.status == AccountStatus.APPLIED
    assert Event.objects.filter(name="accounts:account:registered", target_id=account.pk, actor_id=he.pk).exists()


def test_administrator_and_backup_are_two_people(units: dict[str, Unit], he: Member) -> None:
    with pytest.raises(BadInput) as refused:
        register(units, administrator=he, backup=he)

    assert "backup" in refused.value.fields


def test_the_database_itself_refuses_one_person_in_both_places(account: Account) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=account.pk).update(backup=account.administrator_id)


def test_somebody_who_left_cannot_take_an_account_over(account: Account, lin: Member) -> None:
    lin.is_active = False
    lin.save()

    with pytest.raises(BadInput) as refused:
        change(account, administrator=lin)
    assert "林知夏" in refused.value.fields["administrator"][0]


def change(account: Account, **changes: object) -> Account:
    given = {
        "name": account.name, "handle": account.handle, "unit": account.unit, "account_group": None,
        "administrator": account.administrator, "backup": account.backup, "by": account.administrator,
    }  # fmt: skip
    return actions.change_account(account=account, **(given | changes))


def test_a_handover_names_what_changed(account: Account, lin: Member) -> None:
    change(account, backup=lin)

    event = Event.objects.get(name="accounts:account:changed")
    assert event.data == {"changed": ["backup"]}
    assert event.before_digest != event.after_digest


def test_nothing_changed_leaves_no_event(account: Account) -> None:
    change(account)

    assert not Event.objects.filter(name="accounts:account:changed").exists()


def test_one_name_stands_once_on_a_platform(account: Account, units: dict[str, Unit], he: Member, lin: Member) -> None:
    with pytest.raises(BadInput, match="登记有误"):
        register(units, administrator=he, backup=lin)


def test_an_administrator_of_one_department_registers_nothing_for_another(
    units: dict[str, Unit], he: Member, wu: Member
) -> None:
    local = make_member("chaguan", "茶管", unit=units["市场部"])
    give_role(local, "account_admin", unit=units["市场部"])

    with pytest.raises(NotPermitted, match="宣传部"):
        register(units, administrator=he, backup=wu, by=local)


def test_others_departments_accounts_do_not_exist_for_a_member(account: Account, sun: Member, lin: Member) -> None:
    assert queries.get_account_for(lin, account.pk) == account
    with pytest.raises(NotThere):
        queries.get_account_for(sun, account.pk)


def test_reading_is_not_managing(account: Account, lin: Member) -> None:
    with pytest.raises(NotThere):
        queries.get_account_for(make_member(), account.pk)
    with pytest.raises(NotPermitted):
        queries.get_account_for(lin, account.pk, "accounts.account.manage")


def test_freezing_stops_publishing_and_tells_the_other_custodian(connected: Account, he: Member, wu: Member) -> None:
    assert list(queries.publishable_accounts(wu)) == [connected]

    actions.freeze_account(account=connected, reason="疑似被盗用", by=he)

    assert list(queries.publishable_accounts(wu)) == []
    assert "已冻结" in queries.obstacle_to_publishing(connected)
    assert list(Notice.objects.values_list("member", flat=True)) == [wu.pk]


def test_freezing_needs_a_reason_and_the_refusal_is_kept(connected: Account, he: Member) -> None:
    with pytest.raises(BadInput, match="理由"):
        actions.freeze_account(account=connected, reason=" ", by=he)

    assert Event.objects.filter(outcome=Outcome.REFUSED, code="reason_missing", actor_id=he.pk).exists()


def test_of_two_who_freeze_the_slower_is_told(connected: Account, he: Member, wu: Member) -> None:
    seen_by_the_other = Account.objects.get(pk=connected.pk)
    actions.freeze_account(account=connected, reason="疑似被盗用", by=he)

    with pytest.raises(Stale):
        actions.freeze_account(account=seen_by_the_other, reason="疑似被盗用", by=wu)


def test_unfreezing_lets_content_out_again(connected: Account, he: Member, wu: Member) -> None:
    actions.freeze_account(account=connected, reason="疑似被盗用", by=he)
    actions.unfreeze_account(account=connected, reason="核实为误报", by=he)

    assert list(queries.publishable_accounts(wu)) == [connected]


def test_a_closed_account_stays_closed(connected: Account, he: Member) -> None:
    Account.objects.filter(pk=connected.pk).update(status=AccountStatus.CLOSED)
    connected.refresh_from_db()

    with pytest.raises(RuleBroken):
        actions.change_status(account=connected, status=AccountStatus.ACTIVE, reason="想恢复使用", by=he)


def test_published_articles_are_counted_and_the_newest_moment_stays(connected: Account) -> None:
    newer = clock.now()
    actions.note_published(account_id=connected.pk, at=newer)
    actions.note_published(account_id=connected.pk, at=newer - clock.dt.timedelta(days=1))

    connected.refresh_from_db()
    assert (connected.published_count, connected.last_published_at) == (2, newer)
