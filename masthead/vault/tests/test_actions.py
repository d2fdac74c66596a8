import datetime as dt
import io
import logging
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from masthead.core import clock, secrets
from masthead.core.errors import BadInput, RuleBroken, Stale
from masthead.core.secrets import SecretUnavailable
from masthead.org.models import Member
from masthead.trail.models import Event
from masthead.vault import actions, queries
from masthead.vault.models import Secret, SecretKind, SecretVersion
from masthead.vault.testing import PLAINTEXT, make_secret, write_key_file

pytestmark = pytest.mark.django_db


def everything_in_the_database() -> str:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        dumped = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            dumped += [bytes(v) if isinstance(v, memoryview) else v for row in cursor.fetchall() for v in row]
    return "\n".join(v.decode("latin-1") if isinstance(v, bytes) else str(v) for v in dumped)


def test_a_stored_secret_is_resolved_by_its_reference(he: Member) -> None:
    secret = make_secret(by=he)

    assert secrets.resolve(secret.ref) == PLAINTEXT
    assert secret.ref == f"vault:{secret.pk}"


def test_plaintext_stands_nowhere_in_the_database_nor_in_logs(he: Member, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret = make_secret(by=he)
    actions.replace_secret(secret=secret, plaintext="another-secret-value", by=he)
    secrets.resolve(secret.ref)
    sealed = secrets.seal("token-to-be-hidden", "row")

    dumped = everything_in_the_database() + caplog.text + repr(secret) + repr(SecretVersion.objects.all()) + sealed
    for text in (PLAINTEXT, "another-secret-value", "token-to-be-hidden"):
        assert text not in dumped


def test_plaintext_stands_nowhere_in_the_database_file(he: Member, transactional_db: None, settings: Any) -> None:
    make_secret(by=he)

    name = connection.settings_dict["NAME"]
    if connection.vendor != "sqlite" or not Path(name).exists():
        pytest.skip("only where the database is a file")
    files = [path for path in Path(name).parent.iterdir() if path.name.startswith(Path(name).name)]
    assert files
    assert all(PLAINTEXT.encode() not in path.read_bytes() for path in files)


def test_storing_and_replacing_leave_events_but_opening_by_the_machine_does_not(he: Member) -> None:
    secret = make_secret(by=he)
    actions.replace_secret(secret=secret, plaintext="newer", by=he)
    before = Event.objects.count()
    secrets.resolve(secret.ref)

    assert Event.objects.count() == before
    names = list(
        Event.objects.filter(target_kind="vault.secret")
        .order_by("pk")
        .values_list("name", "actor_name", "target_version")
    )
    assert names == [("vault:secret:stored", he.name, "1"), ("vault:secret:replaced", he.name, "2")]


def test_a_version_swapped_in_from_another_row_does_not_open(he: Member) -> None:
    mine, other = make_secret(owner_id=1, by=he), make_secret(owner_id=2, plaintext="of-another-account", by=he)
    parts = ("kid", "nonce", "ciphertext", "wrap_nonce", "wrapped_dek")
    values = SecretVersion.objects.filter(secret=other).values(*parts).get()
    SecretVersion.objects.filter(secret=mine).update(**values)

    with pytest.raises(SecretUnavailable, match="无法打开"):
        secrets.resolve(mine.ref)


@pytest.mark.parametrize(
    ("column", "value"), [("owner_id", 99), ("kind", "password"), ("owner_kind", "accounts.other")]
)
def test_a_secret_given_to_another_owner_by_sql_does_not_open(he: Member, column: str, value: Any) -> None:
    secret = make_secret(by=he)
    Secret.objects.filter(pk=secret.pk).update(**{column: value})

    with pytest.raises(SecretUnavailable):
        secrets.resolve(secret.ref)


@pytest.mark.parametrize("column", ["nonce", "ciphertext", "wrap_nonce", "wrapped_dek"])
def test_a_tampered_version_does_not_open(he: Member, column: str) -> None:
    secret = make_secret(by=he)
    version = SecretVersion.objects.get(secret=secret)
    value = bytes(getattr(version, column))
    SecretVersion.objects.filter(pk=version.pk).update(**{column: value[:-1] + bytes([value[-1] ^ 1])})

    with pytest.raises(SecretUnavailable) as refused:
        secrets.resolve(secret.ref)
    assert PLAINTEXT not in str(refused.value)


def test_a_wrong_key_fails_closed(he: Member, settings: Any, tmp_path: Path) -> None:
    secret = make_secret(by=he)
    sealed = secrets.seal("token", "row")
    settings.VAULT_KEY_FILE = tmp_path / "other.keys"
    write_key_file(settings.VAULT_KEY_FILE, "test")

    for attempt in (lambda: secrets.resolve(secret.ref), lambda: secrets.unseal(sealed, "row")):
        with pytest.raises(SecretUnavailable, match="密钥不符"):
            attempt()


def test_a_sealed_text_opens_only_in_its_context() -> None:
    sealed = secrets.seal("token", "account|1")

    assert secrets.unseal(sealed, "account|1") == "token"
    with pytest.raises(SecretUnavailable):
        secrets.unseal(sealed, "account|2")


@pytest.mark.parametrize("empty", ["", "   ", "\n"])
def test_a_secret_is_never_replaced_with_nothing(he: Member, empty: str) -> None:
    secret = make_secret(by=he)

    with pytest.raises(BadInput, match="不能为空"):
        actions.replace_secret(secret=secret, plaintext=empty, by=he)

    assert secrets.resolve(secret.ref) == PLAINTEXT
    assert Secret.objects.get(pk=secret.pk).version == 1


def test_the_same_secret_again_is_no_rotation(he: Member) -> None:
    secret = make_secret(by=he)

    with pytest.raises(BadInput, match="相同"):
        actions.replace_secret(secret=secret, plaintext=PLAINTEXT, by=he)


def test_replacing_keeps_the_older_version_as_evidence(he: Member) -> None:
    secret = make_secret(by=he)

    actions.replace_secret(secret=secret, plaintext="newer", by=he)

    assert secrets.resolve(secret.ref) == "newer"
    assert list(secret.versions.order_by("n").values_list("n", flat=True)) == [1, 2]


def test_the_slower_of_two_replacements_is_refused(he: Member) -> None:
    secret = make_secret(by=he)
    seen_by_the_other = Secret.objects.get(pk=secret.pk)
    actions.replace_secret(secret=secret, plaintext="first", by=he)

    with pytest.raises(Stale):
        actions.replace_secret(secret=seen_by_the_other, plaintext="second", by=he)
    assert secrets.resolve(secret.ref) == "first"


def test_an_owner_has_one_secret_of_a_kind(he: Member) -> None:
    make_secret(by=he)

    with pytest.raises(RuleBroken, match="已有同类凭据"):
        make_secret(by=he)


@pytest.mark.parametrize("ref", ["", "vault:", "vault:999999", "vault:x", "12", "vault:99999999999999999999"])
def test_an_unknown_reference_is_unavailable(ref: str) -> None:
    with pytest.raises(SecretUnavailable):
        secrets.resolve(ref)


def test_age_counts_from_the_current_version(he: Member) -> None:
    secret = make_secret(by=he)

    assert not queries.is_overdue(secret, at=clock.now() + dt.timedelta(days=90))
    assert queries.is_overdue(secret, at=clock.now() + dt.timedelta(days=91))


def test_verify_opens_everything_and_counts_by_key(he: Member) -> None:
    make_secret(by=he)
    out = io.StringIO()

    call_command("vault_verify", stdout=out)

    assert "能打开 1 份" in out.getvalue()
    assert PLAINTEXT not in out.getvalue()


def test_verify_fails_loudly_when_a_version_does_not_open(he: Member) -> None:
    secret = make_secret(by=he)
    SecretVersion.objects.filter(secret=secret).update(nonce=b"0" * 12)

    with pytest.raises(CommandError, match=f"打不开 1 份：vault:{secret.pk} v1"):
        call_command("vault_verify", stdout=io.StringIO())


def test_two_rows_exchanged_by_sql_do_not_open(he: Member) -> None:
    one, two = make_secret(owner_id=1, by=he), make_secret(owner_id=2, plaintext="of-another-account", by=he)
    parts = ("kid", "nonce", "ciphertext", "wrap_nonce", "wrapped_dek")
    mine, other = (SecretVersion.objects.filter(secret=s).values(*parts).get() for s in (one, two))
    SecretVersion.objects.filter(secret=one).update(**other)
    SecretVersion.objects.filter(secret=two).update(**mine)

    for secret in (one, two):
        with pytest.raises(SecretUnavailable, match="无法打开"):
            secrets.resolve(secret.ref)


def test_an_earlier_version_never_comes_back(he: Member) -> None:
    secret = make_secret(by=he)
    actions.replace_secret(secret=secret, plaintext="newer", by=he)

    with pytest.raises(BadInput, match="以前用过（第 1 版）") as refused:
        actions.replace_secret(secret=secret, plaintext=PLAINTEXT, by=he)
    assert "plaintext" in refused.value.fields
    assert Secret.objects.get(pk=secret.pk).version == 2


def test_what_a_platform_renews_may_be_an_old_one_again_and_fulfils_no_demand(he: Member) -> None:
    grant = actions.store_secret(
        kind=SecretKind.GRANT, owner_kind="accounts.account", owner_id=1, label="云岭茶事", plaintext="refresh-1", by=he
    )
    actions.demand_rotation(secret=grant, reason="leak", due_at=clock.now(), by=he)
    secrets.renew(grant.ref, "refresh-2")
    secrets.renew(grant.ref, "refresh-1")

    assert secrets.resolve(grant.ref) == "refresh-1"
    assert grant.due_on is None
    assert queries.demands_open(secret=grant).count() == 1
