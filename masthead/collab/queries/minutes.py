"""What exactly the leader approves: the canonical form of minutes and decisions, and how the case page shows it."""

from typing import Any

from django.utils.translation import gettext as _

from masthead.approvals.models import Case, FlowState, FlowVersion
from masthead.collab import errors
from masthead.collab.models import Attendance, Decision, Meeting
from masthead.collab.states import DecisionState
from masthead.core.digest import digest_of

MINUTES_KIND = "collab.minutes"


def minutes_payload(meeting: Meeting) -> dict[str, Any]:
    """Canonical form, read anew: a page or an earlier step may hold an old instance."""
    fresh = Meeting.objects.get(pk=meeting.pk)
    signed = Attendance.objects.filter(meeting=fresh, signed_at__isnull=False).order_by("member_id")
    decisions = Decision.objects.filter(meeting=fresh).order_by("order")
    return {
        "title": fresh.title,
        "start_at": fresh.start_at,
        "place": fresh.place,
        "minutes": fresh.minutes,
        "agenda": list(fresh.agenda.order_by("number").values_list("title", flat=True)),
        "signed": list(signed.values_list("member_id", flat=True)),
        "decisions": [[d.text, d.clause, d.named_owner_id or d.owner_id, d.due_on] for d in decisions],
    }


def minutes_hash(meeting: Meeting) -> str:
    """The seal of minutes and decisions as they stand now."""
    return digest_of(minutes_payload(meeting))


def load_meeting(pk: int) -> Meeting:
    """A meeting for the approval engine. Raises NotThere."""
    found = Meeting.objects.select_related("minutes_by", "planned_by").filter(pk=pk).first()
    if found is None:
        raise errors.not_there(_("会议"), "2.1")
    return found


def minutes_parties(meeting: Meeting) -> set[int]:
    """Who wrote the minutes never approves them."""
    return {pk for pk in (meeting.minutes_by_id,) if pk}


def minutes_exhibit(meeting: Meeting, case: Case) -> tuple[str, dict[str, Any]]:
    """The left side of the case page."""
    rows = list(meeting.attendance.select_related("member").order_by("-counts", "pk"))
    context = {
        "meeting": meeting,
        "case": case,
        "agenda": list(meeting.agenda.order_by("number")),
        "decisions": list(
            meeting.decisions.exclude(state=DecisionState.DROPPED).select_related("owner").order_by("order")
        ),
        "present": [r for r in rows if r.signed_at],
        "absent": [r for r in rows if not r.signed_at],
    }
    return "collab/_minutes_exhibit.html", context


def minutes_flow_is_published() -> bool:
    """Is there a path for minutes?"""
    return FlowVersion.objects.filter(key=MINUTES_KIND, state=FlowState.PUBLISHED).exists()
