"""The breaker of a platform: its own faults open it, one row tries, a success closes it. A call costs one small query, a fault one lock."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from masthead.accounts.models import Account
from masthead.core import clock
from masthead.core.errors import FaultKind, PlatformFault
from masthead.core.rows import lone
from masthead.org import queries as org_queries
from masthead.org.models import Member
from masthead.publishing import errors, queries
from masthead.publishing.brakes import CIRCUIT, CircuitState
from masthead.publishing.events import BrakeEvent
from masthead.publishing.limits import limits, seconds
from masthead.publishing.models import Circuit
from masthead.publishing.pacing import by_our_clock, jittered, step_of
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

HELD_UP = "held_up"  # our own delay, worn as a fault: it says nothing about the platform
ACCOUNTS_KEPT = 5
REASON_MIN = 4


def is_of_the_platform(fault: PlatformFault) -> bool:
    """Not reached, 5xx, no answer. A refusal, a credential or a throttle is an answer: the platform lives."""
    return fault.kind in (FaultKind.NOT_SENT, FaultKind.UNKNOWN_OUTCOME) and fault.platform_code != HELD_UP


@guarded("3.3.3")
@transaction.atomic
def note_fault(*, platform_id: int, account_id: int, said: str, at: dt.datetime) -> bool:
    """A call met a fault of the platform itself. Returns whether its circuit is open now, so that the row waits and burns no try.

    One account alone never opens it while others use the platform: its faults may be its own.
    Clause: 3.3.3.  Events: publishing:circuit:opened.
    Races: the row is locked; each fault counts once, and one of them opens it.
    """
    Circuit.objects.get_or_create(platform_id=platform_id)
    circuit = Circuit.objects.select_for_update().get(platform_id=platform_id)
    if circuit.state == CircuitState.OPEN:
        return True
    if circuit.state == CircuitState.CLOSED:
        _count(circuit, account_id, at)
        if not _is_enough(circuit, account_id):
            circuit.said = said[:300]
            circuit.save(update_fields=["recent", "faulty", "last_fault_at", "said"])
            return False
    _open(circuit, said, at)
    return True


def _count(circuit: Circuit, account_id: int, at: dt.datetime) -> None:
    if circuit.last_fault_at is None or circuit.last_fault_at < at - seconds(limits().breaker_window_seconds):
        circuit.recent, circuit.faulty = 0, []
    circuit.recent = (circuit.recent << 1 | 1) & _mask()
    circuit.faulty = [*(pk for pk in circuit.faulty if pk != account_id), account_id][-ACCOUNTS_KEPT:]
    circuit.last_fault_at = at


def _mask() -> int:
    return (1 << limits().breaker_calls) - 1


def _is_enough(circuit: Circuit, account_id: int) -> bool:
    if circuit.recent.bit_count() < limits().breaker_faults:
        return False
    others = Account.objects.filter(platform_id=circuit.platform_id, status="active", frozen=False)
    return len(circuit.faulty) > 1 or not others.exclude(pk=account_id).exists()


def _open(circuit: Circuit, said: str, at: dt.datetime) -> None:
    openings = circuit.openings + 1
    first = circuit.state == CircuitState.CLOSED
    Circuit.objects.filter(pk=circuit.pk).update(
        state=CircuitState.OPEN, recent=circuit.recent, faulty=circuit.faulty, last_fault_at=at, openings=openings,
        opened_at=at if first else circuit.opened_at, said=said[:300], **_changed(circuit, at),
        probe_at=at + jittered(step_of(limits().breaker_wait_seconds, openings - 1)),
    )  # fmt: skip
    if first:
        data = {"faults": circuit.recent.bit_count(), "accounts": circuit.faulty}
        trail.record(BrakeEvent.CIRCUIT_OPENED, target=circuit, reason=said[:300], data=data, at=at)


@guarded("3.3.3")
@transaction.atomic(savepoint=False)
def note_answer(*, platform_id: int, at: dt.datetime) -> None:
    """The platform answered: an open circuit closes, faults of the past move on. Nothing is written while all is well.

    Clause: 3.3.3.  Events: publishing:circuit:closed.
    Races: the row is locked; a circuit that a person opened stays open.
    """
    rows = Circuit.objects.exclude(state=CircuitState.CLOSED, recent=0).filter(platform_id=platform_id, by_hand=False)
    circuit = lone(rows.select_for_update())
    if circuit is None:
        return
    if circuit.state == CircuitState.CLOSED:
        Circuit.objects.filter(pk=circuit.pk).update(recent=(circuit.recent << 1) & _mask())
        return
    _close(circuit, at)
    trail.record(BrakeEvent.CIRCUIT_CLOSED, target=circuit, data={"openings": circuit.openings}, at=at)


def _changed(circuit: Circuit, at: dt.datetime) -> dict[str, dt.datetime | None]:
    """The moment of a change, and the throttle of the whole platform that goes on beside it."""
    until, since = circuit.not_before, circuit.changed_at
    return {"changed_at": at, "not_before": by_our_clock(until, since, at) if until and since else until}


def _close(circuit: Circuit, at: dt.datetime, *, said: str = "") -> None:
    Circuit.objects.filter(pk=circuit.pk).update(
        state=CircuitState.CLOSED, recent=0, faulty=[], openings=0, probe_at=None, opened_at=None, by_hand=False,
        said=said[:300], **_changed(circuit, at),
    )  # fmt: skip


@silent("one row may try; what comes of it opens or closes the circuit")
@transaction.atomic
def take_probe(*, circuit: Circuit, account_id: int, at: dt.datetime) -> bool:
    """One worker may send one row through an open circuit; the next one may after two leases, should this one die.

    Clause: 3.3.3.  Races: the update names the moment that was read — of many workers exactly one finds it unchanged.
    """
    rows = Circuit.objects.filter(
        ~Q(state=CircuitState.CLOSED), pk=circuit.pk, by_hand=False, probe_at=circuit.probe_at
    )
    ahead = at + seconds(limits().lease_seconds * 2)
    return bool(rows.update(state=CircuitState.HALF_OPEN, probe_at=ahead, probe_account_id=account_id))


@silent("nothing was tried, so the next one may")
@transaction.atomic
def give_probe_back(*, circuit: Circuit, at: dt.datetime) -> None:
    """The row was taken by nobody after all.  Clause: 3.3.3."""
    Circuit.objects.filter(pk=circuit.pk, state=CircuitState.HALF_OPEN).update(state=CircuitState.OPEN, probe_at=at)


@guarded("3.3.3")
@transaction.atomic
def switch_circuit(
    *, circuit: Circuit, to: CircuitState, reason: str, by: Member, at: dt.datetime | None = None
) -> None:
    """A person opens the circuit (it stays open until a person closes it) or closes it, with a reason.

    Clause: 3.3.3.  Raises: NotPermitted, BadInput without a reason, RuleBroken, Stale.
    Events: publishing:circuit:opened, publishing:circuit:closed.
    Races: the row is locked and the state asked under the lock.
    """
    if not org_queries.may(by, queries.STEER):
        raise errors.not_permitted("steer_out_of_reach")
    if len(reason.strip()) < REASON_MIN:
        raise errors.bad_input("reason", "reason")
    moment = at or clock.now()
    locked = Circuit.objects.select_for_update().get(pk=circuit.pk)
    if to == CircuitState.CLOSED:
        CIRCUIT.require(locked, to=to)
        _close(locked, moment, said=reason.strip())
    else:
        opened = locked.opened_at or moment
        Circuit.objects.filter(pk=locked.pk).update(
            state=CircuitState.OPEN, by_hand=True, opened_at=opened, probe_at=None, said=reason.strip()[:300],
            **_changed(locked, moment),
        )  # fmt: skip
    event = BrakeEvent.CIRCUIT_CLOSED if to == CircuitState.CLOSED else BrakeEvent.CIRCUIT_OPENED
    trail.record(event, target=locked, by=by, reason=reason.strip(), data={"by_hand": True}, at=at)


@silent("a row to hang the state on; nothing has happened yet")
@transaction.atomic
def circuit_of(*, platform_id: int) -> Circuit:
    """The circuit of a platform, made when it is first asked for.  Clause: 3.3.3."""
    return Circuit.objects.select_related("platform").get_or_create(platform_id=platform_id)[0]
