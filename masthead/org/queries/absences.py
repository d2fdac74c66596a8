"""Who acts for whom while somebody is away."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from masthead.core import clock, context
from masthead.core.errors import NotThere
from masthead.core.permissions import CAPABILITIES, Capability
from masthead.org.models import Absence, Member
from masthead.org.queries.scopes import granted_capabilities, may, who_may


def _acting(day: dt.date) -> QuerySet[Absence]:
    """Absences whose delegate acts on `day`, the newest first."""
    rows = Absence.objects.filter(ended_at=None, start_on__lte=day, end_on__gte=day)
    return rows.select_related("member", "delegate").order_by("-start_on", "-pk")


def is_absent(member: Member, *, on: dt.date) -> bool:
    """Has the member named a delegate for that day?"""
    return _acting(on).filter(member=member).exists()


def delegate_of(member: Member, *, on: dt.date, capability: str, unit_id: int | None = None) -> Member | None:
    """Who acts for an absent member in matters of `capability` on `on`, or None: nobody named, or the delegate may not (any more).

    A delegation gives no right: the delegate must hold the capability (for the unit, when one is given), be here, and not be away too
    (never a chain). Separation of duties stays with the caller: the delegate is judged like any other person.
    """
    named = [a for a in _acting(on).filter(member=member) if a.covers(capability)]
    if not named:
        return None
    away = set(_acting(on).filter(member__in=[a.delegate_id for a in named]).values_list("member_id", flat=True))
    for absence in named:
        delegate = absence.delegate
        if delegate.pk not in away and may(delegate, capability, unit_id=unit_id):
            return delegate
    return None


def delegates_of(
    members: Iterable[Member], *, on: dt.date, capability: str, unit_id: int | None = None
) -> dict[int, Member]:
    """{absent member's key: who acts}: `delegate_of` for many at once; one query when nobody is away, else two, however many are asked for."""
    away = Absence.objects.filter(ended_at=None, start_on__lte=on, end_on__gte=on, member=OuterRef("delegate"))
    rows = _acting(on).filter(~Exists(away), member__in={m.pk for m in members})
    named = [absence for absence in rows if absence.covers(capability)]
    able = _able({a.delegate_id: a.delegate for a in named}, capability, unit_id)
    found: dict[int, Member] = {}
    for absence in named:
        if absence.delegate_id in able:
            found.setdefault(absence.member_id, absence.delegate)
    return found


def _able(delegates: dict[int, Member], capability: str, unit_id: int | None) -> set[int]:
    """Who of them may act; one who works through a key just now may do no more than the key allows."""
    able, key = who_may(delegates.values(), capability, unit_id=unit_id), context.credential.get()
    if key is not None and key.member_id in able and not may(delegates[key.member_id], capability, unit_id=unit_id):
        able.discard(key.member_id)
    return able


def delegators_of(delegate: Member, *, on: dt.date, capability: str, unit_id: int | None = None) -> list[Member]:
    """For whom this member acts in matters of `capability` on `on`: the reverse of `delegate_of`."""
    if not may(delegate, capability, unit_id=unit_id) or is_absent(delegate, on=on):
        return []
    found = {a.member_id: a.member for a in _acting(on).filter(delegate=delegate) if a.covers(capability)}
    acting = delegates_of(found.values(), on=on, capability=capability, unit_id=unit_id)
    return [m for m in found.values() if acting.get(m.pk) == delegate]


def absences_of(member: Member) -> list[Absence]:
    """Everything that the member handed over or took over, running and coming ones first, then the latest twenty."""
    rows = Absence.objects.filter(Q(member=member) | Q(delegate=member))
    rows = rows.select_related("member", "delegate", "made_by", "ended_by").order_by("-start_on", "-pk")
    found, today = list(rows[:40]), clock.today()
    running = [a for a in found if a.ended_at is None and a.end_on >= today]
    return running + [a for a in found if a not in running][:20]


def absences_running(member: Member) -> list[Absence]:
    """Running or coming absences that name the member on either side."""
    today = clock.today()
    rows = Absence.objects.filter(Q(member=member) | Q(delegate=member), ended_at=None, end_on__gte=today)
    return list(rows.select_related("member", "delegate").order_by("start_on", "pk"))


def all_absences_running() -> QuerySet[Absence]:
    """Everybody's running and coming absences, the earliest first."""
    rows = Absence.objects.filter(ended_at=None, end_on__gte=clock.today())
    return rows.select_related("member", "delegate").order_by("start_on", "pk")


def get_absence_for(reader: Member, pk: int) -> Absence:
    """An absence that the reader has to do with, or any for who manages the organisation. Raises NotThere."""
    found = Absence.objects.filter(pk=pk).select_related("member", "delegate").first()
    if found is None or not (reader.pk in (found.member_id, found.delegate_id) or may(reader, "org.manage")):
        raise NotThere(_("没有这项缺勤委托。"), code="absence_not_there")
    return found


def delegable_capabilities(member: Member) -> list[Capability]:
    """What a member may hand over: every deed that the member holds (reading needs no delegate)."""
    held = granted_capabilities(member)
    return [c for c in CAPABILITIES.values() if c.name in held and not c.name.endswith((".read", ".read_all", ".list"))]
