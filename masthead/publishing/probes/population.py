"""The populations that the probes put their questions to, in portions, so that a month of any size fits in memory."""

from collections.abc import Iterator

from django.db.models import Q

from masthead.publishing.models import Publication
from masthead.publishing.states import PublicationState
from masthead.trail.probes import Verdict, Window

KIND = "publishing.publication"
PORTION = 500
OUT = (PublicationState.ACCEPTED, PublicationState.PUBLISHED, PublicationState.UNKNOWN, PublicationState.PROOF,
       PublicationState.WITHDRAWN)  # fmt: skip


def went_out(window: Window) -> Iterator[list[Publication]]:
    """Everything that left the house in the window: accepted, published, or possibly out."""
    taken = Q(accepted_at__gte=window.start, accepted_at__lt=window.end)
    maybe = Q(state=PublicationState.UNKNOWN, unknown_since__gte=window.start, unknown_since__lt=window.end)
    rows = Publication.objects.filter(taken | maybe, state__in=OUT).select_related("draft__topic", "account__platform")
    yield from in_portions(rows.order_by("pk").iterator(chunk_size=PORTION))


def was_due(window: Window) -> Iterator[list[Publication]]:
    """Everything that was due in the window, whatever became of it."""
    rows = Publication.objects.filter(due_at__gte=window.start, due_at__lt=window.end).select_related("account")
    yield from in_portions(rows.order_by("pk").iterator(chunk_size=PORTION))


def in_portions(rows: Iterator[Publication]) -> Iterator[list[Publication]]:
    """Rows in lists of PORTION."""
    portion: list[Publication] = []
    for row in rows:
        portion.append(row)
        if len(portion) == PORTION:
            yield portion
            portion = []
    if portion:
        yield portion


def verdict(row: Publication, *, passed: bool | None, reason: str, **facts: object) -> Verdict:
    """The answer for one publication."""
    return Verdict(
        KIND, row.pk, f"{row.title} → {row.account.name}", passed, reason, row.get_absolute_url(), dict(facts)
    )
