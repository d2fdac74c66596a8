"""Annotations as they stand on a version, and who may do what with them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch

from masthead.content import errors
from masthead.content.documents import Anchor, Found, Hold, NotOneRun, find_again, replaced
from masthead.content.models import Annotation, AnnotationReply, AnnotationState, Draft, Revision
from masthead.content.queries.checks import PARTS, parts_of
from masthead.content.queries.drafts import drafts_visible_to, is_writer
from masthead.content.states import WRITABLE
from masthead.org import queries as org
from masthead.org.models import Member

REVIEW = "content.draft.review"
MOST_SHOWN = 200


@dataclass(frozen=True)
class Thread:
    """One annotation with its answers, its place on the version at hand, and what the reader may do with it."""

    annotation: Annotation
    replies: Sequence[AnnotationReply]
    found: Found
    deeds: frozenset[str]

    @property
    def key(self) -> str:
        return f"a{self.annotation.pk}"

    @property
    def place(self) -> str:
        return str(PARTS.get(self.annotation.part, self.annotation.part))

    @property
    def orphaned(self) -> bool:
        return self.found.hold == Hold.ORPHANED

    @property
    def moved(self) -> bool:
        return self.found.hold == Hold.MOVED and not self.found.changed


def may_annotate(member: Member, draft: Draft) -> bool:
    """Reviewers of the unit and the writers themselves."""
    return org.may(member, REVIEW, unit_id=draft.unit_id) or is_writer(member, draft)


def may_settle(member: Member, annotation: Annotation) -> bool:
    """Who made it, or another reviewer of the unit; a writer answers, and does not settle what others remarked."""
    if member.pk == annotation.author_id:
        return True
    return org.may(member, REVIEW, unit_id=annotation.draft.unit_id) and not (
        annotation.draft.author_id == member.pk or member.pk in {m.pk for m in annotation.draft.coauthors.all()}
    )


def get_annotation_for(member: Member, pk: int) -> Annotation:
    """An annotation of a draft inside the member's scope. Raises NotThere."""
    rows = Annotation.objects.select_related("draft__author", "draft__topic", "draft__revision", "author", "revision")
    found = rows.filter(pk=pk, draft__in=drafts_visible_to(member).order_by().values("pk")).first()
    if found is None:
        raise errors.annotation_not_there()
    return found


def hold_of(annotation: Annotation, revision: Revision, text: str | None = None) -> Found:
    """Where the annotation's words stand in that version."""
    if annotation.revision_id == revision.pk:
        return Found(Hold.ANCHORED, annotation.start, annotation.end)
    words = parts_of(revision).get(annotation.part, "") if text is None else text
    anchor = Anchor(annotation.start, annotation.end, annotation.quote, annotation.prefix, annotation.suffix)
    return find_again(anchor, words)


def threads_of(member: Member, draft: Draft, revision: Revision) -> list[Thread]:
    """All annotations of the draft on that version: open ones first, in the order of the text; three queries."""
    replies = Prefetch("replies", queryset=AnnotationReply.objects.select_related("author").order_by("pk"))
    rows = draft.annotations.select_related("author", "settled_by", "revision", "made_revision")
    rows = rows.prefetch_related(replies).order_by("-pk")[:MOST_SHOWN]
    texts, holder = parts_of(revision), _Holder(member, draft)
    found = []
    for row in rows:
        row.draft = draft
        text = texts.get(row.part, "")
        found.append(Thread(row, list(row.replies.all()), hold_of(row, revision, text), holder.deeds(row)))
    order = list(texts)
    return sorted(
        found, key=lambda t: (t.annotation.is_settled, t.orphaned, _rank(order, t), t.found.start, t.annotation.pk)
    )


def _rank(order: list[str], thread: Thread) -> int:
    return order.index(thread.annotation.part) if thread.annotation.part in order else len(order)


class _Holder:
    """What one person may do, asked once for all rows."""

    def __init__(self, member: Member, draft: Draft) -> None:
        self.member, self.draft = member, draft
        self.writer = is_writer(member, draft)
        self.reviewer = org.may(member, REVIEW, unit_id=draft.unit_id)
        self.author = member.pk == draft.author_id or member.pk in {m.pk for m in draft.coauthors.all()}

    def deeds(self, row: Annotation) -> frozenset[str]:
        settles = row.author_id == self.member.pk or (self.reviewer and not self.author)
        if row.is_settled:
            again = settles and row.state != AnnotationState.ACCEPTED
            return frozenset({"reopen"} if again else ())
        found = {"reply"} if self.writer or self.reviewer else set()
        if settles:
            found.add("resolve")
        if row.is_suggestion and self.writer:
            found |= {"accept", "decline"} if self.draft.state in WRITABLE else {"decline"}
        return frozenset(found)


def said_again(revision: Revision, part: str, start: int, end: int, words: str) -> dict[str, Any]:
    """Keyword arguments of save_revision for the version with other words at [start, end) of a part. Raises Stale when that is no run of text."""
    values: dict[str, Any] = words_kept(revision)
    old = parts_of(revision).get(part, "")
    try:
        if part == "body":
            values["html"] = replaced(revision.html, start, end, words)
        elif part in ("title", "digest", "byline"):
            values[part] = old[:start] + words + old[end:]
        else:
            raise NotOneRun
    except NotOneRun:
        raise errors.words_moved(old[start:end]) from None
    return values


def words_kept(revision: Revision) -> dict[str, Any]:
    """Keyword arguments of save_revision that say the version again as it is, on top of itself."""
    return {
        "title": revision.title,
        "byline": revision.byline,
        "digest": revision.digest,
        "html": revision.html,
        "cover": revision.cover,
        "source_url": revision.source_url,
        "variants": revision.variants,
        "tags": revision.tags,
        "settings": revision.settings,
        "video": revision.video,
        "expected_revision": revision.number,
    }


def open_counts(draft_ids: Iterable[int]) -> dict[int, int]:
    """{draft: annotations that nobody settled}; one query."""
    rows = Annotation.objects.filter(
        draft_id__in=list(draft_ids), state__in=[AnnotationState.OPEN, AnnotationState.ANSWERED]
    )
    return dict(rows.order_by().values_list("draft_id").annotate(n=Count("pk")))


def part_choices(revision: Revision) -> list[tuple[str, str]]:
    """Parts of a version that hold words, the body first: most remarks stand there."""
    parts = [key for key, text in parts_of(revision).items() if text]
    return [(key, str(PARTS.get(key, key))) for key in sorted(parts, key=lambda k: k != "body")]


def range_of(revision: Revision, part: str, quote: str, start: int | None) -> tuple[int, int] | None:
    """Where the quoted words stand in a part: at `start`, else at the only place where they occur. None = nowhere, or more than once."""
    text, words = parts_of(revision).get(part, ""), quote.replace("\r\n", "\n").strip("\n")
    if not words:
        return None
    if start is not None and text[start : start + len(words)] == words:
        return start, start + len(words)
    words = words.strip()
    at = text.find(words)
    if not words or at == -1 or text.find(words, at + 1) != -1:
        return None
    return at, at + len(words)
