"""Reading the trail."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Model, Q, QuerySet

from masthead.core.digest import digest_of
from masthead.trail.chain import GENESIS, event_digest
from masthead.trail.models import Event, EventSeal, Outcome, SealBatch

ONE_OBJECT = re.compile(r"([a-z_]+\.[a-z_]+):(\d{1,18})")


def events_of(target: Model) -> QuerySet[Event]:
    """Everything done to one thing, newest first."""
    return Event.objects.filter(target_kind=target._meta.label_lower, target_id=target.pk).order_by("-id")


def timeline_of(target: Model, most: int = 30) -> list[Event]:
    """The newest events of a thing for the timeline component; one query."""
    return list(events_of(target)[:most])


def all_events() -> QuerySet[Event]:
    """The whole trail, newest first (for those who hold trail.event.read)."""
    return Event.objects.order_by("-id")


def find_events(*, q: str = "", person: str = "", clause: str = "", outcome: str = "") -> QuerySet[Event]:
    """The trail narrowed by part of an object's name (or `kind:key`), of the actor's name, by clause and by outcome."""
    found = all_events()
    if one := ONE_OBJECT.fullmatch(q):
        found = found.filter(target_kind=one[1], target_id=int(one[2]))
    elif q:
        found = found.filter(target_name__icontains=q)
    if person:
        found = found.filter(Q(actor_name__icontains=person) | Q(behalf_name__icontains=person))
    if clause:
        found = found.filter(clause=clause)
    return found.filter(outcome=outcome) if outcome else found


def newest_seal() -> EventSeal | None:
    """The end of the chain, with its batch."""
    return EventSeal.objects.select_related("batch").order_by("-position").first()


def refusals_by_guard(*, clause: str, since: dt.datetime, until: dt.datetime) -> dict[str, int]:
    """{guard key: refusals by `clause`} in [since, until); one query."""
    rows = refusals(clause=clause, since=since, until=until).order_by().values("name").annotate(n=Count("id"))
    return {str(row["name"]).removeprefix("refused:"): row["n"] for row in rows}


def refusals(*, clause: str, since: dt.datetime, until: dt.datetime) -> QuerySet[Event]:
    """Refusals by one clause in [since, until)."""
    return Event.objects.filter(outcome=Outcome.REFUSED, clause=clause, at__gte=since, at__lt=until).order_by("-id")


def counts_by_clause(*, since: dt.datetime, until: dt.datetime) -> dict[str, dict[str, int]]:
    """{clause: {"done": n, "refused": n}} in [since, until); one query."""
    events = Event.objects.filter(at__gte=since, at__lt=until).exclude(clause="")
    rows = events.values("clause", "outcome").annotate(n=Count("id"))
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["clause"], {"done": 0, "refused": 0})[row["outcome"]] = row["n"]
    return found


@dataclass(frozen=True)
class Verification:
    """What `trail verify` found. `faults` are sentences; empty = intact."""

    events: int
    sealed: int
    root: str
    faults: list[str]


def verify(most_faults: int = 20) -> Verification:
    """Recompute every digest and the whole chain. Finds a changed, a deleted and an inserted row.

    A deleted event leaves a seal whose event is gone, a gap in the chain or a batch that does not add up; an inserted one
    has no valid digest.
    """
    events, digests, faults = _check_events()
    sealed, root, more = _check_seals(digests)
    return Verification(events, sealed, root, [*faults, *more][:most_faults])


def _check_events() -> tuple[int, dict[int, str], list[str]]:
    digests: dict[int, str] = {}
    faults: list[str] = []
    for event in Event.objects.order_by("pk").iterator(chunk_size=2000):
        digests[event.pk] = event.digest
        if event_digest(event) != event.digest:
            faults.append(f"事件 {event.pk} 的内容与其摘要不符（被改动，或绕过系统写入）")
    return len(digests), digests, faults


def _check_seals(digests: dict[int, str]) -> tuple[int, str, list[str]]:
    faults: list[str] = []
    chain, position, sealed = GENESIS, 0, 0
    batches: dict[int, tuple[int, str]] = {}
    for seal in EventSeal.objects.order_by("position").iterator(chunk_size=5000):
        sealed, position = sealed + 1, position + 1
        if seal.event_id not in digests:
            faults.append(f"封存位置 {seal.position} 的事件 {seal.event_id} 不见了（已被删除）")
        if seal.position != position:
            faults.append(f"封存链在位置 {position} 处缺失")
            position = seal.position
        if digest_of([chain, seal.event_id, digests.get(seal.event_id, "")]) != seal.chain:
            faults.append(f"封存链在位置 {seal.position} 处断开")
        chain = seal.chain
        batches[seal.batch_id] = (batches.get(seal.batch_id, (0, ""))[0] + 1, chain)
    return sealed, chain, [*faults, *_check_batches(batches)]


def _check_batches(found: Mapping[int, tuple[int, str]]) -> list[str]:
    """A batch whose count or root does not fit its seals: a seal was removed at the end of the chain, or added."""
    faults, previous = [], GENESIS
    for batch in SealBatch.objects.order_by("pk").iterator(chunk_size=2000):
        if (batch.count, batch.root) != found.get(batch.pk) or batch.previous_root != previous:
            faults.append(f"封存批次 {batch.pk} 与其封存记录不符")
        previous = batch.root
    return faults
