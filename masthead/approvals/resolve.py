"""From a step's resolver to people. Separation of duties is applied here first, and again when somebody acts.

The resolvers are those of blueprint.py.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from masthead.approvals.models import Mode
from masthead.approvals.registry import Subject
from masthead.org import queries as org
from masthead.org.models import Member, Unit


@dataclass(frozen=True)
class Place:
    """Where a case stands: the unit it belongs to and the member key behind `subject_owner`."""

    unit_id: int | None
    owner_id: int | None = None


Finder = Callable[[dict[str, Any], Place], list[Member]]


def place_of(subject: Subject, thing: Any) -> Place:
    """Where the thing stands now."""
    return Place(subject.unit_id(thing), subject.owner(thing))


def _by_role(resolver: dict[str, Any], place: Place) -> list[Member]:
    return org.holders_of_role(resolver["role"], unit_id=place.unit_id)


def _by_head(_resolver: dict[str, Any], place: Place) -> list[Member]:
    return org.heads_of(place.unit_id) if place.unit_id is not None else []


def _by_parent_head(resolver: dict[str, Any], place: Place) -> list[Member]:
    unit = Unit.objects.filter(pk=place.unit_id).first() if place.unit_id is not None else None
    for _level in range(int(resolver.get("level", 1))):
        unit = unit.parent if unit else None
    return org.heads_of(unit.pk) if unit else []


def _by_leader(_resolver: dict[str, Any], _place: Place) -> list[Member]:
    leader = org.leader_of_group()
    return [leader] if leader else []


def _by_member(resolver: dict[str, Any], _place: Place) -> list[Member]:
    return list(org.active_members().filter(pk=resolver["id"]))


def _by_members(resolver: dict[str, Any], _place: Place) -> list[Member]:
    found = {m.pk: m for m in org.active_members().filter(pk__in=resolver["ids"])}
    return [found[pk] for pk in dict.fromkeys(resolver["ids"]) if pk in found]


def _by_owner(_resolver: dict[str, Any], place: Place) -> list[Member]:
    return list(org.active_members().filter(pk=place.owner_id)) if place.owner_id is not None else []


FINDERS: dict[str, Finder] = {
    "role": _by_role,
    "unit_head": _by_head,
    "leader": _by_leader,
    "member": _by_member,
    "members": _by_members,
    "parent_head": _by_parent_head,
    "subject_owner": _by_owner,
}


def find(resolver: dict[str, Any], place: Place) -> list[Member]:
    """Whom a step names, before anybody is left out."""
    return FINDERS[resolver["kind"]](resolver, place)


@dataclass
class Look:
    """Asks every question once: whom a step names at a place, and who of them holds the capability there. For one page, never kept longer."""

    _named: dict[tuple[str, int | None], list[Member]] = field(default_factory=dict)
    _judged: dict[tuple[str, int | None], dict[int, bool]] = field(default_factory=dict)

    def named(self, resolver: dict[str, Any], place: Place) -> list[Member]:
        """As `find`. Only `subject_owner` depends on whose thing it is, all others on the unit."""
        key = (repr(resolver), place.owner_id if resolver["kind"] == "subject_owner" else place.unit_id)
        if key not in self._named:
            self._named[key] = find(resolver, place)
        return self._named[key]

    def able(self, members: Iterable[Member], subject: Subject, place: Place) -> set[int]:
        """Keys of those who are active and hold the capability for the unit; one query for all who were not judged before."""
        everybody = list(members)
        judged = self._judged.setdefault((subject.capability, place.unit_id), {})
        fresh = [m for m in everybody if m.pk not in judged]
        able = org.who_may(fresh, subject.capability, unit_id=place.unit_id)
        judged.update((m.pk, m.pk in able) for m in fresh)
        return {m.pk for m in everybody if judged[m.pk]}


def fit(
    named: Collection[Member], subject: Subject, place: Place, excluded: Collection[int], *, look: Look | None = None
) -> list[Member]:
    """Those who may decide: active, with the capability for the unit, none of `excluded`. One query."""
    left = [m for m in named if m.pk not in excluded]
    able = (look or Look()).able(left, subject, place)
    return [m for m in left if m.pk in able]


def people_for(
    resolver: dict[str, Any],
    *,
    subject: Subject,
    place: Place,
    excluded: Collection[int],
    look: Look | None = None,
) -> tuple[list[Member], bool]:
    """(people, raised): who decides a step. Nobody left after separation of duties → the group's leader (`raised`), never auto-pass.

    `look` is handed in by one who asks for several steps.
    """
    asked = look or Look()
    if people := fit(asked.named(resolver, place), subject, place, excluded, look=asked):
        return people, False
    return fit(asked.named({"kind": "leader"}, place), subject, place, excluded, look=asked), True


def line_above(place: Place) -> list[Member]:
    """Heads from the unit above upwards, then the leader of the group: whom an overdue task goes to when the flow names nobody."""
    unit = Unit.objects.filter(pk=place.unit_id).first() if place.unit_id is not None else None
    people: list[Member] = org.heads_of(unit.pk) if unit else []
    while unit and unit.parent_id:
        people += org.heads_of(unit.parent_id)
        unit = unit.parent
    return list({m.pk: m for m in [*people, *_by_leader({}, place)]}.values())


def mode_of(step: dict[str, Any]) -> Mode:
    """The step's mode; 或签 when none is named."""
    return Mode(step.get("mode") or Mode.ANY)
