"""What the vault of the demo keeps for 云岭茶事: a password that was replaced, a seed, a certificate, recovery codes that are overdue."""

import datetime as dt

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from masthead.accounts.models import Account
from masthead.accounts.queries import OWNER_KIND
from masthead.core import clock
from masthead.vault import actions as vault
from masthead.vault.kinds import facts_of
from masthead.vault.material import certificate_text
from masthead.vault.models import RotationReason, SecretKind
from masthead.vault.queries import secrets_kept
from masthead.vault.strength import generated_text
from masthead.web.demo.people import fresh
from masthead.web.demo.script import Script

ACCOUNT = "云岭茶事"
LONG_AGO_DAYS = 371  # recovery codes are replaced once a year
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # pragma: allowlist secret


def keep(script: Script) -> None:
    """The administrator fills the vault; one thing was forgotten for a year, one must be replaced because somebody left."""
    script.at(-12, 9, 30, password_and_seed)
    script.at(-12, 9, 50, certificate)
    script.at(-12, 10, 5, old_recovery_codes)
    script.at(-6, 15, 0, new_password)
    script.at(-1, 17, 20, somebody_left)
    script.at(-1, 17, 30, vault_check)


def _owner() -> dict[str, object]:
    account = Account.objects.get(name=ACCOUNT, platform__key="wechat_oa")
    return {"owner_kind": OWNER_KIND, "owner_id": account.pk, "label": account.name}


def password_and_seed() -> None:
    by = fresh("hezh")
    vault.store_generated(kind=SecretKind.PASSWORD, **_owner(), by=by)  # type: ignore[arg-type]
    vault.store_secret(kind=SecretKind.TOTP, **_owner(), plaintext=SEED, by=by)  # type: ignore[arg-type]


def certificate() -> None:
    """Self-signed, as a payment certificate of the platform would come."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "云岭茶业商户证书")]),
    )
    start = clock.now() - dt.timedelta(days=30)
    made = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), start, start + dt.timedelta(days=365)
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    data = made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM) + private
    vault.store_secret(
        kind=SecretKind.CERTIFICATE, **_owner(), slot="商户证书", plaintext=certificate_text(data, ""), by=fresh("hezh")  # type: ignore[arg-type]
    )  # fmt: skip


def old_recovery_codes() -> None:
    """Handed over with the account; they are as old as the sheet of paper says."""
    codes = "\n".join(generated_text(8) for _n in range(8))
    past = clock.now() - dt.timedelta(days=LONG_AGO_DAYS)
    vault.store_secret(kind=SecretKind.RECOVERY, **_owner(), plaintext=codes, by=fresh("hezh"), at=past)  # type: ignore[arg-type]


def new_password() -> None:
    (secret,) = _kept(SecretKind.PASSWORD)
    vault.rotate_secret(secret=secret, by=fresh("hezh"))


def somebody_left() -> None:
    (secret,) = _kept(SecretKind.PASSWORD)
    vault.demand_rotation(
        secret=secret, reason=RotationReason.LEAVER, note="代运营公司的对接人离职，曾经登录过后台。",
        due_at=clock.now() + dt.timedelta(days=3), by=fresh("hezh"),
    )  # fmt: skip


def vault_check() -> None:
    vault.verify_all(by=None)


def _kept(kind: str) -> list:  # type: ignore[type-arg]
    return list(secrets_kept(OWNER_KIND, int(str(_owner()["owner_id"]))).filter(kind=facts_of(kind).kind))
