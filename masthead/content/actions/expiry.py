"""What missed its slot: content that nobody approved before its window ended is marked, told of, and never published."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.approvals import actions as approvals
from masthead.approvals.models import Case, CaseState
from masthead.content import states
from masthead.content.actions.drafts import _locked_draft
from masthead.content.events import ContentEvent
from masthead.content.models import Draft, ReviewRound, RoundOutcome
from masthead.content.states import DraftState
from masthead.core import clock
from masthead.notify import actions as notify
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

MISSED = (DraftState.IN_REVIEW, DraftState.RETURNED)


@guarded("3.3.2")
@transaction.atomic
def expire_draft(*, draft: Draft, at: dt.datetime | None = None) -> bool:
    """Mark a draft whose window ended before it was approved; its case is closed and its people are told. False = it is not (or no longer) so.

    Clause: 3.3.2.  Events: content:draft:expired, approvals:case:expired.
    Races: the case is locked before the draft, as every decision does it: a last approval in the same moment comes first or not at all.
    """
    moment = at or clock.now()
    case = Case.objects.select_for_update().filter(pk=draft.case_id or 0, state=CaseState.RUNNING).first()
    held = _locked_draft(draft)
    if held.state not in MISSED or held.window_end is None or held.window_end > moment:
        return False
    if case is not None and held.state == DraftState.IN_REVIEW:
        approvals.expire_case(case=case, reason=_("到计划的最晚发布时间还没有审核通过"), at=moment)
    states.DRAFT.move(held, to=DraftState.EXPIRED, updated_at=moment)
    open_rounds = ReviewRound.objects.filter(draft=held, outcome=RoundOutcome.OPEN)
    judged = set(open_rounds.values_list("submitted_by_id", flat=True))
    open_rounds.update(outcome=RoundOutcome.EXPIRED, closed_at=moment)
    trail.record(
        ContentEvent.DRAFT_EXPIRED, target=held, by=None, version=str(held.revision.number if held.revision else 0),
        data={"window_end": held.window_end.isoformat(), "case": held.case_id}, at=moment,
    )  # fmt: skip
    notify.tell(
        kind="content.expired",
        members=sorted({held.author_id, held.topic.owner_id, *judged}),
        title=_("错过发布时间：%(title)s") % {"title": held.title},
        body=_("到最晚发布时间还没有审核通过，稿件已标为过期。请安排新的时间段，再重新提交审核。"),
        url=held.get_absolute_url(),
        clause="3.3.2",
        at=moment,
    )
    return True
