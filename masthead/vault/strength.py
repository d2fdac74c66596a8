"""How strong a password is: zxcvbn with the house's own words, a length for each class, and a generator. Pure; keeps nothing."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables
from zxcvbn import zxcvbn  # type: ignore[import-untyped]

from masthead.vault.models import Level

LEAST_LENGTH = {Level.HIGH: 14, Level.MEDIUM: 12, Level.LOW: 10}
LEAST_SCORE = {Level.HIGH: 4, Level.MEDIUM: 3, Level.LOW: 2}
SCORED = 72  # zxcvbn's own limit; what is longer is judged by its beginning
WEAK_WORDS = (
    "woaini", "woaini1314", "5201314", "1314520", "gongzhonghao", "yunying",
    "admin888", "qwe123", "a123456", "mima", "zhongguo", "masthead", "kantou", "刊头", "公众号", "运营", "密码", "我爱你",
)  # fmt: skip
UPPER, LOWER, DIGITS = (
    "ABCDEFGHJKLMNPQRSTUVWXYZ",
    "abcdefghijkmnpqrstuvwxyz",
    "23456789",
)  # nothing that reads like another
GROUP = 5
PATTERNS: dict[str, str | Promise] = {
    "spatial": _("含有键盘上相邻的字母，例如 qwerty。"),
    "repeat": _("含有重复的字符或片段。"),
    "sequence": _("含有连续的字符，例如 abcd、6789。"),
    "date": _("含有日期，容易被猜到。"),
    "regex": _("含有年份，容易被猜到。"),
    "dictionary": _("含有常见的词、姓名拼音或常用密码。"),
}
SCORES = (_("极弱"), _("弱"), _("一般"), _("较强"), _("强"))


@dataclass(frozen=True)
class Strength:
    """`score` 0–4; `hints` say what to do. `good` = the policy of its class accepts it."""

    score: int
    good: bool
    hints: tuple[str, ...]

    @property
    def label(self) -> str:
        return str(SCORES[self.score])


@sensitive_variables("password", "found")
def strength_of(password: str, *, level: str, words: Sequence[str] = ()) -> Strength:
    """Judge a password of an owner who is known by `words` (account name, handle, company)."""
    own = [w.casefold() for w in words if len(w.strip()) >= (2 if not w.isascii() else 3)]
    found: dict[str, Any] = {"score": 0, "sequence": []}
    if password:
        found = zxcvbn(password[:SCORED], user_inputs=[*own, *WEAK_WORDS])
    score, hints = int(found["score"]), list[str]()
    least = LEAST_LENGTH[Level(level)]
    if len(password) < least:
        hints.append(str(_("至少 %(least)d 个字符，现在 %(have)d 个。") % {"least": least, "have": len(password)}))
    if any(word in password.casefold() for word in own):
        hints.append(str(_("不要包含账号名称或公司名称。")))
    weak = score < LEAST_SCORE[Level(level)]
    if weak:
        hints += _patterns(found)
        hints.append(str(_("加长，或改用系统生成的密码。")))
    return Strength(score, not hints, tuple(dict.fromkeys(hints)))


def _patterns(found: dict[str, Any]) -> list[str]:
    return [str(PATTERNS[m["pattern"]]) for m in found["sequence"] if m.get("pattern") in PATTERNS]


def generated_password(length: int = 20) -> str:
    """Cryptographically random, without look-alikes, in groups of five with all kinds of characters."""
    while True:
        plain = generated_text(length)
        if all(set(plain) & set(kind) for kind in (UPPER, LOWER, DIGITS)):
            return "-".join(plain[i : i + GROUP] for i in range(0, length, GROUP))


def generated_text(length: int) -> str:
    """Random letters and digits."""
    return "".join(secrets.choice(UPPER + LOWER + DIGITS) for _n in range(length))
