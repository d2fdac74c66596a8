"""Doors of `org`: oneself, members, departments."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query

from masthead.core import context
from masthead.core.permissions import for_every_member, requires
from masthead.core.rest import Doors, Key, Listed, Named, Out, Paging, Search, caller, listed
from masthead.org import queries
from masthead.org.models import Member, Unit

doors = Doors("org", _("成员与部门"))


class KeyOut(Out):
    id: int
    name: str
    kind: str
    capabilities: list[str]
    limited_to_units: list[int] | None


class MeOut(Out):
    member: Named
    key: KeyOut


class UnitOut(Out):
    id: int
    name: str
    parent_id: int | None
    depth: int


class PositionOut(Out):
    unit: Named
    title: str
    is_head: bool


class MemberOut(Out):
    id: int
    name: str
    is_active: bool
    positions: list[PositionOut]
    roles: list[str]


class UnitsOut(Out):
    items: list[UnitOut]


def named(thing: Any) -> dict[str, Any]:
    """A row by key and name."""
    return {"id": thing.pk, "name": str(thing)}


def unit_of(unit: Unit) -> dict[str, Any]:
    return {"id": unit.pk, "name": unit.name, "parent_id": unit.parent_id, "depth": unit.depth}


def member_of(member: Member) -> dict[str, Any]:
    places = [{"unit": named(p.unit), "title": p.title, "is_head": p.is_head} for p in member.positions.all()]
    roles = sorted({grant.role.key for grant in member.grants.all()})
    return {
        "id": member.pk,
        "name": member.name,
        "is_active": member.is_active,
        "positions": places,
        "roles": roles,
    }


@doors.get("/me", _("读取本人和当前密钥"), MeOut)
@for_every_member
def me(request: HttpRequest) -> Any:
    key = context.credential.get()
    assert key is not None
    limits = None if key.unit_ids is None else sorted(key.unit_ids)
    facts = {"id": key.key_id, "name": key.name, "kind": key.kind, "capabilities": sorted(key.capabilities)}
    return {"member": named(caller(request)), "key": {**facts, "limited_to_units": limits}}


@doors.get("/units", _("列出部门"), UnitsOut)
@requires("org.member.read")
def units(request: HttpRequest) -> Any:
    return {"items": [unit_of(unit) for unit in queries.units_visible_to(caller(request))]}


@doors.get("/members", _("列出成员"), Listed[MemberOut])
@requires("org.member.read")
def members(request: HttpRequest, paging: Query[Paging], q: Search = "") -> Any:
    rows = queries.members_visible_to(caller(request), text=q)
    return listed(request, rows, paging, order=["name", "pk"], shape=member_of)


@doors.get("/members/{pk}", _("读取一位成员"), MemberOut)
@requires("org.member.read")
def member(request: HttpRequest, pk: Key) -> Any:
    return member_of(queries.get_member_for(caller(request), pk))
