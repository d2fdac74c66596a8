"""Builders for tests."""

import base64
import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from masthead.approvals import actions as approvals
from masthead.approvals import queries as approval_queries
from masthead.core import clock
from masthead.org.models import Member
from masthead.vault import actions, queries
from masthead.vault.models import AccessBlock, Checkout, Secret, SecretKind

PLAINTEXT = "cloudridge-app-secret-8f1c"  # pragma: allowlist secret
STRONG = "Wq7-hplm-93vu-Zetk-xo"  # pragma: allowlist secret


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


def make_password(*, owner_id: int = 1, plaintext: str = STRONG, by: Member | None = None) -> Secret:
    """A stored sign-in password of some account."""
    return actions.store_secret(
        kind=SecretKind.PASSWORD, owner_kind="accounts.account", owner_id=owner_id, label="云岭茶事", plaintext=plaintext, by=by
    )  # fmt: skip


def certificate_pem(*, days: int = 365, starts_in: int = -1, passphrase: str = "", with_key: bool = True) -> bytes:
    """A self-signed certificate with its key; `days` and `starts_in` count from now."""
    made, key = _certificate(days=days, starts_in=starts_in)
    hidden = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, hidden) if with_key else b""
    return made.public_bytes(Encoding.PEM) + private


def certificate_p12(passphrase: str) -> bytes:
    """The same as a PFX file."""
    made, key = _certificate(days=365, starts_in=-1)
    return pkcs12.serialize_key_and_certificates(b"tea", key, made, None, BestAvailableEncryption(passphrase.encode()))


def _certificate(*, days: int, starts_in: int) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "云岭茶业")]),
    )
    start = clock.now() + dt.timedelta(days=starts_in)
    end = max(clock.now() + dt.timedelta(days=days), start + dt.timedelta(seconds=1))
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), start, end)
    return builder.sign(key, hashes.SHA256()), key


def make_checkout(secret: Secret, by: Member, *, minutes: int = 30, purpose: str = "登录后台回复读者留言") -> Checkout:
    """Asked for, not decided."""
    return actions.ask_checkout(secret=secret, purpose=purpose, task="回复 11 月留言", minutes=minutes, by=by)


def decide_checkout(checkout: Checkout, by: Member) -> Checkout:
    """One approval by the person who is asked now."""
    case = queries.running_case_of(checkout)
    assert case is not None
    task = approval_queries.open_task_of(by, case)
    assert task is not None, f"{by} is not asked"
    approvals.approve_task(task=task, by=by, hash_seen=case.content_hash, confirmations=["purpose", "least"])
    return queries.load_checkout(checkout.pk)


def make_granted(secret: Secret, by: Member, *approvers: Member, **more: Any) -> Checkout:
    """Asked for and approved by each of these in turn."""
    checkout = make_checkout(secret, by, **more)
    for person in approvers:
        checkout = decide_checkout(checkout, person)
    return checkout


def things_of_access(owner_kind: str, owner_id: int, *, by: Member, other: Member) -> dict[str, list[Any]]:
    """One of each kind that an address of access names: {kind: arguments}."""
    password = actions.store_secret(
        kind=SecretKind.PASSWORD,
        owner_kind=owner_kind,
        owner_id=owner_id,
        label="云岭茶事",
        plaintext=PLAINTEXT + "-p",
        by=None,
    )
    checkout = make_checkout(password, by)
    glass = actions.ask_break_glass(secret=password, purpose="账号正在被人改密码", by=by)
    block = AccessBlock.objects.create(
        member=other,
        owner_kind=owner_kind,
        owner_id=owner_id,
        owner_label="云岭茶事",
        reason="已调离",
        since=glass.asked_at,
    )
    return {
        "access_block": [block.pk],
        "access_review": [actions.open_review(by=None).pk],
        "checkout": [checkout.pk],
        "checkout_deed": [checkout.pk, "return"],
        "glass": [glass.pk],
        "secret_kept": [password.pk],
    }
