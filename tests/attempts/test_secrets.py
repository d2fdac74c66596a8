"""Secrets: in no page, no fragment, no error, no trail, no table in the clear, for nobody."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from masthead.accounts.models import Account
from masthead.accounts.testing import CALLBACK_KEY, CALLBACK_TOKEN, SECRET
from masthead.org.models import Member
from masthead.trail.models import Event
from masthead.vault.testing import PLAINTEXT as STORED
from tests.attempts.proof import browser, refused
from tests.matrix.row import Row
from tests.matrix.table import ROWS

PLAIN = (SECRET, CALLBACK_TOKEN, CALLBACK_KEY)
TYPED = "typed-app-secret-4f9a2b"


def shown(answer: Any) -> str:
    return f"{answer.content.decode()} {answer.headers}"


@pytest.mark.parametrize("who", ["he", "wu", "auditor", "lin", "zheng"])
@pytest.mark.parametrize(
    "name", ["accounts:detail", "accounts:connect", "accounts:change", "accounts:list", "vault:secrets", "trail:events"]
)
def test_no_page_shows_a_stored_secret(request: pytest.FixtureRequest, account: Account, who: str, name: str) -> None:
    args = [account.pk] if name.split(":")[1] in ("detail", "connect", "change") else []
    answer = browser(request.getfixturevalue(who)).get(reverse(name, args=args))

    assert answer.status_code in (200, 403)
    assert not any(secret in shown(answer) for secret in PLAIN)


def test_a_form_that_is_refused_does_not_give_the_typed_secret_back(he: Member, account: Account) -> None:
    form = {
        "endpoint": "sandbox",
        "app_id": "",
        "secret": TYPED,
        "callback_token": TYPED + "t",
        "callback_key": TYPED + "k",
    }

    answer = refused(lambda: browser(he).post(reverse("accounts:connect", args=[account.pk]), form), status=422)

    assert TYPED not in shown(answer)


def test_a_stored_secret_is_in_no_table_and_in_no_event_in_the_clear(he: Member, account: Account) -> None:
    form = {"endpoint": "sandbox", "app_id": "wx_cloudridge", "secret": TYPED}
    assert browser(he).post(reverse("accounts:connect", args=[account.pk]), form).status_code == 302

    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            found += [model._meta.label for row in cursor.fetchall() if any(leaks(value) for value in row)]
    assert found == []
    assert Event.objects.filter(name="vault:secret:replaced").exists()


def leaks(value: object) -> bool:
    text = bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
    return any(secret in text for secret in (*PLAIN, TYPED))


def test_a_failed_connection_test_shows_no_secret(he: Member, account: Account, settings: Any) -> None:
    settings.SANDBOX_URL = "http://127.0.0.1:9"
    client = browser(he)
    tested = client.post(reverse("accounts:test", args=[account.pk]))
    page = client.get(reverse("accounts:detail", args=[account.pk]))

    assert tested.status_code == 302
    account.refresh_from_db()
    assert not any(secret in shown(page) + account.connection_note for secret in PLAIN)


def test_a_platform_that_echoes_the_secret_does_not_get_it_onto_the_page(
    he: Member, account: Account, platform: Any
) -> None:
    """The platform's own error text is shown to administrators; what we sent it is not part of that."""
    platform.set_fault("errcode", "token", errcode=40125)
    platform.add_app("wx_cloudridge", "another-secret")
    client = browser(he)
    client.post(reverse("accounts:test", args=[account.pk]))

    assert not any(secret in shown(client.get(reverse("accounts:detail", args=[account.pk]))) for secret in PLAIN)


@pytest.mark.parametrize("row", [r for r in ROWS if r.name.startswith("vault:")], ids=lambda r: r.name)
def test_no_address_of_the_vault_gives_a_secret_out(
    row: Row, scene: Any, he: Member, wu: Member, zheng: Member
) -> None:
    """Not even the one that shows what was checked out (vault:reveal): nobody has approved it here."""
    address = reverse(row.name, args=scene.things[row.of] if row.of else [])
    for person in (he, wu, zheng):
        client = browser(person)
        answers = [
            client.get(address),
            client.post(address, {"reason": "想看一看", "decision": "keep", "findings": "看看"}),
        ]
        assert not any(secret in shown(answer) for answer in answers for secret in (*PLAIN, STORED))


def test_passwords_reach_neither_page_nor_trail(he: Member, lin: Member) -> None:
    word = "brand-new-tea-2031"
    client = browser(he)
    answers = [
        client.post(reverse("org:set_password", args=[lin.pk]), {"password": word}),
        client.post(reverse("org:add_member"), {"name": "新人", "username": "", "password": word}),
        client.get(reverse("org:member", args=[lin.pk])),
        client.get(reverse("trail:events")),
    ]

    assert not any(word in shown(answer) for answer in answers)
    assert not any(word in str(row) for row in Event.objects.values_list())


def test_a_server_error_report_hides_what_was_typed(
    he: Member, account: Account, monkeypatch: pytest.MonkeyPatch, capsys: Any, caplog: Any
) -> None:
    """Neither the page nor the log of a crash carries the secret that was on its way into the vault."""
    from masthead.vault.actions import secrets as actions

    def breaks(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(actions, "seal_message", breaks)
    client = browser(he, raise_request_exception=False)
    answer = client.post(
        reverse("accounts:connect", args=[account.pk]),
        {"endpoint": "sandbox", "app_id": "wx_cloudridge", "secret": TYPED},
    )

    assert answer.status_code == 500
    written = capsys.readouterr()
    assert TYPED not in shown(answer) + written.out + written.err + caplog.text
