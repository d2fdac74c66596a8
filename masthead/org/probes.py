"""What the board asks of the organisation."""

import datetime as dt
from collections.abc import Iterator
from functools import partial

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core import clock
from masthead.org import actions, queries
from masthead.org.models import Absence, Grant, GroupSeat, ManagementGroup, Member, Position, Role, Seat, Unit, in_force
from masthead.org.queries.group import FEWEST
from masthead.trail.probes import Verdict, Window, probe


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
    reason = _("；").join(lacks) or held % {"leader": _("、").join(map(str, leaders)), "n": len(people), "heads": heads}
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


def _head_without_seat() -> tuple[str, int]:
    """The violation: the head of 宣传部 has no seat in the group."""
    unit = Unit.objects.filter(name="宣传部", is_active=True).first()
    if unit is None:
        unit = Unit.objects.create(name="宣传部", parent=None)
        Unit.objects.filter(pk=unit.pk).update(path=f"/{unit.pk}/")
    today = clock.today()
    heads = Position.objects.filter(in_force(today), unit=unit, is_head=True).values("member")
    GroupSeat.objects.filter(in_force(today), member__in=heads).update(end_on=today - dt.timedelta(days=1))
    return "org.unit", unit.pk


@probe(
    "2.1.heads",
    clause="2.1",
    title=gettext_lazy("市场部、宣传部、技术部负责人在小组里"),
    why=gettext_lazy("部门负责人不在小组里，小组定下的事在部门里就没有人负责落实。"),
    seed=_head_without_seat,
    window_days=1,
    weight=3,
)
def heads_sit_in_the_group(window: Window) -> Iterator[Verdict]:
    """Each department that clause 2.1 names: it has a head, and the head sits in the group."""
    last_day = clock.china(window.end - dt.timedelta(microseconds=1)).date()
    for department in queries.named_departments(last_day):
        unit, lack = department.unit, department.lack
        held = _("负责人 %(who)s 在小组里") % {"who": _("、").join(p.member.name for p in department.seated)}
        facts = {"heads": [p.member_id for p in department.heads], "seated": [p.member_id for p in department.seated]}
        yield Verdict(
            "org.unit", unit.pk, unit.name, not lack, lack or held, reverse("org:unit", args=[unit.pk]), facts
        )


def _leader_leaves_a_gap() -> tuple[str, int]:
    """The violation: the leader went the day before yesterday and nobody followed."""
    group = ManagementGroup.objects.first() or ManagementGroup.objects.create(founded_on=clock.today())
    last = clock.today() - dt.timedelta(days=2)
    GroupSeat.objects.filter(Q(end_on=None) | Q(end_on__gt=last), group=group, seat=Seat.LEADER).update(end_on=last)
    return "org.managementgroup", group.pk


@probe(
    "2.2.1.seat",
    clause="2.2.1",
    title=gettext_lazy("每一天都有且只有一位组长"),
    why=gettext_lazy("没有组长的日子里，计划、预算和重大事项无人可批；有两位组长，则不知该听谁的。"),
    seed=_leader_leaves_a_gap,
    window_days=30,
    weight=4,
)
def there_is_one_leader_every_day(window: Window) -> Iterator[Verdict]:
    """Every day of the window since the group was founded: exactly one leader's seat."""
    first, last = clock.china(window.start).date(), clock.china(window.end - dt.timedelta(microseconds=1)).date()
    for group in ManagementGroup.objects.order_by("pk"):
        seats = list(GroupSeat.objects.filter(group=group, seat=Seat.LEADER).values_list("start_on", "end_on"))
        start = max(first, group.founded_on)
        days = [start + dt.timedelta(days=n) for n in range((last - start).days + 1)]
        counts = {day: sum(s <= day and (e is None or e >= day) for s, e in seats) for day in days}
        wrong = [day for day, n in counts.items() if n != 1]
        reason = _("%(n)d 天没有组长或多于一位，最早是 %(day)s") % {"n": len(wrong), "day": wrong[0]} if wrong else ""
        held = _("%(n)d 天，每天一位组长") % {"n": len(days)}
        facts = {"days": len(days), "wrong": [f"{day}" for day in wrong[:31]]}
        url = reverse("org:group")
        yield Verdict("org.managementgroup", group.pk, group.name, not wrong, reason or held, url, facts)


def _leaver_with_a_role() -> tuple[str, int]:
    """The violation: somebody who left still holds a role."""
    member = Member.objects.create(username=f"left{clock.now():%H%M%S%f}", name="探针", is_active=False)
    role = Role.objects.first() or Role.objects.create(key="probe", name="探针")
    Grant.objects.create(member=member, role=role, start_on=clock.today())
    return "org.member", member.pk


@probe(
    "2.2.4.leavers",
    clause="2.2.4",
    title=gettext_lazy("离职成员不再持有角色、席位和委托"),
    why=gettext_lazy("人走了权限还在，账号和数据就可能被不该用的人使用。"),
    seed=_leaver_with_a_role,
    window_days=30,
    weight=4,
    red_line=True,
)
def leavers_hold_nothing(window: Window) -> Iterator[Verdict]:
    """Everybody who left: no role, seat or delegation in force at the end of the window."""
    last = clock.china(window.end - dt.timedelta(microseconds=1)).date()
    holds = {
        _("角色"): Grant.objects.filter(in_force(last), member=OuterRef("pk")),
        _("小组席位"): GroupSeat.objects.filter(Q(end_on=None) | Q(end_on__gt=last), member=OuterRef("pk")),
        _("委托"): Absence.objects.filter(ended_at=None, end_on__gte=last, delegate=OuterRef("pk")),
    }
    rows = Member.objects.filter(is_active=False).annotate(
        **{f"held_{n}": Exists(query) for n, query in enumerate(holds.values())}
    )
    for member in rows.order_by("pk"):
        left = [label for n, label in enumerate(holds) if getattr(member, f"held_{n}")]
        reason = _("仍持有：%(what)s") % {"what": _("、").join(left)} if left else _("已全部收回")
        url = reverse("org:member", args=[member.pk])
        yield Verdict("org.member", member.pk, member.name, not left, reason, url, {"held": left})


def _behead(name: str) -> tuple[str, int]:
    """The violation: the department loses its head from today on and nobody follows."""
    unit = Unit.objects.filter(name=name, is_active=True).first()
    unit = unit or actions.create_unit(name=name, parent=None, by=None)
    for position in Position.objects.filter(in_force(clock.today()), unit=unit, is_head=True).select_related("member"):
        actions.change_position(position=position, title=position.title, is_head=False, by=position.member)
    return "org.unit", unit.pk


def _has_a_head(name: str, window: Window) -> Iterator[Verdict]:
    """The department of that name on the last day of the window: does somebody answer for it?"""
    last = clock.china(window.end - dt.timedelta(microseconds=1)).date()
    for department in queries.named_departments(last):
        unit, heads = department.unit, department.heads
        if unit.name != name:
            continue
        held = _("负责人 %(who)s") % {"who": _("、").join(p.member.name for p in heads)}
        reason = held if heads else _("没有部门负责人")
        facts = {"heads": [p.member_id for p in heads]}
        yield Verdict("org.unit", unit.pk, unit.name, bool(heads), reason, reverse("org:unit", args=[unit.pk]), facts)


for _clause, _name, _title in (
    ("2.2.2", "市场部", gettext_lazy("市场部有负责人")),
    ("2.2.3", "宣传部", gettext_lazy("宣传部有负责人")),
    ("2.2.4", "技术部", gettext_lazy("技术部有负责人")),
):
    probe(
        f"{_clause}.head",
        clause=_clause,
        title=_title,
        why=gettext_lazy("部门没有负责人，条款交给它的职责就没有人承担，部门终审也找不到人。"),
        seed=partial(_behead, _name),
        window_days=1,
        weight=2,
    )(partial(_has_a_head, _name))
