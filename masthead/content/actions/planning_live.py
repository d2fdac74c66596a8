"""In the meeting: what was said on each line, what was decided, and the minutes made of it."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from masthead.collab import actions as collab
from masthead.collab.models import Meeting
from masthead.content import errors
from masthead.content.actions.topic_decisions import decide_one
from masthead.content.events import ContentEvent
from masthead.content.models import AgendaLine, Outcome, PlanningMeeting
from masthead.content.queries import may_record, minutes_text
from masthead.core import clock
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

OUTCOMES = {
    "adopt": Outcome.ADOPTED,
    "drop": Outcome.DROPPED,
    "postpone": Outcome.POSTPONED,
    "assign": Outcome.ASSIGNED,
    "note": Outcome.NOTED,
}


@guarded("3.3.1")
@transaction.atomic
def decide_line(
    *,
    planning: PlanningMeeting,
    line: AgendaLine,
    deed: str,
    by: Member,
    reason: str = "",
    until: dt.date | None = None,
    owner: Member | None = None,
    at: dt.datetime | None = None,
) -> AgendaLine:
    """Decide on a line in the meeting. On a topic it is the very deed of the topic's page; other lines are noted as talked about.

    Clause: 3.3.1.  Raises: NotPermitted, BadInput, RuleBroken (not in session, the topic's state), Stale.
    Events: content:planning_meeting:line_decided, and that of the topic's deed.
    """
    _require_session(planning, by)
    if line.topic is not None and deed != "note":
        decide_one(
            topic=line.topic, deed=deed, by=by, reason=reason, until=until, owner=owner, meeting=planning.meeting, at=at
        )
    outcome = OUTCOMES.get(deed, Outcome.NOTED) if line.topic is not None else Outcome.NOTED
    said = reason.strip()[:500] or _words_of(until, owner)
    AgendaLine.objects.filter(pk=line.pk).update(
        outcome=outcome, reason=said, decided_by=by, decided_at=at or clock.now()
    )
    trail.record(
        ContentEvent.AGENDA_LINE_DECIDED, target=planning, by=by, reason=said,
        data={"line": line.pk, "topic": line.topic_id, "outcome": str(outcome)}, at=at,
    )  # fmt: skip
    line.refresh_from_db()
    return line


@silent("words on their way; the minutes made of them are recorded")
@transaction.atomic
def keep_words(*, planning: PlanningMeeting, line: AgendaLine, words: str, serial: int, by: Member) -> AgendaLine:
    """Keep what was said on a line, as it is typed.

    Clause: 3.3.1.  Raises: NotPermitted, RuleBroken (not in session), Stale when another scribe wrote since `serial`.
    Races: the conditional update writes only on the serial that the page has seen.
    """
    _require_session(planning, by)
    text = words.replace("\r\n", "\n")[:2000]
    if text == line.words:
        return line
    rows = AgendaLine.objects.filter(pk=line.pk, serial=serial)
    if rows.update(words=text, words_by=by, serial=F("serial") + 1) != 1:
        line.refresh_from_db()
        raise errors.other_scribe(line.words_by.name if line.words_by else "")
    line.refresh_from_db()
    return line


@guarded("3.3.1")
@transaction.atomic
def compose_minutes(*, planning: PlanningMeeting, by: Member, at: dt.datetime | None = None) -> Meeting:
    """Make the minutes of what was said and decided; they may be edited before they are handed to the leader.

    Clause: 3.3.1.  Raises: NotPermitted, BadInput (nothing was said), RuleBroken.  Events: content:planning_meeting:minutes_composed.
    """
    _require_session(planning, by)
    meeting = collab.save_minutes(meeting=planning.meeting, text=minutes_text(planning), by=by, at=at)
    trail.record(ContentEvent.MINUTES_COMPOSED, target=planning, by=by, after=meeting.minutes, at=at)
    return meeting


def _require_session(planning: PlanningMeeting, by: Member) -> None:
    planning.meeting.refresh_from_db(fields=["state"])
    if not may_record(by, planning):
        raise errors.not_in_session(planning.meeting.get_state_display())


def _words_of(until: dt.date | None, owner: Member | None) -> str:
    return owner.name if owner else (until.isoformat() if until else "")
