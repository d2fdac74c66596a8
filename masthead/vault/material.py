"""Reading what people hand in: one-time-password keys, recovery codes, certificate files. Pure; says in words what is wrong."""

import base64
import binascii
import datetime as dt
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA512
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from masthead.core.errors import BadInput

HASHES: dict[str, type[SHA1] | type[SHA256] | type[SHA512]] = {"SHA1": SHA1, "SHA256": SHA256, "SHA512": SHA512}
LEAST_SEED = 10  # bytes
MOST_CERTIFICATE = 100 * 1024
PEM_BLOCK = re.compile(rb"-----BEGIN [A-Z0-9 ]+-----")


def wrong(message: str, *, code: str, advice: str, at_field: str = "plaintext") -> BadInput:
    """A refusal at the field."""
    return BadInput(message, code=code, clause="3.2.2", advice=advice, fields={at_field: [f"{message}{advice}"]})


@dataclass(frozen=True)
class Seed:
    """The key of one-time passwords with its parameters (RFC 6238)."""

    key: bytes = field(repr=False)
    digits: int = 6
    period: int = 30
    algorithm: str = "SHA1"

    def step_at(self, moment: dt.datetime) -> int:
        return int(moment.timestamp()) // self.period

    def seconds_left(self, moment: dt.datetime) -> int:
        return self.period - int(moment.timestamp()) % self.period

    def code_at(self, moment: dt.datetime) -> str:
        totp = TOTP(self.key, self.digits, HASHES[self.algorithm](), self.period, enforce_key_length=False)
        return totp.generate(int(moment.timestamp())).decode()

    def as_text(self) -> str:
        """What the vault keeps."""
        key = base64.b32encode(self.key).decode().rstrip("=")
        return json.dumps({"key": key, "digits": self.digits, "period": self.period, "algorithm": self.algorithm})


@sensitive_variables()
def read_seed(text: str) -> Seed:
    """A base32 key or an otpauth:// address (or what `as_text` wrote). Raises BadInput."""
    text = text.strip()
    if text.startswith("{"):
        kept = json.loads(text)
        return Seed(_base32(kept["key"]), kept["digits"], kept["period"], kept["algorithm"])
    if not text.lower().startswith("otpauth:"):
        return Seed(_base32(text))
    parts = urlsplit(text)
    given = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if parts.netloc.lower() != "totp":
        raise _bad_seed(_("这不是基于时间的动态口令地址。"))
    digits, period = given.get("digits", "6"), given.get("period", "30")
    algorithm = given.get("algorithm", "SHA1").upper().replace("-", "")
    if digits not in ("6", "8") or not period.isdecimal() or not 15 <= int(period) <= 120 or algorithm not in HASHES:
        raise _bad_seed(_("动态口令的位数、周期或算法不受支持。"))
    return Seed(_base32(unquote(given.get("secret", ""))), int(digits), int(period), algorithm)


def _base32(text: str) -> bytes:
    plain = re.sub(r"[\s-]", "", text).upper().rstrip("=")
    try:
        key = base64.b32decode(plain + "=" * (-len(plain) % 8))
    except (binascii.Error, ValueError):
        raise _bad_seed(_("动态口令种子不是有效的 Base32 文本。")) from None
    if len(key) < LEAST_SEED:
        raise _bad_seed(_("动态口令种子太短，可能没有复制完整。"))
    return key


def _bad_seed(message: str) -> BadInput:
    return wrong(
        message, code="seed_malformed", advice=_("请在平台的两步验证页面复制密钥文本，或 otpauth:// 开头的地址。")
    )


@sensitive_variables()
def read_codes(text: str) -> list[str]:
    """Recovery codes, one a line. Raises BadInput."""
    codes = [line.strip() for line in text.splitlines() if line.strip()]
    if not codes or any(len(c) < 4 or len(c) > 64 for c in codes) or len(codes) > 50:
        raise wrong(_("恢复码的格式不对。"), code="codes_malformed", advice=_("请每行写一个恢复码，每个 4–64 个字符。"))
    if len(set(codes)) != len(codes):
        raise wrong(_("恢复码有重复。"), code="codes_repeated", advice=_("请核对后只保留不同的恢复码。"))
    return codes


@sensitive_variables()
def certificate_text(data: bytes, passphrase: str) -> str:
    """A handed-in file as the text that the vault keeps; reading it back is `read_certificate`. Raises BadInput when it is too big."""
    if len(data) > MOST_CERTIFICATE:
        raise _bad_file(_("证书文件超过 100 KB。"), _("请只上传证书和私钥本身。"))
    return json.dumps({"file": base64.b64encode(data).decode(), "passphrase": passphrase})


@sensitive_variables()
def certificate_file(text: str) -> bytes:
    """The file as it was handed in, out of what the vault keeps."""
    return base64.b64decode(json.loads(text)["file"])


@sensitive_variables()
def read_certificate(text: str, *, at: dt.datetime) -> dict[str, Any]:
    """Public facts of the certificate. Raises BadInput: malformed, wrong passphrase, not yet valid, expired."""
    try:
        kept = json.loads(text)
        data, passphrase = base64.b64decode(kept["file"], validate=True), str(kept["passphrase"])
    except (ValueError, KeyError, TypeError, binascii.Error):
        raise _bad_file(_("证书文件没有上传完整。"), _("请重新选择文件。")) from None
    certificate, has_key = _parsed(data, passphrase)
    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if at < start:
        raise _bad_file(
            _("证书还没有生效，生效日期是 %(day)s。") % {"day": f"{start:%Y-%m-%d}"}, _("请上传现在有效的证书。")
        )
    if at >= end:
        raise _bad_file(
            _("证书已经过期，到期日期是 %(day)s。") % {"day": f"{end:%Y-%m-%d}"}, _("请先续期，再上传新证书。")
        )
    return {
        "subject": certificate.subject.rfc4514_string()[:300],
        "issuer": certificate.issuer.rfc4514_string()[:300],
        "serial": f"{certificate.serial_number:x}",
        "not_before": start.isoformat(),
        "not_after": end.isoformat(),
        "private_key": has_key,
    }


def _parsed(data: bytes, passphrase: str) -> tuple[x509.Certificate, bool]:
    return _from_pem(data, passphrase) if PEM_BLOCK.search(data) else _from_p12(data, passphrase)


def _from_pem(data: bytes, passphrase: str) -> tuple[x509.Certificate, bool]:
    try:
        certificate = x509.load_pem_x509_certificates(data)[0]
    except (ValueError, IndexError):
        raise _malformed() from None
    if b"PRIVATE KEY-----" not in data:
        return certificate, False
    try:
        key = load_pem_private_key(data, passphrase.encode() or None)
    except TypeError:
        raise _bad_passphrase(empty=not passphrase) from None
    except (ValueError, UnsupportedAlgorithm):
        if b"ENCRYPTED" in data:
            raise _bad_passphrase(empty=not passphrase) from None
        raise _malformed() from None
    if key.public_key() != certificate.public_key():
        raise _bad_file(_("私钥和证书不是一对。"), _("请上传同一次签发的证书和私钥。"))
    return certificate, True


def _from_p12(data: bytes, passphrase: str) -> tuple[x509.Certificate, bool]:
    if not data.startswith(b"\x30"):
        raise _malformed()
    try:
        key, certificate, _others = pkcs12.load_key_and_certificates(data, passphrase.encode() or None)
    except ValueError as error:
        if "password" in str(error).lower() or "mac" in str(error).lower():
            raise _bad_passphrase(empty=not passphrase) from None
        raise _malformed() from None
    if certificate is None:
        raise _bad_file(_("文件里没有证书。"), _("请导出时连同证书一起选中。"))
    return certificate, key is not None


def _malformed() -> BadInput:
    return _bad_file(_("读不懂这个证书文件，可能已损坏或不是证书。"), _("请上传 PEM 或 PFX（.p12）文件。"))


def _bad_file(message: str, advice: str) -> BadInput:
    return wrong(message, code="certificate_refused", advice=advice, at_field="file")


def _bad_passphrase(*, empty: bool) -> BadInput:
    message = _("证书文件有口令保护。") if empty else _("证书文件的口令不正确。")
    return wrong(
        message, code="certificate_passphrase", advice=_("请填写导出证书时设置的口令。"), at_field="passphrase"
    )
