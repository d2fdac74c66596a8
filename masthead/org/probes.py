"""What the board asks of the organisation."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core import clock
from masthead.org.models import GroupSeat, ManagementGroup, Member, Position, Seat, in_force
from masthead.trail.probes import Verdict, Window, probe

FEWEST = 3


def _seated(group: ManagementGroup, day: dt.date) -> tuple[list[Member], list[Member]]:
    """Leaders and all persons in the group on `day`, only those who still work here."""
    seats = GroupSeat.objects.filter(in_force(day), group=group, member__is_active=True).select_related("member")
    people = {seat.member_id: seat.member for seat in seats}
    return [seat.member for seat in seats if seat.seat == Seat.LEADER], list(people.values())


def _verdict(group: ManagementGroup, day: dt.date) -> Verdict:
    leaders, people = _seated(group, day)
    heads = Position.objects.filter(in_force(day), is_head=True, member__in=people).values("member").distinct().count()
    lacks = []
    if not leaders:
        lacks.append(_("没有在任组长"))
    if len(people) < FEWEST:
        lacks.append(_("在任成员 %(n)s 人，少于 %(fewest)s 人") % {"n": len(people), "fewest": FEWEST})
    if not heads:
        lacks.append(_("成员中没有部门负责人"))
    held = _("组长 %(leader)s，在任成员 %(n)s 人，其中部门负责人 %(heads)s 人")
    reason = "；".join(lacks) or held % {"leader": "、".join(map(str, leaders)), "n": len(people), "heads": heads}
    facts = {"leader": [member.pk for member in leaders], "members": len(people), "heads": heads}
    return Verdict("org.managementgroup", group.pk, group.name, not lacks, reason, reverse("org:group"), facts)


def _lose_the_leader() -> tuple[str, int]:
    """The violation that the probe must notice: the leader's seat ended yesterday and nobody followed."""
    group = ManagementGroup.objects.first() or ManagementGroup.objects.create(founded_on=clock.today())
    yesterday = clock.today() - dt.timedelta(days=1)
    GroupSeat.objects.filter(in_force(clock.today()), group=group, seat=Seat.LEADER).update(end_on=yesterday)
    return "org.managementgroup", group.pk


@probe(
    "2.1.group",
    clause="2.1",
    title=gettext_lazy("运营管理小组组成完整"),
    why=gettext_lazy("小组没有在任组长、成员不足三人或没有部门负责人时，计划、预算和重大事项就没有人有权决定。"),
    seed=_lose_the_leader,
    window_days=1,
    weight=5,
)
def group_is_complete(window: Window) -> Iterator[Verdict]:
    """The group on the last day of the window: a leader, at least three persons, a head of department among them."""
    last_day = clock.china(window.end - dt.timedelta(microseconds=1)).date()
    for group in ManagementGroup.objects.order_by("pk"):
        yield _verdict(group, last_day)
