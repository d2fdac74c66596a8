"""Planning meetings are called: by hand or by their series, with an agenda that the sources fill."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from masthead.collab import actions as collab
from masthead.collab.models import MeetingKind
from masthead.collab.states import MeetingState
from masthead.content import errors
from masthead.content.events import ContentEvent
from masthead.content.models import AgendaLine, PlanningMeeting, PlanningSeries
from masthead.content.queries import agenda_sources, require_in_unit
from masthead.content.registry import AgendaPoint, Occasion
from masthead.core import clock
from masthead.core.errors import BadInput
from masthead.org.models import Member, Unit
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

CLAUSE, DECIDE = "3.3.1", "content.topic.decide"


@guarded("3.3.1")
@transaction.atomic
def set_series(
    *,
    unit: Unit,
    invited: Collection[Member],
    by: Member,
    series: PlanningSeries | None = None,
    at: dt.datetime | None = None,
    **rule: Any,
) -> PlanningSeries:
    """Set up or change the rule by which planning meetings come about. `rule`: name, organiser, rhythm, weekday, ordinal,
    begins_at, place, lead_days, first_on.

    Clause: 3.3.1.  Raises: NotPermitted, BadInput (nobody asked, organiser may not call meetings).  Events: content:planning_series:set.
    """
    require_in_unit(by, DECIDE, series.unit_id if series else unit.pk)
    require_in_unit(by, DECIDE, unit.pk)
    if not invited:
        line = _("请至少邀请一位参会人。")
        raise BadInput(line, code="nobody_invited", clause=CLAUSE, fields={"invited": [line]})
    if not rule["organiser"].has_perm("collab.meeting.manage"):
        line = _("召集人要有召集会议的权限。")
        raise BadInput(line, code="organiser_may_not_call", clause=CLAUSE, fields={"organiser": [line]})
    row = series or PlanningSeries()
    for name, value in rule.items():
        setattr(row, name, value)
    row.unit = unit
    row.save()
    row.invited.set(invited)
    data = {"rhythm": row.rhythm, "weekday": row.weekday, "asked": len(invited)}
    trail.record(ContentEvent.SERIES_SET, target=row, by=by, data=data, at=at)
    return row


@guarded("3.3.1")
@transaction.atomic
def pause_series(*, series: PlanningSeries, by: Member, on: bool, at: dt.datetime | None = None) -> PlanningSeries:
    """Stop calling the next meetings, or go on.

    Clause: 3.3.1.  Raises: NotPermitted.  Events: content:planning_series:paused.
    """
    require_in_unit(by, DECIDE, series.unit_id)
    series.paused_at = (at or clock.now()) if on else None
    series.save(update_fields=["paused_at"])
    trail.record(ContentEvent.SERIES_PAUSED, target=series, by=by, data={"on": on}, at=at)
    return series


@guarded("3.3.1")
@transaction.atomic
def call_planning_meeting(
    *,
    title: str,
    unit: Unit,
    start_at: dt.datetime,
    place: str,
    invited: Collection[Member],
    by: Member,
    series: PlanningSeries | None = None,
    at: dt.datetime | None = None,
) -> PlanningMeeting:
    """Call a planning meeting: people are told, the agenda is filled from all sources.

    Clause: 3.3.1.  Raises: NotPermitted, BadInput (in the past, nobody asked).  Events: content:planning_meeting:called,
    content:planning_meeting:agenda_assembled.  Races: the unique day of a series lets one call through.
    """
    require_in_unit(by, DECIDE, unit.pk)
    day = clock.china(start_at).date()
    agenda = [str(source.label) for source in agenda_sources()]
    meeting = collab.call_meeting(
        kind=MeetingKind.PLANNING,
        title=title,
        start_at=start_at,
        place=place,
        agenda=agenda,
        invited=invited,
        by=by,
        at=at,
    )
    planning = PlanningMeeting.objects.create(meeting=meeting, series=series, for_day=day, unit=unit)
    trail.record(ContentEvent.PLANNING_CALLED, target=planning, by=by, data={"meeting": meeting.pk}, at=at)
    assemble_agenda(planning=planning, by=by, at=at)
    return planning


@guarded("3.3.1")
@transaction.atomic
def assemble_agenda(*, planning: PlanningMeeting, by: Member, at: dt.datetime | None = None) -> int:
    """Ask every source what should be talked about and add what is not on the agenda yet; how many lines came new.

    Clause: 3.3.1.  Raises: NotPermitted, RuleBroken once the minutes were handed in.
    Events: content:planning_meeting:agenda_assembled.  Races: the meeting's row is locked, so numbers stay in order.
    """
    require_in_unit(by, DECIDE, planning.unit_id)
    held = _in_hand(planning)
    known = set(held.lines.values_list("origin_kind", "origin_id"))
    occasion = Occasion(held.unit, held.for_day, by)
    found = [
        (source.key, point)
        for source in agenda_sources()
        for point in source.find(occasion)
        if (point.kind, point.pk) not in known and not known.add((point.kind, point.pk))  # type: ignore[func-returns-value]
    ]
    first = (held.lines.aggregate(n=Max("number"))["n"] or 0) + 1
    AgendaLine.objects.bulk_create(_line(held, number, key, point) for number, (key, point) in enumerate(found, first))
    PlanningMeeting.objects.filter(pk=held.pk).update(assembled_at=at or clock.now())
    trail.record(ContentEvent.AGENDA_ASSEMBLED, target=held, by=by, data={"new": len(found)}, at=at)
    return len(found)


@guarded("3.3.1")
@transaction.atomic
def add_agenda_line(*, planning: PlanningMeeting, title: str, by: Member, at: dt.datetime | None = None) -> AgendaLine:
    """Put something on the agenda by hand; before and during the meeting, by those who plan topics in its department.

    Clause: 3.3.1.  Raises: NotPermitted, BadInput, RuleBroken.  Events: content:planning_meeting:line_added.
    """
    require_in_unit(by, "content.topic.propose", planning.unit_id)
    held = _in_hand(planning)
    if not title.strip():
        line = _("请写明议题。")
        raise BadInput(line, code="line_without_title", clause=CLAUSE, fields={"title": [line]})
    last = held.lines.aggregate(n=Max("number"))["n"] or 0
    row = AgendaLine.objects.create(planning=held, number=last + 1, source="added", title=title.strip()[:120])
    trail.record(ContentEvent.AGENDA_LINE_ADDED, target=held, by=by, after=row.title, at=at)
    return row


def _line(planning: PlanningMeeting, number: int, key: str, point: AgendaPoint) -> AgendaLine:
    return AgendaLine(
        planning=planning, number=number, source=key, topic_id=point.topic_id, origin_kind=point.kind, origin_id=point.pk,
        title=point.title[:120], note=point.note[:300], url=point.url[:300],
    )  # fmt: skip


def _in_hand(planning: PlanningMeeting) -> PlanningMeeting:
    """The row, locked, while its agenda may still change."""
    rows = PlanningMeeting.objects.select_for_update(of=("self",)).select_related("meeting", "unit")
    held = rows.get(pk=planning.pk)
    if held.meeting.state not in (MeetingState.PLANNED, MeetingState.HELD):
        raise errors.not_in_session(held.meeting.get_state_display())
    return held
