"""Builders for tests."""

import base64
import json
import os
from pathlib import Path

from masthead.org.models import Member
from masthead.vault import actions
from masthead.vault.models import Secret, SecretKind

PLAINTEXT = "cloudridge-app-secret-8f1c"  # pragma: allowlist secret


def write_key_file(path: Path, kid: str = "k-test", *, more: dict[str, bytes] | None = None) -> bytes:
    """A key file with one active key (and `more` old ones); returns the active key."""
    key = os.urandom(32)
    keys = {kid: key, **(more or {})}
    path.write_text(json.dumps({"active": kid, "keys": {k: base64.b64encode(v).decode() for k, v in keys.items()}}))
    path.chmod(0o600)
    return key


def make_secret(*, owner_id: int = 1, plaintext: str = PLAINTEXT, by: Member | None = None) -> Secret:
    """A stored app secret of some account."""
    return actions.store_secret(
        kind=SecretKind.APP_SECRET,
        owner_kind="accounts.account",
        owner_id=owner_id,
        label="云岭茶事",
        plaintext=plaintext,
        by=by,
    )
