"""Members, units, heads, the leader."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import NotThere
from masthead.org.models import Grant, GroupSeat, ManagementGroup, Member, Position, Role, ScopeKind, Seat, Unit, in_force


def active_members() -> QuerySet[Member]:
    """Members who may sign in, by name."""
    return Member.objects.filter(is_active=True).order_by("name")


def get_member(pk: int) -> Member:
    """A member by key. Raises NotThere."""
    found = Member.objects.filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这位成员。"), code="member_not_there")
    return found


def get_member_by_username(username: str) -> Member | None:
    """A member by sign-in name, or None."""
    return Member.objects.filter(username=username).first()


def member_page_rows(*, text: str = "", unit: Unit | None = None) -> QuerySet[Member]:
    """Members (of a unit and those below it) with their positions and roles of today; three queries whatever the rows."""
    rows = Member.objects.all()
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(username__icontains=text))
    if unit is not None:
        there = Position.objects.filter(in_force(clock.today()), member=OuterRef("pk"), unit__path__startswith=unit.path)
        rows = rows.filter(Exists(there))
    today = Position.objects.filter(in_force(clock.today())).select_related("unit")
    grants = Grant.objects.filter(in_force(clock.today())).select_related("role", "unit", "account_group")
    return rows.prefetch_related(Prefetch("positions", queryset=today), Prefetch("grants", queryset=grants))


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


def primary_unit_id(member: Member) -> int | None:
    """The unit of the member's main position today."""
    row = Position.objects.filter(in_force(clock.today()), member=member).order_by("-is_primary", "pk").values_list("unit_id", flat=True)
    return row.first()


def heads_of(unit_id: int) -> list[Member]:
    """Heads of a unit today; when it has none, of the next unit above."""
    unit = Unit.objects.filter(pk=unit_id).first()
    while unit is not None:
        heads = Position.objects.filter(in_force(clock.today()), unit=unit, is_head=True)
        found = list(Member.objects.filter(positions__in=heads, is_active=True).distinct().order_by("pk"))
        if found:
            return found
        unit = unit.parent
    return []


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


def units_by_path() -> QuerySet[Unit]:
    """Active units, each directly after the one it belongs to (for choices)."""
    return Unit.objects.filter(is_active=True).order_by("path")


def all_roles() -> QuerySet[Role]:
    """Roles that can be given, built-in ones in the order of their making."""
    return Role.objects.order_by("pk")


def positions_of(member: Member) -> QuerySet[Position]:
    """Every position a member holds or held, newest first."""
    return Position.objects.filter(member=member).select_related("unit").order_by("-start_on", "-pk")


def grants_of(member: Member) -> QuerySet[Grant]:
    """Every role a member holds or held, newest first."""
    return Grant.objects.filter(member=member).select_related("role", "unit", "account_group").order_by("-start_on", "-pk")


def get_grant(pk: int) -> Grant:
    """A grant that is in force today. Raises NotThere."""
    found = Grant.objects.filter(in_force(clock.today()), pk=pk).select_related("member", "role").first()
    if found is None:
        raise NotThere(_("没有这项角色，或者它已经收回。"), code="grant_not_there")
    return found


def languages_of(member_ids: Iterable[int]) -> dict[int, str]:
    """{member: interface language} of those who are still here; one query."""
    return dict(Member.objects.filter(pk__in=list(member_ids), is_active=True).values_list("pk", "language"))


def holders_of_role(role_key: str, *, unit_id: int | None = None) -> list[Member]:
    """Active members with the role today whose scope covers `unit_id` (any scope when None), in a stable order."""
    grants = Grant.objects.filter(in_force(clock.today()), role__key=role_key, member__is_active=True).select_related("member", "unit")
    unit = Unit.objects.filter(pk=unit_id).first() if unit_id is not None else None
    found: dict[int, Member] = {}
    for grant in grants.order_by("pk"):
        company = grant.scope_kind == ScopeKind.COMPANY
        below = grant.unit is not None and unit is not None and unit.path.startswith(grant.unit.path)
        if unit_id is None or company or below:
            found.setdefault(grant.member_id, grant.member)
    return list(found.values())
