"""Members are taken in and changed; their password; their language."""

import re

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from masthead.core.errors import BadInput, NotPermitted
from masthead.org.actions.passwords import expect_new_password
from masthead.org.actions.positions import take_position
from masthead.org.events import OrgEvent
from masthead.org.models import Member, Unit
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

PHONE = re.compile(r"\+?\d[\d\- ]{3,18}\d")
CHANGEABLE = ("name", "username", "email", "phone")


def wrong_words(*, username: str, name: str, email: str, phone: str, but: int | None = None) -> dict[str, list[str]]:
    """What is wrong with the facts of a member, by field; `but` is the member whose own facts do not count as taken."""
    others = Member.objects.exclude(pk=but or 0)
    fields: dict[str, list[str]] = {}
    if not username.isascii() or not username.replace("_", "").replace(".", "").isalnum() or len(username) > 60:
        fields["username"] = [_("登录名只能用字母、数字、点和下划线。")]
    elif others.filter(username=username).exists():
        fields["username"] = [_("登录名「%(name)s」已被使用。") % {"name": username}]
    if email:
        try:
            validate_email(email)
        except ValidationError:
            fields["email"] = [_("邮箱格式不对。")]
        else:
            if others.filter(email__iexact=email).exists():
                fields["email"] = [_("这个邮箱已属于另一位成员。")]
    if phone and not PHONE.fullmatch(phone):
        fields["phone"] = [_("手机号只能是数字，可带国家码、空格和短横线。")]
    if not name or len(name) > 40:
        fields["name"] = [_("请填写姓名，不超过 40 个字。")]
    return fields


@guarded("2.1")
@transaction.atomic
def add_member(
    *, username: str, name: str, password: str | None, by: Member | None, email: str = "", phone: str = ""
) -> Member:
    """Take a person in with a first password; None = the person sets it through a set-up link.

    Clause: 2.1.  Raises: BadInput naming the field.  Events: org:member:joined.
    Races: two people of one login collide on the unique column; the second hears which field is taken.
    """
    username, name, email, phone = username.strip().lower(), name.strip(), email.strip().lower(), phone.strip()
    fields = wrong_words(username=username, name=name, email=email, phone=phone)
    member = Member(username=username, name=name, email=email, phone=phone)
    if password is None:
        member.set_unusable_password()
    else:
        try:
            validate_password(password, member)
        except ValidationError as error:
            fields["password"] = list(error.messages)
        member.set_password(password)
    if fields:
        raise _wrong(fields)
    _save(member)
    trail.record(OrgEvent.MEMBER_JOINED, target=member, by=by, data={"username": username})
    return member


@guarded("2.1")
@transaction.atomic
def take_in(
    *,
    username: str,
    name: str,
    password: str | None,
    unit: Unit,
    title: str,
    by: Member | None,
    email: str = "",
    phone: str = "",
    is_head: bool = False,
) -> Member:
    """A person and their first position, both or neither.

    Clause: 2.1.  Raises: BadInput naming the field.  Events: org:member:joined, org:position:taken.
    """
    member = add_member(username=username, name=name, password=password, email=email, phone=phone, by=by)
    take_position(member=member, unit=unit, title=title, is_head=is_head, by=by)
    expect_new_password(member=member, by=by)
    return member


@guarded("2.1")
@transaction.atomic
def change_member(*, member: Member, username: str, name: str, by: Member, email: str = "", phone: str = "") -> Member:
    """Correct the facts of a member; what they were stays on the trail (address and number only as "changed").

    Clause: 2.1.  Raises: BadInput naming the field.  Events: org:member:changed.
    """
    now = Member.objects.select_for_update().get(pk=member.pk)
    given = {
        "username": username.strip().lower(),
        "name": name.strip(),
        "email": email.strip().lower(),
        "phone": phone.strip(),
    }
    if fields := wrong_words(**given, but=now.pk):
        raise _wrong(fields)
    changed = [key for key in CHANGEABLE if getattr(now, key) != given[key]]
    if not changed:
        return now
    data = {"changed": changed, **{f"{k}_before": getattr(now, k) for k in ("name", "username") if k in changed}}
    for key in changed:
        setattr(now, key, given[key])
    _save(now, only=changed)
    trail.record(OrgEvent.MEMBER_CHANGED, target=now, by=by, data=data)
    return now


@guarded("2.1")
@transaction.atomic
def set_password(*, member: Member, password: str, by: Member | None) -> Member:
    """Give a member a new password (administrator or console).

    Clause: 2.1.  Raises: BadInput for a weak password.  Events: org:member:password_set.
    """
    try:
        validate_password(password, member)
    except ValidationError as error:
        raise BadInput(_("密码太弱。"), code="weak_password", fields={"password": list(error.messages)}) from None
    member.set_password(password)
    member.save(update_fields=["password"])
    expect_new_password(member=member, by=by)
    trail.record(OrgEvent.PASSWORD_SET, target=member, by=by)
    return member


@silent("a preference of the member; no duty hangs on it")
@transaction.atomic
def set_language(*, member: Member, language: str, by: Member) -> Member:
    """Keep the member's interface language.

    Clause: 2.1.  Raises: NotPermitted for somebody else's, BadInput for a language that we do not have.
    """
    if by.pk != member.pk:
        raise NotPermitted(_("只能设置自己的界面语言。"), code="language_of_another")
    if language not in dict(settings.LANGUAGES):
        raise BadInput(_("没有这种界面语言。"), code="language")
    member.language = language
    member.save(update_fields=["language"])
    return member


def _wrong(fields: dict[str, list[str]]) -> BadInput:
    return BadInput(_("成员信息有误，请改正后再保存。"), code="member_input", clause="2.1", fields=fields)


def _save(member: Member, only: list[str] | None = None) -> None:
    """A savepoint around the write: who lost the race for a login hears a refusal, not a database error."""
    try:
        with transaction.atomic():
            member.save(update_fields=only)
    except IntegrityError:
        raise _wrong({"username": [_("登录名「%(name)s」已被使用。") % {"name": member.username}]}) from None
