"""Taking rows into a worker's hands. A claim is one conditional UPDATE; whoever does not find its own mark afterwards has nothing."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import uuid4

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.publishing import queries
from masthead.publishing.actions.circuits import give_probe_back, take_probe
from masthead.publishing.actions.endings import close_unsent, mark_unknown
from masthead.publishing.limits import limits, seconds
from masthead.publishing.models import Attempt, Publication, Worker
from masthead.publishing.pacing import next_try, retry_after
from masthead.publishing.states import AttemptOutcome, PublicationState
from masthead.trail.guards import silent

PATIENT_LOSSES = 3  # so often what a dead worker held is taken up again at once
OVER_LEASES = 10  # over for longer than so many leases: a clock may be wrong

BOOKS = "a claim is the engine's own book-keeping; what comes of it is on the trail"

IN_TURN = {
    PublicationState.ACCEPTED: queries.polls_in_turn,
    PublicationState.UNKNOWN: queries.look_ups_in_turn,
    PublicationState.HANDED: queries.handed_in_turn,
}


@dataclass(frozen=True)
class Claim:
    """Rows that belong to `token` until their lease runs out."""

    token: str
    keys: list[int]


def _token(worker: str) -> str:
    return f"{worker[:80]}/{uuid4().hex[:16]}"


@silent(BOOKS)
def claim_due(*, worker: str, most: int, at: dt.datetime | None = None) -> Claim:
    """Take up to `most` due publications, in turn over accounts.

    Whose turn it is takes many reads: they are made before the transaction, since the embedded database has one writer at a time.
    Clause: 3.3.3.  Races: two workers choose the same rows — each row is updated by one of them only, the other does not find its mark.
    """
    moment = at or clock.now()
    keys = queries.due_in_turn(moment, most)
    with transaction.atomic():
        return _take(keys, worker, moment)


@silent(BOOKS)
@transaction.atomic
def claim_publication(*, publication_id: int, worker: str, at: dt.datetime | None = None) -> Claim:
    """Take one publication if it is due and nobody has it.  Clause: 3.3.3."""
    return _take([publication_id], worker, at or clock.now())


@silent(BOOKS)
@transaction.atomic
def claim_probes(*, worker: str, at: dt.datetime | None = None) -> Claim:
    """Let one row through each open circuit whose time to try has come.

    Clause: 3.3.3.  Races: of many workers one changes the circuit from the moment that all of them read, the others get nothing.
    """
    moment = at or clock.now()
    token, keys = _token(worker), []
    for circuit in queries.circuits_to_probe(moment):
        row = queries.probe_row(circuit, moment)
        if row is None or not take_probe(circuit=circuit, account_id=row[1], at=moment):
            continue
        if not (taken := _take([row[0]], worker, moment, token=token, probing=True).keys):
            give_probe_back(circuit=circuit, at=moment)
        keys += taken
    return Claim(token, keys)


def _take(keys: list[int], worker: str, moment: dt.datetime, *, token: str = "", probing: bool = False) -> Claim:
    token = token or _token(worker)
    if not keys:
        return Claim(token, [])
    due = queries.due_publications(moment, probing=probing).filter(pk__in=keys)
    # The state stands outside of the subquery: PostgreSQL asks it again of a row that another worker has just changed, the subquery it does not.
    rows = Publication.objects.filter(
        state=PublicationState.SCHEDULED, next_try_at__lte=moment, pk__in=due.values("pk")
    )
    taken = rows.update(
        state=PublicationState.SENDING, claimed_by=token, lease_until=moment + seconds(limits().lease_seconds)
    )
    mine = Publication.objects.filter(pk__in=keys, claimed_by=token, state=PublicationState.SENDING)
    return Claim(token, list(mine.order_by("next_try_at", "pk").values_list("pk", flat=True)) if taken else [])


@silent(BOOKS)
def claim_questions(*, worker: str, most: int, state: PublicationState, at: dt.datetime | None = None) -> Claim:
    """Take accepted ones to ask for their result, or unknown ones to look up; reading twice does no harm, so the claim is light.

    Clause: 3.3.3.  Races: as `claim_due`; `next_try_at` moves ahead by a lease, which brings the row back if the worker dies.
    """
    moment = at or clock.now()
    keys = IN_TURN[state](moment, most)
    token = _token(worker)
    if not keys:
        return Claim(token, [])
    ahead = moment + seconds(limits().lease_seconds)
    with transaction.atomic():
        Publication.objects.filter(pk__in=keys, state=state, next_try_at__lte=moment).update(
            claimed_by=token, **next_try(ahead, at=moment)
        )
        keys = list(Publication.objects.filter(pk__in=keys, claimed_by=token, state=state).values_list("pk", flat=True))
    return Claim(token, keys)


@silent(BOOKS)
@transaction.atomic
def renew_leases(*, tokens: Collection[str], at: dt.datetime | None = None) -> list[str]:
    """Heartbeat: the worker still lives and still has these rows in hand; returns the marks that still stand on a row.  Clause: 3.3.3."""
    until = (at or clock.now()) + seconds(limits().lease_seconds)
    rows = Publication.objects.filter(claimed_by__in=tokens, state=PublicationState.SENDING)
    rows.update(lease_until=until)
    return list(rows.order_by("claimed_by").values_list("claimed_by", flat=True).distinct())


@silent("each row that changes state records its own event")
@transaction.atomic
def recover_abandoned(
    *, at: dt.datetime | None = None, most: int = 200, still: Mapping[int, dt.datetime | None] | None = None
) -> int:
    """Take back what a dead worker held. A last call that had begun makes the outcome unknown; anything before it is simply done again.

    `still`: claims that the caller saw unchanged for a whole lease, with that lease. With it, a lease that is over by far counts only if
    it stands still: its holder may live by another clock.
    Clause: 3.3.3.  Events: publishing:publication:outcome_unknown.
    Races: the update names the mark and the lease as read, so a worker that came back to life and renewed it keeps its row.
    """
    moment = at or clock.now()
    count = 0
    rows = queries.abandoned(moment, still or ()).select_for_update(of=("self",)).select_related("draft", "account")
    for row in rows[:most]:
        if still is not None and not _is_over(row, moment, still):
            continue
        still_held = Publication.objects.filter(
            pk=row.pk, state=PublicationState.SENDING, claimed_by=row.claimed_by, lease_until=row.lease_until
        )
        opened = Attempt.objects.filter(publication=row, ended_at=None).order_by("-no").first()
        if opened is not None and opened.is_last:
            _end(opened, AttemptOutcome.UNKNOWN, _("处理程序在等待平台答复时中断，结果不明。"), moment)
            count += mark_unknown(publication=row, still=still_held, at=moment)
            continue
        if opened is not None:
            _end(opened, AttemptOutcome.LOST, _("处理程序中断，这一步将重新进行。"), moment)
        count += _give_back(row, still_held, moment)
    return count


def _is_over(row: Publication, moment: dt.datetime, still: Mapping[int, dt.datetime | None]) -> bool:
    """Seen standing still under this very lease; or over for a while that a difference of clocks does not explain better."""
    if row.pk in still and still[row.pk] == row.lease_until:
        return True
    return (
        row.lease_until is not None
        and moment - seconds(OVER_LEASES * limits().lease_seconds) <= row.lease_until <= moment
    )


@silent(BOOKS)
@transaction.atomic
def release_claim(*, publication_id: int, token: str) -> int:
    """Give back what was claimed and whose next call has not begun: the worker goes home, another takes it at once, in its old place.

    Clause: 3.3.3.  Returns 0 when it is no longer ours or a call is under way: then nothing is given back.
    Races: a recovery that took our mark away leaves nothing to release.
    """
    under_way = Attempt.objects.filter(publication=publication_id, ended_at=None)
    rows = Publication.objects.filter(pk=publication_id, state=PublicationState.SENDING, claimed_by=token)
    return rows.exclude(pk__in=under_way.values("publication")).update(
        state=PublicationState.SCHEDULED, claimed_by="", lease_until=None
    )


def _end(attempt: Attempt, outcome: AttemptOutcome, detail: str, moment: dt.datetime) -> None:
    Attempt.objects.filter(pk=attempt.pk, ended_at=None).update(ended_at=moment, outcome=outcome, detail=detail)


def _give_back(row: Publication, still: QuerySet[Publication], moment: dt.datetime) -> int:
    """To the queue again: at once the first times, then with a pause, at last to a person (something kills every worker that tries)."""
    losses = row.losses + 1
    if losses > limits().loss_limit:
        return close_unsent(publication=row, still=still, kind="interrupted", at=moment)
    # At once: counted from the last sign of life, so that the content's policy sees how long the house was dark.
    at_once = losses <= PATIENT_LOSSES
    back = min(row.lease_until or moment, moment) if at_once else moment + (retry_after(1) or dt.timedelta())
    return still.update(
        state=PublicationState.SCHEDULED,
        claimed_by="",
        lease_until=None,
        losses=F("losses") + 1,
        **next_try(back, at=moment),
    )


@silent("a sign of life is no deed")
@transaction.atomic
def note_worker(*, worker: str, sent: int = 0, at: dt.datetime | None = None) -> None:
    """A worker says that it is alive; the engine page and the alarm read it.  Clause: 3.3.3."""
    moment = at or clock.now()
    name = worker[:120]
    if not Worker.objects.filter(name=name).update(seen_at=moment, sent=F("sent") + sent):
        Worker.objects.get_or_create(name=name, defaults={"started_at": moment, "seen_at": moment, "sent": sent})
        Worker.objects.filter(seen_at__lt=moment - dt.timedelta(days=2)).delete()
