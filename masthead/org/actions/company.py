"""The company itself: founding, units, the management group, built-in roles, the calendar."""

import datetime as dt

import chinese_calendar
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from masthead.core import clock
from masthead.core.errors import BadInput, RuleBroken
from masthead.org.events import OrgEvent
from masthead.org.models import (
    CalendarDay,
    DayKind,
    GroupSeat,
    ManagementGroup,
    Member,
    Role,
    RoleCapability,
    Seat,
    Unit,
)
from masthead.org.queries import forget_kept_scopes
from masthead.org.registry import ROLE_SEEDS
from masthead.trail import actions as trail
from masthead.trail.guards import guarded


@guarded("2.1")
@transaction.atomic
def found_company(*, name: str, group_name: str, by: Member | None = None) -> Unit:
    """Set the company up once: the root unit, the management group, the built-in roles.

    Clause: 2.1.  Raises: RuleBroken when a company exists.  Events: org:company:founded.
    Races: two set-ups collide on the unique management group; one wins.
    """
    if ManagementGroup.objects.exists():
        raise _founded_already()
    root = create_unit(name=name, parent=None, by=by)
    try:
        with transaction.atomic():  # a savepoint: the loser hears a refusal, not a database error
            ManagementGroup.objects.create(name=group_name.strip() or "新媒体运营管理小组", founded_on=clock.today())
    except IntegrityError:
        raise _founded_already() from None
    sync_roles(by=by)
    trail.record(OrgEvent.COMPANY_FOUNDED, target=root, by=by, data={"name": name})
    return root


def _founded_already() -> RuleBroken:
    return RuleBroken(_("公司信息已经建立。"), code="company_exists", clause="2.1", advice=_("请直接登录。"))


@guarded("2.1")
@transaction.atomic
def create_unit(*, name: str, parent: Unit | None, by: Member | None, order: int = 50) -> Unit:
    """Add a department below `parent` (None = the company itself).

    Clause: 2.1.  Raises: BadInput for an empty or repeated name.  Events: org:unit:created.
    """
    name = name.strip()
    if not name or len(name) > 60:
        raise BadInput(
            _("部门名称不能为空，且不超过 60 个字。"), code="unit_name", fields={"name": [_("请填写部门名称。")]}
        )
    if Unit.objects.filter(parent=parent, name=name).exists():
        raise BadInput(
            _("同一上级下已有「%(name)s」。") % {"name": name},
            code="unit_exists",
            fields={"name": [_("请换一个名称。")]},
        )
    unit = Unit.objects.create(name=name, parent=parent, order=order)
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    forget_kept_scopes()
    trail.record(OrgEvent.UNIT_CREATED, target=unit, by=by, data={"parent": parent.pk if parent else None})
    return unit


@guarded("2.1")
@transaction.atomic
def take_seat(*, member: Member, seat: Seat, by: Member | None, start_on: dt.date | None = None) -> GroupSeat:
    """Give a member a seat in the management group; a new leader ends the former leader's seat, a new seat one's own former one.

    Clause: 2.1, 2.2.1.  Raises: RuleBroken without a group.  Events: org:group:seat_taken.
    """
    group = ManagementGroup.objects.first()
    if group is None:
        raise RuleBroken(_("尚未成立运营管理小组。"), code="no_group", clause="2.1", advice=_("请先完成公司设置。"))
    start = start_on or clock.today()
    giving_way = Q(member=member) | Q(seat=Seat.LEADER) if seat == Seat.LEADER else Q(member=member)
    for former in GroupSeat.objects.filter(giving_way, group=group, end_on=None):
        if former.member_id == member.pk and former.seat == seat:
            return former
        former.end_on = start - dt.timedelta(days=1)
        former.save(update_fields=["end_on"])
    taken = GroupSeat.objects.create(group=group, member=member, seat=seat, start_on=start)
    trail.record(OrgEvent.SEAT_TAKEN, target=member, by=by, data={"seat": str(seat)})
    return taken


@guarded("2.1")
@transaction.atomic
def sync_roles(*, by: Member | None = None) -> int:
    """Bring built-in roles to what the rooms registered; returns how many capabilities were added. Custom roles stay untouched.

    Clause: 2.1.  Events: org:role:synced (only when something changed).
    """
    added = removed = 0
    for seed in ROLE_SEEDS.values():
        with override("zh-hans"):
            role, _new = Role.objects.get_or_create(
                key=seed.key, defaults={"name": str(seed.name), "sensitive": seed.sensitive, "built_in": True}
            )
        held = set(role.capabilities.values_list("capability", flat=True))
        missing = sorted(seed.capabilities - held)
        RoleCapability.objects.bulk_create(RoleCapability(role=role, capability=name) for name in missing)
        removed += role.capabilities.filter(capability__in=held - seed.capabilities).delete()[0]
        added += len(missing)
    forget_kept_scopes()
    if added or removed:
        trail.record(OrgEvent.ROLES_SYNCED, by=by, data={"added": added, "removed": removed})
    return added


@guarded("2.1")
@transaction.atomic
def import_calendar_year(*, year: int, by: Member | None) -> int:
    """Fill the business calendar of a published year; returns the number of days, 0 when the year is not published (未公布).

    Clause: 2.1.  Source: the State Council's yearly notice as kept by `chinese_calendar`.  Events: org:calendar:imported.
    """
    days = []
    day = dt.date(year, 1, 1)
    try:
        while day.year == year:
            days.append(_published_day(day))
            day += dt.timedelta(days=1)
    except NotImplementedError:
        return 0
    CalendarDay.objects.filter(on__year=year).delete()
    CalendarDay.objects.bulk_create(days)
    trail.record(OrgEvent.CALENDAR_IMPORTED, by=by, data={"year": year, "days": len(days)})
    return len(days)


def _published_day(day: dt.date) -> CalendarDay:
    on_holiday, name = chinese_calendar.get_holiday_detail(day)
    works = chinese_calendar.is_workday(day)
    if works:
        kind = DayKind.MAKE_UP if day.weekday() >= 5 else DayKind.WORKDAY
    else:
        kind = DayKind.HOLIDAY if on_holiday and name else DayKind.REST
    return CalendarDay(on=day, kind=kind, name=name or "", source="国务院办公厅节假日安排")
