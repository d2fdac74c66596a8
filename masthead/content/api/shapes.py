"""What topics and drafts look like outside."""

import datetime as dt
from typing import Any, Literal

from pydantic import Field

from masthead.content.models import Asset, Draft, Revision, Topic, TopicForm, TopicSource
from masthead.content.states import DraftState, TopicState
from masthead.core.rest import BodyKey, Day, Flag, In, LongText, Named, Out, Search, tag


class TopicOut(Out):
    id: int
    title: str
    theme: str
    form: TopicForm
    source: TopicSource
    state: TopicState
    unit: Named
    owner: Named
    planned_on: dt.date | None
    planned_time: dt.time | None
    score: int | None
    origin_url: str
    account_ids: list[int]


class TopicIn(In):
    title: str = Field(min_length=1, max_length=80)
    theme: str = Field(min_length=1, max_length=1000)
    form: TopicForm = TopicForm.ARTICLE
    source: TopicSource = TopicSource.BUSINESS
    unit: BodyKey
    owner: BodyKey
    planned_on: Day | None = None
    accounts: list[BodyKey] = Field(default=[], max_length=50)


class DecisionIn(In):
    deed: Literal["adopt", "postpone", "assign", "drop"]
    reason: str = Field(default="", max_length=500)
    until: Day | None = None
    owner: BodyKey | None = None


class EvaluationIn(In):
    value: int = Field(ge=1, le=5)
    timeliness: int = Field(ge=1, le=5)
    risk: int = Field(ge=1, le=5)
    effort: int = Field(ge=1, le=5)
    reasons: dict[Literal["value", "timeliness", "risk", "effort"], str] = {}


class TopicQuery(In):
    q: Search = ""
    state: TopicState | None = None
    since: Day | None = None
    until: Day | None = None


class DraftQuery(In):
    q: Search = ""
    state: DraftState | None = None


class DraftRow(Out):
    id: int
    title: str
    state: DraftState
    topic_id: int
    unit: Named
    author: Named
    updated_at: dt.datetime
    account_ids: list[int]


class RevisionOut(Out):
    number: int
    title: str
    byline: str
    digest: str
    html: str
    cover: int | None
    source_url: str
    content_hash: str
    saved_at: dt.datetime


class DraftOut(DraftRow):
    approved: bool
    content_hash: str
    window_start: dt.datetime | None
    window_end: dt.datetime | None
    text: RevisionOut | None


class StartIn(In):
    title: str = Field("", max_length=120)


class ExplanationIn(In):
    """Why words that the check found may stand: the rule, the words as found, the reason that reviewers will read."""

    rule: str = Field(min_length=1, max_length=80)
    excerpt: str = Field(min_length=1, max_length=200)
    reason: str = Field(min_length=1, max_length=500)


class SubmitIn(In):
    explanations: list[ExplanationIn] = Field(default=[], max_length=200)


class TextIn(In):
    """`void_approval` says that the caller knows: a change voids the approval of an approved draft."""

    title: str = Field(max_length=120)
    byline: str = Field("", max_length=16)
    digest: str = Field("", max_length=240)
    html: LongText
    cover: BodyKey | None = None
    source_url: str = Field("", max_length=1000)
    void_approval: Flag = False


class PictureOut(Out):
    id: int
    sha256: str
    name: str
    width: int | None
    height: int | None
    reference: str


class PathStepOut(Out):
    name: str
    mode: str
    people: list[Named]
    problem: str


class PathOut(Out):
    steps: list[PathStepOut]


def named(thing: Any) -> dict[str, Any]:
    """A row by key and name."""
    return {"id": thing.pk, "name": str(thing)}


def topic_of(topic: Topic) -> dict[str, Any]:
    names = ("title", "theme", "form", "source", "state", "planned_on", "planned_time", "score", "origin_url")
    facts = {name: getattr(topic, name) for name in names}
    accounts = sorted(account.pk for account in topic.accounts.all())
    return {"id": topic.pk, **facts, "unit": named(topic.unit), "owner": named(topic.owner), "account_ids": accounts}


def row_of(draft: Draft) -> dict[str, Any]:
    return {
        "id": draft.pk,
        "title": draft.title,
        "state": draft.state,
        "topic_id": draft.topic_id,
        "unit": named(draft.unit),
        "author": named(draft.author),
        "updated_at": draft.updated_at,
        "account_ids": sorted(account.pk for account in draft.accounts.all()),
    }


def revision_of(revision: Revision) -> dict[str, Any]:
    names = ("number", "title", "byline", "digest", "html", "source_url", "content_hash", "saved_at")
    return {name: getattr(revision, name) for name in names} | {"cover": revision.cover_id}


def draft_of(draft: Draft, content_hash: str) -> dict[str, Any]:
    return {
        **row_of(draft),
        "approved": bool(draft.approved_hash),
        "content_hash": content_hash,
        "window_start": draft.window_start,
        "window_end": draft.window_end,
        "text": revision_of(draft.revision) if draft.revision else None,
    }


def etag_of(draft: Draft) -> str:
    """Moves with every saved version."""
    return tag("r", draft.revision.number if draft.revision else 0, draft.pk)


def picture_of(asset: Asset) -> dict[str, Any]:
    file = asset.file
    size = {"width": file.width_px, "height": file.height_px}
    return {"id": file.pk, "sha256": asset.sha256, "name": file.name, **size, "reference": f"asset:{asset.sha256}"}
