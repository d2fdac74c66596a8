"""What the register tells the vault: who keeps an account's secrets, and what is out now."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from masthead.accounts import queries
from masthead.accounts.models import Account
from masthead.core.errors import BadInput
from masthead.core.models import SearchEntry
from masthead.org.models import Member
from masthead.vault import actions as vault
from masthead.vault.custody import CUSTODY
from masthead.vault.models import Checkout, Secret, SecretKind
from masthead.vault.queries import secrets_to_ask_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def password(account: Account) -> Secret:
    return vault.store_secret(
        kind=SecretKind.PASSWORD,
        owner_kind=queries.OWNER_KIND,
        owner_id=account.pk,
        label=account.name,
        plaintext="Wq7-hplm-93vu-Zetk-xo",
        by=None,
    )


def ask(secret: Secret, by: Member, task: str = "回复读者留言") -> Checkout:
    return vault.ask_checkout(secret=secret, purpose="登录后台回复读者留言", task=task, minutes=30, by=by)


def test_administrator_and_backup_are_the_custodians(account: Account, he: Member, wu: Member) -> None:
    entry = CUSTODY[queries.OWNER_KIND]

    assert list(entry.custodians(account.pk)) == [he.pk, wu.pk]
    assert not entry.is_core(account.pk) and entry.unit_id(account.pk) == account.unit_id


def test_custodians_and_those_in_scope_may_ask_and_nobody_else(
    password: Secret, he: Member, wu: Member, chen: Member, sun: Member, lin: Member
) -> None:
    for person in (he, wu, chen):
        assert list(secrets_to_ask_for(person)) == [password]
    for person in (sun, lin):
        assert not secrets_to_ask_for(person).exists()


def test_the_account_page_shows_who_has_what_out(
    password: Secret, account: Account, wu: Member, lin: Member, sun: Member, client_of: Callable[..., Client]
) -> None:
    ask(password, wu)
    url = reverse("vault:custody_accounts_account", args=[account.pk])

    page = client_of(lin, htmx=True).get(url).content.decode()

    assert wu.name in page and "待批准" in page and "<html" not in page
    assert url in client_of(lin).get(account.get_absolute_url()).content.decode()
    assert client_of(sun).get(url).status_code == 404


def test_the_task_may_be_a_page_of_the_house_that_the_person_can_read(
    password: Secret, account: Account, wu: Member
) -> None:
    url = account.get_absolute_url()
    SearchEntry.objects.create(
        kind="accounts.account", object_id=account.pk, title=account.name, url=url, plain_title=account.name
    )
    with pytest.raises(BadInput) as wrong:
        ask(password, wu, task="/accounts/99999/")
    assert list(wrong.value.fields) == ["task"]

    made = ask(password, wu, task=url)

    assert (made.task, made.task_kind, made.task_id, made.task_url) == (
        account.name,
        "accounts.account",
        account.pk,
        url,
    )
