"""Members come, take positions, and leave."""

import datetime as dt

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken
from masthead.org.actions.passwords import expect_new_password
from masthead.org.events import OrgEvent
from masthead.org.models import Grant, GroupSeat, Member, Position, Unit, in_force
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent


@guarded("2.1")
@transaction.atomic
def add_member(
    *, username: str, name: str, password: str, by: Member | None, email: str = "", phone: str = ""
) -> Member:
    """Take a person in with a first password.

    Clause: 2.1.  Raises: BadInput naming the field.  Events: org:member:joined.
    """
    username, name, email = username.strip().lower(), name.strip(), email.strip().lower()
    fields: dict[str, list[str]] = {}
    if not username.isascii() or not username.replace("_", "").replace(".", "").isalnum() or len(username) > 60:
        fields["username"] = [_("登录名只能用字母、数字、点和下划线。")]
    elif Member.objects.filter(username=username).exists():
        fields["username"] = [_("登录名「%(name)s」已被使用。") % {"name": username}]
    if email and Member.objects.filter(email__iexact=email).exists():
        fields["email"] = [_("这个邮箱已属于另一位成员。")]
    if not name or len(name) > 40:
        fields["name"] = [_("请填写姓名，不超过 40 个字。")]
    member = Member(username=username, name=name, email=email, phone=phone)
    try:
        validate_password(password, member)
    except ValidationError as error:
        fields["password"] = list(error.messages)
    if fields:
        raise BadInput(_("成员信息有误，请改正后再保存。"), code="member_input", clause="2.1", fields=fields)
    member.set_password(password)
    member.save()
    trail.record(OrgEvent.MEMBER_JOINED, target=member, by=by, data={"username": username})
    return member


@guarded("2.1")
@transaction.atomic
def take_position(
    *, member: Member, unit: Unit, title: str, by: Member | None, is_head: bool = False, start_on: dt.date | None = None
) -> Position:
    """Put a member into a unit with a title from a day on.

    Clause: 2.1.  Events: org:position:taken.
    """
    first = not Position.objects.filter(in_force(clock.today()), member=member, is_primary=True).exists()
    taken = Position.objects.create(
        member=member, unit=unit, title=title, is_head=is_head, is_primary=first, start_on=start_on or clock.today()
    )
    trail.record(OrgEvent.POSITION_TAKEN, target=member, by=by, data={"unit": unit.pk, "title": title, "head": is_head})
    return taken


@guarded("2.1")
@transaction.atomic
def take_in(
    *,
    username: str,
    name: str,
    password: str,
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
def let_member_leave(*, member: Member, by: Member, reason: str, at: dt.datetime | None = None) -> Member:
    """A person leaves: sign-in stops at once, positions, roles and seats end.

    Clause: 2.1, 3.2.1.  Raises: RuleBroken for oneself and without a reason.  Events: org:member:left.
    """
    if len(reason.strip()) < 4:
        raise BadInput(
            _("请写明离职原因。"), code="reason_missing", clause="2.1", fields={"reason": [_("至少 4 个字。")]}
        )
    if member.pk == by.pk:
        raise RuleBroken(_("不能为自己办理离职。"), code="self_leave", clause="2.1", advice=_("请由另一位管理员办理。"))
    day = clock.china(at or clock.now()).date()
    member.is_active = False
    member.save(update_fields=["is_active"])
    Position.objects.filter(in_force(day), member=member).update(end_on=day)
    Grant.objects.filter(in_force(day), member=member).update(end_on=day)
    GroupSeat.objects.filter(in_force(day), member=member).update(end_on=day)
    member.__dict__.pop("_kept_scopes", None)
    trail.record(OrgEvent.MEMBER_LEFT, target=member, by=by, reason=reason)
    return member


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
