"""What the engine has to do next, fair to every account, and how well it does."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from operator import itemgetter

from django.db.models import Count, F, Min, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from masthead.content.states import DraftState
from masthead.platforms.abilities import Mode
from masthead.publishing.limits import limits, seconds
from masthead.publishing.models import Publication, Worker
from masthead.publishing.states import PublicationState

HAND_MODES = (Mode.ASSISTED, Mode.HANDOFF)
LOOKED_AT = 2000  # rows that one claim weighs
LATELY_SECONDS = 30


def due_publications(at: dt.datetime) -> QuerySet[Publication]:
    """Scheduled and due now, first tries and repeated ones alike: one column decides, so a back-off can never be overtaken.

    What a person publishes is never due for the engine.
    """
    rows = Publication.objects.filter(state=PublicationState.SCHEDULED, next_try_at__lte=at)
    return rows.exclude(account__publish_mode__in=HAND_MODES)


def _ranked(rows: QuerySet[Publication]) -> list[tuple[int, int, int]]:
    """(key, account, turn) of the first rows of every account, the first ones before the second ones."""
    turn = Window(RowNumber(), partition_by=F("account_id"), order_by=(F("next_try_at").asc(), F("pk").asc()))
    first = rows.annotate(turn=turn).filter(turn__lte=limits().per_account).order_by("turn", "next_try_at", "pk")
    return list(first.values_list("pk", "account_id", "turn")[:LOOKED_AT])


def _fair(rows: QuerySet[Publication], *, most: int) -> list[int]:
    """Keys in turn: the first row of every account, then the second ones …, at most `per_account` of each."""
    return [pk for pk, _account, _turn in _ranked(rows)[:most]]


def due_in_turn(at: dt.datetime, most: int) -> list[int]:
    """Keys of due rows. Whoever was served least comes first: one post of a quiet account does not wait behind another's hundred.

    No account has more than its share of calls under way. An account whose calls fail just now is still tried, one call at a time,
    and what waits for the time-outs of all such accounts is a quarter of the hands at most.
    """
    busy, ill, served = _under_way(), in_trouble(at), _served_lately(at)
    cap, left = limits().per_account, max(1, limits().threads // 4) - sum(busy[account] for account in ill)
    picked: list[int] = []
    ranked = [(turn + busy[a] + served[a] + ill[a], pk, a, turn) for pk, a, turn in _ranked(due_publications(at))]
    for _order, pk, account, turn in sorted(ranked, key=itemgetter(0)):
        sick = account in ill
        if turn + busy[account] <= (1 if sick else cap) and (not sick or left > 0):
            left -= sick
            picked.append(pk)
    return picked[:most]


def _under_way() -> Counter[int]:
    rows = Publication.objects.filter(state=PublicationState.SENDING)
    return _by_account(rows)


def _by_account(rows: QuerySet[Publication]) -> Counter[int]:
    """Counted here: asked to group, the embedded database walks the index of accounts through everything that was ever published."""
    return Counter(rows.order_by().values_list("account_id", flat=True))


def _served_lately(at: dt.datetime) -> Counter[int]:
    """How many posts of each account were taken by their platform in the last half minute."""
    rows = Publication.objects.filter(accepted_at__gt=at - seconds(LATELY_SECONDS), accepted_at__lte=at)
    return _by_account(rows)


def in_trouble(at: dt.datetime) -> Counter[int]:
    """Accounts with calls that just failed and wait for their next try, or whose outcome is unknown; how many of each."""
    until = at + seconds(1.1 * max(limits().backoff_seconds))
    retried = Q(state=PublicationState.SCHEDULED, next_try_at__lte=until) & ~Q(failure_kind="")
    rows = Publication.objects.filter(retried | Q(state=PublicationState.UNKNOWN))
    return _by_account(rows)


def polls_in_turn(at: dt.datetime, most: int) -> list[int]:
    """Accepted ones whose result should be asked for now, in turn over accounts."""
    return _fair(Publication.objects.filter(state=PublicationState.ACCEPTED, next_try_at__lte=at), most=most)


def handed_in_turn(at: dt.datetime, most: int) -> list[int]:
    """Hand-offs that a person was given a code for: has the post appeared at the platform?"""
    rows = Publication.objects.filter(state=PublicationState.HANDED, next_try_at__lte=at).exclude(remote_key="")
    return _fair(rows, most=most)


def look_ups_in_turn(at: dt.datetime, most: int) -> list[int]:
    """Outcomes unknown that should be looked up now, in turn over accounts."""
    return _fair(Publication.objects.filter(state=PublicationState.UNKNOWN, next_try_at__lte=at), most=most)


def abandoned(at: dt.datetime) -> QuerySet[Publication]:
    """In the hands of a worker that no longer renews its lease."""
    return Publication.objects.filter(state=PublicationState.SENDING, lease_until__lte=at)


def overdue_windows(at: dt.datetime) -> QuerySet[Publication]:
    """Scheduled ones whose approved window has passed."""
    return Publication.objects.filter(state=PublicationState.SCHEDULED, window_end__lt=at)


def voided_approvals() -> QuerySet[Publication]:
    """Not out yet, and the draft was edited after approval (the seal moved): stopped before their time comes."""
    intact = Q(draft__state=DraftState.APPROVED, draft__approved_hash=F("content_hash"))
    return Publication.objects.filter(state__in=[PublicationState.SCHEDULED, PublicationState.HANDED]).exclude(intact)


@dataclass(frozen=True)
class EngineHealth:
    """Figures of the engine page. Lateness in seconds over the last day; None = nothing went out."""

    workers: list[Worker]
    alive: int
    queue: int
    oldest_due: dt.datetime | None
    states: list[tuple[PublicationState, int]]
    measured: int
    late_p50: float | None
    late_p99: float | None
    late: int


def engine_health(at: dt.datetime) -> EngineHealth:
    """How the engine is doing; five queries."""
    figures = limits()
    workers = list(Worker.objects.order_by("-seen_at")[:50])
    alive = sum(1 for w in workers if w.seen_at >= at - seconds(figures.alive_seconds))
    due = due_publications(at).aggregate(n=Count("pk"), oldest=Min("next_try_at"))
    recent = Q(scheduled_at__gte=at - dt.timedelta(days=30)) | ~Q(state=PublicationState.PUBLISHED)
    counted = dict(Publication.objects.filter(recent).values_list("state").annotate(n=Count("pk")))
    times = Publication.objects.filter(accepted_at__gte=at - dt.timedelta(days=1)).order_by("-accepted_at")
    waits = sorted(
        max(0.0, (a - d).total_seconds()) for a, d in times.values_list("accepted_at", "due_at")[:10_000] if a
    )
    return EngineHealth(
        workers=workers,
        alive=alive,
        queue=due["n"],
        oldest_due=due["oldest"],
        states=[(s, counted.get(s.value, 0)) for s in PublicationState],
        measured=len(waits),
        late_p50=percentile(waits, 50),
        late_p99=percentile(waits, 99),
        late=sum(1 for w in waits if w > figures.on_time_seconds),
    )


def engine_pulse(at: dt.datetime) -> tuple[int, int, dt.datetime | None]:
    """(processes alive, publications due, when the oldest of them was due); two queries."""
    alive = Worker.objects.filter(seen_at__gte=at - seconds(limits().alive_seconds)).count()
    due = due_publications(at).aggregate(n=Count("pk"), oldest=Min("next_try_at"))
    return alive, due["n"], due["oldest"]


def percentile(ordered: list[float], share: int) -> float | None:
    """Nearest-rank percentile of an ordered list; None when it is empty."""
    if not ordered:
        return None
    rank = -(-len(ordered) * share // 100)
    return ordered[max(0, rank - 1)]
