"""Canaries of every kind go in through the real doors; then everything that the system wrote is searched for them.

The same search finds a seeded leak: otherwise its silence would say nothing.
"""

import base64
import io
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from masthead.accounts.models import Account
from masthead.accounts.testing import make_connected_account
from masthead.config.logs import logging_settings
from masthead.core import secrets
from masthead.core.secrets import SecretUnavailable
from masthead.org.models import Member, Unit
from masthead.org.testing import sign_in
from masthead.trail.models import Event
from masthead.vault import actions, queries
from masthead.vault.models import Secret, SecretKind
from masthead.vault.testing import certificate_p12
from masthead.web.api.testing import Machine, token_of

pytestmark = pytest.mark.django_db

PASSWORD, NEWER = "Kanarie-7wq-Hplm-93vu-Ze", "Kanarie-8xr-Jqmn-04wv-Af"  # pragma: allowlist secret
CODES = "kanarie-code-4411\nkanarie-code-5522"
SEED = "KANARIEZ2345KANARIEZ2345KANARIEZ"  # pragma: allowlist secret
PASSPHRASE, APP_SECRET = "kanarie-passphrase-61", "kanarie-app-secret-0f3e"  # pragma: allowlist secret
CALLBACK_TOKEN = "kanarieCallbackToken77"  # pragma: allowlist secret
CALLBACK_KEY = "kanarieCallbackKey0123456789abcdefghijklmno"  # pragma: allowlist secret
GRANT, SEALED = "kanarie-refresh-token-9a", "kanarie-sealed-token-3c"  # pragma: allowlist secret
WEAK = "kanarie1234"
PLANTED = (
    PASSWORD, NEWER, *CODES.splitlines(), SEED, PASSPHRASE, APP_SECRET, CALLBACK_TOKEN, CALLBACK_KEY, GRANT, SEALED, WEAK,
)  # fmt: skip


def disguises(text: str) -> set[str]:
    """A secret as it might stand somewhere: plain, in base64 of any offset, in hex, in an address, in JSON."""
    raw = text.encode()
    found = {text, raw.hex(), raw.hex().upper(), quote(text, safe=""), json.dumps(text)[1:-1]}
    for shift in range(3):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            whole = encode(b"\0" * shift + raw).decode().rstrip("=")
            found.add(whole[(0, 2, 3)[shift] : -1])
    return found


def finds(haystack: str, planted: tuple[str, ...]) -> list[str]:
    """Which secrets stand in a text, in whatever disguise."""
    return [text for text in planted if any(word in haystack for word in disguises(text))]


def tables() -> Iterator[tuple[str, str]]:
    """Every row of every table as text, with what stands in bytes."""
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            for row in cursor.fetchall():
                values = [bytes(v).decode("latin-1") if isinstance(v, bytes | memoryview) else str(v) for v in row]
                yield model._meta.label, "\n".join(values)


def files() -> Iterator[tuple[str, str]]:
    """Every file below the data folder."""
    for path in Path(django_settings.DATA_DIR).rglob("*"):
        if path.is_file():
            yield str(path), path.read_bytes().decode("latin-1")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the house's own formatter writes at DEBUG for every logger."""
    shape, out = logging_settings(json=True, level="DEBUG")["formatters"]["house"], io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(shape["()"](processors=shape["processors"], foreign_pre_chain=shape["foreign_pre_chain"]))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield out
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def account(units: dict[str, Unit], wu: Member, he: Member) -> Account:
    return make_connected_account(unit=units["宣传部"], administrator=he, backup=wu)


class Harvest:
    """A browser that keeps everything it was answered."""

    def __init__(self, member: Member) -> None:
        self.client = sign_in(Client(raise_request_exception=False), member)
        self.answers: list[tuple[str, str]] = []

    def keep(self, where: str, answer: Any) -> Any:
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        self.answers.append((where, f"{body.decode('utf-8', 'replace')} {answer.headers}"))
        return answer

    def get(self, path: str, **more: Any) -> Any:
        return self.keep(path, self.client.get(path, **more))

    def post(self, path: str, form: dict[str, Any], **more: Any) -> Any:
        return self.keep(path, self.client.post(path, form, **more))


def plant(house: Harvest, account: Account, he: Member) -> None:
    """Through the doors by which people and platforms bring secrets in."""
    owner = {"owner": f"accounts.account:{account.pk}"}

    def add(kind: str, **form: Any) -> None:
        assert house.post(reverse("vault:add", args=[kind]), {**owner, **form}).status_code == 302, kind

    add("password", plaintext=PASSWORD)
    add("totp", plaintext=SEED)
    add("recovery", plaintext=CODES)
    add("certificate", file=SimpleUploadedFile("pay.p12", certificate_p12(PASSPHRASE)), passphrase=PASSPHRASE)
    form = {
        "endpoint": "sandbox", "app_id": "wx_kanarie", "secret": APP_SECRET, "callback_token": CALLBACK_TOKEN,
        "callback_key": CALLBACK_KEY,
    }  # fmt: skip
    assert house.post(reverse("accounts:connect", args=[account.pk]), form).status_code == 302
    kept = Secret.objects.get(owner_id=account.pk, kind=SecretKind.PASSWORD)
    assert house.post(reverse("vault:replace", args=[kept.pk]), {"plaintext": NEWER}).status_code == 302
    grant = actions.store_secret(
        kind=SecretKind.GRANT, owner_kind="accounts.account", owner_id=account.pk, label=account.name, plaintext="first-grant", by=he
    )  # fmt: skip
    secrets.renew(grant.ref, GRANT)
    secrets.seal(SEALED, "row")
    assert {secrets.resolve(kept.ref), secrets.resolve(grant.ref)} == {NEWER, GRANT}


def provoke(house: Harvest, account: Account, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Refusals, a crash on the way in, a platform that does not answer, a vault without its key."""
    from masthead.vault.actions import secrets as deeds

    owner, kept = f"accounts.account:{account.pk}", Secret.objects.get(kind=SecretKind.PASSWORD)
    house.post(reverse("vault:strength"), {"plaintext": WEAK, "owner": owner})
    assert house.post(reverse("vault:replace", args=[kept.pk]), {"plaintext": WEAK}).status_code == 422
    assert house.post(reverse("vault:replace", args=[kept.pk]), {"plaintext": PASSWORD}).status_code == 422
    settings.SANDBOX_URL = "http://127.0.0.1:9"
    house.post(reverse("accounts:test", args=[account.pk]), {})
    with monkeypatch.context() as broken:
        broken.setattr(deeds, "seal_message", lambda *_args: 1 / 0)
        assert house.post(reverse("vault:replace", args=[kept.pk]), {"plaintext": WEAK + NEWER}).status_code == 500
    key_file, settings.VAULT_KEY_FILE = settings.VAULT_KEY_FILE, Path(settings.DATA_DIR) / "gone.keys"
    assert house.post(reverse("vault:replace", args=[kept.pk]), {"plaintext": WEAK + NEWER}).status_code == 503
    with pytest.raises(SecretUnavailable):
        secrets.resolve(kept.ref)
    settings.VAULT_KEY_FILE = key_file


def look_around(house: Harvest, account: Account, he: Member) -> None:
    """Pages, search, the trail, notices, the API, commands: whatever a person or a machine may read."""
    for kept in Secret.objects.all():
        house.get(kept.get_absolute_url())
    seed = Secret.objects.get(kind=SecretKind.TOTP)
    actions.show_code(secret=seed, by=he)
    actions.demand_rotation(secret=seed, reason="leak", due_at=seed.created_at, by=None)
    for name in (
        "vault:secrets",
        "vault:overdue",
        "vault:rules",
        "vault:keys",
        "trail:events",
        "notify:notices",
        "web:system",
        "web:house",
    ):
        house.get(reverse(name))
    house.get(reverse("accounts:detail", args=[account.pk]))
    house.get(reverse("web:search"), data={"q": "云岭"})
    machine = Machine(token_of(he))
    for door in ("/accounts", f"/accounts/{account.pk}", "/members"):
        house.keep(door, machine.get(door))
    for command in ("vault_verify", "vault_rewrap", "search_rebuild"):
        out = io.StringIO()
        call_command(command, stdout=out, stderr=out)
        house.answers.append((command, out.getvalue()))


def test_no_canary_stands_in_anything_that_the_system_wrote(
    he: Member,
    account: Account,
    log: io.StringIO,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    capsys: Any,
    files_dir: Path,
) -> None:
    house = Harvest(he)
    plant(house, account, he)
    provoke(house, account, monkeypatch, settings)
    look_around(house, account, he)
    printed = capsys.readouterr()

    places = [
        *tables(), *files(), *house.answers, ("log", log.getvalue()), ("printed", printed.out + printed.err),
        *((str(path), path.read_bytes().decode("latin-1")) for path in files_dir.rglob("*") if path.is_file()),
        ("repr", repr(list(Secret.objects.all())) + repr(queries.trusted_ring())),
    ]  # fmt: skip
    leaks = [(where, finds(text, PLANTED)) for where, text in places]

    assert [leak for leak in leaks if leak[1]] == []
    assert len(log.getvalue()) > 1000 and len(house.answers) > 25, "there was something to search"
    assert Event.objects.filter(name__startswith="vault:").count() >= 9
    assert SEED not in "".join(str(r) for r in Secret.objects.values())


@pytest.mark.parametrize("disguise", [0, 1, 2, 3, 4, 5])
def test_the_same_search_finds_a_leak_that_was_seeded(he: Member, log: io.StringIO, disguise: int) -> None:
    """In a table, in a log line, in a file: plain, base64 at each offset, hex, in an address."""
    shapes: list[Callable[[str], str]] = [
        lambda s: f"password={s}", lambda s: base64.b64encode(f"u:{s}".encode()).decode(), lambda s: base64.b64encode(s.encode()).decode(),
        lambda s: base64.urlsafe_b64encode(f"x{s}".encode()).decode(), lambda s: s.encode().hex(), lambda s: f"/?t={quote(s + '/', safe='')}",
    ]  # fmt: skip
    leak = shapes[disguise](PASSWORD)
    Member.objects.filter(pk=he.pk).update(email=leak[:250])
    logging.getLogger("masthead.probe").info("calling %s", leak)
    spilt = Path(django_settings.DATA_DIR) / "spilt.txt"
    spilt.write_text(leak)
    try:
        found = [where for where, text in [*tables(), *files(), ("log", log.getvalue())] if finds(text, (PASSWORD,))]
    finally:
        spilt.unlink()

    assert {"log", str(spilt), "org.Member"} <= set(found)
