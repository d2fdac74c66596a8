"""Reading the trail."""

import datetime as dt
import re

from django.db.models import Count, Model, Q, QuerySet

from masthead.trail.models import Event, EventSeal, Outcome

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


def sealed_after(position: int, most: int = 500) -> list[tuple[int, Event]]:
    """(position, event) of what was sealed after `position`, in the order of sealing; one query.

    Positions have no gaps and never move, so a consumer that keeps its last one loses nothing and sees nothing twice, however late
    a transaction committed.
    """
    seals = EventSeal.objects.filter(position__gt=position).select_related("event").order_by("position")[:most]
    return [(seal.position, seal.event) for seal in seals]


def newest_position() -> int:
    """Where the chain ends; a consumer that wants only what comes starts here."""
    return EventSeal.objects.order_by("-position").values_list("position", flat=True).first() or 0


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


def oldest_unsealed() -> Event | None:
    """The oldest event that waits for its place in the chain, looked for behind the newest sealed one."""
    newest = EventSeal.objects.order_by("-position").values_list("event_id", flat=True).first() or 0
    return Event.objects.filter(pk__gt=newest).order_by("pk").first()
