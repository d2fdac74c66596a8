"""Roles, what they allow, and who holds them where."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core import clock
from masthead.core.errors import NotThere
from masthead.core.permissions import CAPABILITIES, Capability
from masthead.org.models import AccountGroup, Grant, Member, Role, RoleCapability, in_force
from masthead.org.queries.scopes import granted_capabilities, unmet_condition
from masthead.org.registry import Condition, conditions_on

ROOMS: dict[str, str | Promise] = {
    "org": gettext_lazy("组织"),
    "trail": gettext_lazy("留痕"),
    "notify": gettext_lazy("通知"),
    "approvals": gettext_lazy("审批"),
    "rulebook": gettext_lazy("制度"),
    "vault": gettext_lazy("保险箱"),
    "platforms": gettext_lazy("平台"),
    "collab": gettext_lazy("协作"),
    "accounts": gettext_lazy("账号"),
    "planning": gettext_lazy("计划"),
    "budget": gettext_lazy("预算"),
    "compliance": gettext_lazy("合规"),
    "training": gettext_lazy("培训"),
    "content": gettext_lazy("内容"),
    "publishing": gettext_lazy("发布"),
    "engagement": gettext_lazy("互动"),
    "analytics": gettext_lazy("数据"),
    "reports": gettext_lazy("报告"),
    "risk": gettext_lazy("风险"),
    "emergency": gettext_lazy("应急"),
    "evaluation": gettext_lazy("评估"),
    "appraisal": gettext_lazy("考核"),
    "web": gettext_lazy("系统"),
}


@dataclass
class CapabilityLine:
    """One capability on a page: is it in the role, what gates it, and (on a member's page) why it does not count now."""

    capability: Capability
    held: bool = False
    conditions: list[Condition] = field(default_factory=list)
    unmet: str = ""
    holders: set[str] = field(default_factory=set)


@dataclass
class RoomLines:
    """Capabilities of one room, in the order of their clauses."""

    key: str
    label: str | Promise
    lines: list[CapabilityLine]


def roles_page() -> list[Role]:
    """Every role with the number of people who hold it today (`people`); built-in ones first, then own ones, then those out of use."""
    today = clock.today()
    in_force_grants = Q(grants__start_on__lte=today) & (Q(grants__end_on=None) | Q(grants__end_on__gte=today))
    rows = Role.objects.annotate(
        people=Count("grants__member", filter=in_force_grants & Q(grants__member__is_active=True), distinct=True)
    )
    return list(rows.order_by("-is_active", "-built_in", "pk"))


def get_role(pk: int) -> Role:
    """A role. Raises NotThere."""
    found = Role.objects.filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这个角色。"), code="role_not_there")
    return found


def capability_names(role: Role) -> set[str]:
    """Names of what the role allows; those that the software no longer knows are left out."""
    return {
        c for c in RoleCapability.objects.filter(role=role).values_list("capability", flat=True) if c in CAPABILITIES
    }


def holders_in_force(role: Role) -> list[Grant]:
    """Grants of the role that hold today, or will, by member."""
    rows = Grant.objects.filter(Q(end_on=None) | Q(end_on__gte=clock.today()), role=role, member__is_active=True)
    return list(
        rows.select_related("member", "role", "unit", "account_group", "given_by").order_by("member__name", "pk")
    )


def by_room(lines: Iterable[CapabilityLine]) -> list[RoomLines]:
    """Lines grouped by the room that declared the capability, rooms in the order of their floors."""
    rooms: dict[str, list[CapabilityLine]] = {}
    for line in lines:
        rooms.setdefault(line.capability.name.partition(".")[0], []).append(line)
    places = {key: place for place, key in enumerate(ROOMS)}
    ordered = sorted(rooms, key=lambda key: (places.get(key, len(places)), key))
    return [RoomLines(key, ROOMS.get(key, key), sorted(rooms[key], key=_place)) for key in ordered]


def _place(line: CapabilityLine) -> tuple[str, str]:
    return line.capability.clause, line.capability.name


def role_matrix(role: Role | None = None) -> list[RoomLines]:
    """Every capability, marked when the role holds it."""
    held = capability_names(role) if role else set()
    return by_room(CapabilityLine(c, c.name in held, conditions_on(c.name)) for c in CAPABILITIES.values())


def whole_matrix(roles: list[Role]) -> list[RoomLines]:
    """Every capability with the keys of the roles that hold it; one query."""
    holders: dict[str, set[str]] = {}
    for key, name in RoleCapability.objects.filter(role__in=roles).values_list("role__key", "capability"):
        holders.setdefault(name, set()).add(key)
    return by_room(
        CapabilityLine(c, conditions=conditions_on(c.name), holders=holders.get(c.name, set()))
        for c in CAPABILITIES.values()
    )


def rights_of(member: Member) -> list[RoomLines]:
    """What a member may do today, room by room, with the reason where a condition is not met."""
    held = granted_capabilities(member)
    return by_room(
        CapabilityLine(c, held=True, conditions=conditions_on(c.name), unmet=unmet_condition(member, c.name))
        for c in CAPABILITIES.values()
        if c.name in held
    )


def unmet_of(member: Member) -> list[CapabilityLine]:
    """Granted capabilities that do not count for the member now, with the reason."""
    lines = [line for room in rights_of(member) for line in room.lines]
    return [line for line in lines if line.unmet]


def account_groups() -> QuerySet[AccountGroup]:
    """Account groups by name, each with the number of grants that are limited to it today (`people`)."""
    return AccountGroup.objects.order_by("name")


def get_account_group(pk: int) -> AccountGroup:
    """An account group. Raises NotThere."""
    found = AccountGroup.objects.filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这个账号组。"), code="account_group_not_there")
    return found


def people_of_groups() -> dict[int, int]:
    """{account group: people with a role limited to it today}."""
    rows = Grant.objects.filter(in_force(clock.today()), account_group__isnull=False, member__is_active=True)
    return dict(rows.values_list("account_group").annotate(n=Count("member", distinct=True)))
