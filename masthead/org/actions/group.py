"""The management group of clause 2.1: seats by date, and the leader, of whom there is always exactly one."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import BadInput, RuleBroken, Stale
from masthead.org.events import OrgEvent
from masthead.org.models import GroupSeat, ManagementGroup, Member, Seat
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

DAY = dt.timedelta(days=1)


@guarded("2.1")
@transaction.atomic
def take_seat(*, member: Member, seat: Seat, by: Member | None, start_on: dt.date | None = None) -> GroupSeat:
    """Give a member a seat in the management group; a new leader ends the former leader's seat, a new seat one's own former one.

    Clause: 2.1, 2.2.1.  Raises: RuleBroken without a group, and for the leader, who is replaced, never moved down.
    Events: org:group:seat_taken.
    Races: the group's row is locked, and a unique constraint lets no second leader in.
    """
    group = _lock_group()
    start = start_on or clock.today()
    _require_here(member)
    own = _open_seat(group, member)
    if own is not None and own.seat == seat:
        return own
    if own is not None and own.seat == Seat.LEADER:
        raise _leaderless(_("%(name)s 是现任组长，不能直接改为组员。") % {"name": member.name})
    _give_way(own, start)
    if seat == Seat.LEADER:
        _give_way(_leader_seat(group), start)
    taken = GroupSeat.objects.create(group=group, member=member, seat=seat, start_on=start)
    trail.record(OrgEvent.SEAT_TAKEN, target=member, by=by, data={"seat": str(seat), "from": f"{start}"})
    return taken


@guarded("2.2.1")
@transaction.atomic
def change_leader(
    *, member: Member, by: Member, start_on: dt.date | None = None, keep_former: bool = True, reason: str = ""
) -> GroupSeat:
    """A new leader takes over in one deed: the old seat ends the day before, the new one begins; the former leader stays as a member or goes.

    Clause: 2.2.1.  Raises: BadInput for a day before the present leader began.  Events: org:group:leader_changed.
    Races: see take_seat; there is no moment with none or two.
    """
    group = _lock_group()
    start = start_on or clock.today()
    _require_here(member)
    former = _leader_seat(group)
    if former is not None and former.member_id == member.pk:
        raise RuleBroken(_("%(name)s 已经是组长。") % {"name": member.name}, code="same_leader", clause="2.2.1")
    if former is not None and start < former.start_on:
        raise BadInput(
            _("交接日期早于现任组长的任职日期。"),
            code="leader_days",
            fields={"start_on": [_("现任组长从 %(day)s 起任职。") % {"day": former.start_on}]},
        )
    _give_way(_open_seat(group, member), start)
    _give_way(former, start)
    taken = GroupSeat.objects.create(group=group, member=member, seat=Seat.LEADER, start_on=start)
    if former is not None and keep_former and former.member.is_active:
        GroupSeat.objects.create(group=group, member=former.member, seat=Seat.MEMBER, start_on=start)
    data = {"from": former.member.name if former else "", "to": member.name, "on": f"{start}"}
    trail.record(OrgEvent.LEADER_CHANGED, target=member, by=by, reason=reason.strip(), data=data)
    return taken


@guarded("2.1")
@transaction.atomic
def end_seat(*, seat: GroupSeat, by: Member, end_on: dt.date | None = None) -> GroupSeat:
    """A member leaves the group; the leader only gives way to another leader.

    Clause: 2.1.  Raises: RuleBroken for the leader, BadInput for a day before the seat began, Stale when it has ended.
    Events: org:group:seat_ended.
    """
    _lock_group()
    last = end_on or clock.today()
    if seat.seat == Seat.LEADER:
        raise _leaderless(_("组长的席位不能单独结束。"))
    if last < seat.start_on:
        raise BadInput(_("结束日期早于开始日期。"), code="seat_days", fields={"end_on": [_("不能早于开始日期。")]})
    if GroupSeat.objects.filter(pk=seat.pk, end_on=None).update(end_on=last) != 1:
        raise Stale(_("这个席位已经结束。"), code="seat_ended", clause="2.1")
    seat.end_on = last
    trail.record(OrgEvent.SEAT_ENDED, target=seat.member, by=by, data={"to": f"{last}"})
    return seat


@guarded("2.1")
@transaction.atomic
def change_group(*, name: str, founded_on: dt.date, by: Member) -> ManagementGroup:
    """The name of the group and the day of its founding.

    Clause: 2.1.  Raises: BadInput for an empty name or a day to come.  Events: org:group:changed.
    """
    group, name = _lock_group(), name.strip()
    fields: dict[str, list[str]] = {}
    if not name:
        fields["name"] = [_("请填写小组名称。")]
    if founded_on > clock.today():
        fields["founded_on"] = [_("成立日期不能在将来。")]
    if fields:
        raise BadInput(_("小组信息有误。"), code="group_input", clause="2.1", fields=fields)
    before = {"name": group.name, "founded_on": f"{group.founded_on}"}
    group.name, group.founded_on = name, founded_on
    group.save(update_fields=["name", "founded_on"])
    data = {"before": before, "name": name, "founded_on": f"{founded_on}"}
    trail.record(OrgEvent.GROUP_CHANGED, target=group, by=by, data=data)
    return group


def _lock_group() -> ManagementGroup:
    group = ManagementGroup.objects.select_for_update().first()
    if group is None:
        raise RuleBroken(_("尚未成立运营管理小组。"), code="no_group", clause="2.1", advice=_("请先完成公司设置。"))
    return group


def _require_here(member: Member) -> None:
    if not member.is_active:
        raise RuleBroken(_("%(name)s 已离职。") % {"name": member.name}, code="member_left", clause="2.1")


def _open_seat(group: ManagementGroup, member: Member) -> GroupSeat | None:
    return GroupSeat.objects.filter(group=group, member=member, end_on=None).first()


def _leader_seat(group: ManagementGroup) -> GroupSeat | None:
    rows = GroupSeat.objects.filter(group=group, seat=Seat.LEADER, end_on=None)
    return rows.select_related("member").first()


def _give_way(seat: GroupSeat | None, start: dt.date) -> None:
    if seat is not None:
        GroupSeat.objects.filter(pk=seat.pk).update(end_on=start - DAY)


def _leaderless(message: str) -> RuleBroken:
    return RuleBroken(
        message, code="leaderless", clause="2.2.1", advice=_("请用「更换组长」，新旧组长一次交接，不会空缺。")
    )
