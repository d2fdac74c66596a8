"""Violations on purpose: a draft with what it hangs on, inside the savepoint that the probe's caller rolls back."""

import datetime as dt
from uuid import uuid4

from masthead.content.models import (
    AfterLook,
    Annotation,
    Draft,
    ReviewRound,
    Revision,
    RoundOutcome,
    Topic,
)
from masthead.content.states import DraftState
from masthead.core import clock
from masthead.core.digest import digest_of
from masthead.org.models import Member, Unit

NAME = "探针"
KIND = "content.draft"


def _draft(**more: object) -> tuple[Draft, Revision]:
    mark, now = uuid4().hex[:10], clock.now()
    unit = Unit.objects.create(name=f"{NAME}{mark}", path=f"/{mark}/")
    member = Member.objects.create(username=mark, name=NAME, is_active=False)
    topic = Topic.objects.create(
        title=NAME, theme=NAME, unit=unit, owner=member, planned_on=clock.today(), proposed_by=member, proposed_at=now
    )
    draft = Draft.objects.create(topic=topic, unit=unit, title=NAME, author=member, started_at=now, updated_at=now)
    revision = Revision.objects.create(
        draft=draft, number=1, title=NAME, content_hash=digest_of(mark), saved_by=member, saved_at=now
    )
    Draft.objects.filter(pk=draft.pk).update(revision=revision, **more)
    draft.refresh_from_db()
    return draft, revision


def _round(draft: Draft, revision: Revision, **more: object) -> ReviewRound:
    moment = clock.now() - dt.timedelta(minutes=5)
    values = {"submitted_at": moment, "outcome": RoundOutcome.APPROVED, "closed_at": moment, **more}
    return ReviewRound.objects.create(
        draft=draft,
        number=1,
        revision=revision,
        content_hash=revision.content_hash,
        submitted_by=draft.author,
        **values,
    )


def seed_past_its_slot() -> tuple[str, int]:
    """A draft that still lies in review an hour after its window ended."""
    now = clock.now()
    ends = now - dt.timedelta(hours=1)
    draft, _revision = _draft(state=DraftState.IN_REVIEW, window_start=ends - dt.timedelta(days=1), window_end=ends)
    return KIND, draft.pk


def seed_must() -> tuple[str, int]:
    """Handed in although a remark that must be dealt with was never answered."""
    draft, revision = _draft()
    Annotation.objects.create(
        draft=draft, revision=revision, part="title", start=0, end=1, quote=NAME[0], body=NAME, blocking=True, author=draft.author,
        made_at=clock.now() - dt.timedelta(days=1),
    )  # fmt: skip
    _round(draft, revision)
    return KIND, draft.pk


def seed_overlooked() -> tuple[str, int]:
    """Out by the fast lane four days ago, and nobody looked at it since."""
    draft, revision = _draft()
    _round(draft, revision, fast_reason=NAME, after=AfterLook.DUE, closed_at=clock.now() - dt.timedelta(days=4))
    return KIND, draft.pk
