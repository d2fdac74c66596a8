"""What is looked at before a text becomes a secret. Pure: the same checks for a form, a generator and a room above."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from masthead.vault.kinds import Check, facts_of
from masthead.vault.material import read_certificate, read_codes, read_seed, wrong
from masthead.vault.strength import strength_of


@dataclass(frozen=True)
class Intake:
    """The text as the vault keeps it, and what may be known of it in public."""

    text: str = field(repr=False)
    facts: dict[str, Any]


@sensitive_variables("text", "seed", "codes")
def taken_in(kind: str, text: str, *, level: str, words: Sequence[str], at: dt.datetime) -> Intake:
    """Check a text of a kind. Raises BadInput at the field with what to do."""
    facts = facts_of(kind)
    if not text.strip():
        raise wrong(_("凭据不能为空；留空不会替换已保存的凭据。"), code="secret_empty", advice=_("请粘贴完整的凭据。"))
    if len(text) > facts.most:
        raise wrong(
            _("凭据超过 %(most)d 个字符。") % {"most": facts.most},
            code="secret_too_long",
            advice=_("请核对是否粘贴了多余的内容。"),
        )
    if facts.check == Check.PASSWORD:
        _strong(text, level=level, words=words)
    elif facts.check == Check.TOTP:
        seed = read_seed(text)
        return Intake(seed.as_text(), {"digits": seed.digits, "period": seed.period})
    elif facts.check == Check.CODES:
        codes = read_codes(text)
        return Intake("\n".join(codes), {"count": len(codes)})
    elif facts.check == Check.CERTIFICATE:
        return Intake(text, read_certificate(text, at=at))
    return Intake(text, {})


@sensitive_variables("text")
def _strong(text: str, *, level: str, words: Sequence[str]) -> None:
    if text != text.strip() or not text.isprintable():
        raise wrong(
            _("密码的首尾有空格，或含有看不见的字符。"), code="password_blank", advice=_("请删去多余的空格后再保存。")
        )
    found = strength_of(text, level=level, words=words)
    if not found.good:
        raise wrong(_("密码强度不够。"), code="password_weak", advice="".join(found.hints))
