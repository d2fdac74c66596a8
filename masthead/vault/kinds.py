"""What each kind of secret is, as data: its class, how often it is replaced, who may ever see it, and what is checked on the way in.

Class, days and "after use" are the house's defaults; an administrator corrects them by a `RotationRule` (decision 0023).
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from masthead.vault.models import Level, SecretKind


class Check(StrEnum):
    """What is looked at before a text of the kind is kept."""

    OPAQUE = "opaque"  # given by a platform: only not empty, not too long
    PASSWORD = "password"  # noqa: S105  the name of a check
    TOTP = "totp"
    CODES = "codes"
    CERTIFICATE = "certificate"


@dataclass(frozen=True)
class KindFacts:
    """`days` None = replaced when the platform says so. `made` = length of what the generator makes, 0 = nobody can make it here.

    `revealable`: may a person ever read it? `by_hand`: is it stored on the vault's own page?
    """

    kind: SecretKind
    level: Level
    days: int | None
    check: Check
    revealable: bool
    why_hidden: str | Promise = ""
    after_use: bool = False
    by_hand: bool = False
    made: int = 0
    most: int = 4096
    about: str | Promise = ""


MACHINES_ONLY = _("只供系统调用平台接口，不向人显示。")
KINDS: dict[str, KindFacts] = {
    k.kind: k
    for k in (
        KindFacts(
            SecretKind.PASSWORD, Level.HIGH, 90, Check.PASSWORD, revealable=True, after_use=True, by_hand=True, made=20, most=256,
            about=_("登录平台后台的密码。可由系统生成，存入时任何人都看不到。"),
        ),
        KindFacts(
            SecretKind.TOTP, Level.HIGH, 365, Check.TOTP, revealable=False, by_hand=True, most=2048,
            why_hidden=_("种子永不显示，需要时只给出六位验证码。"),
            about=_("平台两步验证的密钥。存入后只显示六位验证码。"),
        ),
        KindFacts(
            SecretKind.RECOVERY, Level.HIGH, 365, Check.CODES, revealable=True, after_use=True, by_hand=True,
            about=_("平台给出的一次性恢复码，每行一个。"),
        ),
        KindFacts(
            SecretKind.CERTIFICATE, Level.MEDIUM, 365, Check.CERTIFICATE, revealable=True, by_hand=True, most=200_000,
            about=_("PEM 或 PFX 文件。主体和有效期公开显示，私钥加密保存。"),
        ),
        KindFacts(SecretKind.APP_SECRET, Level.HIGH, 90, Check.OPAQUE, revealable=False, why_hidden=MACHINES_ONLY),
        KindFacts(SecretKind.GRANT, Level.HIGH, None, Check.OPAQUE, revealable=False, why_hidden=MACHINES_ONLY),
        KindFacts(SecretKind.CALLBACK_KEY, Level.MEDIUM, 90, Check.OPAQUE, revealable=False, why_hidden=MACHINES_ONLY),
        KindFacts(SecretKind.CALLBACK_TOKEN, Level.LOW, 90, Check.OPAQUE, revealable=False, why_hidden=MACHINES_ONLY),
    )
}  # fmt: skip
BY_HAND = tuple(k for k in KINDS.values() if k.by_hand)


def facts_of(kind: str) -> KindFacts:
    """Raises KeyError for an unknown kind."""
    return KINDS[kind]
