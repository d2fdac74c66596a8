"""The trail of a period as a stranger can check it: events as they were digested, and the batches that join them to the newest head."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from masthead.core.digest import canonical
from masthead.trail import chain as arithmetic
from masthead.trail.models import Event, EventSeal, SealBatch

CHUNK = 2_000


@dataclass(frozen=True)
class PeriodBatches:
    """`batches` from the first that holds an event of the period up to the newest one; `leaves` of those that hold one."""

    previous_head: str
    batches: list[dict[str, Any]]


def events_between(*, since: dt.datetime, until: dt.datetime) -> Iterator[dict[str, Any]]:
    """Events of [since, until) in the order of time, with position and batch when they are sealed; streamed."""
    rows = Event.objects.filter(at__gte=since, at__lt=until).order_by("at", "pk")
    seals: dict[int, tuple[int, int]] = {}
    for index, event in enumerate(rows.iterator(chunk_size=CHUNK)):
        if index % CHUNK == 0:
            keys = rows.values_list("pk", flat=True)[index : index + CHUNK]
            found = EventSeal.objects.filter(event_id__in=list(keys)).values_list("event_id", "position", "batch_id")
            seals = {pk: (position, batch) for pk, position, batch in found}
        position, batch = seals.get(event.pk, (None, None))
        columns = {name: canonical(_plain(getattr(event, name))) for name in arithmetic.DIGESTED}
        yield {"event_id": event.pk, "digest": event.digest, "position": position, "batch": batch, "event": columns}


def batches_between(*, since: dt.datetime, until: dt.datetime) -> PeriodBatches:
    """What proves the events of [since, until): four queries, whatever the number of batches."""
    inside = EventSeal.objects.filter(event__at__gte=since, event__at__lt=until)
    touched = set(inside.values_list("batch_id", flat=True))
    if not touched:
        return PeriodBatches(arithmetic.GENESIS, [])
    first = min(touched)
    leaves: dict[int, list[list[Any]]] = {}
    members = EventSeal.objects.filter(batch_id__in=touched).order_by("position")
    for batch, position, pk, digest in members.values_list("batch_id", "position", "event_id", "event__digest"):
        leaves.setdefault(batch, []).append([position, pk, digest])
    before = SealBatch.objects.filter(pk__lt=first).order_by("-pk").values_list("head", flat=True).first()
    rows = (
        SealBatch.objects.filter(pk__gte=first).order_by("pk").values_list("pk", "sealed_at", "tree", "count", "head")
    )
    batches = [
        {
            "batch": pk,
            "sealed_at": at.isoformat(),
            "tree": tree,
            "count": count,
            "head": head,
            "leaves": leaves.get(pk, []),
        }
        for pk, at, tree, count, head in rows
    ]
    return PeriodBatches(before or arithmetic.GENESIS, batches)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value
