"""Departments: set up, renamed, moved, merged, closed. What they were before stays readable by date."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import BadInput, RuleBroken, Stale
from masthead.org.events import OrgEvent
from masthead.org.models import Grant, ManagementGroup, Member, Position, Unit, UnitVersion, in_force
from masthead.org.queries import find_blockers, forget_kept_scopes
from masthead.org.registry import UNIT_HOLDINGS
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

DEEPEST = 8
LEAST_REASON = 4
DAY = dt.timedelta(days=1)


@guarded("2.1")
@transaction.atomic
def create_unit(*, name: str, parent: Unit | None, by: Member | None, order: int = 50) -> Unit:
    """Add a department below `parent` (None = the company itself).

    Clause: 2.1.  Raises: BadInput for an empty or repeated name.  Events: org:unit:created.
    Races: the rows of the tree are locked, a move of the parent waits.
    """
    _lock_tree()
    name = _fit_name(name, parent_id=parent.pk if parent else None)
    if parent is not None:
        parent = Unit.objects.get(pk=parent.pk)  # its path may have moved while we waited
        _require_open(parent)
        _require_depth(parent, deeper=1)
    unit = Unit.objects.create(name=name, parent=parent, order=order)
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    UnitVersion.objects.create(unit=unit, name=name, parent=parent, order=order, start_on=clock.today())
    forget_kept_scopes()
    trail.record(OrgEvent.UNIT_CREATED, target=unit, by=by, data={"parent": parent.pk if parent else None})
    return unit


@guarded("2.1")
@transaction.atomic
def change_unit(*, unit: Unit, name: str, order: int, by: Member, at: dt.datetime | None = None) -> Unit:
    """Rename a department or give it another place among its siblings; what it was called before stays readable by date.

    Clause: 2.1.  Raises: BadInput for an empty or repeated name, RuleBroken for a closed one.  Events: org:unit:changed.
    """
    _lock_tree()
    now = Unit.objects.get(pk=unit.pk)
    _require_open(now)
    name = _fit_name(name, parent_id=now.parent_id, but=now.pk)
    if (name, order) == (now.name, now.order):
        return now
    before = {"name": now.name, "order": now.order}
    _keep_past(now, at)
    now.name, now.order = name, order
    now.save(update_fields=["name", "order"])
    _begin_version(now, at)
    trail.record(OrgEvent.UNIT_CHANGED, target=now, by=by, data={"before": before, "name": name, "order": order})
    return now


@guarded("2.1")
@transaction.atomic
def move_unit(
    *, unit: Unit, parent: Unit, by: Member, seen_parent_id: int | None = None, at: dt.datetime | None = None
) -> Unit:
    """Hang a department, with everything below it, under another one; scopes follow at once.

    Clause: 2.1.  Raises: RuleBroken for a cycle, the company itself or too deep a tree; Stale when it hangs elsewhere than the page said.
    Events: org:unit:moved.
    Races: the rows of the tree are locked in one order, so two moves come one after the other and the second sees the first: A under B
    and B under A at the same time end with one refusal, and all paths below are rewritten by one UPDATE.
    """
    _lock_tree()
    now, under = Unit.objects.get(pk=unit.pk), Unit.objects.get(pk=parent.pk)
    _require_open(now)
    _require_open(under)
    if seen_parent_id is not None and now.parent_id != seen_parent_id:
        raise Stale(_("部门「%(name)s」刚刚被调整过。") % {"name": now.name}, code="unit_moved", clause="2.1")
    if now.parent_id is None:
        raise RuleBroken(_("公司是最上层，不能移到别的部门之下。"), code="unit_root", clause="2.1")
    if under.path.startswith(now.path):
        raise RuleBroken(
            _("不能把「%(name)s」移到它自己或它的下级之下。") % {"name": now.name},
            code="unit_cycle",
            clause="2.1",
            advice=_("请另选上级；需要对调时，先把下级移出来。"),
        )
    if under.pk == now.parent_id:
        return now
    _require_depth(under, deeper=_height(now) + 1)
    _fit_name(now.name, parent_id=under.pk, but=now.pk)
    before = now.parent_id
    _keep_past(now, at)
    _rewrite_paths(now, under)
    _begin_version(now, at)
    forget_kept_scopes()
    trail.record(OrgEvent.UNIT_MOVED, target=now, by=by, data={"from": before, "to": under.pk, "path": now.path})
    return now


@guarded("2.1")
@transaction.atomic
def close_unit(*, unit: Unit, by: Member, reason: str, at: dt.datetime | None = None) -> Unit:
    """Dissolve a department in which nobody and nothing is left.

    Clause: 2.1.  Raises: RuleBroken naming what is still there and what to do, BadInput without a reason.  Events: org:unit:closed.
    Races: the locked tree keeps new departments out; positions ask for an open department under the same lock.
    """
    _require_reason(reason)
    _lock_tree()
    now = Unit.objects.get(pk=unit.pk)
    _require_open(now)
    if now.parent_id is None:
        raise RuleBroken(_("公司本身不能撤销。"), code="unit_root", clause="2.1")
    blockers = find_blockers(now)
    if blockers:
        raise RuleBroken(
            _("「%(name)s」还不能撤销：%(what)s。")
            % {"name": now.name, "what": _("；").join(f"{b.label} {len(b.items)}" for b in blockers)},
            code="unit_in_use",
            clause="2.1",
            advice=" ".join(str(b.advice) for b in blockers),
        )
    _close(now, at)
    trail.record(OrgEvent.UNIT_CLOSED, target=now, by=by, reason=reason.strip())
    return now


@guarded("2.1")
@transaction.atomic
def merge_unit(*, unit: Unit, into: Unit, by: Member, reason: str, at: dt.datetime | None = None) -> Unit:
    """Merge a department into another: its people, sub-departments and scoped roles go along, then it is dissolved.

    Clause: 2.1.  Raises: RuleBroken when it would swallow itself or a room cannot carry its things along.  Events: org:unit:merged.
    Races: one locked tree, one transaction; heads become ordinary holders of their positions (one house has its own head).
    """
    _require_reason(reason)
    _lock_tree()
    now, target = Unit.objects.get(pk=unit.pk), Unit.objects.get(pk=into.pk)
    _require_open(now)
    _require_open(target)
    if now.parent_id is None or target.path.startswith(now.path):
        raise RuleBroken(_("不能并入自己或自己的下级。"), code="unit_cycle", clause="2.1", advice=_("请另选一个部门。"))
    _carry_rooms(now, target, by)
    moved = _carry_people(now, target, clock.china(at or clock.now()).date())
    for child in Unit.objects.filter(parent=now, is_active=True):
        move_unit(unit=child, parent=target, by=by, at=at)
    _close(now, at)
    forget_kept_scopes()
    data = {"into": target.pk, "into_name": target.name, **moved}
    trail.record(OrgEvent.UNIT_MERGED, target=now, by=by, reason=reason.strip(), data=data)
    return target


def _carry_rooms(unit: Unit, target: Unit, by: Member) -> None:
    for holding in UNIT_HOLDINGS.values():
        if not (found := holding.find(unit)):
            continue
        if holding.move is None:
            raise RuleBroken(
                _("「%(name)s」还有%(label)s %(n)d 项，不能并入。")
                % {"name": unit.name, "label": holding.label, "n": len(found)},
                code="unit_in_use",
                clause="2.1",
                advice=str(holding.advice),
            )
        holding.move(unit, target, by)


def _carry_people(unit: Unit, target: Unit, day: dt.date) -> dict[str, int]:
    """Positions and scoped roles end here and begin there, so that both stay true by date."""
    positions = list(Position.objects.filter(in_force(day), unit=unit))
    for position in positions:
        _end_row(Position, position, day)
        position.pk, position.unit, position.start_on, position.end_on, position.is_head = (
            None,
            target,
            day,
            None,
            False,
        )
        position.save(force_insert=True)
    grants = list(Grant.objects.filter(in_force(day), unit=unit))
    for grant in grants:
        Grant.objects.filter(pk=grant.pk).update(end_on=day - DAY)
        grant.pk, grant.unit, grant.start_on, grant.end_on = None, target, day, None
        grant.save(force_insert=True)
    return {"positions": len(positions), "grants": len(grants)}


def _end_row(model: type[Position], row: Position, day: dt.date) -> None:
    """Ends the day before; what began today never was."""
    if row.start_on >= day:
        model.objects.filter(pk=row.pk).delete()
    else:
        model.objects.filter(pk=row.pk).update(end_on=day - DAY)


def _lock_tree() -> None:
    """One writer of the tree at a time; always in the order of keys, so that nobody waits in a circle."""
    list(Unit.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def _fit_name(name: str, *, parent_id: int | None, but: int | None = None) -> str:
    name = name.strip()
    if not name or len(name) > 60:
        raise BadInput(
            _("部门名称不能为空，且不超过 60 个字。"), code="unit_name", fields={"name": [_("请填写部门名称。")]}
        )
    if Unit.objects.filter(parent_id=parent_id, name=name).exclude(pk=but or 0).exists():
        raise BadInput(
            _("同一上级下已有「%(name)s」。") % {"name": name},
            code="unit_exists",
            fields={"name": [_("请换一个名称。")]},
        )
    return name


def _require_open(unit: Unit) -> None:
    if not unit.is_active:
        raise RuleBroken(
            _("部门「%(name)s」已撤销。") % {"name": unit.name},
            code="unit_closed",
            clause="2.1",
            advice=_("请另选一个部门。"),
        )


def _require_depth(under: Unit, *, deeper: int) -> None:
    if under.depth + deeper > DEEPEST:
        raise RuleBroken(_("部门层级不超过 %(n)d 层。") % {"n": DEEPEST}, code="unit_depth", clause="2.1")


def _require_reason(reason: str) -> None:
    if len(reason.strip()) < LEAST_REASON:
        raise BadInput(_("请写明原因。"), code="reason_missing", clause="2.1", fields={"reason": [_("至少 4 个字。")]})


def _height(unit: Unit) -> int:
    """How many levels hang below the unit."""
    paths = Unit.objects.filter(path__startswith=unit.path).values_list("path", flat=True)
    return max(p.count("/") for p in paths) - unit.path.count("/")


def _rewrite_paths(unit: Unit, under: Unit) -> None:
    """The unit and all below it in one UPDATE: the old prefix gives way to the new one."""
    old, new = unit.path, f"{under.path}{unit.pk}/"
    rows = Unit.objects.filter(path__startswith=old)
    rows.update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))
    Unit.objects.filter(pk=unit.pk).update(parent=under)
    unit.parent, unit.path = under, new


def _close(unit: Unit, at: dt.datetime | None) -> None:
    day = clock.china(at or clock.now()).date()
    if Unit.objects.filter(pk=unit.pk, is_active=True).update(is_active=False, closed_on=day) != 1:
        raise Stale(_("部门已经撤销。"), code="unit_closed", clause="2.1")
    _keep_past(unit, at)
    for version in UnitVersion.objects.filter(unit=unit, end_on=None):
        UnitVersion.objects.filter(pk=version.pk).update(end_on=max(day - DAY, version.start_on))
    unit.is_active, unit.closed_on = False, day


def _keep_past(unit: Unit, at: dt.datetime | None) -> None:
    """A department older than its first change gets the version that it has had since the group was founded."""
    if UnitVersion.objects.filter(unit=unit).exists():
        return
    founded = ManagementGroup.objects.values_list("founded_on", flat=True).first()
    today = clock.china(at or clock.now()).date()
    UnitVersion.objects.create(
        unit=unit, name=unit.name, parent_id=unit.parent_id, order=unit.order, start_on=min(founded or today, today)
    )


def _begin_version(unit: Unit, at: dt.datetime | None) -> None:
    """From today on it is what it is now; two changes on one day are one version."""
    day = clock.china(at or clock.now()).date()
    facts = {"name": unit.name, "parent_id": unit.parent_id, "order": unit.order}
    if UnitVersion.objects.filter(unit=unit, end_on=None, start_on__gte=day).update(**facts):
        return
    UnitVersion.objects.filter(unit=unit, end_on=None).update(end_on=day - DAY)
    UnitVersion.objects.create(unit=unit, start_on=day, **facts)
