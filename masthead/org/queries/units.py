"""Departments, their heads, the management group."""

from django.db.models import Exists, OuterRef, QuerySet

from masthead.core import clock
from masthead.org.models import GroupSeat, ManagementGroup, Member, Position, Seat, Unit, in_force
from masthead.org.queries.scopes import scope_of


def units_tree() -> list[Unit]:
    """All units, parents before children, siblings in their order."""
    units = list(Unit.objects.order_by("order", "pk"))
    children: dict[int | None, list[Unit]] = {}
    for unit in units:
        children.setdefault(unit.parent_id, []).append(unit)
    found: list[Unit] = []

    def walk(parent: int | None) -> None:
        for unit in children.get(parent, []):
            found.append(unit)
            walk(unit.pk)

    walk(None)
    return found


def heads_of(unit_id: int) -> list[Member]:
    """Heads of a unit today; when it has none, of the next unit above."""
    above = Unit.objects.filter(pk=unit_id, path__startswith=OuterRef("unit__path"))
    rows = department_heads().filter(Exists(above), member__is_active=True).order_by("member_id")
    nearest = max((len(row.unit.path) for row in rows), default=0)
    return list({row.member_id: row.member for row in rows if len(row.unit.path) == nearest}.values())


def department_heads() -> QuerySet[Position]:
    """Every head's position today."""
    return Position.objects.filter(in_force(clock.today()), is_head=True).select_related("member", "unit")


def leader_of_group() -> Member | None:
    """The leader 组长 of the management group today; on the day of a change the newer one."""
    seats = GroupSeat.objects.filter(in_force(clock.today()), seat=Seat.LEADER, member__is_active=True)
    seat = seats.select_related("member").order_by("-start_on", "-pk").first()
    return seat.member if seat else None


def company_exists() -> bool:
    """Has the set-up been done?"""
    return ManagementGroup.objects.exists()


def management_group() -> ManagementGroup | None:
    """The management group, or None before the set-up."""
    return ManagementGroup.objects.first()


def seats_today() -> list[GroupSeat]:
    """Seats of the management group in force today, the leader first."""
    rows = GroupSeat.objects.filter(in_force(clock.today())).select_related("member")
    return sorted(rows, key=lambda s: (s.seat != Seat.LEADER, s.start_on, s.pk))


def sits_in_group(member: Member) -> bool:
    """Has the member a seat in the management group today?"""
    return GroupSeat.objects.filter(in_force(clock.today()), member=member).exists()


def units_by_path() -> QuerySet[Unit]:
    """Active units, each directly after the one it belongs to (for choices)."""
    return Unit.objects.filter(is_active=True).order_by("path")


def units_visible_to(reader: Member) -> list[Unit]:
    """The departments whose members the reader may see, as a tree: parents before children."""
    scope = scope_of(reader, "org.member.read")
    return [u for u in units_tree() if scope.company or u.pk in scope.unit_ids]


def heads_without_seat() -> list[Position]:
    """Heads of departments who do not sit in the management group (clause 2.1 wants them there)."""
    seated = GroupSeat.objects.filter(in_force(clock.today()), member=OuterRef("member"))
    return list(department_heads().filter(~Exists(seated), member__is_active=True).order_by("unit__path", "pk"))
