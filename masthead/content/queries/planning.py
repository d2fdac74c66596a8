"""Planning meetings as people look for them: series, what comes next, the live page."""

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from masthead.collab import queries as collab
from masthead.collab.models import Attendance, Meeting
from masthead.collab.states import MeetingState
from masthead.content import errors
from masthead.content.models import AgendaLine, PlanningMeeting, PlanningSeries, Rhythm
from masthead.content.queries.agenda import sources
from masthead.content.queries.topics import topics_visible_to
from masthead.content.states import TopicState
from masthead.core import clock
from masthead.core.paging import Page, page_of
from masthead.org import queries as org
from masthead.org.models import Member

MEETING_ORDER = ("-for_day", "-id")


@dataclass(frozen=True)
class Chapter:
    """Lines of one source, as the agenda shows them."""

    key: str
    label: str
    lines: list[AgendaLine]
    settled: int


@dataclass(frozen=True)
class Hall:
    """The live page: agenda on the left, the line that is talked about in the middle, its neighbours for one key."""

    chapters: list[Chapter]
    line: AgendaLine | None
    previous: AgendaLine | None
    following: AgendaLine | None
    place: int
    total: int
    settled: int


def series_visible_to(member: Member) -> QuerySet[PlanningSeries]:
    """Series of the departments in which the member reads topics."""
    scope = org.scope_of(member, "content.topic.read")
    return PlanningSeries.objects.filter(scope.as_q(unit="unit_id")).select_related("unit", "organiser")


def series_rows(member: Member) -> list[PlanningSeries]:
    """All of them, those that run first, with the number of people asked."""
    rows = series_visible_to(member).annotate(asked=Count("invited"))
    return list(rows.order_by("paused_at", "name", "pk")[:50])


def get_series_for(member: Member, pk: int) -> PlanningSeries:
    """A series in scope. Raises NotThere."""
    found = series_visible_to(member).prefetch_related("invited").filter(pk=pk).first()
    if found is None:
        raise errors.series_not_there()
    return found


def next_day(series: PlanningSeries, after: dt.date) -> dt.date:
    """The first day of the series later than `after`, never before its first day. No query."""
    day = max(after + dt.timedelta(days=1), series.first_on)
    if series.rhythm == Rhythm.MONTHLY:
        return _monthly(series, day)
    first = series.first_on + dt.timedelta(days=(series.weekday - series.first_on.weekday()) % 7)
    step = 14 if series.rhythm == Rhythm.FORTNIGHTLY else 7
    if day <= first:
        return first
    return first + dt.timedelta(days=-(-(day - first).days // step) * step)


def _monthly(series: PlanningSeries, day: dt.date) -> dt.date:
    for year, month in ((day.year, day.month), (day.year + day.month // 12, day.month % 12 + 1)):
        weekday, _length = calendar.monthrange(year, month)
        found = dt.date(year, month, 1 + (series.weekday - weekday) % 7 + 7 * (series.ordinal - 1))
        if found >= day:
            return found
    raise AssertionError("the second month always has such a day")


def series_due(today: dt.date) -> Iterator[tuple[PlanningSeries, dt.date]]:
    """Running series whose next meeting should be called now: its day is near enough and nobody has called it."""
    rows = PlanningSeries.objects.filter(paused_at=None, organiser__is_active=True).select_related("unit", "organiser")
    for series in rows.prefetch_related("invited").order_by("pk"):
        day = next_day(series, today)
        if (day - today).days <= series.lead_days and not series.meetings.filter(for_day=day).exists():
            yield series, day


def planning_visible_to(member: Member) -> QuerySet[PlanningMeeting]:
    """Planning meetings that the member may read as a meeting, of departments whose topics are in scope; and those one is asked to."""
    seen = collab.meetings_visible_to(member).order_by().values("pk")
    asked = Exists(Attendance.objects.filter(meeting=OuterRef("meeting"), member=member))
    scope = org.scope_of(member, "content.topic.read")
    rows = PlanningMeeting.objects.filter(scope.as_q(unit="unit_id") | Q(asked), meeting__in=seen)
    return rows.select_related("meeting__planned_by", "unit", "series")


def planning_page(member: Member, state: str = "", cursor: str = "") -> Page[PlanningMeeting]:
    """One page, newest first, with how many lines were settled."""
    rows = planning_visible_to(member)
    if state:
        rows = rows.filter(meeting__state=state)
    settled = Count("lines", filter=~Q(lines__outcome=""))
    rows = rows.annotate(points=Count("lines"), settled=settled)
    return page_of(rows, order=MEETING_ORDER, cursor=cursor)


def get_planning_for(member: Member, pk: int) -> PlanningMeeting:
    """One that the member may read. Raises NotThere."""
    found = planning_visible_to(member).select_related("meeting__minutes_by", "meeting__group").filter(pk=pk).first()
    if found is None:
        raise errors.planning_not_there()
    return found


def planning_of(member: Member, meeting: Meeting) -> PlanningMeeting | None:
    """The planning side of a meeting, if it is one that the member may read."""
    return planning_visible_to(member).filter(meeting=meeting).first()


def lines_of(planning: PlanningMeeting) -> list[AgendaLine]:
    """The agenda in order; two queries."""
    rows = planning.lines.select_related("topic__owner", "topic__unit", "topic__proposed_by", "words_by", "decided_by")
    return list(rows.prefetch_related("topic__accounts").order_by("number"))


def get_line_of(planning: PlanningMeeting, pk: int) -> AgendaLine:
    """One line. Raises NotThere."""
    rows = planning.lines.select_related("topic__unit", "topic__owner", "words_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise errors.line_not_there()
    return found


def labels() -> dict[str, str]:
    """What each source is called, also the lines added by hand."""
    return {s.key: str(s.label) for s in sources()} | {"added": _("临时议题")}


def hall_of(planning: PlanningMeeting, wanted: str = "") -> Hall:
    """The live page with the wanted line, or the first that is not settled."""
    lines, names = lines_of(planning), labels()
    by_source: dict[str, list[AgendaLine]] = defaultdict(list)
    for row in lines:
        by_source[row.source].append(row)
    chapters = [
        Chapter(key, names.get(key, key), rows, sum(bool(r.outcome) for r in rows)) for key, rows in by_source.items()
    ]
    flat = [row for chapter in chapters for row in chapter.lines]
    at = next((n for n, row in enumerate(flat) if str(row.pk) == wanted), None)
    if at is None:
        at = next((n for n, row in enumerate(flat) if not row.outcome), 0)
    line = flat[at] if flat else None
    following = flat[at + 1] if at + 1 < len(flat) else None
    settled = sum(bool(r.outcome) for r in flat)
    return Hall(chapters, line, flat[at - 1] if at else None, following, at + 1, len(flat), settled)


def may_record(member: Member, planning: PlanningMeeting) -> bool:
    """May the member write down and decide now: a secretary or somebody who signed in, between the opening and the submission."""
    meeting = planning.meeting
    if meeting.state != MeetingState.HELD:
        return False
    return member.has_perm("collab.meeting.manage") or collab.has_signed(meeting, member)


def choices_for(member: Member, line: AgendaLine | None) -> list[str]:
    """Which decisions the person may take on a line."""
    if line is None or line.topic is None or not org.may(member, "content.topic.decide", unit_id=line.topic.unit_id):
        return []
    open_now = line.topic.state not in (TopicState.DONE, TopicState.DROPPED)
    found = ["adopt"] if line.topic.state == TopicState.PROPOSED else []
    return [*found, *(["postpone", "assign", "drop"] if open_now else [])]


def minutes_text(planning: PlanningMeeting) -> str:
    """Minutes as the lines have them: by source, each with what was decided and what was said."""
    names, parts = labels(), list[str]()
    by_source: dict[str, list[AgendaLine]] = defaultdict(list)
    for row in lines_of(planning):
        by_source[row.source].append(row)
    for n, (key, rows) in enumerate(by_source.items(), 1):
        spoken = [r for r in rows if r.outcome or r.words]
        parts.append(_("%(n)s、%(label)s（%(all)d 项，议 %(done)d 项）") % {
            "n": _("一二三四五六七八九十")[n - 1] if n <= 10 else n, "label": names.get(key, key), "all": len(rows), "done": len(spoken),
        })  # fmt: skip
        parts += [f"{m}. {_line_text(row)}" for m, row in enumerate(spoken, 1)]
    return "\n".join(parts)[:8000]


def _line_text(row: AgendaLine) -> str:
    text = f"《{row.title}》" if row.topic_id else row.title
    if row.outcome:
        text += f"：{row.get_outcome_display()}"
    if row.reason:
        text += f"（{row.reason}）"
    return f"{text}。{row.words}".strip() if row.words else f"{text}。"


def planning_figures(member: Member) -> dict[str, Any]:
    """This month: meetings held, those with approved minutes, topics that wait for a decision; two queries."""
    first = clock.today().replace(day=1)
    rows = PlanningMeeting.objects.filter(for_day__gte=first, for_day__lte=clock.today())
    held = Q(meeting__state__in=[MeetingState.HELD, MeetingState.IN_REVIEW, MeetingState.APPROVED])
    found = rows.aggregate(
        held=Count("pk", filter=held), approved=Count("pk", filter=Q(meeting__state=MeetingState.APPROVED))
    )
    return found | {"waiting": topics_visible_to(member).filter(state=TopicState.PROPOSED).count()}
