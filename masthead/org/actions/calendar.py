"""The business calendar: published years, the company's own days, office hours from a day on."""

import datetime as dt
from collections.abc import Sequence

import chinese_calendar
from django.db import transaction
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import BadInput, Stale
from masthead.org.events import OrgEvent
from masthead.org.models import CalendarDay, DayKind, Member, OfficeHours
from masthead.org.notice import Notice
from masthead.org.queries.calendar import usual_kind
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

LIBRARY = "国务院办公厅节假日安排"
MOST_SPANS, LEAST_MINUTES, MIDNIGHT = 3, 60, 24 * 60


@guarded("2.1")
@transaction.atomic
def import_calendar_year(*, year: int, by: Member | None) -> int:
    """Fill the business calendar of a published year; returns the number of days, 0 when the year is not published (未公布).

    Clause: 2.1.  Source: the State Council's yearly notice as kept by `chinese_calendar`.  Events: org:calendar:imported.
    """
    try:
        days = {day: _published_day(day) for day in _days_of(year)}
    except NotImplementedError:
        return 0
    return _fill(year, days, LIBRARY, by)


@guarded("2.1")
@transaction.atomic
def import_notice(*, notice: Notice, source: str, by: Member) -> int:
    """Take a year from a notice that was pasted or uploaded; all days that it does not name are what their weekday says.

    Clause: 2.1.  Raises: BadInput when the notice has errors or names nothing.  Events: org:calendar:imported.
    """
    if notice.errors or not notice.days:
        raise BadInput(
            _("通知内容有误，没有导入。"),
            code="notice_errors",
            clause="2.1",
            fields={"text": notice.errors or [_("没有读到任何日期。")]},
        )
    days: dict[dt.date, tuple[DayKind, str]] = {}
    for day in _days_of(notice.year):
        off, name = notice.days.get(day, (None, ""))
        kind = usual_kind(day) if off is None else DayKind.HOLIDAY if off else DayKind.MAKE_UP
        days[day] = (kind, name)
    return _fill(notice.year, days, source.strip() or LIBRARY, by)


@guarded("2.1")
@transaction.atomic
def set_own_day(*, on: dt.date, works: bool, name: str, by: Member, at: dt.datetime | None = None) -> CalendarDay:
    """The company works on a day of rest, or rests on a working day; what was published comes back when the day is dropped.

    Clause: 2.1.  Raises: BadInput for a day gone by or without a name.  Events: org:calendar:own_day_set.
    """
    fields: dict[str, list[str]] = {}
    if on < clock.china(at or clock.now()).date():
        fields["on"] = [_("不能改动已经过去的日子：时限已按当时的日历计算。")]
    if not name.strip():
        fields["name"] = [_("请写明缘由，例如「公司年会」。")]
    if fields:
        raise BadInput(_("自定日有误，请改正。"), code="own_day_input", clause="2.1", fields=fields)
    kind = usual_kind(on) if works and on.weekday() < 5 else DayKind.MAKE_UP if works else DayKind.REST
    row = CalendarDay.objects.select_for_update().filter(on=on).first() or CalendarDay(on=on)
    if row.pk and not row.own:
        row.published_kind, row.published_name = row.kind, row.name
    row.kind, row.name, row.own = kind, name.strip()[:40], True
    row.save()
    trail.record(OrgEvent.OWN_DAY_SET, by=by, data={"on": f"{on}", "works": works, "name": row.name})
    return row


@guarded("2.1")
@transaction.atomic
def drop_own_day(*, on: dt.date, by: Member, at: dt.datetime | None = None) -> None:
    """The day is again what was published, or what its weekday says.

    Clause: 2.1.  Raises: Stale when there is none, BadInput for a day gone by.  Events: org:calendar:own_day_dropped.
    """
    row = CalendarDay.objects.select_for_update().filter(on=on, own=True).first()
    if row is None:
        raise Stale(_("这一天没有公司自定的安排。"), code="own_day_gone", clause="2.1")
    if on < clock.china(at or clock.now()).date():
        raise BadInput(_("不能改动已经过去的日子：时限已按当时的日历计算。"), code="own_day_past", clause="2.1")
    name = row.name
    if row.published_kind:
        row.kind, row.name, row.own = row.published_kind, row.published_name, False
        row.published_kind = row.published_name = ""
        row.save()
    else:
        row.delete()
    trail.record(OrgEvent.OWN_DAY_DROPPED, by=by, data={"on": f"{on}", "name": name})


@guarded("2.1")
@transaction.atomic
def set_office_hours(
    *, spans: Sequence[tuple[int, int]], start_on: dt.date, by: Member, note: str = "", at: dt.datetime | None = None
) -> OfficeHours:
    """Office hours from a day on; deadlines that were reckoned before keep the hours of their days.

    Clause: 2.1.  Raises: BadInput for spans out of order or a day gone by.  Events: org:calendar:office_hours_set.
    Races: one row a day; the later setting of the same day replaces the earlier.
    """
    flat = [minute for span in spans for minute in span]
    fields: dict[str, list[str]] = {}
    if not spans or len(spans) > MOST_SPANS or flat != sorted(set(flat)) or flat[0] < 0 or flat[-1] > MIDNIGHT:
        fields["spans"] = [_("时段要从早到晚，互不重叠。")]
    elif sum(end - begin for begin, end in spans) < LEAST_MINUTES:
        fields["spans"] = [_("一天至少要有一小时办公时间。")]
    if start_on < clock.china(at or clock.now()).date():
        fields["start_on"] = [_("只能从今天或以后的日期起调整。")]
    if fields:
        raise BadInput(_("办公时间有误，请改正。"), code="office_hours_input", clause="2.1", fields=fields)
    kept, _new = OfficeHours.objects.update_or_create(
        start_on=start_on,
        defaults={
            "spans": [list(s) for s in spans],
            "note": note.strip(),
            "set_by": by,
            "set_at": at or clock.now(),
        },
    )
    trail.record(OrgEvent.OFFICE_HOURS_SET, by=by, data={"from": f"{start_on}", "spans": str(kept)})
    return kept


def _fill(year: int, days: dict[dt.date, tuple[DayKind, str]], source: str, by: Member | None) -> int:
    """Published days are replaced as a whole; the company's own days stay on top and remember what is new below them."""
    own = {row.on: row for row in CalendarDay.objects.select_for_update().filter(on__year=year, own=True)}
    CalendarDay.objects.filter(on__year=year, own=False).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(on=day, kind=kind, name=name, source=source) for day, (kind, name) in days.items() if day not in own
    )
    for day, row in own.items():
        row.published_kind, row.published_name, row.source = days[day][0], days[day][1], source
        row.save(update_fields=["published_kind", "published_name", "source"])
    trail.record(OrgEvent.CALENDAR_IMPORTED, by=by, data={"year": year, "days": len(days), "source": source})
    return len(days)


def _days_of(year: int) -> list[dt.date]:
    first = dt.date(year, 1, 1)
    return [first + dt.timedelta(days=n) for n in range((dt.date(year + 1, 1, 1) - first).days)]


def _published_day(day: dt.date) -> tuple[DayKind, str]:
    on_holiday, name = chinese_calendar.get_holiday_detail(day)
    if chinese_calendar.is_workday(day):
        return (DayKind.MAKE_UP if day.weekday() >= 5 else DayKind.WORKDAY), name or ""
    return (DayKind.HOLIDAY if on_holiday and name else DayKind.REST), name or ""
