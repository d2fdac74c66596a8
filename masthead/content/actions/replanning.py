"""Another time for something approved, outside the window that reviewers saw: the approval ends and review begins anew."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.content import errors
from masthead.content.actions.drafts import _locked_draft, _void_approval
from masthead.content.actions.review import submit_draft
from masthead.content.events import AlmanacEvent
from masthead.content.models import Draft
from masthead.content.queries import is_writer, require_in_unit
from masthead.content.states import DraftState
from masthead.core import clock
from masthead.core.errors import BadInput, DomainError
from masthead.org import queries as org
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

REPLAN = "content.draft.replan"
REASON_MIN = 4


@guarded("3.3.2")
@transaction.atomic
def replan_release(
    *, draft: Draft, start: dt.datetime, end: dt.datetime, reason: str, by: Member, at: dt.datetime | None = None
) -> bool:
    """Give an approved draft another window: the seal is void from now on. Returns whether it went to review again at once.

    A writer who may hand in does so here; for others the draft lies with its author, who hands it in.
    Clause: 3.3.2.  Raises: NotPermitted, RuleBroken when it is not approved, BadInput for a window gone by or without a reason.
    Events: content:draft:approval_voided, content:draft:release_replanned, content:draft:submitted.
    """
    held = _locked_draft(draft)
    require_in_unit(by, REPLAN, held.unit_id)
    if held.state != DraftState.APPROVED:
        raise errors.not_approved()
    moment = at or clock.now()
    if end <= start or end <= moment:
        message = _("新的发布时段已经过去。")
        raise BadInput(message, code="window_past", clause="3.3.2", fields={"planned_at": [message]})
    if len(reason.strip()) < REASON_MIN:
        message = _("请写明改时间的理由，至少四个字。")
        raise BadInput(message, code="replan_reason", clause="3.3.2", fields={"reason": [message]})
    before = {"window_start": held.window_start, "window_end": held.window_end}
    _void_approval(held, by, reason.strip())
    Draft.objects.filter(pk=held.pk).update(window_start=start, window_end=end, updated_at=moment)
    trail.record(
        AlmanacEvent.RELEASE_REPLANNED, target=held, by=by, before=before, after={"window_start": start, "window_end": end},
        reason=reason.strip(), at=at,
    )  # fmt: skip
    draft.refresh_from_db()
    return _handed_in(draft, by)


def _handed_in(draft: Draft, by: Member) -> bool:
    """To review at once, where the person may; what stands in the way stays for the author to see on the draft's page."""
    if not (is_writer(by, draft) and org.may(by, "content.draft.submit", unit_id=draft.unit_id)):
        return False
    try:
        with transaction.atomic():
            submit_draft(draft=draft, by=by)
    except DomainError:
        return False
    return True
