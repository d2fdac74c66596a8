"""Comments: added, edited with their history, withdrawn, settled."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.collab import errors, queries
from masthead.collab.events import CollabEvent
from masthead.collab.models import Comment, CommentEdit, Mention
from masthead.collab.registry import COMMENTABLE
from masthead.core import clock
from masthead.notify import actions as notify
from masthead.org import queries as org
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

MOST_A_MINUTE, LONGEST = 10, 2000


@guarded("1.3.5")
@transaction.atomic
def add_comment(
    *, kind: str, target_id: int, body: str, by: Member, parent: Comment | None = None, at: dt.datetime | None = None
) -> Comment:
    """Say something about a thing that one may read; whoever is named must be able to read it too.

    Clause: 1.3.5.  Raises: NotThere, BadInput (empty, too long, a named person may not read), TooMany.
    Events: collab:comment:added.
    """
    entry, thing = queries.target_of(kind, target_id, by)
    moment, words = at or clock.now(), _checked(body)
    if Comment.objects.filter(author=by, created_at__gt=moment - dt.timedelta(minutes=1)).count() >= MOST_A_MINUTE:
        raise errors.too_many_comments()
    thread = parent.parent or parent if parent else None
    if thread and (thread.target_kind, thread.target_id) != (kind, target_id):
        raise errors.target_not_there()
    named = _named(kind, target_id, words, by)
    comment = Comment.objects.create(
        target_kind=kind, target_id=target_id, target_name=entry.title(thing)[:200], author=by, body=words, parent=thread,
        created_at=moment,
    )  # fmt: skip
    Mention.objects.bulk_create(Mention(comment=comment, member=m) for m in named)
    trail.record(CollabEvent.COMMENT_ADDED, target=thing, by=by, after=words, data={"comment": comment.pk}, at=at)
    _tell(comment, thread, {m.pk for m in named}, by, at)
    return comment


def _checked(body: str) -> str:
    words = body.replace("\r\n", "\n").strip()
    if not words:
        raise errors.field("body", _("请写下评论内容。"), "1.3.5")
    if len(words) > LONGEST:
        raise errors.field("body", _("评论最多 %(most)d 字。") % {"most": LONGEST}, "1.3.5")
    return words


def _named(kind: str, target_id: int, words: str, by: Member) -> list[Member]:
    """The people whom the words name, each of whom may read the thing."""
    entry, people = COMMENTABLE[kind], queries.named_in(words)
    for person in people:
        if person.pk != by.pk and target_id not in entry.readable(person, [target_id]):
            raise errors.cannot_read(person.name)
    return people


def _tell(comment: Comment, thread: Comment | None, named: set[int], by: Member, at: dt.datetime | None) -> None:
    url, about = reverse("collab:comment_go", args=[comment.pk]), {"who": by.name, "what": comment.target_name}
    notify.tell(
        kind="collab.mention", members=named, title=_("%(who)s 在「%(what)s」的讨论里提到您") % about, body=comment.body[:200],
        url=url, by=by, clause="1.3.5", at=at,
    )  # fmt: skip
    if thread is None:
        return
    entry, people = COMMENTABLE[comment.target_kind], queries.people_in(thread) - named - {by.pk}
    members = org.active_members().filter(pk__in=people)
    readers = {m.pk for m in members if comment.target_id in entry.readable(m, [comment.target_id])}
    notify.tell(
        kind="collab.reply", members=readers, title=_("%(who)s 回复了「%(what)s」的讨论") % about,
        body=comment.body[:200], url=url, by=by, clause="1.3.5", at=at,
    )  # fmt: skip


@guarded("1.3.5")
@transaction.atomic
def edit_comment(*, comment: Comment, body: str, by: Member, at: dt.datetime | None = None) -> Comment:
    """Change one's own words; what stood there before is kept and can be read.

    Clause: 1.3.5.  Raises: NotPermitted, RuleBroken when withdrawn, BadInput.  Events: collab:comment:edited.
    Races: the row is locked, so that no version is lost.
    """
    held = _own(comment, by)
    words, moment = _checked(body), at or clock.now()
    if words == held.body:
        return held
    named = _named(held.target_kind, held.target_id, words, by)
    CommentEdit.objects.create(comment=held, body=held.body, replaced_at=moment)
    before = held.body
    held.body, held.edited_at = words, moment
    held.save(update_fields=["body", "edited_at"])
    known = set(Mention.objects.filter(comment=held).values_list("member_id", flat=True))
    fresh = [m for m in named if m.pk not in known]
    Mention.objects.filter(comment=held).exclude(member__in=named).delete()
    Mention.objects.bulk_create(Mention(comment=held, member=m) for m in fresh)
    trail.record(CollabEvent.COMMENT_EDITED, target=_thing(held), by=by, before=before, after=words, at=at)
    _tell(held, None, {m.pk for m in fresh}, by, at)
    return held


@guarded("1.3.5")
@transaction.atomic
def withdraw_comment(*, comment: Comment, by: Member, at: dt.datetime | None = None) -> Comment:
    """Take one's own words back: a mark stays where they stood, the words stay in the history.

    Clause: 1.3.5.  Raises: NotPermitted, RuleBroken when withdrawn already.  Events: collab:comment:withdrawn.
    """
    held = _own(comment, by)
    held.withdrawn_at = at or clock.now()
    held.save(update_fields=["withdrawn_at"])
    Mention.objects.filter(comment=held).delete()
    trail.record(CollabEvent.COMMENT_WITHDRAWN, target=_thing(held), by=by, data={"comment": held.pk}, at=at)
    return held


@guarded("1.3.5")
@transaction.atomic
def resolve_thread(*, comment: Comment, by: Member, at: dt.datetime | None = None) -> Comment:
    """Mark a point as settled; any reader of the thing may.

    Clause: 1.3.5.  Raises: NotThere.  Events: collab:comment:resolved.  Races: the conditional update lets one through.
    """
    queries.target_of(comment.target_kind, comment.target_id, by)
    thread = comment.parent or comment
    changed = Comment.objects.filter(pk=thread.pk, resolved_at=None).update(
        resolved_at=at or clock.now(), resolved_by=by
    )
    if changed:
        trail.record(CollabEvent.THREAD_RESOLVED, target=_thing(thread), by=by, data={"comment": thread.pk}, at=at)
    thread.refresh_from_db()
    return thread


@guarded("1.3.5")
@transaction.atomic
def reopen_thread(*, comment: Comment, by: Member, at: dt.datetime | None = None) -> Comment:
    """Open a settled point again.  Clause: 1.3.5.  Raises: NotThere.  Events: collab:comment:reopened."""
    queries.target_of(comment.target_kind, comment.target_id, by)
    thread = comment.parent or comment
    if Comment.objects.filter(pk=thread.pk, resolved_at__isnull=False).update(resolved_at=None, resolved_by=None):
        trail.record(CollabEvent.THREAD_REOPENED, target=_thing(thread), by=by, data={"comment": thread.pk}, at=at)
    thread.refresh_from_db()
    return thread


def _own(comment: Comment, by: Member) -> Comment:
    queries.target_of(comment.target_kind, comment.target_id, by)
    held = Comment.objects.select_for_update().get(pk=comment.pk)
    if held.author_id != by.pk:
        raise errors.not_your_comment()
    if held.withdrawn_at:
        raise errors.comment_closed()
    return held


def _thing(comment: Comment) -> "Comment":
    """What the event is about: the thing itself while it can be loaded."""
    entry = COMMENTABLE.get(comment.target_kind)
    thing = entry.load(comment.target_id) if entry else None
    return thing or comment
