"""Remarks on the text and suggested changes: made, answered, settled, taken over. The remark itself is never changed or lost."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.content import errors
from masthead.content.actions.drafts import _locked_draft, _require_changeable, _require_writer
from masthead.content.actions.revisions import save_revision
from masthead.content.documents import anchor_in
from masthead.content.events import ContentEvent
from masthead.content.models import (
    Annotation,
    AnnotationKind,
    AnnotationReply,
    AnnotationState,
    Revision,
    WorkingCopy,
)
from masthead.content.queries import (
    authors_of,
    hold_of,
    is_writer,
    may_annotate,
    may_settle,
    parts_of,
    said_again,
)
from masthead.content.states import DraftState
from masthead.core import clock
from masthead.core.errors import BadInput
from masthead.notify import actions as notify
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

S = AnnotationState
MOST = 1000


@dataclass(frozen=True)
class Remark:
    """What somebody wants to say about text[start:end] of a part. `replacement` None = a comment, '' = leave the words out."""

    part: str
    start: int
    end: int
    body: str = ""
    replacement: str | None = None
    blocking: bool = False


@guarded("3.3.2")
@transaction.atomic
def annotate(*, revision: Revision, remark: Remark, by: Member, at: dt.datetime | None = None) -> Annotation:
    """Fix a remark or a suggested change to the words of one version. A remark that must be dealt with can only come from a reviewer.

    Clause: 3.3.2.  Raises: NotPermitted, BadInput (nothing said, no such words), RuleBroken for a rejected draft.
    Events: content:annotation:made.
    """
    draft = _locked_draft(revision.draft)
    if not may_annotate(by, draft):
        raise errors.may_not_annotate()
    if draft.state == DraftState.REJECTED:
        raise errors.not_writable(draft.get_state_display())
    text = parts_of(revision).get(remark.part, "")
    suggestion = remark.replacement is not None
    words = (remark.replacement or "").strip("\n")
    _require_sayable(text, remark, words)
    anchor = anchor_in(text, remark.start, remark.end)
    annotation = Annotation.objects.create(
        draft=draft, revision=revision, kind=AnnotationKind.SUGGESTION if suggestion else AnnotationKind.COMMENT, part=remark.part,
        start=anchor.start, end=anchor.end, quote=anchor.quote, prefix=anchor.prefix, suffix=anchor.suffix, body=remark.body.strip(),
        replacement=words, blocking=remark.blocking and by.pk not in authors_of(draft), author=by, made_at=at or clock.now(),
    )  # fmt: skip
    data = {"annotation": annotation.pk, "kind": annotation.kind, "blocking": annotation.blocking}
    trail.record(
        ContentEvent.ANNOTATED, target=draft, by=by, version=str(revision.number), reason=annotation.body[:200], data=data, at=at
    )  # fmt: skip
    return annotation


def _require_sayable(text: str, remark: Remark, words: str) -> None:
    suggestion = remark.replacement is not None
    if not 0 <= remark.start < remark.end <= len(text) or not text[remark.start : remark.end].strip():
        raise errors.no_such_words()
    if len(remark.body) > MOST or len(words) > MOST:
        message = _("意见和改法都不能超过 %(n)d 字。") % {"n": MOST}
        raise BadInput(message, code="remark_too_long", clause="3.3.2", fields={"body": [message]})
    if not suggestion and not remark.body.strip():
        message = _("请写明意见。")
        raise BadInput(message, code="remark_empty", clause="3.3.2", fields={"body": [message]})
    if suggestion and "\n" in text[remark.start : remark.end]:
        message = _("修改建议不能跨段落，请分段提出。")
        raise BadInput(message, code="suggestion_crosses_paragraphs", clause="3.3.2", fields={"quote": [message]})
    if suggestion and words == text[remark.start : remark.end]:
        message = _("建议的文字与原文相同。")
        raise BadInput(message, code="suggestion_changes_nothing", clause="3.3.2", fields={"replacement": [message]})


@guarded("3.3.2")
@transaction.atomic
def reply_to(*, annotation: Annotation, body: str, by: Member, at: dt.datetime | None = None) -> AnnotationReply:
    """Answer a remark. An author's answer to an open one makes it answered: the draft may go to review again.

    Clause: 3.3.2.  Raises: NotPermitted, BadInput without words, RuleBroken when it is settled.  Events: content:annotation:answered.
    """
    held = _held(annotation)
    if not (may_annotate(by, held.draft) or is_writer(by, held.draft)):
        raise errors.may_not_annotate()
    if held.is_settled:
        raise errors.annotation_settled(held.get_state_display())
    words = body.strip()[:MOST]
    if not words:
        message = _("请写下答复。")
        raise BadInput(message, code="reply_empty", clause="3.3.2", fields={"body": [message]})
    moment = at or clock.now()
    reply = AnnotationReply.objects.create(annotation=held, author=by, body=words, at=moment)
    if held.author_id != by.pk and is_writer(by, held.draft):
        Annotation.objects.filter(pk=held.pk, state=S.OPEN).update(state=S.ANSWERED)
        _tell(held, held.author, _("%(who)s 答复了您的批注") % {"who": by.name}, words, by)
    trail.record(
        ContentEvent.ANNOTATION_ANSWERED, target=held.draft, by=by, reason=words[:200], data={"annotation": held.pk}, at=at
    )  # fmt: skip
    return reply


@guarded("3.3.2")
@transaction.atomic
def settle_annotation(
    *, annotation: Annotation, to: AnnotationState, by: Member, reason: str = "", at: dt.datetime | None = None
) -> Annotation:
    """Resolve a remark, open it again, or decline a suggestion (with a reason). Who made it or reviews here resolves; writers decline.

    Clause: 3.3.2.  Raises: NotPermitted, BadInput without a reason for declining, Stale when it was settled meanwhile.
    Events: content:annotation:settled.
    """
    held = _held(annotation)
    _require_may_settle(by, held, to)
    if to == S.DECLINED and len(reason.strip()) < 4:
        message = _("请写明不采纳的理由。")
        raise BadInput(message, code="reason_missing", clause="3.3.2", fields={"reason": [message]})
    moment = at or clock.now()
    settled = to != S.OPEN
    changed = Annotation.objects.filter(pk=held.pk, state__in=SETTLES_FROM[to]).update(
        state=to,
        reason=reason.strip()[:500],
        settled_by=by if settled else None,
        settled_at=moment if settled else None,
    )
    if changed != 1:
        raise errors.annotation_settled(held.get_state_display())
    data = {"annotation": held.pk, "to": str(to)}
    trail.record(ContentEvent.ANNOTATION_SETTLED, target=held.draft, by=by, reason=reason.strip(), data=data, at=at)
    if to == S.DECLINED and held.author_id != by.pk:
        _tell(held, held.author, _("%(who)s 没有采纳您的修改建议") % {"who": by.name}, reason, by)
    annotation.refresh_from_db()
    return annotation


SETTLES_FROM = {
    S.RESOLVED: (S.OPEN, S.ANSWERED),
    S.DECLINED: (S.OPEN, S.ANSWERED),
    S.OPEN: (S.RESOLVED, S.DECLINED, S.ANSWERED),
}


def _require_may_settle(by: Member, annotation: Annotation, to: AnnotationState) -> None:
    writer = is_writer(by, annotation.draft)
    if to == S.DECLINED:
        fine = annotation.is_suggestion and writer
    else:
        fine = may_settle(by, annotation)
    if not fine:
        raise errors.may_not_settle()


@guarded("3.3.2")
@transaction.atomic
def accept_suggestion(*, annotation: Annotation, by: Member, at: dt.datetime | None = None) -> Revision:
    """Put the suggested words in the place of the quoted ones and save that as a new version.

    Clause: 3.3.2.  Raises: NotPermitted, RuleBroken while in review or with unsaved words of one's own, Stale when the words are no
    longer there or the suggestion was settled.  Events: content:revision:saved, content:annotation:settled.
    Races: the draft's row is held; the suggestion is claimed by a conditional UPDATE.
    """
    held = _held(annotation)
    draft = _locked_draft(held.draft)
    _require_writer(by, draft)
    _require_changeable(draft)
    if not held.is_suggestion or held.is_settled:
        raise errors.annotation_settled(held.get_state_display())
    if draft.state == DraftState.APPROVED:
        raise errors.would_void()
    if WorkingCopy.objects.filter(draft=draft, member=by).exists():
        raise errors.unsaved_words()
    assert draft.revision is not None  # an annotation stands on a version
    found = hold_of(held, draft.revision)
    if found.changed or found.start == found.end:
        raise errors.words_moved(held.quote)
    changes = said_again(draft.revision, held.part, found.start, found.end, held.replacement)
    revision = save_revision(**changes, draft=draft, by=by, at=at)
    moment = at or clock.now()
    claimed = Annotation.objects.filter(pk=held.pk, state__in=(S.OPEN, S.ANSWERED)).update(
        state=S.ACCEPTED, settled_by=by, settled_at=moment, made_revision=revision
    )
    if claimed != 1:
        raise errors.annotation_settled(held.get_state_display())
    trail.record(
        ContentEvent.ANNOTATION_SETTLED, target=draft, by=by, version=str(revision.number), before=held.quote, after=held.replacement,
        data={"annotation": held.pk, "to": str(S.ACCEPTED)}, at=at,
    )  # fmt: skip
    return revision


def _held(annotation: Annotation) -> Annotation:
    """The row as it is now, held until the deed is done."""
    rows = Annotation.objects.select_for_update(of=("self",)).select_related("draft__topic", "draft__author", "author")
    return rows.get(pk=annotation.pk)


def _tell(annotation: Annotation, member: Member, title: str, body: str, by: Member) -> None:
    notify.tell(
        kind="content.annotation",
        members=[member],
        title=f"{title}：{annotation.draft.title}",
        body=body,
        url=annotation.draft.get_absolute_url(),
        by=by,
        clause="3.3.2",
    )
