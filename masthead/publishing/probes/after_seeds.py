"""Violations on purpose of what is done after publishing, inside the savepoint that the probe's caller rolls back."""

import datetime as dt

from masthead.core import clock
from masthead.core.digest import digest_of
from masthead.core.models import StoredFile
from masthead.publishing.after_states import CommentKind, CommentState, EvidenceKind, Occasion, VerifyState
from masthead.publishing.models import Evidence, OwnComment, Publication
from masthead.publishing.probes.population import KIND
from masthead.publishing.probes.seeds import NAME, seed_publication
from masthead.publishing.states import PublicationState


def seed_gone() -> tuple[str, int]:
    """A post that the last look did not find any more, and that nobody took down."""
    row = seed_publication()
    Publication.objects.filter(pk=row.pk).update(verify_state=VerifyState.GONE, verified_at=clock.now(), verify_no=2)
    return KIND, row.pk


def seed_unkept() -> tuple[str, int]:
    """A post whose kept picture is another one than was written down."""
    row = seed_publication()
    stored = StoredFile.objects.create(
        sha256=digest_of(f"other {row.pk}"),
        size_bytes=1,
        mime="image/png",
        name=NAME,
        use="publishing.evidence_picture",
    )
    Evidence.objects.create(
        publication=row, kind=EvidenceKind.PICTURE, occasion=Occasion.CONFIRMED, file=stored, sha256=digest_of(NAME),
        taken_at=clock.now(),
    )  # fmt: skip
    return KIND, row.pk


def seed_lonely() -> tuple[str, int]:
    """A post that is down, and nobody wrote down why."""
    row = seed_publication()
    moment = clock.now() - dt.timedelta(minutes=1)
    Publication.objects.filter(pk=row.pk).update(state=PublicationState.WITHDRAWN, withdrawn_at=moment)
    return KIND, row.pk


def seed_unread_words() -> tuple[str, int]:
    """A first comment that stands in no approved version."""
    row = seed_publication()
    OwnComment.objects.create(
        publication=row, kind=CommentKind.FIRST, text=NAME, key=digest_of(row.pk), state=CommentState.DONE,
        made_at=clock.now() - dt.timedelta(minutes=1),
    )  # fmt: skip
    return KIND, row.pk
