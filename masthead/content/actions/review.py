"""Handing a draft to review, and what the approval engine reports back."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.approvals import actions as approvals
from masthead.approvals import queries as approvals_queries
from masthead.approvals.models import Case
from masthead.compliance import actions as compliance
from masthead.compliance import queries as compliance_queries
from masthead.compliance.models import Check
from masthead.content import errors, states
from masthead.content.actions.drafts import _locked_draft
from masthead.content.actions.fast_lane import AFTERWARDS
from masthead.content.events import ContentEvent
from masthead.content.models import AfterLook, Draft, ReviewRound, RoundOutcome
from masthead.content.queries import (
    content_hash,
    facts_of,
    format_issues_of,
    gaps_of,
    is_writer,
    only_on,
    parts_of,
    picture_matches,
    platforms_of,
    require_in_unit,
)
from masthead.content.states import DraftState
from masthead.core import clock
from masthead.core.errors import BadInput
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

KIND = "content.draft"
REASON_MIN = 10


@guarded("1.3.1")
@transaction.atomic
def check_draft(*, draft: Draft, by: Member) -> Check:
    """Run the machine check over the saved version and keep it under its seal.

    Clause: 1.3.1, 1.3.3.  Raises: RuleBroken while the draft has no text or no rules are in force.  Events: compliance:check:made.
    """
    if draft.revision is None:
        raise errors.incomplete([g.message for g in gaps_of(draft)])
    accounts = list(draft.accounts.select_related("platform"))
    parts = parts_of(draft.revision, accounts)
    return compliance.check_text(
        subject=draft, content_hash=content_hash(draft), parts=parts, by=by,
        format_issues=format_issues_of(draft.revision, accounts), platforms=platforms_of(accounts),
        only=only_on(parts, accounts), more=picture_matches(draft, draft.revision),
    )  # fmt: skip


@guarded("3.3.2")
@transaction.atomic
def submit_draft(
    *,
    draft: Draft,
    by: Member,
    fast_reason: str = "",
    words: Mapping[tuple[str, str], str] | None = None,
    at: dt.datetime | None = None,
) -> Draft:
    """Hand a finished draft to review; text, pictures, accounts and window are sealed by their hash.

    `words` = {(rule, words found): why they may stand}: a warning is explained, a ban is excepted; reviewers see the reason.
    `fast_reason`: why it must take the fast lane. The flow decides by the fact `fast_lane`, and somebody looks at it afterwards.
    Clause: 3.3.2.  Raises: NotPermitted, RuleBroken (incomplete, unanswered remarks, blocked by the check, nobody to review), Stale.
    Events: content:draft:submitted, content:draft:fast_lane_chosen.  Races: two submits of one draft — the conditional UPDATE lets exactly one through.
    """
    held = _locked_draft(draft)
    require_in_unit(by, "content.draft.submit", held.unit_id)
    if not is_writer(by, held):
        raise errors.not_your_text(held.author.name)
    states.DRAFT.require(held, to=DraftState.IN_REVIEW)
    if gaps := gaps_of(held):
        raise errors.incomplete([g.message for g in gaps])
    _require_answers(check_draft(draft=held, by=by), words or {}, by)
    moment, reason = at or clock.now(), _fast_reason(held, fast_reason, by)
    states.DRAFT.move(
        held, to=DraftState.IN_REVIEW, where={"revision": held.revision_id}, updated_at=moment, fast_reason=reason
    )
    case = approvals.open_case(kind=KIND, subject=held, by=by, at=at)
    Draft.objects.filter(pk=held.pk).update(case_id=case.pk)
    _open_round(held, case, by, moment)
    trail.record(
        ContentEvent.DRAFT_SUBMITTED, target=held.revision, by=by, version=case.content_hash, data={"case": case.pk}
    )
    if reason:
        data = {"case": case.pk}
        trail.record(
            ContentEvent.FAST_LANE_CHOSEN, target=held, by=by, version=case.content_hash, reason=reason, data=data
        )
    draft.refresh_from_db()
    return draft


def _require_answers(check: Check, words: Mapping[tuple[str, str], str], by: Member) -> None:
    """Every ban is gone or excepted, every warning is gone or explained. Raises RuleBroken."""
    for finding in compliance_queries.unexcepted(check):
        if reason := words.get((finding.rule, finding.excerpt), "").strip():
            compliance.except_finding(finding=finding, reason=reason, by=by)
    for finding in compliance_queries.unexplained(check):
        if reason := words.get((finding.rule, finding.excerpt), "").strip():
            compliance.explain_finding(finding=finding, reason=reason, by=by)
    if banned := len(compliance_queries.unexcepted(check)):
        raise errors.blocked_by_check(banned)
    if silent_on := len(compliance_queries.unexplained(check)):
        raise errors.warnings_unexplained(silent_on)


def _fast_reason(draft: Draft, reason: str, by: Member) -> str:
    """The typed reason of a fast lane that is open to this person, or ''. Raises NotPermitted, BadInput, RuleBroken."""
    words = reason.strip()[:300]
    if not words:
        return ""
    require_in_unit(by, "content.draft.fast_lane", draft.unit_id)
    if len(words) < REASON_MIN:
        message = _("请写明为什么必须走紧急通道，至少 %(n)d 个字。") % {"n": REASON_MIN}
        raise BadInput(message, code="fast_reason_short", clause="3.3.2", fields={"fast_reason": [message]})
    if not approvals_queries.version_in_force(AFTERWARDS):
        raise errors.fast_lane_closed()
    return words


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
    ReviewRound.objects.filter(case_id=case.pk, outcome=RoundOutcome.APPROVED).exclude(fast_reason="").update(
        after=AfterLook.DUE
    )
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
        submitted_by=by, submitted_at=at, fast_reason=draft.fast_reason,
    )  # fmt: skip


def _leave_review(draft: Draft, state: DraftState, outcome: RoundOutcome, words: str) -> None:
    held, moment = _locked_draft(draft), clock.now()
    states.DRAFT.move(held, to=state, updated_at=moment)
    _close_round(held, outcome, words, moment)


def _close_round(draft: Draft, outcome: RoundOutcome, comment: str, at: dt.datetime) -> None:
    rows = ReviewRound.objects.filter(draft=draft, outcome=RoundOutcome.OPEN)
    rows.update(outcome=outcome, comment=comment, closed_at=at)
