"""Moving on the calendar: inside the approved window the seal holds, outside of it review begins anew. Said before, done once."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from masthead.content import actions as content
from masthead.org.models import Member
from masthead.publishing import errors, queries
from masthead.publishing.actions.scheduling import cancel_publication, move_publication
from masthead.publishing.events import CalendarEvent
from masthead.publishing.models import Publication
from masthead.trail import actions as trail
from masthead.trail.guards import guarded


@guarded("3.3.3")
@transaction.atomic
def move_together(
    *,
    publication: Publication,
    planned_at: dt.datetime,
    by: Member,
    besides: Sequence[Publication] = (),
    note: str = "",
    at: dt.datetime | None = None,
) -> list[Publication]:
    """Move the marks of one chip to another time inside the window: all or none. A day that demands a reason gets it here.

    Clause: 3.3.3.  Raises: as `move_publication`.
    Events: publishing:publication:moved (one each), publishing:publication:sensitive_day_explained.
    Races: each conditional update stands for itself; one that fails takes the others back.
    """
    return [
        move_publication(publication=row, planned_at=planned_at, by=by, note=note, at=at)
        for row in (publication, *besides)
    ]


@guarded("3.3.3")
@transaction.atomic
def replan_publication(
    *, publication: Publication, planned_at: dt.datetime, reason: str, by: Member, at: dt.datetime | None = None
) -> bool:
    """Move outside the approved window: everything of this version leaves the calendar, the draft gets the new window and a new review.

    Returns whether it was handed in again at once (else its author does it).
    Clause: 3.3.3, 3.3.2.  Raises: RuleBroken (inside the window, gone out already, minimum lead), NotPermitted, BadInput, Stale.
    Events: publishing:publication:cancelled (one each), publishing:publication:replanned, content:draft:release_replanned.
    Races: a claim by the engine in between makes a cancellation stale, and nothing of all this happens.
    """
    found = queries.consequence_of(by, publication, planned_at)
    if found.kind == queries.INSIDE:
        raise errors.refusal("replan_inside")
    if found.kind == queries.REFUSED:
        raise errors.told(found.reason, found.advice)
    window = queries.shifted_window(publication, planned_at)
    before = publication.planned_at
    for row in [publication, *found.cancelled]:
        cancel_publication(publication=row, reason=reason, by=by, at=at)
    handed_in = content.replan_release(
        draft=publication.draft, start=window[0], end=window[1], reason=reason, by=by, at=at
    )
    data = {"from": before.isoformat(), "to": planned_at.isoformat(), "handed_in": handed_in}
    trail.record(CalendarEvent.REPLANNED, target=publication, by=by, reason=reason.strip(), data=data, at=at)
    return handed_in
