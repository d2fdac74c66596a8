"""Who may what, where. A member's grants are read once per request and kept on the instance."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from masthead.core import clock, context
from masthead.core.permissions import CAPABILITIES
from masthead.org.models import Counter, Grant, Member, ScopeKind, Unit, in_force
from masthead.org.registry import CONDITIONS


@dataclass(frozen=True)
class Scope:
    """Where a capability holds. `company` covers everything; unit ids include all units below the granted ones."""

    company: bool = False
    unit_ids: frozenset[int] = frozenset()
    account_group_ids: frozenset[int] = frozenset()

    @property
    def empty(self) -> bool:
        return not (self.company or self.unit_ids or self.account_group_ids)

    def covers(self, *, unit_id: int | None = None, account_group_id: int | None = None) -> bool:
        """Is a thing of that unit or account group inside?"""
        return self.company or unit_id in self.unit_ids or account_group_id in self.account_group_ids

    def as_q(self, *, unit: str = "", account_group: str = "") -> Q:
        """Filter for rows whose columns `unit`/`account_group` (field paths to ids) lie inside; nothing inside = no rows."""
        if self.company:
            return ~Q(pk__in=[])  # everything; an empty Q() would vanish when a caller joins it with |
        inside = Q(pk__in=[])
        if unit and self.unit_ids:
            inside |= Q(**{f"{unit}__in": self.unit_ids})
        if account_group and self.account_group_ids:
            inside |= Q(**{f"{account_group}__in": self.account_group_ids})
        return inside


def _scopes(member: Member) -> dict[str, Scope]:
    """{capability: scope} of the member today: one query, and one for the unit tree when a grant is limited to a unit."""
    kept: dict[str, Scope] | None = getattr(member, "_kept_scopes", None)
    if kept is not None:
        return kept
    grants = Grant.objects.filter(in_force(clock.today()), member=member)
    rows = list(grants.values_list("role__capabilities__capability", "scope_kind", "unit__path", "account_group_id"))
    paths = {path for _, kind, path, _ in rows if kind == ScopeKind.UNIT and path}
    below: dict[str, set[int]] = {path: set() for path in paths}
    if paths:
        for pk, path in Unit.objects.values_list("pk", "path"):
            for top in paths:
                if path.startswith(top):
                    below[top].add(pk)
    company: set[str] = set()
    units: dict[str, set[int]] = {}
    groups: dict[str, set[int]] = {}
    for name, kind, path, group_id in rows:
        if not name:  # a role without capabilities
            continue
        if kind == ScopeKind.COMPANY:
            company.add(name)
        elif kind == ScopeKind.UNIT:
            units.setdefault(name, set()).update(below.get(path, set()))
        else:
            groups.setdefault(name, set()).add(group_id)
    found = {
        name: Scope(name in company, frozenset(units.get(name, ())), frozenset(groups.get(name, ())))
        for name in company | units.keys() | groups.keys()
    }
    setattr(member, "_kept_scopes", found)  # noqa: B010  not by __dict__: request.user is a wrapper, and this reaches the member inside
    return found


def scope_of(member: Member, capability: str) -> Scope:
    """Where the member holds the capability now; an unmet condition empties it, a key in use narrows it."""
    found = _under_key(member, capability, _scopes(member).get(capability, Scope()))
    if not found.empty and any(c.capability == capability and c.unmet(member) for c in CONDITIONS.values()):
        return Scope()
    return found


def _under_key(member: Member, capability: str, found: Scope) -> Scope:
    """What is left of a right while its member acts through a key: the key's own list, and its departments only.

    A company-wide right that knows no departments cannot be cut down to one: under a limited key it is gone.
    """
    key = context.credential.get()
    if key is None or key.member_id != member.pk:
        return found
    if capability not in key.capabilities:
        return Scope()
    if key.unit_ids is None:
        return found
    known = CAPABILITIES.get(capability)
    if known is not None and not known.scoped:
        return Scope()
    return Scope(unit_ids=key.unit_ids if found.company else found.unit_ids & key.unit_ids)


def may(member: Member, capability: str, *, unit_id: int | None = None, account_group_id: int | None = None) -> bool:
    """Does the member hold the capability for a thing of that unit or account group (or anywhere when neither is given)?"""
    if not member.is_active:
        return False
    found = scope_of(member, capability)
    if unit_id is None and account_group_id is None:
        return not found.empty
    return found.covers(unit_id=unit_id, account_group_id=account_group_id)


def who_may(members: Iterable[Member], capability: str, *, unit_id: int | None = None) -> set[int]:
    """Keys of those who hold the capability as `may` says; one query for all of them, where `may` reads the scopes of each."""
    asked = {m.pk: m for m in members if m.is_active}
    if not asked:
        return set()
    grants = Grant.objects.filter(in_force(clock.today()), member__in=asked, role__capabilities__capability=capability)
    if unit_id is not None:
        grants = grants.filter(Q(scope_kind=ScopeKind.COMPANY) | Q(covers(unit_id)))
    held = set(grants.values_list("member_id", flat=True))
    conditions = [c for c in CONDITIONS.values() if c.capability == capability]
    return {pk for pk in held if not any(c.unmet(asked[pk]) for c in conditions)}


def covers(unit_id: int) -> Exists:
    """For a query of grants: the unit lies in the grant's unit or below it."""
    return Exists(Unit.objects.filter(pk=unit_id, path__startswith=OuterRef("unit__path")))


def counters_of(member: Member) -> dict[str, int]:
    """All kept counters of a member; one query."""
    return dict(Counter.objects.filter(member=member).values_list("key", "value"))
