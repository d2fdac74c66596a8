"""Clause 1.3.2: what a text claims has a source before it goes to review."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.content.models import Claim, ClaimState, ReviewRound
from masthead.content.probes.seeds import seed_unsourced
from masthead.trail.probes import Verdict, Window, probe

KIND = "content.claim"
PORTION = 500


@probe(
    "1.3.2.claims_sourced",
    clause="1.3.2",
    title=gettext_lazy("送审稿件里的论断都有来源"),
    why=gettext_lazy("没有来源的数据、排名和证言，一旦失实，公司要承担虚假宣传的责任。"),
    seed=seed_unsourced,
)
def claims_sourced(window: Window) -> Iterator[Verdict]:
    """Every claim that stands in a draft handed to review in the window: it has a source, or somebody said why it needs none (exempt)."""
    handed_in = ReviewRound.objects.filter(submitted_at__gte=window.start, submitted_at__lt=window.end).values("draft")
    rows = Claim.objects.filter(draft__in=handed_in).exclude(state=ClaimState.GONE).select_related("draft")
    for claim in rows.order_by("pk").iterator(chunk_size=PORTION):
        passed = None if claim.state == ClaimState.DISMISSED else claim.state == ClaimState.SOURCED
        reason = claim.source_note or claim.reason or _("没有来源")
        yield Verdict(
            KIND, claim.pk, claim.quote, passed, reason, claim.draft.get_absolute_url(), {"draft": claim.draft_id}
        )
