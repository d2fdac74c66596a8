"""Members, their positions and their roles."""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from masthead.core import clock, context
from masthead.core.errors import NotThere
from masthead.org.models import Grant, GroupSeat, Member, Position, Role, ScopeKind, Unit, in_force
from masthead.org.queries.scopes import covers, scope_of


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
        there = Position.objects.filter(
            in_force(clock.today()), member=OuterRef("pk"), unit__path__startswith=unit.path
        )
        rows = rows.filter(Exists(there))
    today = Position.objects.filter(in_force(clock.today())).select_related("unit")
    grants = Grant.objects.filter(in_force(clock.today())).select_related("role", "unit", "account_group")
    return rows.prefetch_related(Prefetch("positions", queryset=today), Prefetch("grants", queryset=grants))


def members_visible_to(reader: Member, *, text: str = "", unit: Unit | None = None) -> QuerySet[Member]:
    """What the list page shows to this reader: members of the departments in scope, all of them for a company-wide role."""
    rows, scope = member_page_rows(text=text, unit=unit), scope_of(reader, "org.member.read")
    if scope.company:
        return rows
    there = Position.objects.filter(in_force(clock.today()), member=OuterRef("pk"), unit__in=scope.unit_ids)
    return rows.filter(Q(pk=reader.pk) | Exists(there))


def members_in_state(rows: QuerySet[Member], state: str) -> QuerySet[Member]:
    """Those who are here (the usual list), those who left, those without a role, or all."""
    if state == "left":
        return rows.filter(is_active=False)
    if state == "all":
        return rows
    rows = rows.filter(is_active=True)
    if state == "idle":
        return rows.filter(~Exists(Grant.objects.filter(in_force(clock.today()), member=OuterRef("pk"))))
    return rows


def get_position_for(reader: Member, pk: int) -> Position:
    """A position that has not ended, of a member whom the reader may see. Raises NotThere."""
    not_over = Q(end_on=None) | Q(end_on__gte=clock.today())
    found = Position.objects.filter(not_over, pk=pk).select_related("unit", "member").first()
    if found is None:
        raise NotThere(_("没有这个岗位，或者它已经结束。"), code="position_not_there")
    get_member_for(reader, found.member_id)
    return found


def get_member_for(reader: Member, pk: int) -> Member:
    """A member whom the reader may see. Raises NotThere."""
    found = members_visible_to(reader).filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这位成员，或不在您的管理范围内。"), code="member_not_there")
    return found


def primary_unit_id(member: Member) -> int | None:
    """The unit of the member's main position today."""
    row = (
        Position.objects.filter(in_force(clock.today()), member=member)
        .order_by("-is_primary", "pk")
        .values_list("unit_id", flat=True)
    )
    return row.first()


def work_paths(member: Member) -> list[str]:
    """Paths of the departments in which the member works today; one query for a request."""
    rows = Position.objects.filter(in_force(clock.today()), member=member).values_list("unit__path", flat=True)
    return context.once(member, "org.work_paths", lambda: list(rows))


def all_roles() -> QuerySet[Role]:
    """Roles that can be given, built-in ones in the order of their making."""
    return Role.objects.order_by("pk")


def positions_of(member: Member) -> QuerySet[Position]:
    """Every position a member holds or held, newest first."""
    return Position.objects.filter(member=member).select_related("unit").order_by("-start_on", "-pk")


def grants_of(member: Member) -> QuerySet[Grant]:
    """Every role a member holds or held, newest first."""
    return (
        Grant.objects.filter(member=member).select_related("role", "unit", "account_group").order_by("-start_on", "-pk")
    )


def get_grant(pk: int) -> Grant:
    """A grant that is in force today. Raises NotThere."""
    found = Grant.objects.filter(in_force(clock.today()), pk=pk).select_related("member", "role").first()
    if found is None:
        raise NotThere(_("没有这项角色，或者它已经收回。"), code="grant_not_there")
    return found


def holders_of_role(role_key: str, *, unit_id: int | None = None) -> list[Member]:
    """Active members with the role today whose scope covers `unit_id` (any scope when None), in a stable order."""
    grants = Grant.objects.filter(in_force(clock.today()), role__key=role_key, member__is_active=True).select_related(
        "member"
    )
    if unit_id is not None:
        grants = grants.filter(Q(scope_kind=ScopeKind.COMPANY) | Q(covers(unit_id)))
    return list({grant.member_id: grant.member for grant in grants.order_by("pk")}.values())


def seats_of(member: Member) -> QuerySet[GroupSeat]:
    """Every seat in the management group that a member holds or held, newest first."""
    return GroupSeat.objects.filter(member=member).select_related("group").order_by("-start_on", "-pk")


def get_grant_for(reader: Member, pk: int) -> Grant:
    """A grant in force today of a member whom the reader may see. Raises NotThere."""
    grant = get_grant(pk)
    get_member_for(reader, grant.member_id)
    return grant


def has_colleagues() -> bool:
    """Are there three people, so that one can write, one can review and one can publish?"""
    return Member.objects.filter(is_active=True).count() >= 3
