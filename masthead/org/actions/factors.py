"""Second factors: what changed, who may be without one, and help when a phone is lost."""

import datetime as dt

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken
from masthead.org import queries
from masthead.org.events import OrgEvent
from masthead.org.models import Member
from masthead.org.registry import SignInNews, tell_of_sign_in
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent


@guarded("2.1")
@transaction.atomic
def note_second_factor_change(*, member: Member, by: Member, what: str, at: dt.datetime | None = None) -> None:
    """A second factor was added or removed; the member is told.  Clause: 2.1.  Events: org:member:second_factor_changed."""
    queries.forget_kept_scopes()
    trail.record(OrgEvent.SECOND_FACTOR_CHANGED, target=member, by=by, reason=what, at=at)
    tell_of_sign_in(SignInNews("org.factor", member, gettext_lazy("您的两步验证有变更"), at or clock.now()))


@guarded("2.2.4")
@transaction.atomic
def note_factor_refused(*, member: Member, why: str, by: Member | None = None) -> None:
    """The password was right and the second step was not.  Clause: 2.2.4.  Events: org:session:sign_in_refused."""
    data = {"name": member.username[:3] + "…"}
    trail.record(OrgEvent.SIGN_IN_REFUSED, target=member, by=by, reason=why, data=data)


@guarded("2.1")
@silent("it only refuses, and the refusal is on the trail")
@transaction.atomic
def require_second_factor(*, by: Member) -> None:
    """A member with a sensitive role asked for something in a session without a second factor: refused, and on the trail.

    Clause: 2.1.  Raises: NotPermitted.
    """
    if queries.factor_need(by).has:
        raise NotPermitted(
            _("您的角色要求两步验证，这次登录还没有核对第二步。"),
            code="second_factor_not_shown",
            clause="2.1",
            advice=_("请先核对动态口令或通行密钥，再继续操作。"),
        )
    raise NotPermitted(
        _("您的角色要求两步验证，启用之前不能进行任何操作。"),
        code="second_factor_missing",
        clause="2.1",
        advice=_("请到「登录与安全」启用验证器或通行密钥。"),
    )


@guarded("2.1")
@transaction.atomic
def drop_second_factor(*, member: Member, by: Member | None, reason: str) -> int:
    """A lost phone must not lock a person out: an administrator (or the console) takes every factor of a member away; how many.

    Clause: 2.1.  Raises: RuleBroken for oneself or when there is none, BadInput without a reason.
    Events: org:member:second_factor_changed.
    """
    if by is not None and member.pk == by.pk:
        raise RuleBroken(
            _("不能为自己解除两步验证。"), code="self_factor", clause="2.1", advice=_("请由另一位管理员办理。")
        )
    if len(reason.strip()) < 4:
        raise BadInput(_("请写明原因。"), code="reason_missing", clause="2.1", fields={"reason": [_("至少 4 个字。")]})
    count = int(Authenticator.objects.filter(user=member).delete()[0])
    if not count:
        raise RuleBroken(_("该成员没有启用两步验证。"), code="no_factor", clause="2.1")
    queries.forget_kept_scopes()
    trail.record(OrgEvent.SECOND_FACTOR_CHANGED, target=member, by=by, reason=reason.strip(), data={"dropped": count})
    tell_of_sign_in(SignInNews("org.factor", member, gettext_lazy("管理员解除了您的两步验证"), clock.now()))
    return count
