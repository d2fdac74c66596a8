"""The review after the event that every round of the fast lane owes: asked for by the clock, answered at the approval table."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.approvals import actions as approvals
from masthead.approvals.models import Case
from masthead.content.events import ContentEvent
from masthead.content.models import AfterLook, ReviewRound
from masthead.core import clock
from masthead.notify import actions as notify
from masthead.org import queries as org
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

AFTERWARDS = "content.afterwards"


@guarded("3.3.2")
@transaction.atomic
def ask_for_a_later_look(*, this: ReviewRound, at: dt.datetime | None = None) -> Case | None:
    """Open the case of the later look, in the name of who chose the fast lane. None when somebody did so already.

    Clause: 3.3.2.  Raises: RuleBroken while nobody may do it.  Events: approvals:case:opened.
    Races: the conditional UPDATE lets one of two ticks through.
    """
    if ReviewRound.objects.filter(pk=this.pk, after=AfterLook.DUE).update(after=AfterLook.ASKED) != 1:
        return None
    case = approvals.open_case(kind=AFTERWARDS, subject=this, by=this.submitted_by, at=at)
    ReviewRound.objects.filter(pk=this.pk).update(after_case_id=case.pk)
    return case


@guarded("3.3.2")
@transaction.atomic
def note_looked_at(
    *, this: ReviewRound, after: AfterLook, by: Member, comment: str = "", at: dt.datetime | None = None
) -> None:
    """What the later look found; when something is wrong, the head and the people of the draft hear it at once.

    Clause: 3.3.2.  Events: content:draft:looked_at_afterwards.
    """
    ReviewRound.objects.filter(pk=this.pk, after__in=[AfterLook.ASKED, AfterLook.DUE]).update(after=after)
    draft = this.draft
    trail.record(
        ContentEvent.LOOKED_AT_AFTERWARDS, target=draft, by=by, version=this.content_hash, reason=comment,
        data={"round": this.number, "found": str(after)}, at=at or clock.now(),
    )  # fmt: skip
    if after == AfterLook.WRONG:
        heads = [m.pk for m in org.heads_of(draft.unit_id)]
        notify.tell(
            kind="content.afterwards",
            members=sorted({*heads, draft.author_id, this.submitted_by_id}),
            title=_("事后复核发现问题：%(title)s") % {"title": draft.title},
            body=comment,
            url=draft.get_absolute_url(),
            by=by,
            clause="3.3.2",
            at=at,
        )
