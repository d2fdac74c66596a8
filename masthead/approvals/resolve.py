"""From a step's resolver to people. Separation of duties is applied here first, and again when somebody acts.

Resolver data: {"kind": "role", "role": key} · {"kind": "unit_head"} · {"kind": "leader"} · {"kind": "member", "id": pk}.
"""

from collections.abc import Callable, Collection
from typing import Any

from masthead.approvals.models import Mode
from masthead.approvals.registry import Subject
from masthead.org import queries as org
from masthead.org.models import Member

Finder = Callable[[dict[str, Any], int | None], list[Member]]


def _by_role(resolver: dict[str, Any], unit_id: int | None) -> list[Member]:
    return org.holders_of_role(resolver["role"], unit_id=unit_id)


def _by_head(_resolver: dict[str, Any], unit_id: int | None) -> list[Member]:
    return org.heads_of(unit_id) if unit_id is not None else []


def _by_leader(_resolver: dict[str, Any], _unit_id: int | None) -> list[Member]:
    leader = org.leader_of_group()
    return [leader] if leader else []


def _by_member(resolver: dict[str, Any], _unit_id: int | None) -> list[Member]:
    return list(org.active_members().filter(pk=resolver["id"]))


FINDERS: dict[str, Finder] = {"role": _by_role, "unit_head": _by_head, "leader": _by_leader, "member": _by_member}


def find(resolver: dict[str, Any], unit_id: int | None) -> list[Member]:
    """Whom a step names, before anybody is left out."""
    return FINDERS[resolver["kind"]](resolver, unit_id)


def people_for(
    resolver: dict[str, Any],
    *,
    subject: Subject,
    unit_id: int | None,
    excluded: Collection[int],
    found: list[Member] | None = None,
    able: Collection[int] | None = None,
) -> tuple[list[Member], bool]:
    """(people, raised): who decides a step. Nobody left after separation of duties → the group's leader (`raised`), never auto-pass.

    A person must be active, hold the subject's capability for the unit, and be none of `excluded`. `found` and `able` may be
    handed in by one who asks for several steps at once.
    """

    def fit(named: list[Member], able: Collection[int] | None) -> list[Member]:
        left = [m for m in named if m.pk not in excluded]
        if able is None:
            able = org.who_may(left, subject.capability, unit_id=unit_id)
        return [m for m in left if m.pk in able]

    people = fit(find(resolver, unit_id) if found is None else found, able)
    if people:
        return people, False
    return fit(_by_leader(resolver, unit_id), None), True


def mode_of(step: dict[str, Any]) -> Mode:
    """The step's mode; 或签 when none is named."""
    return Mode(step.get("mode", Mode.ANY))
