"""Rounds of review: what was handed in, how it ended, and which of them a reviewer has seen before."""

from django.utils.translation import gettext as _

from masthead.content.models import Draft, ReviewRound, RoundOutcome
from masthead.core import clock, figures


def round_of_case(draft: Draft, case_id: int) -> ReviewRound | None:
    """The newest round of a case (a returned case goes on under the same number)."""
    rows = draft.rounds.filter(case_id=case_id).select_related("revision__cover", "submitted_by")
    this = rows.order_by("-number").first()
    if this is not None:
        this.revision.draft = draft  # its version need not ask whose it is
    return this


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
