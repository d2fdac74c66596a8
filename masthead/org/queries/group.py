"""The management group: who sits, sat and will sit in it, and what it lacks."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import NotThere
from masthead.org.models import GroupSeat, Position, Seat, Unit, in_force

FEWEST = 3
DEPARTMENTS = ("市场部", "宣传部", "技术部")  # whose heads clause 2.1 wants in the group
SHOWN = 30


@dataclass(frozen=True)
class Department:
    """One of the departments that clause 2.1 names, its heads, and those of them who sit in the group."""

    unit: Unit
    heads: list[Position]
    seated: list[Position]

    @property
    def lack(self) -> str:
        """What is missing, in words; '' when nothing is."""
        if not self.heads:
            return _("%(unit)s没有部门负责人") % {"unit": self.unit.name}
        if not self.seated:
            who = _("、").join(p.member.name for p in self.heads)
            return _("%(unit)s负责人%(who)s不在小组里") % {"unit": self.unit.name, "who": who}
        return ""


def seated_on(day: dt.date) -> list[GroupSeat]:
    """Seats on a day, only of people who still work here."""
    rows = GroupSeat.objects.filter(in_force(day), member__is_active=True)
    return list(rows.select_related("member").order_by("start_on", "pk"))


def named_departments(day: dt.date) -> list[Department]:
    """The departments of clause 2.1 that this company has, with their heads on a day; three queries."""
    units = list(Unit.objects.filter(is_active=True, name__in=DEPARTMENTS).order_by("order", "pk"))
    heads = Position.objects.filter(in_force(day), is_head=True, unit__in=units, member__is_active=True)
    rows = list(heads.select_related("member"))
    people = {seat.member_id for seat in seated_on(day)} if units else set()
    return [
        Department(
            unit,
            own := [p for p in rows if p.unit_id == unit.pk],
            [p for p in own if p.member_id in people],
        )
        for unit in units
    ]


def lacks_of_group(day: dt.date) -> list[str]:
    """Everything that keeps the group from being complete as clause 2.1 wants it, in words."""
    seats = seated_on(day)
    people = {seat.member_id for seat in seats}
    lacks = []
    if not any(seat.seat == Seat.LEADER for seat in seats):
        lacks.append(_("没有在任组长"))
    if len(people) < FEWEST:
        lacks.append(_("在任成员 %(n)s 人，少于 %(fewest)s 人") % {"n": len(people), "fewest": FEWEST})
    return lacks + [d.lack for d in named_departments(day) if d.lack]


def seats_to_come() -> list[GroupSeat]:
    """Seats that begin on a later day."""
    rows = GroupSeat.objects.filter(start_on__gt=clock.today()).select_related("member")
    return [s for s in rows.order_by("start_on", "pk") if s.end_on is None or s.end_on >= s.start_on]


def seats_gone() -> list[GroupSeat]:
    """Seats that have ended, the latest first; those that were given and taken on one day are left out."""
    rows = GroupSeat.objects.filter(end_on__lt=clock.today()).select_related("member").order_by("-end_on", "-pk")
    return [s for s in rows[:SHOWN] if s.end_on is not None and s.end_on >= s.start_on]


def get_seat(pk: int) -> GroupSeat:
    """A seat without an end. Raises NotThere."""
    found = GroupSeat.objects.filter(pk=pk, end_on=None).select_related("member").first()
    if found is None:
        raise NotThere(_("没有这个席位，或者它已经结束。"), code="seat_not_there")
    return found
