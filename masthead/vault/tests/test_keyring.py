import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from masthead.core.secrets import SecretUnavailable
from masthead.vault.keyring import load_ring
from masthead.vault.testing import write_key_file


@pytest.fixture
def key_path(settings: Any, tmp_path: Path) -> Path:
    settings.VAULT_KEY_FILE = tmp_path / "keys" / "vault.keys"
    return settings.VAULT_KEY_FILE


def refusal() -> str:
    with pytest.raises(SecretUnavailable) as refused:
        load_ring()
    return refused.value.code


def test_without_key_file_the_vault_fails_closed_and_says_what_to_do(key_path: Path) -> None:
    with pytest.raises(SecretUnavailable, match="找不到保险箱密钥文件") as refused:
        load_ring()

    assert "vault_init" in refused.value.advice
    assert refused.value.status == 503


def test_a_key_file_that_others_may_read_is_refused(key_path: Path) -> None:
    key_path.parent.mkdir()
    write_key_file(key_path)
    key_path.chmod(0o640)

    assert refusal() == "vault_key_mode"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "[]",
        '{"active": "k"}',
        '{"active": "k", "keys": {"k": "c2hvcnQ="}}',
        '{"active": "x", "keys": {}}',
        '{"active": 1, "keys": []}',
    ],
)
def test_a_damaged_key_file_is_refused(key_path: Path, text: str) -> None:
    key_path.parent.mkdir()
    key_path.write_text(text)
    key_path.chmod(0o600)

    assert refusal() == "vault_key_damaged"


def test_init_creates_a_private_key_file_and_never_overwrites_it(key_path: Path) -> None:
    call_command("vault_init", stdout=io.StringIO())
    first = key_path.read_bytes()

    with pytest.raises(CommandError, match="已存在"):
        call_command("vault_init")

    assert key_path.stat().st_mode & 0o777 == 0o600
    assert key_path.read_bytes() == first
    assert load_ring().active == json.loads(first)["active"]


def test_init_shows_the_key_id_but_not_the_key(key_path: Path) -> None:
    out = io.StringIO()

    call_command("vault_init", stdout=out)

    kept = json.loads(key_path.read_text())
    assert kept["active"] in out.getvalue()
    assert kept["keys"][kept["active"]] not in out.getvalue()


def test_a_changed_key_file_is_read_again(key_path: Path) -> None:
    key_path.parent.mkdir()
    write_key_file(key_path, "k1")
    assert load_ring().active == "k1"

    key_path.unlink()
    write_key_file(key_path, "k2")

    assert load_ring().active == "k2"
