"""Rounds of review: what was handed in, how it ended, and what the reviewer sees of it."""

from typing import Any

from django.utils.translation import gettext as _

from masthead.approvals.models import Case
from masthead.content.models import Draft, ReviewRound, RoundOutcome
from masthead.content.queries.checks import kept_report
from masthead.content.queries.diffs import fact_changes, field_changes, text_diff
from masthead.core import clock, figures

EXHIBIT = "content/_exhibit.html"


def round_of_case(draft: Draft, case_id: int) -> ReviewRound | None:
    """The newest round of a case (a returned case goes on under the same number)."""
    rows = draft.rounds.filter(case_id=case_id).select_related("revision__cover", "submitted_by")
    return rows.order_by("-number").first()


def compared_round(this: ReviewRound) -> ReviewRound | None:
    """The last earlier round that ended in an approval or a return: what the reviewer has seen before."""
    ended = [RoundOutcome.APPROVED, RoundOutcome.RETURNED]
    earlier = ReviewRound.objects.filter(draft=this.draft_id, number__lt=this.number, outcome__in=ended)
    return earlier.select_related("revision__cover").order_by("-number").first()


def rounds_of(draft: Draft) -> list[ReviewRound]:
    """All rounds, newest first."""
    return list(draft.rounds.select_related("submitted_by", "revision").defer("revision__html").order_by("-number"))


def last_words(draft: Draft) -> str:
    """The comment with which the last round ended."""
    return draft.rounds.order_by("-number").values_list("comment", flat=True).first() or ""


def open_round(draft: Draft) -> ReviewRound | None:
    """The round that reviewers have before them now."""
    return draft.rounds.filter(outcome=RoundOutcome.OPEN).select_related("revision").first()


def facts_of(draft: Draft) -> dict[str, str]:
    """Accounts and window in words, as kept with a round."""
    window = ""
    if draft.window_start and draft.window_end:
        start, end = clock.china(draft.window_start), clock.china(draft.window_end)
        window = f"{figures.moment_text(start)} — {figures.moment_text(end)}"
    return {"accounts": _("、").join(a.name for a in draft.accounts.all()), "window": window}


def exhibit(draft: Draft, case: Case) -> tuple[str, dict[str, Any]]:
    """Template and context for the left side of the case page: the exact version of that case, checks, facts, differences."""
    this = round_of_case(draft, case.pk) or open_round(draft)
    context: dict[str, Any] = {"draft": draft, "round": this, "report": None, "compared": None}
    if this is None:
        return EXHIBIT, context
    context["report"] = kept_report(draft, this.content_hash)
    if before := compared_round(this):
        context["compared"] = before
        context["diff"] = text_diff(before.revision, this.revision)
        context["changes"] = field_changes(before.revision, this.revision) + fact_changes(before.facts, this.facts)
    return EXHIBIT, context
