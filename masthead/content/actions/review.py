"""Handing a draft to review, and what the approval engine reports back."""

import datetime as dt

from django.db import transaction

from masthead.approvals import actions as approvals
from masthead.approvals import queries as approvals_queries
from masthead.approvals.models import Case
from masthead.compliance import actions as compliance
from masthead.compliance.models import Check
from masthead.content import errors, states
from masthead.content.actions.drafts import _locked_draft
from masthead.content.events import ContentEvent
from masthead.content.models import Draft, ReviewRound, RoundOutcome
from masthead.content.queries import (
    content_hash,
    facts_of,
    format_issues_of,
    gaps_of,
    is_writer,
    parts_of,
    require_in_unit,
)
from masthead.content.states import DraftState
from masthead.core import clock
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

KIND = "content.draft"


@guarded("1.3.1")
@transaction.atomic
def check_draft(*, draft: Draft, by: Member) -> Check:
    """Run the machine check over the saved version and keep it under its seal.

    Clause: 1.3.1, 1.3.3.  Raises: RuleBroken while the draft has no text or no rules are in force.  Events: compliance:check:made.
    """
    if draft.revision is None:
        raise errors.incomplete([g.message for g in gaps_of(draft)])
    accounts = list(draft.accounts.select_related("platform"))
    return compliance.check_text(
        subject=draft, content_hash=content_hash(draft), parts=parts_of(draft.revision), by=by,
        format_issues=format_issues_of(draft.revision, accounts), platforms=[a.platform.key for a in accounts],
    )  # fmt: skip


@guarded("3.3.2")
@transaction.atomic
def submit_draft(*, draft: Draft, by: Member, at: dt.datetime | None = None) -> Draft:
    """Hand a finished draft to review; text, pictures, accounts and window are sealed by their hash.

    Clause: 3.3.2.  Raises: NotPermitted, RuleBroken (incomplete, blocked by the check, nobody to review), Stale.
    Events: content:draft:submitted.  Races: two submits of one draft — the conditional UPDATE lets exactly one through.
    """
    held = _locked_draft(draft)
    require_in_unit(by, "content.draft.submit", held.unit_id)
    if not is_writer(by, held):
        raise errors.not_your_text(held.author.name)
    states.DRAFT.require(held, to=DraftState.IN_REVIEW)
    if gaps := gaps_of(held):
        raise errors.incomplete([g.message for g in gaps])
    check = check_draft(draft=held, by=by)
    if not check.passed:
        raise errors.blocked_by_check(check.blocking)
    moment = at or clock.now()
    states.DRAFT.move(held, to=DraftState.IN_REVIEW, where={"revision": held.revision_id}, updated_at=moment)
    case = approvals.open_case(kind=KIND, subject=held, by=by, at=at)
    Draft.objects.filter(pk=held.pk).update(case_id=case.pk)
    _open_round(held, case, by, moment)
    trail.record(
        ContentEvent.DRAFT_SUBMITTED, target=held.revision, by=by, version=case.content_hash, data={"case": case.pk}
    )
    draft.refresh_from_db()
    return draft


@guarded("3.3.2")
@transaction.atomic
def withdraw_draft(*, draft: Draft, reason: str, by: Member) -> Draft:
    """Take a draft back out of review; only who handed it in may.

    Clause: 3.3.2.  Raises: NotPermitted, RuleBroken, Stale.  Events: content:draft:withdrawn (through note_withdrawn).
    """
    states.DRAFT.require(draft, to=DraftState.DRAFT)
    case = approvals_queries.latest_case(KIND, draft.pk)
    if draft.state != DraftState.IN_REVIEW or case is None:
        raise errors.not_writable(draft.get_state_display())
    approvals.withdraw_case(case=case, by=by, reason=reason.strip())
    draft.refresh_from_db()
    return draft


@guarded("3.3.2")
@transaction.atomic
def note_approved(*, draft: Draft, case: Case, by: Member, at: dt.datetime | None = None) -> None:
    """All reviewers agreed: seal the very version they saw.

    Clause: 3.3.2.  Raises: Stale when the content is not what the case is about.  Events: content:draft:approved.
    """
    held = _locked_draft(draft)
    sealed, moment = content_hash(held), at or clock.now()
    if sealed != case.content_hash:
        raise errors.seal_moved()
    states.DRAFT.move(
        held,
        to=DraftState.APPROVED,
        approved_revision=held.revision,
        approved_hash=sealed,
        approved_at=moment,
        case_id=case.pk,
        updated_at=moment,
    )
    _close_round(held, RoundOutcome.APPROVED, "", moment)
    trail.record(ContentEvent.DRAFT_APPROVED, target=held.revision, by=by, version=sealed, data={"case": case.pk})


@guarded("3.3.2")
@transaction.atomic
def note_returned(*, draft: Draft, case: Case, by: Member, comment: str) -> None:
    """A reviewer sent the draft back for changes.  Clause: 3.3.2.  Events: content:draft:returned."""
    _leave_review(draft, DraftState.RETURNED, RoundOutcome.RETURNED, comment)
    trail.record(ContentEvent.DRAFT_RETURNED, target=draft.revision, by=by, version=case.content_hash, reason=comment)


@guarded("3.3.2")
@transaction.atomic
def note_rejected(*, draft: Draft, case: Case, by: Member, comment: str) -> None:
    """A reviewer refused the draft for good.  Clause: 3.3.2.  Events: content:draft:rejected."""
    _leave_review(draft, DraftState.REJECTED, RoundOutcome.REJECTED, comment)
    trail.record(ContentEvent.DRAFT_REJECTED, target=draft.revision, by=by, version=case.content_hash, reason=comment)


@guarded("3.3.2")
@transaction.atomic
def note_withdrawn(*, draft: Draft, case: Case, by: Member, reason: str) -> None:
    """The writer took the draft back.  Clause: 3.3.2.  Events: content:draft:withdrawn."""
    _leave_review(draft, DraftState.DRAFT, RoundOutcome.WITHDRAWN, reason)
    trail.record(ContentEvent.DRAFT_WITHDRAWN, target=draft.revision, by=by, version=case.content_hash, reason=reason)


def _open_round(draft: Draft, case: Case, by: Member, at: dt.datetime) -> None:
    assert draft.revision is not None  # constraint draft_in_review_has_a_text
    last = draft.rounds.order_by("-number").values_list("number", flat=True).first() or 0
    ReviewRound.objects.create(
        draft=draft, number=last + 1, revision=draft.revision, content_hash=case.content_hash, case_id=case.pk, facts=facts_of(draft),
        submitted_by=by, submitted_at=at,
    )  # fmt: skip


def _leave_review(draft: Draft, state: DraftState, outcome: RoundOutcome, words: str) -> None:
    held, moment = _locked_draft(draft), clock.now()
    states.DRAFT.move(held, to=state, updated_at=moment)
    _close_round(held, outcome, words, moment)


def _close_round(draft: Draft, outcome: RoundOutcome, comment: str, at: dt.datetime) -> None:
    rows = ReviewRound.objects.filter(draft=draft, outcome=RoundOutcome.OPEN)
    rows.update(outcome=outcome, comment=comment, closed_at=at)
