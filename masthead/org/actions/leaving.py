"""Members leave, with a list of what must be handed over; former members return."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import BadInput, RuleBroken
from masthead.org.actions.positions import take_position
from masthead.org.events import OrgEvent
from masthead.org.models import Absence, Grant, GroupSeat, Member, Position, Unit, in_force
from masthead.org.queries import (
    forget_kept_scopes,
    hold_administration,
    holdings_of,
    is_last_administrator,
    leads_the_group,
)
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

DAY = dt.timedelta(days=1)


@guarded("2.1")
@transaction.atomic
def let_member_leave(
    *, member: Member, by: Member, reason: str, successor: Member | None = None, at: dt.datetime | None = None
) -> Member:
    """A person leaves: sign-in stops at once, positions, roles, seats and delegations end; duties go to the successor or keep the person here.

    Clause: 2.1, 3.2.1.  Raises: RuleBroken for oneself, the leader, the last administrator and for duties that nobody takes over;
    BadInput without a reason.  Events: org:member:left, org:member:duties_handed_over.
    Races: the member's row is locked; what a room finds and hands over it does under this lock.
    """
    if len(reason.strip()) < 4:
        raise BadInput(
            _("请写明离职原因。"), code="reason_missing", clause="2.1", fields={"reason": [_("至少 4 个字。")]}
        )
    if member.pk == by.pk:
        raise RuleBroken(_("不能为自己办理离职。"), code="self_leave", clause="2.1", advice=_("请由另一位管理员办理。"))
    hold_administration()
    now = Member.objects.select_for_update().get(pk=member.pk)
    day = clock.china(at or clock.now()).date()
    _require_dispensable(now)
    _hand_over(now, successor, by)
    now.is_active = False
    now.save(update_fields=["is_active"])
    _end_everything(now, day, at or clock.now(), by)
    forget_kept_scopes()
    trail.record(OrgEvent.MEMBER_LEFT, target=now, by=by, reason=reason)
    member.is_active = False
    return member


@guarded("2.1")
@transaction.atomic
def return_member(
    *, member: Member, unit: Unit, title: str, by: Member, is_head: bool = False, start_on: dt.date | None = None
) -> Member:
    """A former member comes back: with a new position, without the old roles, and with a password to be set anew.

    Clause: 2.1.  Raises: RuleBroken for somebody who is here.  Events: org:member:returned.
    Races: the conditional update lets one of two returns through.
    """
    if Member.objects.filter(pk=member.pk, is_active=False).update(is_active=True) != 1:
        raise RuleBroken(_("%(name)s 在职。") % {"name": member.name}, code="member_here", clause="2.1")
    member.is_active = True
    member.set_unusable_password()
    member.save(update_fields=["password"])
    start = start_on or clock.today()
    for former in Position.objects.filter(Q(end_on=None) | Q(end_on__gte=start), member=member):
        if former.start_on >= start:
            former.delete()
        else:
            Position.objects.filter(pk=former.pk).update(end_on=start - DAY)
    take_position(member=member, unit=unit, title=title, is_head=is_head, start_on=start, by=by)
    forget_kept_scopes()
    trail.record(OrgEvent.MEMBER_RETURNED, target=member, by=by, data={"unit": unit.pk, "title": title})
    return member


def _require_dispensable(member: Member) -> None:
    if leads_the_group(member):
        raise RuleBroken(
            _("%(name)s 是运营管理小组组长，组长不能空缺。") % {"name": member.name},
            code="leader_leaves",
            clause="2.1",
            advice=_("请先在「运营管理小组」更换组长。"),
        )
    if is_last_administrator(member):
        raise RuleBroken(
            _("%(name)s 是最后一位系统管理员。") % {"name": member.name},
            code="last_administrator",
            clause="2.1",
            advice=_("请先把系统管理员角色授予另一位成员。"),
        )


def _hand_over(member: Member, successor: Member | None, by: Member) -> None:
    """Room by room: what the successor can take goes over, what is left keeps the person here."""
    if successor is not None and (successor.pk == member.pk or not successor.is_active):
        raise BadInput(
            _("交接人必须是另一位在职成员。"), code="successor", fields={"successor": [_("请另选一位交接人。")]}
        )
    left, handed = [], {}
    for duty in holdings_of(member):
        if duty.ends:
            continue
        if successor is not None and duty.hand_over is not None:
            duty.hand_over(member, successor, by)
            handed[duty.key] = len(duty.items)
            continue
        left.append(duty)
    if left:
        raise RuleBroken(
            _("%(name)s 还有未交接的工作：%(what)s。")
            % {"name": member.name, "what": _("；").join(f"{d.label} {len(d.items)}" for d in left)},
            code="duties_left",
            clause="3.2.1",
            advice=" ".join(str(d.advice) for d in left),
        )
    if handed and successor is not None:
        data = {"to": successor.name, "handed": handed}
        trail.record(OrgEvent.DUTIES_HANDED_OVER, target=member, by=by, data=data)


def _end_everything(member: Member, day: dt.date, moment: dt.datetime, by: Member) -> None:
    """Positions to the end of the day; roles, seats and delegations at once. What had not begun never begins."""
    Position.objects.filter(member=member, start_on__gt=day).delete()
    Position.objects.filter(in_force(day), member=member).update(end_on=day)
    Grant.objects.filter(Q(end_on=None) | Q(end_on__gte=day), member=member).update(end_on=day - DAY)
    GroupSeat.objects.filter(Q(end_on=None) | Q(end_on__gt=day), member=member).update(end_on=day)
    running = Absence.objects.filter(Q(member=member) | Q(delegate=member), ended_at=None, end_on__gte=day)
    running.update(ended_at=moment, ended_by=by)
