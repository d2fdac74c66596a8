"""What a member still holds, as the rooms tell it; who may not be spared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken
from masthead.org.models import (
    Absence,
    ApiKey,
    Grant,
    GroupSeat,
    Member,
    Position,
    Role,
    RoleCapability,
    Seat,
    in_force,
)
from masthead.org.queries.scopes import may
from masthead.org.registry import HOLDINGS, Held

MANAGE = "org.manage"
NAMED = 5


@dataclass(frozen=True)
class Duty:
    """What one room says that a member holds; see registry.Holding."""

    key: str
    label: str | Promise
    items: Sequence[Held]
    advice: str | Promise
    hand_over: Callable[[Member, Member, Member], object] | None
    ends: bool

    @property
    def can_pass(self) -> bool:
        """For templates, which would call `hand_over` instead of looking at it."""
        return self.hand_over is not None


def holdings_of(member: Member) -> list[Duty]:
    """Every duty of the member, room by room; rooms that say nothing are left out."""
    sources = sorted(HOLDINGS.values(), key=lambda h: h.order)
    found = [Duty(h.key, h.label, h.find(member), h.advice, h.hand_over, h.ends) for h in sources]
    return [duty for duty in found if duty.items]


def require_hand_over(*, by: Member, to: Member, clause: str) -> None:
    """What every room asks before it passes duties on: who manages the organisation says so, and the successor is here.

    Raises NotPermitted, BadInput.
    """
    if not may(by, MANAGE):
        raise NotPermitted(
            _("离职交接由系统管理员办理。"), code="hand_over_by", clause=clause, advice=_("请联系系统管理员。")
        )
    if not to.is_active:
        message = _("%(name)s 已离职，请另选在职成员。") % {"name": to.name}
        raise BadInput(message, code="successor", clause=clause, fields={"successor": [message]})


def cannot_take(to: Member, things: Sequence[str], *, why: str, clause: str) -> RuleBroken:
    """The successor may not take these things; the refusal names them."""
    named = "」「".join(things[:NAMED])
    more = _("等 %(n)d 项") % {"n": len(things)} if len(things) > NAMED else ""
    return RuleBroken(
        _("%(name)s 不能接手「%(what)s」%(more)s：%(why)s")
        % {"name": to.name, "what": named, "more": more, "why": why},
        code="successor_cannot_take",
        clause=clause,
        advice=_("请换一位交接人，或先单独处理这些工作。"),
    )


def keys_held(member: Member) -> list[Held]:
    """Keys that still work: with the owner gone they are refused at the next call."""
    rows = ApiKey.objects.filter(owner=member, revoked_at=None, expires_at__gt=clock.now()).order_by("pk")
    return [Held(k.name, reverse("org:key", args=[k.pk]), k.get_kind_display()) for k in rows]


def absences_held(member: Member) -> list[Held]:
    """Absences on either side that run or are to come."""
    rows = Absence.objects.filter(Q(member=member) | Q(delegate=member), ended_at=None, end_on__gte=clock.today())
    return [
        Held(f"{a.member.name} → {a.delegate.name}", reverse("org:absences"), f"{a.start_on} — {a.end_on}")
        for a in rows.select_related("member", "delegate").order_by("start_on", "pk")
    ]


def positions_held(member: Member) -> list[Held]:
    """Positions of today, for the list of what ends with the leaving."""
    rows = Position.objects.filter(in_force(clock.today()), member=member).select_related("unit")
    return [Held(str(p), reverse("org:unit", args=[p.unit_id]), _("部门负责人") if p.is_head else "") for p in rows]


def roles_held(member: Member) -> list[Held]:
    """Roles of today."""
    rows = Grant.objects.filter(in_force(clock.today()), member=member).select_related("role", "unit", "account_group")
    return [
        Held(_(g.role.name), reverse("org:role", args=[g.role_id]), str(g.unit or g.account_group or _("全公司")))
        for g in rows
    ]


def seats_held(member: Member) -> list[Held]:
    """Seats in the management group today."""
    rows = GroupSeat.objects.filter(in_force(clock.today()), member=member).select_related("group")
    return [Held(f"{s.group.name} · {Seat(s.seat).label}", reverse("org:group")) for s in rows]


def leads_the_group(member: Member) -> bool:
    """Is the member the leader today or from a day to come?"""
    not_over = Q(end_on=None) | Q(end_on__gte=clock.today())
    return GroupSeat.objects.filter(not_over, member=member, seat=Seat.LEADER).exists()


def administrators(
    *, without_grant: int | None = None, without_role: Role | None = None, lasting: bool = True
) -> set[int]:
    """Keys of active members who may manage the organisation today; `lasting` = only those whose grant has no end."""
    grants = Grant.objects.filter(
        in_force(clock.today()),
        member__is_active=True,
        role__is_active=True,
        role__capabilities__capability=MANAGE,
    )
    if lasting:
        grants = grants.filter(end_on=None)
    if without_grant is not None:
        grants = grants.exclude(pk=without_grant)
    if without_role is not None:
        grants = grants.exclude(role=without_role)
    return set(grants.values_list("member_id", flat=True))


def hold_administration() -> None:
    """Lock the roles that may manage the organisation until the transaction ends: whoever takes one away sees what the other took."""
    roles = RoleCapability.objects.filter(capability=MANAGE).values("role")
    list(Role.objects.select_for_update().filter(pk__in=roles).order_by("pk").values_list("pk", flat=True))


def is_last_administrator(member: Member) -> bool:
    """Would nobody be left to manage the organisation without this member?"""
    return administrators() == {member.pk}
