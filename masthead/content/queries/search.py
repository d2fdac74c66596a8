"""Topics and drafts as the search index knows them."""

from collections.abc import Collection, Iterator

from django.db.models import Prefetch
from django.utils.html import strip_tags

from masthead.accounts.models import Account
from masthead.content.models import Draft, Topic
from masthead.content.queries.drafts import drafts_visible_to
from masthead.content.queries.topics import topics_visible_to
from masthead.core.search.registry import Document
from masthead.org.models import Member

CHUNK = 500
GROUPS = Prefetch("accounts", queryset=Account.objects.only("pk", "account_group_id"))


def _groups(thing: Topic | Draft) -> set[int]:
    return {a.account_group_id for a in thing.accounts.all() if a.account_group_id is not None}


def topic_documents(pks: Collection[int] | None) -> Iterator[Document]:
    """Topics with theme and owner."""
    rows = Topic.objects.select_related("owner", "unit").prefetch_related(GROUPS)
    rows = rows.order_by("pk") if pks is None else rows.filter(pk__in=pks)
    for topic in rows.iterator(chunk_size=CHUNK):
        yield Document(
            pk=topic.pk,
            title=topic.title,
            url=topic.get_absolute_url(),
            text=f"{topic.theme} {topic.owner.name}",
            note=f"{topic.unit.name} · {topic.get_state_display()}",
            at=topic.decided_at or topic.proposed_at,
            unit_ids=[topic.unit_id],
            account_group_ids=_groups(topic),
        )


def draft_documents(pks: Collection[int] | None) -> Iterator[Document]:
    """Drafts with the words of their newest version."""
    rows = Draft.objects.select_related("author", "unit", "revision").prefetch_related(GROUPS)
    rows = rows.order_by("pk") if pks is None else rows.filter(pk__in=pks)
    for draft in rows.iterator(chunk_size=CHUNK):
        text = draft.revision
        words = [text.digest, text.byline, strip_tags(text.html.replace("<", " <"))] if text else []
        yield Document(
            pk=draft.pk,
            title=draft.title,
            url=str(draft.get_absolute_url()),
            text=" ".join([draft.author.name, *words]),
            note=f"{draft.unit.name} · {draft.get_state_display()}",
            at=draft.updated_at,
            unit_ids=[draft.unit_id],
            account_group_ids=_groups(draft),
        )


def find_topics(member: Member, pks: Collection[int]) -> set[int]:
    """Those of the topics that the member may read."""
    return set(topics_visible_to(member).filter(pk__in=pks).values_list("pk", flat=True))


def find_drafts(member: Member, pks: Collection[int]) -> set[int]:
    """Those of the drafts that the member may read."""
    return set(drafts_visible_to(member).filter(pk__in=pks).values_list("pk", flat=True))
