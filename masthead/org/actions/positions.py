"""Positions by date: taken, changed, ended; a transfer is an end and a beginning in one deed."""

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import BadInput, RuleBroken, Stale
from masthead.org.events import OrgEvent
from masthead.org.models import Member, Position, Unit
from masthead.org.registry import MOVERS
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

DAY = dt.timedelta(days=1)


@guarded("2.1")
@transaction.atomic
def take_position(
    *,
    member: Member,
    unit: Unit,
    title: str,
    by: Member | None,
    is_head: bool = False,
    start_on: dt.date | None = None,
    end_on: dt.date | None = None,
    is_primary: bool | None = None,
) -> Position:
    """Put a member into a unit with a title from a day on; None for `is_primary` = the main one when there is no other at that time.

    Clause: 2.1.  Raises: BadInput for a second main position at the same time, the same position twice, or days in the wrong order;
    RuleBroken for a closed department or a member who left.  Events: org:position:taken.
    Races: the member's row is locked, so two main positions cannot slip past each other; the department's row keeps it from closing.
    """
    start = start_on or clock.today()
    title = title.strip()
    _lock(member, unit)
    if not title:
        raise BadInput(_("请填写岗位名称。"), code="position_title", fields={"title": [_("请填写岗位名称。")]})
    if end_on is not None and end_on < start:
        raise BadInput(_("离任日期早于任职日期。"), code="position_days", fields={"end_on": [_("不能早于任职日期。")]})
    other = _meeting(member, start, end_on).filter(is_primary=True).select_related("unit").first()
    if is_primary and other is not None:
        raise _second_primary(other)
    if _meeting(member, start, end_on).filter(unit=unit, title=title).exists():
        raise BadInput(
            _("这段时间已经在「%(unit)s」任「%(title)s」。") % {"unit": unit.name, "title": title},
            code="position_twice",
            fields={"title": [_("岗位重复。")]},
        )
    primary = other is None if is_primary is None else is_primary
    taken = Position.objects.create(
        member=member, unit=unit, title=title, is_head=is_head, is_primary=primary, start_on=start, end_on=end_on
    )
    data = {"unit": unit.pk, "title": title, "head": is_head, "primary": primary, "from": f"{start}"}
    trail.record(OrgEvent.POSITION_TAKEN, target=member, by=by, data=data)
    return taken


@guarded("2.1")
@transaction.atomic
def change_position(
    *, position: Position, title: str, is_head: bool, by: Member, start_on: dt.date | None = None
) -> Position:
    """From a day on the position has another title or another standing; what it was before stays readable by date.

    Clause: 2.1.  Raises: BadInput for a day before it began, Stale when it has ended.  Events: org:position:changed.
    Races: the conditional update of the old row lets one of two changes through.
    """
    start, title = start_on or clock.today(), title.strip()
    if not title:
        raise BadInput(_("请填写岗位名称。"), code="position_title", fields={"title": [_("请填写岗位名称。")]})
    if (title, is_head) == (position.title, position.is_head):
        return position
    _require_day(position, start)
    before = {"title": position.title, "head": position.is_head}
    if start == position.start_on:  # a correction: it never was anything else
        rows = Position.objects.filter(_open(position)).update(title=title, is_head=is_head)
    else:
        rows = Position.objects.filter(_open(position)).update(end_on=start - DAY)
    if rows != 1:
        raise _ended()
    if start != position.start_on:
        position.pk, position.start_on = None, start
        position.title, position.is_head = title, is_head
        position.save(force_insert=True)
    position.title, position.is_head = title, is_head
    data = {"before": before, "title": title, "head": is_head, "unit": position.unit_id, "from": f"{start}"}
    trail.record(OrgEvent.POSITION_CHANGED, target=position.member, by=by, data=data)
    return position


@guarded("2.1")
@transaction.atomic
def end_position(*, position: Position, by: Member, end_on: dt.date | None = None) -> Position:
    """The last day of a position.

    Clause: 2.1.  Raises: BadInput for a day before it began, Stale when it has ended.  Events: org:position:ended.
    """
    last = end_on or clock.today()
    if last < position.start_on:
        raise BadInput(_("离任日期早于任职日期。"), code="position_days", fields={"end_on": [_("不能早于任职日期。")]})
    if Position.objects.filter(_open(position)).update(end_on=last) != 1:
        raise _ended()
    position.end_on = last
    data = {"unit": position.unit_id, "title": position.title, "to": f"{last}"}
    trail.record(OrgEvent.POSITION_ENDED, target=position.member, by=by, data=data)
    return position


@guarded("2.1")
@transaction.atomic
def transfer_member(
    *, member: Member, unit: Unit, title: str, by: Member, is_head: bool = False, start_on: dt.date | None = None
) -> Position:
    """A member changes department: the main position ends the day before, the new one begins; roles are left to be looked at.

    Clause: 2.1.  Raises: BadInput for a day not after the start of the present position.  Events: org:member:transferred.
    Races: the member's row is locked; see take_position.
    """
    start = start_on or clock.today()
    _lock(member, unit)
    left: list[str] = []
    for former in _meeting(member, start, None).filter(is_primary=True).select_related("unit"):
        _require_day(former, start)
        left.append(str(former))
        if former.start_on == start:
            Position.objects.filter(pk=former.pk).delete()
        else:
            Position.objects.filter(pk=former.pk).update(end_on=start - DAY)
    taken = take_position(
        member=member, unit=unit, title=title, is_head=is_head, is_primary=True, start_on=start, by=by
    )
    data = {"from": "、".join(left), "to": str(taken), "unit": unit.pk, "on": f"{start}"}
    trail.record(OrgEvent.MEMBER_TRANSFERRED, target=member, by=by, data=data)
    for follow in MOVERS.values():
        follow(member, unit, by)
    return taken


def _lock(member: Member, unit: Unit) -> None:
    """The two rows that a position hangs on, as they are now."""
    here = Unit.objects.select_for_update().get(pk=unit.pk)
    person = Member.objects.select_for_update().get(pk=member.pk)
    if not here.is_active:
        raise RuleBroken(
            _("部门「%(name)s」已撤销。") % {"name": here.name},
            code="unit_closed",
            clause="2.1",
            advice=_("请另选一个部门。"),
        )
    if not person.is_active:
        raise RuleBroken(
            _("%(name)s 已离职。") % {"name": person.name},
            code="member_left",
            clause="2.1",
            advice=_("请先为其办理返岗。"),
        )


def _meeting(member: Member, start: dt.date, end: dt.date | None) -> QuerySet[Position]:
    """Positions of the member that share at least a day with the span."""
    rows = Position.objects.filter(Q(end_on=None) | Q(end_on__gte=start), member=member)
    return rows if end is None else rows.filter(start_on__lte=end)


def _open(position: Position) -> Q:
    """The row as the page showed it, if it still stands."""
    return Q(pk=position.pk, end_on=position.end_on) & (Q(end_on=None) | Q(end_on__gte=clock.today()))


def _require_day(position: Position, start: dt.date) -> None:
    if start < position.start_on:
        raise BadInput(
            _("「%(position)s」从 %(day)s 才开始。") % {"position": position, "day": position.start_on},
            code="position_days",
            fields={"start_on": [_("不能早于现任岗位的任职日期 %(day)s。") % {"day": position.start_on}]},
        )


def _second_primary(other: Position) -> BadInput:
    return BadInput(
        _("这段时间已有主岗「%(position)s」。") % {"position": other},
        code="second_primary",
        clause="2.1",
        advice=_("请办理调岗，或把新岗位设为兼任。"),
        fields={"is_primary": [_("主岗「%(position)s」的时间与此重叠。") % {"position": other}]},
    )


def _ended() -> Stale:
    return Stale(_("这个岗位已经结束或刚刚被修改。"), code="position_ended", clause="2.1")
