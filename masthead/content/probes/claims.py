"""Clause 1.3.2: what a text claims has a source before it goes to review."""

import datetime as dt
from collections.abc import Iterator
from uuid import uuid4

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.content.documents import fingerprint_of
from masthead.content.models import Claim, ClaimKind, ClaimState, Draft, ReviewRound, Revision, Topic
from masthead.content.states import TopicState
from masthead.core import clock
from masthead.core.digest import digest_of
from masthead.org.models import Member, Unit
from masthead.trail.probes import Verdict, Window, probe

NAME = "探针"
KIND = "content.claim"
PORTION = 500


def _unsourced() -> tuple[str, int]:
    """A draft handed to review although a figure in it has no source."""
    mark, now = uuid4().hex[:10], clock.now() - dt.timedelta(minutes=3)
    unit = Unit.objects.create(name=f"{NAME}{mark}", path=f"/{mark}/")
    member = Member.objects.create(username=mark, name=NAME, is_active=False)
    topic = Topic.objects.create(
        title=NAME, theme=NAME, unit=unit, owner=member, planned_on=clock.today(), state=TopicState.IN_PROGRESS,
        proposed_by=member, proposed_at=now,
    )  # fmt: skip
    draft = Draft.objects.create(topic=topic, unit=unit, title=NAME, author=member, started_at=now, updated_at=now)
    revision = Revision.objects.create(draft=draft, number=1, title=NAME, content_hash=digest_of(mark), saved_at=now)
    ReviewRound.objects.create(
        draft=draft, number=1, revision=revision, content_hash=digest_of(mark), submitted_by=member, submitted_at=now
    )
    quote = "复购率提升了40%"
    claim = Claim.objects.create(
        draft=draft, kind=ClaimKind.FIGURE, part="body", quote=quote, fingerprint=fingerprint_of(quote), found_at=now
    )
    return KIND, claim.pk


@probe(
    "1.3.2.claims_sourced",
    clause="1.3.2",
    title=gettext_lazy("送审稿件里的论断都有来源"),
    why=gettext_lazy("没有来源的数据、排名和证言，一旦失实，公司要承担虚假宣传的责任。"),
    seed=_unsourced,
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
