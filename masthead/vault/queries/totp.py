"""The six digits of a TOTP seed (RFC 6238). The seed itself never leaves this function."""

import base64
import binascii
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA512
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from masthead.core.secrets import SecretUnavailable
from masthead.vault.keyring import load_ring
from masthead.vault.models import Secret
from masthead.vault.queries.secrets import current_version, opened

HASHES: dict[str, Callable[[], SHA1 | SHA256 | SHA512]] = {"SHA1": SHA1, "SHA256": SHA256, "SHA512": SHA512}
STEP = 30


@dataclass(frozen=True)
class Code:
    """The digits of now, how many seconds they hold, and the next ones for who is late."""

    digits: str = field(repr=False)
    seconds_left: int
    following: str = field(repr=False)


@sensitive_variables()
def code_now(secret: Secret, *, at: float | None = None) -> Code:
    """The code of this moment. Raises SecretUnavailable: cannot be opened, or is no seed."""
    text = opened(current_version(secret.ref), load_ring()).strip()
    asked = parse_qs(urlsplit(text).query) if text.startswith("otpauth:") else {}
    seed = re.sub(r"[\s-]", "", asked.get("secret", [text])[0]).upper()
    try:
        key = base64.b32decode(seed + "=" * (-len(seed) % 8))
        step, digits = int(asked.get("period", [STEP])[0]), int(asked.get("digits", [6])[0])
        hash_of = HASHES[asked.get("algorithm", ["SHA1"])[0].upper()]()
        maker = TOTP(key, digits, hash_of, step, enforce_key_length=False)
        moment = time.time() if at is None else at
        now, following = maker.generate(int(moment)).decode(), maker.generate(int(moment) + step).decode()
    except (binascii.Error, ValueError, KeyError):
        raise SecretUnavailable(
            _("保存的动态口令密钥无法识别。"),
            code="totp_seed_bad",
            clause="3.2.2",
            advice=_("请在平台重新绑定后更换密钥。"),
        ) from None
    return Code(now, step - int(moment) % step, following)
