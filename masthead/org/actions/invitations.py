"""First passwords without anybody else knowing them: set-up links."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from masthead.core.errors import BadInput, RuleBroken, Stale
from masthead.org.events import OrgEvent
from masthead.org.invitations import invited, setup_path
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded


@guarded("2.1")
@transaction.atomic
def make_setup_link(*, member: Member, by: Member) -> str:
    """A link by which the member sets the password alone; returns its path, which is shown once and kept nowhere.

    Clause: 2.1.  Raises: RuleBroken for a member who left or for oneself.  Events: org:member:setup_link_made.
    """
    if not member.is_active:
        raise RuleBroken(_("%(name)s 已离职。") % {"name": member.name}, code="member_left", clause="2.1")
    if member.pk == by.pk:
        raise RuleBroken(
            _("请在「账户安全」里修改自己的密码。"), code="self_link", clause="2.1", advice=_("链接只发给别人。")
        )
    trail.record(OrgEvent.SETUP_LINK_MADE, target=member, by=by)
    return setup_path(member)


@guarded("2.1")
@transaction.atomic
def set_first_password(*, uid: str, token: str, password: str) -> Member:
    """The owner of a set-up link chooses a password.

    Clause: 2.1.  Raises: Stale for a link that is used, overtaken or too old; BadInput for a weak password.
    Events: org:member:first_password_set.
    Races: the member's row is locked and the token asked again, so a link sets one password.
    """
    found = invited(uid, token)
    member = Member.objects.select_for_update().filter(pk=found.pk).first() if found else None
    if member is None or invited(uid, token) is None:
        raise Stale(
            _("链接已失效：用过一次，或超过三天。"),
            code="setup_link",
            clause="2.1",
            advice=_("请联系系统管理员重新生成。"),
        )
    try:
        validate_password(password, member)
    except ValidationError as error:
        raise BadInput(_("密码太弱。"), code="weak_password", fields={"password": list(error.messages)}) from None
    member.set_password(password)
    member.save(update_fields=["password"])
    trail.record(OrgEvent.FIRST_PASSWORD_SET, target=member, by=member)
    return member
