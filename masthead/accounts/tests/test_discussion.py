"""An account is talked about by those who may read it, and technical tickets may name it."""

import pytest
from django.urls import reverse

from masthead.accounts.testing import make_account
from masthead.collab import actions
from masthead.collab.testing import make_ticket
from masthead.core.errors import BadInput
from masthead.notify.models import Notice


@pytest.fixture
def account(units, he, wu):
    return make_account(unit=units["宣传部"], administrator=he, backup=wu)


def test_a_ticket_names_only_what_its_requester_may_read(account, lin, sun):
    word = f"accounts.account:{account.pk}"

    assert make_ticket(lin, link=word).link_name == str(account)
    assert make_ticket(sun, link=word).link_id is None


def test_readers_of_the_account_are_named_and_others_are_not(account, lin, he):
    actions.add_comment(kind="accounts.account", target_id=account.pk, body="@何静怡 简介该换了", by=lin)
    assert Notice.objects.filter(member=he, kind="collab.mention").exists()
    with pytest.raises(BadInput):
        actions.add_comment(kind="accounts.account", target_id=account.pk, body="@孙博文 看", by=lin)


def test_the_page_of_an_account_has_its_discussion(client_of, account, lin):
    panel = reverse("collab:comments_accounts_account", args=[account.pk])

    assert f'hx-get="{panel}"' in client_of(lin).get(account.get_absolute_url()).content.decode()
