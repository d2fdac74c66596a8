"""What a dossier may say, checked field by field before anything is written."""

import datetime as dt
import re
from dataclasses import dataclass, fields
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from masthead.accounts.identity import credit_code, is_credit_code
from masthead.core import clock
from masthead.org.models import Member

PHONE = re.compile(r"(\+?\d{1,3}[- ]?)?(1\d{10}|0\d{2,3}-?\d{7,8}(-\d{1,5})?|\d{6,14})")


@dataclass(frozen=True)
class DossierFacts:
    """The paper facts as typed. `avatar_data` empty = keep what is stored."""

    company_name: str = ""
    credit_code: str = ""
    registered_on: dt.date | None = None
    bound_phone: str = ""
    phone_holder: Member | None = None
    phone_is_personal: bool = False
    bound_email: str = ""
    email_holder: Member | None = None
    email_is_personal: bool = False
    intro: str = ""
    followers_at_start: int | None = None
    avatar_data: bytes = b""
    avatar_name: str = ""

    @classmethod
    def of(cls, given: dict[str, Any]) -> "DossierFacts":
        """The facts among a form's words; other words are left alone."""
        return cls(**{f.name: given[f.name] for f in fields(cls) if f.name in given})

    def values(self) -> dict[str, Any]:
        """Columns of the row, tidied."""
        plain = {f.name: getattr(self, f.name) for f in fields(self) if not f.name.startswith("avatar_")}
        plain |= {name: plain[name].strip() for name in ("company_name", "bound_phone", "bound_email", "intro")}
        return plain | {"credit_code": credit_code(self.credit_code)}

    def faults(self) -> dict[str, list[str]]:
        """{field: what is wrong}; empty when it may be kept."""
        found: dict[str, list[str]] = {}
        code, phone, email = credit_code(self.credit_code), self.bound_phone.strip(), self.bound_email.strip()
        if code and not is_credit_code(code):
            found["credit_code"] = [_("统一社会信用代码有误：应为 18 位且末位校验码相符，请对照营业执照核对。")]
        if code and not self.company_name.strip():
            found["company_name"] = [_("填写了信用代码，也要填写主体名称。")]
        if phone and not PHONE.fullmatch(phone):
            found["bound_phone"] = [_("手机或座机号码的格式不对。")]
        if email and not _is_email(email):
            found["bound_email"] = [_("邮箱的格式不对。")]
        if self.registered_on and self.registered_on > clock.today():
            found["registered_on"] = [_("平台注册日期不能晚于今天。")]
        for name, holder in (("phone_holder", self.phone_holder), ("email_holder", self.email_holder)):
            if holder is not None and not holder.is_active:
                found[name] = [_("%(name)s 已离职，请改绑到在职成员。") % {"name": holder.name}]
        return found


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def certification_faults(
    *, certified_on: dt.date | None, expires_on: dt.date | None, registered_on: dt.date | None, valid: bool
) -> dict[str, list[str]]:
    """Dates of a certification against each other and against the day the account was opened at its platform."""
    found: dict[str, list[str]] = {}
    if valid and certified_on is None:
        found["certified_on"] = [_("已认证的账号要填写认证日期。")]
    if valid and expires_on is None:
        found["expires_on"] = [_("已认证的账号要填写到期日期。")]
    if certified_on and certified_on > clock.today():
        found["certified_on"] = [_("认证日期不能晚于今天。")]
    if certified_on and registered_on and certified_on < registered_on:
        found["certified_on"] = [_("认证日期早于平台注册日期（%(day)s）。") % {"day": registered_on}]
    if expires_on and registered_on and expires_on < registered_on:
        found["expires_on"] = [_("到期日期早于平台注册日期（%(day)s）。") % {"day": registered_on}]
    elif expires_on and certified_on and expires_on <= certified_on:
        found["expires_on"] = [_("到期日期须晚于认证日期。")]
    return found
