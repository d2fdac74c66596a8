"""Signing in and out leaves a mark. allauth's hooks in adapters.py call these."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from masthead.core.errors import BadInput, RuleBroken
from masthead.org.events import OrgEvent
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded


@guarded("2.1")
@transaction.atomic
def note_sign_in(*, member: Member, by: Member) -> None:
    """A member signed in.  Clause: 2.1.  Events: org:session:signed_in."""
    trail.record(OrgEvent.SIGNED_IN, target=member, by=by)


@guarded("2.1")
@transaction.atomic
def note_sign_out(*, member: Member, by: Member) -> None:
    """A member signed out.  Clause: 2.1.  Events: org:session:signed_out."""
    trail.record(OrgEvent.SIGNED_OUT, target=member, by=by)


@guarded("2.2.4")
@transaction.atomic
def note_sign_in_refused(*, username: str, why: str, by: Member | None = None) -> None:
    """Somebody could not sign in; only the first letters of the name are kept, never what was typed as password.

    Clause: 2.2.4.  Events: org:session:sign_in_refused.
    """
    member = Member.objects.filter(username=username.strip().lower()).first()
    trail.record(OrgEvent.SIGN_IN_REFUSED, target=member, by=by, reason=why, data={"name": username[:3] + "…"})


@guarded("2.1")
@transaction.atomic
def note_second_factor_change(*, member: Member, by: Member, what: str) -> None:
    """A second factor was added or removed.  Clause: 2.1.  Events: org:member:second_factor_changed."""
    trail.record(OrgEvent.SECOND_FACTOR_CHANGED, target=member, by=by, reason=what)


@guarded("2.1")
@transaction.atomic
def drop_second_factor(*, member: Member, by: Member, reason: str) -> int:
    """A lost phone must not lock a person out: an administrator takes every factor of another member away; returns how many.

    Clause: 2.1.  Raises: RuleBroken for oneself or when there is none, BadInput without a reason.
    Events: org:member:second_factor_changed.
    """
    if member.pk == by.pk:
        raise RuleBroken(
            _("不能为自己解除两步验证。"), code="self_factor", clause="2.1", advice=_("请由另一位管理员办理。")
        )
    if len(reason.strip()) < 4:
        raise BadInput(_("请写明原因。"), code="reason_missing", clause="2.1", fields={"reason": [_("至少 4 个字。")]})
    count = int(Authenticator.objects.filter(user=member).delete()[0])
    if not count:
        raise RuleBroken(_("该成员没有启用两步验证。"), code="no_factor", clause="2.1")
    trail.record(OrgEvent.SECOND_FACTOR_CHANGED, target=member, by=by, reason=reason.strip(), data={"dropped": count})
    return count
