"""What the clock must look at: drafts past their window, and rounds of the fast lane that owe a later look."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from masthead.approvals.models import Case
from masthead.content import errors
from masthead.content.models import AfterLook, Draft, ReviewRound
from masthead.content.queries.checks import kept_report
from masthead.content.queries.drafts import authors_of
from masthead.content.states import DraftState

A_TICK = 200
EXHIBIT = "content/_afterwards.html"


def drafts_past_their_window(moment: dt.datetime) -> list[Draft]:
    """In review or returned, and even the latest time to publish has passed; the longest ago first."""
    rows = Draft.objects.filter(state__in=[DraftState.IN_REVIEW, DraftState.RETURNED], window_end__lte=moment)
    return list(rows.order_by("window_end", "pk")[:A_TICK])


def rounds_to_look_at() -> list[ReviewRound]:
    """Approved by the fast lane, and nobody was asked to look at it afterwards yet."""
    rows = ReviewRound.objects.filter(after=AfterLook.DUE).exclude(after="").select_related("draft", "submitted_by")
    return list(rows.order_by("closed_at", "pk")[:A_TICK])


def later_looks_lying(before: dt.datetime) -> int:
    """Rounds of the fast lane that wait since before that moment for somebody to be asked."""
    return ReviewRound.objects.filter(after=AfterLook.DUE, closed_at__lte=before).exclude(after="").count()


def load_round(pk: int) -> ReviewRound:
    """A round for an engine that has checked its asker already. Raises NotThere."""
    rows = ReviewRound.objects.select_related(
        "draft__unit", "draft__topic", "draft__author", "revision", "submitted_by"
    )
    this = rows.filter(pk=pk).first()
    if this is None:
        raise errors.draft_not_there()
    return this


def parties_of_round(this: ReviewRound) -> set[int]:
    """Who wrote it, and who chose the fast lane."""
    return authors_of(this.draft) | {this.submitted_by_id}


def later_exhibit(this: ReviewRound, _case: Case) -> tuple[str, dict[str, Any]]:
    """The version that went out in haste, why, and what the machine said of it."""
    report = kept_report(this.draft, this.content_hash)
    return EXHIBIT, {"draft": this.draft, "round": this, "report": report}


def title_of_round(this: ReviewRound) -> str:
    """How the later look stands in lists."""
    return _("事后复核：%(title)s") % {"title": this.draft.title}
