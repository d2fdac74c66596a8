"""Threads as people read them, who may be mentioned, and where a member was."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from masthead.approvals.models import Case, Task, TaskState
from masthead.collab import errors
from masthead.collab.models import Comment, Mention
from masthead.collab.registry import COMMENTABLE, Commentable
from masthead.core.paging import Page, page_of
from masthead.org import queries as org
from masthead.org.models import Member

AT = re.compile(r"(?<![A-Za-z0-9_.@-])@([\w·.-]{1,60})")  # an address such as a@b is no mention, 请@周明远看 is
MOST_MENTIONS, SUGGESTED, SHOWN = 10, 8, 100


@dataclass(frozen=True)
class Reply:
    """One comment with what its reader may do."""

    comment: Comment
    mine: bool


@dataclass(frozen=True)
class Thread:
    """A comment, the replies below it, and whether the point is settled."""

    comment: Comment
    mine: bool
    replies: list[Reply] = field(default_factory=list)


@dataclass(frozen=True)
class MentionRow:
    """Where a member was named; `readable` is False when the thing went out of their scope since."""

    mention: Mention
    url: str
    readable: bool


def target_of(kind: str, pk: int, member: Member) -> tuple[Commentable, Any]:
    """The kind and the thing, when the member may read it. Raises NotThere."""
    entry = COMMENTABLE.get(kind)
    thing = entry.load(pk) if entry else None
    if entry is None or thing is None or not entry.may_read(member, thing):
        raise errors.target_not_there()
    return entry, thing


def threads_on(kind: str, pk: int, member: Member) -> list[Thread]:
    """The newest threads of a thing, oldest first, each with all its replies; four queries whatever the rows."""
    rows = Comment.objects.filter(target_kind=kind, target_id=pk).select_related("author", "resolved_by")
    rows = rows.prefetch_related("edits")
    heads = list(rows.filter(parent=None).order_by("-pk")[:SHOWN])[::-1]
    answers: dict[int, list[Reply]] = {}
    for row in rows.filter(parent__in=[h.pk for h in heads]).order_by("pk"):
        answers.setdefault(row.parent_id or 0, []).append(Reply(row, row.author_id == member.pk))
    return [Thread(h, h.author_id == member.pk, answers.get(h.pk, [])) for h in heads]


def get_comment_for(member: Member, pk: int) -> Comment:
    """A comment on a thing that the member may read. Raises NotThere."""
    found = Comment.objects.select_related("author", "parent").filter(pk=pk).first()
    if found is None:
        raise errors.target_not_there()
    target_of(found.target_kind, found.target_id, member)
    return found


def people_in(thread: Comment) -> set[int]:
    """Everybody who spoke or was named in a thread."""
    inside = Comment.objects.filter(Q(pk=thread.pk) | Q(parent=thread))
    return set(inside.values_list("author_id", flat=True)) | set(
        Mention.objects.filter(comment__in=inside).values_list("member_id", flat=True)
    )


def named_in(body: str) -> list[Member]:
    """Members whom the text names with @name or @sign-in name; the longest match wins. Raises BadInput for namesakes. One query."""
    words = AT.findall(body)
    if not words:
        return []
    by_name: dict[str, list[Member]] = {}
    for member in org.active_members():
        by_name.setdefault(member.name, []).append(member)
        by_name.setdefault(member.username, []).append(member)
    found: dict[int, Member] = {}
    for word in words:
        match = next((word[:end] for end in range(len(word), 0, -1) if word[:end] in by_name), "")
        people = {m.pk: m for m in by_name.get(match, [])}
        if len(people) > 1:
            raise errors.namesakes(match)
        found |= people
    if len(found) > MOST_MENTIONS:
        raise errors.too_many_named(MOST_MENTIONS)
    return list(found.values())


def suggest_people(kind: str, pk: int, member: Member, text: str) -> list[Member]:
    """Whom the picker offers: readers of the thing whose name fits, at most eight."""
    entry, thing = target_of(kind, pk, member)
    rows = org.active_members().exclude(pk=member.pk)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(username__icontains=text))
    people = list(rows[:200])
    if entry.capability:
        able = set().union(*(org.who_may(people, entry.capability, unit_id=unit) for unit in entry.units(thing)))
        people = [m for m in people if m.pk in able]
    return people[:SUGGESTED]


def mentions_of(member: Member, cursor: str = "") -> Page[Any]:
    """One page of where the member was named, newest first; one query a kind beside the page itself."""
    rows = Mention.objects.filter(member=member).select_related("comment__author")
    page = page_of(rows, order=("-id",), cursor=cursor)
    asked: dict[str, set[int]] = {}
    for row in page.rows:
        asked.setdefault(row.comment.target_kind, set()).add(row.comment.target_id)
    kinds = {kind: COMMENTABLE.get(kind) for kind in asked}
    seen = {(kind, pk) for kind, pks in asked.items() if (e := kinds[kind]) for pk in e.readable(member, pks)}
    shown = [
        MentionRow(
            row,
            reverse("collab:comment_go", args=[row.comment_id]),
            (row.comment.target_kind, row.comment.target_id) in seen,
        )
        for row in page.rows
    ]
    return Page(shown, page.next, page.previous)


def cases_readable_by(member: Member) -> QuerySet[Case]:
    """Approval cases that the member opened, was asked about, or may read as an auditor."""
    part = Task.objects.filter(case=OuterRef("pk"), assignee=member).exclude(state=TaskState.QUEUED)
    scope = org.scope_of(member, "approvals.case.read_all").as_q(unit="unit_id")
    return Case.objects.filter(Q(requester=member) | Exists(part) | scope)
