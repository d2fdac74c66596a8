"""Several keys at once, from a file or the environment; what other rooms sealed goes along with every rotation."""

import base64
import io
import json
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management import CommandError, call_command

from masthead.core import secrets
from masthead.core.errors import RuleBroken
from masthead.core.secrets import SEALED_COLUMNS, SecretUnavailable
from masthead.org.models import Member
from masthead.org.testing import give_factor
from masthead.trail.models import Event
from masthead.vault import actions, health, keysmith, queries
from masthead.vault.keyring import load_ring
from masthead.vault.models import KeyState, SecretVersion, VaultCheck, VaultKey
from masthead.vault.testing import PLAINTEXT, make_secret, write_key_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def key_path(settings: Any, tmp_path: Path) -> Path:
    settings.VAULT_KEY_FILE = tmp_path / "vault.keys"
    write_key_file(settings.VAULT_KEY_FILE, "k1")
    return settings.VAULT_KEY_FILE


def said(name: str, *args: str) -> str:
    out = io.StringIO()
    call_command(name, *args, stdout=out)
    return out.getvalue()


def refusal(attempt: Any) -> str:
    with pytest.raises(SecretUnavailable) as refused:
        attempt()
    return refused.value.code


def test_a_rotation_keeps_the_old_key_and_wraps_what_is_new_with_the_new_one(key_path: Path) -> None:
    old = make_secret()
    kid = actions.rotate_key(by=None)
    new = make_secret(owner_id=2)

    assert secrets.resolve(old.ref) == secrets.resolve(new.ref) == PLAINTEXT
    assert dict(SecretVersion.objects.values_list("secret_id", "kid")) == {old.pk: "k1", new.pk: kid}
    assert dict(VaultKey.objects.values_list("kid", "state")) == {"k1": KeyState.DECRYPT, kid: KeyState.ACTIVE}
    assert key_path.stat().st_mode & 0o777 == 0o600
    assert sorted(p.name for p in key_path.parent.iterdir()) == ["vault.keys", "vault.keys.lock"]
    assert Event.objects.get(name="vault:key:rotated").data == {"from": "k1", "to": kid, "active": True}


def test_a_prepared_key_waits_until_it_is_activated(key_path: Path) -> None:
    make_secret()
    said("vault_rotate_key", "--prepare")
    (kid,) = set(load_ring().keys) - {"k1"}
    assert load_ring().active == "k1"

    said("vault_rotate_key", "--activate", kid)

    make_secret(owner_id=2)
    assert SecretVersion.objects.filter(kid=kid).count() == 1
    with pytest.raises(CommandError, match="没有可启用的密钥"):
        said("vault_rotate_key", "--activate", "nowhere")


def test_a_machine_that_still_has_the_old_file_as_active_goes_on_without_turning_the_state_back(key_path: Path) -> None:
    make_secret()
    kid = actions.rotate_key(by=None, activate=False)
    behind = key_path.read_text()
    actions.activate_key(kid=kid, by=None)
    key_path.write_text(behind)

    assert secrets.resolve(make_secret(owner_id=2).ref) == PLAINTEXT
    assert VaultKey.objects.get(state=KeyState.ACTIVE).kid == kid


def test_rewrap_reaches_secrets_and_every_sealed_column(key_path: Path, he: Member) -> None:
    secret, factor = make_secret(), give_factor(he)
    recovery = Authenticator.objects.create(
        user=he, type=Authenticator.Type.RECOVERY_CODES,
        data={"seed": secrets.seal("seed", "org.second_factor"), "used_mask": 0},
    )  # fmt: skip
    token = apps.get_model("platforms.PlatformToken")._default_manager.create(
        account_id=7, version=3, issued_for="app", sealed=""
    )
    bound = [SEALED_COLUMNS[f"platforms.PlatformToken.{name}"].context(token) for name in ("sealed", "sealed_kept")]
    token.sealed, token.sealed_kept = secrets.seal("token", bound[0]), secrets.seal("kept", bound[1])
    token.save()
    before = SecretVersion.objects.get(secret=secret)
    kid = actions.rotate_key(by=None)

    assert "改由现用密钥加密" in said("vault_rewrap", "--batch", "1")

    after = SecretVersion.objects.get(secret=secret)
    assert (after.kid, bytes(after.ciphertext), bytes(after.nonce)) == (
        kid,
        bytes(before.ciphertext),
        bytes(before.nonce),
    )
    token.refresh_from_db()
    recovery.refresh_from_db()
    factor.refresh_from_db()
    assert secrets.unseal(token.sealed, bound[0]) == "token"
    assert secrets.unseal(token.sealed_kept, bound[1]) == "kept"
    assert secrets.unseal(recovery.data["seed"], "org.second_factor") == "seed"
    assert recovery.data["used_mask"] == 0
    assert queries.wrapped_by("k1") == 0
    moved = Event.objects.get(name="vault:key:rewrapped").data
    assert moved["faults"] == 0 and moved["moved"] >= 5
    assert "改由现用密钥加密 0 份" in said("vault_rewrap"), "a second run finds nothing to do"


def test_a_row_that_does_not_open_is_named_left_alone_and_does_not_stop_the_others(key_path: Path) -> None:
    broken, good = make_secret(), make_secret(owner_id=2)
    SecretVersion.objects.filter(secret=broken).update(wrap_nonce=b"0" * 12)
    kid = actions.rotate_key(by=None)

    with pytest.raises(CommandError, match=f"打不开 1 份，保持原样：vault:{broken.pk} v1"):
        said("vault_rewrap")

    assert dict(SecretVersion.objects.values_list("secret_id", "kid")) == {broken.pk: "k1", good.pk: kid}


def test_a_key_is_retired_only_when_nothing_needs_it(key_path: Path) -> None:
    secret = make_secret()
    with pytest.raises(CommandError, match="正在使用"):
        said("vault_retire_key", "k1")
    actions.rotate_key(by=None)
    with pytest.raises(CommandError, match="还有 1 份内容由「k1」加密"):
        said("vault_retire_key", "k1")

    said("vault_rewrap")
    assert "离线保存" in said("vault_retire_key", "k1", "--remove")

    assert "k1" not in load_ring().keys
    assert secrets.resolve(secret.ref) == PLAINTEXT
    with pytest.raises(RuleBroken, match="没有可停用的密钥"):
        actions.retire_key(kid="k1", by=None)


def test_a_wrong_key_under_a_right_name_shuts_every_door_at_once(key_path: Path) -> None:
    secret = make_secret()
    sealed = secrets.seal("token", "row")
    key_path.unlink()
    write_key_file(key_path, "k1")
    doors = [
        lambda: secrets.resolve(secret.ref), lambda: secrets.seal("x", "row"), lambda: secrets.unseal(sealed, "row"),
        lambda: make_secret(owner_id=2), lambda: actions.verify_all(by=None), actions.rewrap_secrets,
    ]  # fmt: skip

    assert {refusal(door) for door in doors} == {"vault_key_wrong"}
    assert health.keys().state == "failing"
    assert "内容不对" in health.keys().text


def test_a_lost_key_shuts_the_whole_vault_even_for_what_others_wrap(key_path: Path) -> None:
    make_secret()
    kid = actions.rotate_key(by=None)
    fresh = make_secret(owner_id=2)
    kept = json.loads(key_path.read_text())
    key_path.write_text(json.dumps({"active": kid, "keys": {kid: kept["keys"][kid]}}))

    assert refusal(lambda: secrets.resolve(fresh.ref)) == "vault_key_lost"


def test_after_a_total_loss_the_vault_opens_again_for_what_is_new(key_path: Path, he: Member) -> None:
    gone = make_secret()
    with pytest.raises(CommandError, match="还在密钥文件里"):
        said("vault_retire_key", "k1", "--lost")
    key_path.unlink()
    said("vault_init")
    assert refusal(load_and_seal) == "vault_key_lost"

    assert "2 份内容再也打不开" in said("vault_retire_key", "k1", "--lost")

    assert refusal(lambda: secrets.resolve(gone.ref)) == "secret_cannot_open"
    actions.replace_secret(secret=gone, plaintext="entered-again", by=he)
    assert secrets.resolve(gone.ref) == "entered-again"


def test_an_old_file_with_a_retired_key_as_active_is_refused(key_path: Path) -> None:
    make_secret()
    actions.rotate_key(by=None)
    said("vault_rewrap")
    said("vault_retire_key", "k1")
    kept = json.loads(key_path.read_text())
    key_path.write_text(json.dumps({**kept, "active": "k1"}))

    assert refusal(load_and_seal) == "vault_key_retired"


def load_and_seal() -> str:
    return secrets.seal("x", "row")


def test_keys_come_from_the_environment_too(key_path: Path, settings: Any) -> None:
    secret = make_secret()
    settings.VAULT_KEYS = key_path.read_text()
    assert secrets.resolve(secret.ref) == PLAINTEXT, "both say the same"

    key_path.unlink()
    assert secrets.resolve(secret.ref) == PLAINTEXT, "without a file"
    with pytest.raises(CommandError, match="来自环境变量"):
        said("vault_rotate_key")


def test_file_and_environment_that_differ_fail_closed(key_path: Path, settings: Any) -> None:
    make_secret()
    settings.VAULT_KEYS = json.dumps({"active": "k1", "keys": {"k1": base64.b64encode(bytes(32)).decode()}})

    assert refusal(load_and_seal) == "vault_key_conflict"
    settings.VAULT_KEYS = "nonsense"
    assert refusal(load_and_seal) == "vault_key_damaged"


def test_every_column_with_sealed_texts_is_declared() -> None:
    """A sealed column that nobody declares is lost with the first retired key."""
    from django.apps import apps
    from django.db import models

    found = {
        f"{model._meta.label}.{f.name}"
        for model in apps.get_models()
        for f in model._meta.concrete_fields
        if f.name.startswith("sealed") and isinstance(f, models.TextField)
    }
    assert found == set(SEALED_COLUMNS) - {"mfa.Authenticator.data"}


def test_verify_counts_sealed_columns_and_leaves_its_result(key_path: Path, he: Member) -> None:
    secret = make_secret()
    factor = give_factor(he)
    assert "凭据能打开 1 份" in said("vault_verify")

    Authenticator.objects.filter(pk=factor.pk).update(data={"secret": "junk"})
    with pytest.raises(CommandError, match=r"mfa\.Authenticator\.data"):
        said("vault_verify")
    assert len(VaultCheck.objects.order_by("pk").last().faults) == 1
    assert PLAINTEXT not in str(list(VaultCheck.objects.values())) + secret.ref


def test_the_active_key_is_never_taken_out_of_the_file(key_path: Path) -> None:
    with pytest.raises(RuleBroken, match="不能移除"):
        keysmith.remove_key("k1")
