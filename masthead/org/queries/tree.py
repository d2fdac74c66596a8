"""The organisation as a tree: today with figures and heads, or as it was on any day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core import clock
from masthead.core.errors import NotThere
from masthead.org.models import Grant, Member, Position, Unit, UnitVersion, in_force
from masthead.org.queries.scopes import scope_of
from masthead.org.registry import UNIT_HOLDINGS, Held


@dataclass
class Node:
    """A department on a day, with the positions held in it that day; `below` counts people here and in everything under it."""

    unit_id: int
    name: str
    parent_id: int | None
    order: int
    depth: int = 0
    positions: list[Position] = field(default_factory=list)
    below: int = 0

    @property
    def heads(self) -> list[Member]:
        return [p.member for p in self.positions if p.is_head]


@dataclass(frozen=True)
class Blocker:
    """Why a department cannot be closed yet."""

    label: str | Promise
    items: Sequence[Held]
    advice: str | Promise


def organisation_on(day: dt.date) -> list[Node]:
    """Every department that there was on `day`, parents first, siblings in their order; three queries.

    A department without kept versions counts as it is now.
    """
    versions = UnitVersion.objects.filter(in_force(day))
    nodes = {v.unit_id: Node(v.unit_id, v.name, v.parent_id, v.order) for v in versions}
    for unit in _unversioned():
        if unit.is_active or (unit.closed_on is not None and unit.closed_on > day):
            nodes.setdefault(unit.pk, Node(unit.pk, unit.name, unit.parent_id, unit.order))
    positions = Position.objects.filter(in_force(day)).select_related("member").order_by("-is_head", "start_on", "pk")
    for position in positions:
        if position.unit_id in nodes:
            nodes[position.unit_id].positions.append(position)
    return _in_order(nodes)


def _unversioned() -> Sequence[Unit]:
    return list(Unit.objects.exclude(pk__in=UnitVersion.objects.values("unit")))


def _in_order(nodes: dict[int, Node]) -> list[Node]:
    children: dict[int | None, list[Node]] = {}
    for node in nodes.values():
        children.setdefault(node.parent_id if node.parent_id in nodes else None, []).append(node)
    found: list[Node] = []

    def walk(parent: int | None, depth: int) -> set[int]:
        people: set[int] = set()
        for node in sorted(children.get(parent, []), key=lambda n: (n.order, n.unit_id)):
            node.depth = depth
            found.append(node)
            here = {p.member_id for p in node.positions} | walk(node.unit_id, depth + 1)
            node.below = len(here)
            people |= here
        return people

    walk(None, 0)
    return found


def nodes_visible_to(reader: Member, day: dt.date) -> list[Node]:
    """The tree as far as the reader may see members; names of departments above the scope are left out."""
    scope = scope_of(reader, "org.member.read")
    return [n for n in organisation_on(day) if scope.company or n.unit_id in scope.unit_ids]


def get_unit_for(reader: Member, pk: int) -> Unit:
    """A department that the reader may see. Raises NotThere."""
    found = Unit.objects.filter(pk=pk).select_related("parent").first()
    if found is None or not scope_of(reader, "org.member.read").covers(unit_id=found.pk):
        raise NotThere(_("没有这个部门，或不在您的管理范围内。"), code="unit_not_there")
    return found


def versions_of(unit: Unit) -> list[UnitVersion]:
    """What the department was called and where it hung, the latest first."""
    return list(UnitVersion.objects.filter(unit=unit).select_related("parent").order_by("-start_on", "-pk"))


def possible_parents(unit: Unit) -> list[int]:
    """Departments under which this one may be hung: not itself, nothing below it, nothing closed."""
    rows = Unit.objects.filter(is_active=True).exclude(path__startswith=unit.path)
    return list(rows.values_list("pk", flat=True))


def _not_over(day: dt.date) -> Q:
    """In force, or still to come."""
    return Q(end_on=None) | Q(end_on__gte=day)


def find_blockers(unit: Unit) -> list[Blocker]:
    """Everything that must be settled before the department can be dissolved."""
    today = clock.today()
    children = [
        Held(u.name, reverse("org:unit", args=[u.pk])) for u in Unit.objects.filter(parent=unit, is_active=True)
    ]
    people = [
        Held(f"{p.member.name} · {p.title}", reverse("org:member", args=[p.member_id]))
        for p in Position.objects.filter(_not_over(today), unit=unit).select_related("member")
    ]
    roles = [
        Held(f"{g.member.name} · {_(g.role.name)}", reverse("org:member", args=[g.member_id]))
        for g in Grant.objects.filter(_not_over(today), unit=unit).select_related("member", "role")
    ]
    own = [
        Blocker(gettext_lazy("下级部门"), children, gettext_lazy("请先把下级部门移走或撤销。")),
        Blocker(gettext_lazy("在岗成员"), people, gettext_lazy("请先为成员办理调岗，或改用「合并」把人员一并转入。")),
        Blocker(gettext_lazy("限定本部门的角色"), roles, gettext_lazy("请先收回这些角色，或改授其他范围。")),
    ]
    rooms = [Blocker(h.label, h.find(unit), h.advice) for h in sorted(UNIT_HOLDINGS.values(), key=lambda h: h.order)]
    return [b for b in own + rooms if b.items]
