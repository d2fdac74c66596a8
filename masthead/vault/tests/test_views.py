from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from masthead.org.models import Member
from masthead.vault.testing import PLAINTEXT, make_secret

pytestmark = pytest.mark.django_db


def test_the_list_shows_kind_owner_version_and_age_but_no_content(he: Member, client_of: Callable[..., Client]) -> None:
    make_secret(by=he)

    page = client_of(he).get(reverse("vault:secrets")).content.decode()

    assert "云岭茶事" in page
    assert "应用密钥" in page
    assert "第 1 版" in page
    assert PLAINTEXT not in page


def test_the_auditor_may_look_but_an_editor_may_not(
    auditor: Member, lin: Member, client_of: Callable[..., Client]
) -> None:
    assert client_of(auditor).get(reverse("vault:secrets")).status_code == 200
    assert client_of(lin).get(reverse("vault:secrets")).status_code == 403


def test_queries_of_the_list_do_not_grow_with_rows(
    he: Member, client_of: Callable[..., Client], django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(30):
        make_secret(owner_id=number, by=he)
    client = client_of(he)

    with django_assert_max_num_queries(10):  # type: ignore[attr-defined]
        client.get(reverse("vault:secrets"))
