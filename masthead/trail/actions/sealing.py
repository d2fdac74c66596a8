"""Sealing: events that have no place in the chain yet get one. Writers never wait for it."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from masthead.core import clock
from masthead.trail import chain as arithmetic
from masthead.trail import head_file
from masthead.trail.models import Event, EventSeal, SealBatch

SEAL_LIMIT = 1000
"""Events a batch: their rows are inserted in one short transaction (about 10 ms on SQLite, where a writer would wait for it)."""
LATE_COMMITS = 20_000
"""How far below the newest sealed key a transaction of PostgreSQL may still commit; what came even later is found by a sweep."""


@dataclass(frozen=True)
class _End:
    """Where the chain ends now."""

    position: int
    chain: str
    head: str


def seal_events(*, at: dt.datetime | None = None, sweep: bool = False) -> int:
    """Chain events that have no seal yet, one batch; returns how many.

    Everything is read and computed before the transaction, which only inserts. `sweep` looks at the whole trail instead of its end.
    Races: two runs collide on the unique `position`; the loser's transaction fails as a whole (IntegrityError) and the next run goes on.
    """
    end = _end()
    waiting = list(_waiting(sweep=sweep).order_by("pk").values_list("pk", "digest")[:SEAL_LIMIT])
    if not waiting:
        return 0
    seals, leaves, chain = [], [], end.chain
    for position, (pk, digest) in enumerate(waiting, end.position + 1):
        chain = arithmetic.link(chain, pk, digest)
        seals.append((pk, position, chain))
        leaves.append(arithmetic.leaf(position, pk, digest))
    tree = arithmetic.tree_of(leaves)
    batch = SealBatch(
        sealed_at=at or clock.now(), count=len(waiting), previous_root=end.chain, root=chain, tree=tree,
        head=arithmetic.head_of(end.head, tree, len(waiting)),
    )  # fmt: skip
    with transaction.atomic():
        batch.save(force_insert=True)
        EventSeal.objects.bulk_create(EventSeal(event_id=e, batch=batch, position=p, chain=c) for e, p, c in seals)
    head_file.keep(seals[-1][1], chain)
    return len(waiting)


def _end() -> _End:
    last = EventSeal.objects.select_related("batch").order_by("-position").first()
    return _End(last.position, last.chain, last.batch.head) if last else _End(0, arithmetic.GENESIS, arithmetic.GENESIS)


def _waiting(*, sweep: bool) -> QuerySet[Event]:
    newest = EventSeal.objects.order_by("-event_id").values_list("event_id", flat=True).first() or 0
    if sweep or connection.vendor == "postgresql":
        unsealed = Event.objects.filter(~Exists(EventSeal.objects.filter(event_id=OuterRef("pk"))))
        return unsealed if sweep else unsealed.filter(pk__gt=newest - LATE_COMMITS)
    return Event.objects.filter(pk__gt=newest)  # SQLite writes one after the other: nothing commits late
