"""What the engine has to do next, fair to every account, and how well it does."""

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.db.models import Case, Count, F, Min, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from masthead.accounts.models import Account
from masthead.content.states import DraftState
from masthead.platforms.abilities import Mode
from masthead.platforms.registry import connecting_platforms, connector_for
from masthead.publishing.limits import limits, seconds
from masthead.publishing.models import Circuit, Publication, Worker
from masthead.publishing.queries import brakes
from masthead.publishing.states import PublicationState

HAND_MODES = (Mode.ASSISTED, Mode.HANDOFF)
PLATFORM = ("account__platform__key", "account__platform__name")
LOOKED_AT = 2000  # rows that one claim weighs
LATELY_SECONDS = 30


def due_publications(at: dt.datetime, *, probing: bool = False) -> QuerySet[Publication]:
    """Scheduled and due now, first tries and repeated ones alike: one column decides, so a back-off can never be overtaken.

    What a person publishes is never due for the engine, nor what a brake holds back or the house is too late for. All of it is one
    statement, so a claim cannot fall between. `probing`: also what waits for its platform's circuit.
    """
    rows = Publication.objects.filter(state=PublicationState.SCHEDULED, next_try_at__lte=at)
    rows = rows.exclude(account__publish_mode__in=HAND_MODES).exclude(brakes.under_a_pause())
    rows = rows.exclude(brakes.throttled_everywhere(at) if probing else brakes.waits_for_platform(at))
    return rows.exclude(brakes.waits_for_pace(at)).exclude(brakes.too_late(at))


def waiting_by_brakes(at: dt.datetime) -> int:
    """Due, and held back by a pause, a circuit or a pace."""
    rows = Publication.objects.filter(state=PublicationState.SCHEDULED, next_try_at__lte=at)
    held = brakes.under_a_pause() | brakes.waits_for_platform(at) | brakes.waits_for_pace(at)
    return rows.exclude(account__publish_mode__in=HAND_MODES).filter(held).count()


def probe_row(circuit: Circuit, at: dt.datetime) -> tuple[int, int] | None:
    """(publication, account) of the one row that may try whether the platform answers again; another account than last time, where there is one."""
    rows = due_publications(at, probing=True).filter(account__platform_id=circuit.platform_id)
    last = Case(When(account_id=circuit.probe_account_id or 0, then=Value(1)), default=Value(0))
    return rows.order_by(last, "next_try_at", "pk").values_list("pk", "account_id").first()


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

    No account has more than its share of calls under way. An account whose calls fail just now is still tried, one call at a time. While
    others wait, what waits for the time-outs of all such accounts is a quarter of the hands at most; while nobody else does, three quarters:
    where every account meets a fault now and then, one hand out of six would carry them all, and a quarter stays free for who comes next.
    """
    busy, ill, served, alone = _under_way(), in_trouble(at), _served_lately(at), _one_at_a_time()
    if alone:  # what is unknown must stay within sight until it is found
        busy += _by_account(Publication.objects.filter(state=PublicationState.UNKNOWN, account_id__in=alone))
    careful = alone | brakes.slow_accounts()
    cap, picked = limits().per_account, list[int]()
    ranked = [(turn + busy[a] + served[a] + ill[a], pk, a, turn) for pk, a, turn in _ranked(due_publications(at))]
    quarter = max(1, limits().threads // 4)
    hands = quarter if any(a not in ill for _order, _pk, a, _turn in ranked) else max(1, limits().threads - quarter)
    left = hands - sum(busy[account] for account in ill)
    for _order, pk, account, turn in sorted(ranked, key=itemgetter(0)):
        sick = account in ill
        if turn + busy[account] <= (1 if sick or account in careful else cap) and (not sick or left > 0):
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


def _one_at_a_time() -> frozenset[int]:
    """Accounts of platforms that show a look-up only the newest few posts: what is sent beside an unknown one would hide it for good."""
    short = [key for key in connecting_platforms() if connector_for(key).shows_latest]
    return frozenset(Account.objects.filter(platform__key__in=short).values_list("pk", flat=True))


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


def abandoned(at: dt.datetime, still: Collection[int] = ()) -> QuerySet[Publication]:
    """In the hands of a worker that no longer renews its lease; `still`: those that were seen standing still, whatever their lease says."""
    return Publication.objects.filter(Q(lease_until__lte=at) | Q(pk__in=still), state=PublicationState.SENDING)


def claims_held() -> QuerySet[Publication, tuple[int, str, dt.datetime | None]]:
    """(key, holder's mark, lease) of everything that is being sent."""
    rows = Publication.objects.filter(state=PublicationState.SENDING)
    return rows.values_list("pk", "claimed_by", "lease_until")


def waits_from_the_future(rows: QuerySet[Any], at: dt.datetime) -> QuerySet[Any]:
    """(key, end, what it was counted from) of waits that a clock ahead of ours has written: counted from a moment after `at`."""
    late = rows.filter(next_try_at__gt=at, wait_set_at__gt=at)
    return late.values_list("pk", "next_try_at", "wait_set_at")


def overdue_windows(at: dt.datetime) -> QuerySet[Publication]:
    """Scheduled ones, and those that wait for a person's decision, whose approved window has passed."""
    return Publication.objects.filter(state__in=[PublicationState.SCHEDULED, PublicationState.HELD], window_end__lt=at)


def voided_approvals() -> QuerySet[Publication]:
    """Not out yet, and the draft was edited after approval (the seal moved): stopped before their time comes."""
    intact = Q(draft__state=DraftState.APPROVED, draft__approved_hash=F("content_hash"))
    return Publication.objects.filter(
        state__in=[PublicationState.SCHEDULED, PublicationState.HANDED, PublicationState.HELD]
    ).exclude(intact)


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
    late_p95: float | None
    late_p99: float | None
    late: int
    waits: list[float]
    due: "dict[Named, tuple[int, dt.datetime]]"
    waiting: "dict[tuple[Named, str], int]"


def engine_health(at: dt.datetime) -> EngineHealth:
    """How the engine is doing; five queries. Lateness is that of what the system sent; people have a figure of their own."""
    figures = limits()
    workers = list(Worker.objects.order_by("-seen_at")[:50])
    alive = sum(1 for w in workers if w.seen_at >= at - seconds(figures.alive_seconds))
    due, waiting = due_by_platform(at), states_by_platform()
    counted = Counter({PublicationState.PUBLISHED.value: published_lately(at)})
    for (_platform, state), number in waiting.items():
        counted[state] += number
    times = Publication.objects.filter(accepted_at__gte=at - dt.timedelta(days=1), by_hand=False).order_by(
        "-accepted_at"
    )
    waits = sorted(
        max(0.0, (a - d).total_seconds()) for a, d in times.values_list("accepted_at", "due_at")[:10_000] if a
    )
    return EngineHealth(
        workers=workers,
        alive=alive,
        queue=sum(n for n, _oldest in due.values()),
        oldest_due=min((oldest for _n, oldest in due.values()), default=None),
        states=[(s, counted[s.value]) for s in PublicationState],
        measured=len(waits),
        late_p50=percentile(waits, 50),
        late_p95=percentile(waits, 95),
        late_p99=percentile(waits, 99),
        late=sum(1 for w in waits if w > figures.on_time_seconds),
        waits=waits,
        due=due,
        waiting=waiting,
    )


Named = tuple[str, str]
"""Key and name of a platform."""


def due_by_platform(at: dt.datetime) -> dict[Named, tuple[int, dt.datetime]]:
    """{platform: (how many are due, since when the oldest)}; one query."""
    rows = due_publications(at).order_by().values_list(*PLATFORM).annotate(n=Count("pk"), oldest=Min("next_try_at"))
    return {(key, name): (n, oldest) for key, name, n, oldest in rows}


def states_by_platform() -> dict[tuple[Named, str], int]:
    """{(platform, state): how many}, published ones left out: they are many and nobody waits for them; one query."""
    others = [state for state in PublicationState if state != PublicationState.PUBLISHED]
    rows = Publication.objects.filter(state__in=others).order_by().values_list(*PLATFORM, "state")
    return {((key, name), state): n for key, name, state, n in rows.annotate(n=Count("pk"))}


def published_lately(at: dt.datetime) -> int:
    """Published within thirty days, by its index: what is long finished costs nothing."""
    since = at - dt.timedelta(days=30)
    return Publication.objects.filter(published_at__gte=since, state=PublicationState.PUBLISHED).count()


def unclaimed(at: dt.datetime) -> tuple[int, dt.datetime | None]:
    """(publications due longer than a worker needs to take them, when the oldest of them was due); one query."""
    left = due_publications(at - seconds(limits().claim_seconds)).aggregate(n=Count("pk"), oldest=Min("next_try_at"))
    return left["n"], left["oldest"]


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
