"""Writing the index. It repeats what is written elsewhere: losing it loses nothing, `manage.py search_rebuild` makes it anew."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from django.db import models, transaction

from masthead.core import clock
from masthead.core.models import SearchCursor, SearchEntry
from masthead.core.search.backends import index
from masthead.core.search.grams import plain
from masthead.core.search.registry import SEARCHABLE, Document
from masthead.core.search.scopes import tokens_of

BATCH = 500
LONGEST_TEXT = 20_000


@transaction.atomic
def reindex(*, kind: str, pks: Collection[int]) -> int:
    """Put these things into the index as they are now; those that are gone leave it. Returns how many are in.

    Races: two indexers of one thing meet on the unique constraint of (kind, object_id); the later one starts again at the next tick.
    """
    _forget(SearchEntry.objects.filter(kind=kind, object_id__in=list(pks)))
    return _add(kind, SEARCHABLE[kind].documents(pks))


def rebuild(*, kind: str) -> Iterator[int]:
    """Make the index of one kind anew, batch by batch; yields how many are in so far. People go on searching meanwhile."""
    done = 0
    documents = iter(SEARCHABLE[kind].documents(None))
    seen: set[int] = set()
    while batch := list(islice(documents, BATCH)):
        with transaction.atomic():
            _forget(SearchEntry.objects.filter(kind=kind, object_id__in=[d.pk for d in batch]))
            done += _add(kind, batch)
        seen.update(d.pk for d in batch)
        yield done
    with transaction.atomic():
        gone = set(SearchEntry.objects.filter(kind=kind).values_list("object_id", flat=True)) - seen
        for start in range(0, len(gone), BATCH):
            _forget(SearchEntry.objects.filter(kind=kind, object_id__in=sorted(gone)[start : start + BATCH]))


@transaction.atomic
def note_position(*, key: str, position: int, at: dt.datetime | None = None) -> None:
    """Remember how far the index has followed the trail."""
    SearchCursor.objects.update_or_create(key=key, defaults={"position": position, "at": at or clock.now()})


def _forget(entries: models.QuerySet[SearchEntry]) -> None:
    if keys := list(entries.values_list("pk", flat=True)):
        index().drop(keys)
        SearchEntry.objects.filter(pk__in=keys).delete()


def _add(kind: str, documents: Iterable[Document]) -> int:
    pairs = [(_entry(kind, document), document) for document in documents]
    SearchEntry.objects.bulk_create([entry for entry, _document in pairs])
    index().put((entry.pk, entry.plain_title, entry.plain_text, tokens_of(kind, document)) for entry, document in pairs)
    return len(pairs)


def _entry(kind: str, document: Document) -> SearchEntry:
    title = " ".join(document.title.replace("\0", "").split())[:200] or "—"
    return SearchEntry(
        kind=kind,
        object_id=document.pk,
        title=title,
        url=document.url,
        note=document.note[:200],
        at=document.at,
        plain_title=plain(title)[:200],
        plain_text=plain(document.text)[:LONGEST_TEXT],
    )
