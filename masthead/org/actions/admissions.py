"""Who comes in by a provider: a member who is linked, one who can be linked safely, a newcomer, or nobody."""

import datetime as dt
import hashlib
import re
import secrets
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.org import queries
from masthead.org.actions.mapping import apply_claims, give_mapped, take_back_all
from masthead.org.actions.members import add_member
from masthead.org.actions.positions import take_position
from masthead.org.events import OrgEvent
from masthead.org.models import (
    JoinPolicy,
    MappingRule,
    Member,
    OutsideIdentity,
    Position,
    RequestState,
    SignInProvider,
    SignInRequest,
    in_force,
)
from masthead.org.providers import Identity
from masthead.org.providers.claims import kept
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

MANAGE = "org.sign_in.manage"


@dataclass(frozen=True)
class Admission:
    """Who may sign in now; nobody while the newcomer waits for an administrator."""

    member: Member | None


@guarded("2.1")
@transaction.atomic
def admit(
    *, provider: SignInProvider, identity: Identity, by: Member | None = None, at: dt.datetime | None = None
) -> Admission:
    """Decide who an identity is here, and bring roles and departments in line with its claims.

    Clause: 2.1.  Raises: NotPermitted for people who left, RuleBroken when nobody may be taken in, or when an unverified
    address would open somebody else's door.  Events: org:identity:linked, org:member:joined, org:admission:asked,
    org:identity:mapped.  Races: two first sign-ins at once — the unique link lets one create.
    """
    link = OutsideIdentity.objects.select_related("member", "provider").filter(
        provider=provider, subject=identity.subject, ended_at=None
    ).first() or _by_address(provider, identity, at)  # fmt: skip
    if link is None:
        if provider.join_policy == JoinPolicy.EXISTING:
            raise RuleBroken(
                _("您的企业账号还没有关联到这里的成员。"),
                code="provider_no_member",
                clause="2.1",
                advice=_("已有登录名的，请先用密码登录，再到「登录与安全」关联；没有的请联系系统管理员。"),
            )
        if provider.join_policy == JoinPolicy.APPROVE:
            _wait(provider, identity, at)
            return Admission(None)
        link = _take_in(provider, identity, by=by, at=at)
    if not link.member.is_active:
        raise NotPermitted(
            _("该成员已离职，不能登录。"), code="member_left", clause="2.1", advice=_("如有疑问请联系系统管理员。")
        )
    OutsideIdentity.objects.filter(pk=link.pk).update(last_used_at=at or clock.now())
    apply_claims(link=link, identity=identity, by=by, at=at)
    return Admission(link.member)


@guarded("2.1")
@transaction.atomic
def link_identity(
    *,
    provider: SignInProvider,
    subject: str,
    member: Member,
    by: Member,
    label: str = "",
    at: dt.datetime | None = None,
) -> OutsideIdentity:
    """That person at the provider is this member: said by the member who has just shown both, or by an administrator.

    Clause: 2.1.  Raises: NotPermitted, BadInput, RuleBroken when either side is taken.  Events: org:identity:linked.
    """
    if member.pk != by.pk and not by.has_perm(MANAGE):
        raise NotPermitted(_("只能关联自己的企业账号。"), code="identity_of_another", clause="2.1")
    if not subject.strip() or len(subject) > 255:
        raise BadInput(_("请填写外部编号。"), code="identity_subject", fields={"subject": [_("请填写外部编号。")]})
    return _link(provider, subject.strip(), member, by=by, label=label, at=at)


@guarded("2.1")
@transaction.atomic
def unlink_identity(*, link: OutsideIdentity, by: Member, at: dt.datetime | None = None) -> OutsideIdentity:
    """The link ends and everything that came by it goes.

    Clause: 2.1.  Raises: NotPermitted, RuleBroken when the member would have no way in any more, Stale.
    Events: org:identity:unlinked, org:role:ended.
    """
    own = link.member_id == by.pk
    if not own and not by.has_perm(MANAGE):
        raise NotPermitted(_("只能解除自己的关联。"), code="identity_of_another", clause="2.1")
    if own and not queries.has_other_way_in(link.member, besides=link):
        raise RuleBroken(
            _("这是您唯一的登录方式，不能解除。"),
            code="last_way_in",
            clause="2.1",
            advice=_("请先添加通行密钥，或请管理员为您设置密码。"),
        )
    if not OutsideIdentity.objects.filter(pk=link.pk, ended_at=None).update(ended_at=at or clock.now()):
        raise Stale(_("关联已经解除。"), code="identity_over", clause="2.1", advice=_("请刷新页面。"))
    take_back_all(link=link, by=by, at=at)
    trail.record(OrgEvent.IDENTITY_UNLINKED, target=link.member, by=by, data={"provider": link.provider.key}, at=at)
    return link


@guarded("2.1")
@transaction.atomic
def approve_request(*, request: SignInRequest, by: Member, at: dt.datetime | None = None) -> Member:
    """An administrator lets a newcomer in, or gives the sensitive role that a rule asks for.

    Clause: 2.1.  Raises: RuleBroken for one's own role, Stale when somebody was faster.
    Events: org:admission:decided, org:member:joined or org:role:granted.
    """
    if request.member_id == by.pk:
        raise RuleBroken(
            _("不能批准自己的申请。"), code="self_approval", clause="2.1", advice=_("请由另一位管理员办理。")
        )
    _decide(request, RequestState.APPROVED, by, at)
    identity = Identity(
        request.subject, request.name, request.email, bool(request.email), request.username, request.claims
    )
    if request.rule is None:
        link = _take_in(request.provider, identity, by=by, at=at)
        apply_claims(link=link, identity=identity, by=by, at=at)
        SignInRequest.objects.filter(pk=request.pk).update(member=link.member)
        member = link.member
    else:
        link = OutsideIdentity.objects.get(provider=request.provider, subject=request.subject, ended_at=None)
        give_mapped(link=link, rule=request.rule, by=by, at=at)
        member = link.member
    trail.record(OrgEvent.ADMISSION_DECIDED, target=member, by=by, data={"request": request.pk, "yes": True}, at=at)
    return member


@guarded("2.1")
@transaction.atomic
def deny_request(*, request: SignInRequest, by: Member, reason: str, at: dt.datetime | None = None) -> SignInRequest:
    """An administrator says no; the reason stays on the trail. A refused newcomer may ask again, a refused role is not.

    Clause: 2.1.  Raises: BadInput without a reason, Stale when somebody was faster.  Events: org:admission:decided.
    """
    if len(reason.strip()) < 4:
        raise BadInput(_("请写明原因。"), code="reason_missing", clause="2.1", fields={"reason": [_("至少 4 个字。")]})
    _decide(request, RequestState.DENIED, by, at, reason.strip())
    facts = {"request": request.pk, "yes": False}
    trail.record(
        OrgEvent.ADMISSION_DECIDED, target=request.member or request.provider, by=by, reason=reason, data=facts, at=at
    )
    return request


def _decide(request: SignInRequest, state: str, by: Member, at: dt.datetime | None, reason: str = "") -> None:
    """Races: two administrators — the conditional update lets one decide."""
    waiting = SignInRequest.objects.filter(pk=request.pk, state=RequestState.WAITING)
    if not waiting.update(state=state, decided_at=at or clock.now(), decided_by=by, reason=reason[:500]):
        raise Stale(_("这项申请已经处理。"), code="request_decided", clause="2.1", advice=_("请刷新页面。"))


def _by_address(provider: SignInProvider, identity: Identity, at: dt.datetime | None) -> OutsideIdentity | None:
    """Link by a verified address, where the administrator allowed it. An unverified one proves nothing: whoever types a
    colleague's address into their own profile would be that colleague here. Holders of sensitive roles link themselves."""
    if not identity.email:
        return None
    member = Member.objects.filter(email__iexact=identity.email).first()
    if member is None:
        return None
    if not identity.email_verified:
        raise RuleBroken(
            _("企业账号上的邮箱未经验证，不能据此登录为已有成员。"),
            code="provider_email_unverified",
            clause="2.1",
            advice=_("请先用密码登录，再到「登录与安全」关联企业账号。"),
        )
    if not provider.match_email or queries.factor_need(member).required:
        raise RuleBroken(
            _("这个邮箱属于已有成员，但没有关联到您的企业账号。"),
            code="provider_not_linked",
            clause="2.1",
            advice=_("请先用密码登录，再到「登录与安全」关联企业账号。"),
        )
    return _link(provider, identity.subject, member, by=None, label=identity.name, at=at)


def _link(
    provider: SignInProvider, subject: str, member: Member, *, by: Member | None, label: str, at: dt.datetime | None
) -> OutsideIdentity:
    living = OutsideIdentity.objects.filter(provider=provider, ended_at=None)
    if living.filter(subject=subject).exclude(member=member).exists():
        raise RuleBroken(
            _("这个企业账号已关联到另一位成员。"), code="identity_taken", clause="2.1", advice=_("请联系系统管理员。")
        )
    if living.filter(member=member).exists():
        raise RuleBroken(
            _("该成员已关联这种登录方式的另一个账号。"),
            code="member_linked",
            clause="2.1",
            advice=_("请先解除原来的关联。"),
        )
    link = OutsideIdentity.objects.create(
        provider=provider, subject=subject, member=member, label=label[:120], linked_by=by, linked_at=at or clock.now()
    )
    trail.record(OrgEvent.IDENTITY_LINKED, target=member, by=by, data={"provider": provider.key}, at=at)
    return link


def _wait(provider: SignInProvider, identity: Identity, at: dt.datetime | None) -> None:
    """Note the newcomer for an administrator, once; what is asked for again is brought up to date."""
    paths = set(MappingRule.objects.filter(provider=provider, ended_at=None).values_list("claim", flat=True))
    words = {
        "name": identity.name, "email": identity.email if identity.email_verified else "", "username": identity.username,
        "claims": kept(identity.claims, paths),
    }  # fmt: skip
    asked, new = SignInRequest.objects.update_or_create(
        provider=provider, subject=identity.subject, rule=None, state=RequestState.WAITING, defaults=words
    )
    if new:
        trail.record(OrgEvent.ADMISSION_ASKED, target=provider, data={"request": asked.pk}, at=at)


def _take_in(
    provider: SignInProvider, identity: Identity, *, by: Member | None, at: dt.datetime | None
) -> OutsideIdentity:
    """A new member without a password. Only a verified address is kept: another provider may link by it."""
    member = add_member(
        username=_free_name(identity), name=identity.name or identity.username or _("新成员"),
        password=secrets.token_urlsafe(32), email=identity.email if identity.email_verified else "", by=by,
    )  # fmt: skip
    member.set_unusable_password()
    member.save(update_fields=["password"])
    link = _link(provider, identity.subject, member, by=by, label=identity.name, at=at)
    placed = Position.objects.filter(in_force(clock.today()), member=member)
    if provider.default_unit is not None and not placed.exists():
        take_position(member=member, unit=provider.default_unit, title=_("成员"), by=by)
    return link


def _free_name(identity: Identity) -> str:
    """A sign-in name out of what the provider calls the person; a number behind it when it is taken."""
    wish = identity.username.partition("@")[0] or identity.email.partition("@")[0]
    wish = re.sub(r"[^a-z0-9_.]", "", wish.lower())[:40].strip(".")
    wish = wish or f"m{hashlib.sha256(identity.subject.encode()).hexdigest()[:10]}"
    taken = set(Member.objects.filter(username__startswith=wish).values_list("username", flat=True))
    return next(name for n in range(1, 10_000) if (name := wish if n == 1 else f"{wish}{n}") not in taken)
