"""Who may what, where. A member's grants are read once per request and kept on the instance (decision 0017)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from time import monotonic

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from masthead.core import clock, context
from masthead.core.permissions import CAPABILITIES
from masthead.core.search.registry import Reach
from masthead.org.models import Grant, Member, ScopeKind, Unit, in_force
from masthead.org.queries.factors import FactorNeed, grant_counts, has_factor
from masthead.org.registry import conditions_on

KEPT_SECONDS = 3.0
Row = tuple[str, str, str, int]
"""(capability, kind of scope, path of the department, account group) of a grant"""


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

    def meets(self, other: "Scope") -> bool:
        """Is there anything that lies inside both?"""
        if self.empty or other.empty:
            return False
        return bool(
            self.company
            or other.company
            or self.unit_ids & other.unit_ids
            or self.account_group_ids & other.account_group_ids
        )

    def contains(self, other: "Scope") -> bool:
        """Does everything of the other lie inside?"""
        return self.company or (
            not other.company and self.unit_ids >= other.unit_ids and self.account_group_ids >= other.account_group_ids
        )

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


NOWHERE = Scope()


class _Epoch:
    """Counts the deeds of this process that change who may what; an answer kept under an older number is not used."""

    number = 0


@dataclass
class _Kept:
    """What was read for one member: good for one day, one epoch, three seconds, and sessions that showed a second factor alike."""

    epoch: int
    day: dt.date
    until: float
    shown: bool
    need: FactorNeed
    scopes: dict[str, Scope]
    unmet: dict[str, str]


def forget_kept_scopes() -> None:
    """Nothing that was kept about capabilities counts any more: called by every deed that changes grants, roles, departments or what a condition asks.

    Races: another thread may read between the deed and its commit, so the commit forgets once more. Other processes read anew with
    every request, and within three seconds in a process that keeps one member for longer.
    """
    _Epoch.number += 1
    connection = transaction.get_connection()
    if connection.in_atomic_block:
        transaction.on_commit(_forget_again, robust=True)


def _forget_again() -> None:
    _Epoch.number += 1


def _kept(member: Member) -> _Kept:
    found: _Kept | None = getattr(member, "_kept_scopes", None)
    today, shown = clock.today(), bool(getattr(member, "_factor_shown", True))
    mark = (_Epoch.number, today, shown)
    if found is not None and (found.epoch, found.day, found.shown) == mark and monotonic() < found.until:
        return found
    rows, need = _read_grants(member, today, shown=shown)
    fresh = _Kept(*mark[:2], monotonic() + KEPT_SECONDS, shown, need, _scopes_of(rows), {})
    setattr(member, "_kept_scopes", fresh)  # noqa: B010  not by __dict__: request.user is a wrapper, and this reaches the member inside
    return fresh


def _read_grants(member: Member, day: dt.date, *, shown: bool) -> tuple[list[Row], FactorNeed]:
    """The grants that count that day, and whether a second factor is required and there; one query.

    A sensitive role gives nothing without a second factor, nor in a session whose sign-in did not show one (`_factor_shown`, set by
    the middleware; work without a session has none).
    """
    columns = ("role__capabilities__capability", "scope_kind", "unit__path", "account_group_id")
    grants = Grant.objects.filter(in_force(day), member=member, role__is_active=True)
    found = list(grants.values_list(*columns, "role__sensitive", has_factor()))
    sensitive = [row for row in found if row[4]]
    has = bool(sensitive) and bool(sensitive[0][5])
    counts = has and shown
    return [row[:4] for row in found if counts or not row[4]], FactorNeed(bool(sensitive), has)


def _scopes_of(rows: list[Row]) -> dict[str, Scope]:
    """{capability: scope}; one query for the unit tree when a grant is limited to a unit."""
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
    return {
        name: Scope(name in company, frozenset(units.get(name, ())), frozenset(groups.get(name, ())))
        for name in company | units.keys() | groups.keys()
    }


def granted_scope(member: Member, capability: str) -> Scope:
    """Where roles give the capability, whatever its conditions say."""
    return _kept(member).scopes.get(capability, NOWHERE)


def granted_capabilities(member: Member) -> dict[str, Scope]:
    """Everything that roles give the member today, whatever the conditions say."""
    return _kept(member).scopes


def unmet_condition(member: Member, capability: str) -> str:
    """Why a granted capability does not count for the member now; '' when it does. Asked once while the scopes are kept."""
    conditions = conditions_on(capability)
    if not conditions:
        return ""
    kept = _kept(member)
    if capability not in kept.unmet:
        kept.unmet[capability] = next((why for c in conditions if (why := c.unmet(member))), "")
    return kept.unmet[capability]


def factor_need_of(member: Member) -> FactorNeed:
    """Whether a second factor is required and there, out of the grants that are read for every page anyway."""
    return _kept(member).need


def scope_of(member: Member, capability: str) -> Scope:
    """Where the member holds the capability now; an unmet condition empties it, a key in use narrows it."""
    found = _under_key(member, capability, granted_scope(member, capability))
    if not found.empty and unmet_condition(member, capability):
        return NOWHERE
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


def reach_of(member: Member, capability: str, *, own: bool = False) -> Reach:
    """The capability's scope as the search index asks for it; `own` adds what names the member."""
    scope = scope_of(member, capability) if member.is_active else Scope()
    return Reach(scope.company, scope.unit_ids, scope.account_group_ids, member.pk if own else None)


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
    grants = Grant.objects.filter(
        in_force(clock.today()),
        grant_counts(),
        member__in=asked,
        role__is_active=True,
        role__capabilities__capability=capability,
    )
    if unit_id is not None:
        grants = grants.filter(Q(scope_kind=ScopeKind.COMPANY) | Q(covers(unit_id)))
    held = set(grants.values_list("member_id", flat=True))
    conditions = conditions_on(capability)
    return {pk for pk in held if not any(c.unmet(asked[pk]) for c in conditions)}


def covers(unit_id: int) -> Exists:
    """For a query of grants: the unit lies in the grant's unit or below it."""
    return Exists(Unit.objects.filter(pk=unit_id, path__startswith=OuterRef("unit__path")))
