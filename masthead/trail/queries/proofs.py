"""The proof of one event: what a stranger needs to check that it is in the trail, and nothing about any other event."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from masthead.core.digest import canonical
from masthead.core.errors import NotThere, RuleBroken
from masthead.trail import chain as arithmetic
from masthead.trail.models import Event, EventSeal, SealBatch


@dataclass(frozen=True)
class EventProof:
    """`document` is JSON-able; `masthead/trail/check_proof.py` (standard library only) checks it."""

    event: Event
    document: dict[str, Any]


def get_event(pk: int) -> Event:
    """One event. Raises NotThere."""
    found = Event.objects.filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这条留痕。"))
    return found


def proof_of(event: Event) -> EventProof:
    """The event's columns, its path in the tree of its batch, and every head since, up to the newest.

    The newest head is what the company publishes (printed in reports, sent to auditors); whoever knows one of the later heads can check
    that the event was there before it.  Raises: RuleBroken while the event is not sealed yet.  Five queries.
    """
    seal = EventSeal.objects.select_related("batch").filter(event=event).first()
    if seal is None:
        raise RuleBroken(
            _("这条留痕刚刚写入，还没有封存。"), code="not_sealed", clause="8.6", advice=_("约十秒后再试。")
        )
    rows = list(
        EventSeal.objects.filter(batch=seal.batch)
        .order_by("position")
        .values_list("position", "event_id", "event__digest")
    )
    index = [position for position, _pk, _digest in rows].index(seal.position)
    later = (
        SealBatch.objects.filter(pk__gte=seal.batch_id)
        .order_by("pk")
        .values_list("pk", "sealed_at", "tree", "count", "head")
    )
    before = SealBatch.objects.filter(pk__lt=seal.batch_id).order_by("-pk").values_list("head", flat=True).first()
    return EventProof(
        event,
        {
            "format": "masthead-trail-proof-1",
            "event": {name: _readable(getattr(event, name)) for name in arithmetic.DIGESTED},
            "event_id": event.pk,
            "digest": event.digest,
            "position": seal.position,
            "path": arithmetic.path_to([arithmetic.leaf(*row) for row in rows], index),
            "previous_head": before or arithmetic.GENESIS,
            "batches": [
                {"batch": pk, "sealed_at": at.isoformat(), "tree": tree, "count": count, "head": head}
                for pk, at, tree, count, head in later
            ],
        },
    )


def _readable(value: Any) -> Any:
    return canonical(str(value) if isinstance(value, str) else value)
