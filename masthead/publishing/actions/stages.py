"""The way out, stage by stage: begin is written before the call, settle after it, each in its own short transaction."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import FaultKind, PlatformFault
from masthead.core.rows import lone
from masthead.platforms.contract import Connector, Remote, Stage
from masthead.publishing.actions.circuits import HELD_UP, is_of_the_platform, note_answer, note_fault
from masthead.publishing.actions.endings import FREE, close_by_credential, close_gate, close_unsent, mark_unknown
from masthead.publishing.actions.paces import note_passed, note_throttle
from masthead.publishing.brake_lock import share_the_brake
from masthead.publishing.events import PublishingEvent
from masthead.publishing.limits import limits, seconds
from masthead.publishing.models import Attempt, Publication
from masthead.publishing.pacing import next_try, poll_after, retry_after
from masthead.publishing.queries.gates import Gate, sealed_gate
from masthead.publishing.queries.pauses import is_paused
from masthead.publishing.states import AttemptOutcome, PublicationState
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

# What a question in the moment of sending reads; a wide row costs more than the question itself.
OF_A_STAGE = ("attempt_no", "remote")
OF_AN_EVENT = (*OF_A_STAGE, "state", "title", "content_hash", "account__name", "account__platform")
OF_THE_GATES = (
    *OF_AN_EVENT, "revision", "window_start", "window_end", "scheduled_by", "account__frozen", "account__status",
    "draft__state", "draft__approved_hash", "draft__approved_revision", "draft__author",
)  # fmt: skip
EVIDENCE = "the attempt row is the evidence; what it leads to is on the trail"


@dataclass(frozen=True)
class Step:
    """A stage with what the engine must know of it: the last one alone makes content visible."""

    stage: Stage
    is_last: bool


def _mine(publication_id: int, token: str) -> QuerySet[Publication]:
    return Publication.objects.filter(pk=publication_id, state=PublicationState.SENDING, claimed_by=token)


@silent(EVIDENCE)
@transaction.atomic
def begin_stage(
    *, publication_id: int, token: str, step: Step, worker: str, at: dt.datetime | None = None
) -> Attempt | None:
    """Write that a call is about to be made and renew the lease. Before the last stage the gates are asked again.

    Clause: 3.3.2, 3.3.3.  Returns None when the row is no longer ours or a gate is closed: then no call may be made.
    The caller has just computed the seal anew (`queries.closed_now`); here the kept seal is compared under the lock.
    Races: the row is locked; a recovery that comes first takes our mark away, one that comes later finds the lease renewed.
    """
    moment = at or clock.now()
    publication = _locked(publication_id, token, whole=step.is_last)
    return None if publication is None else _begin(publication, token, step, worker, moment, settled={})


def _locked(publication_id: int, token: str, *, whole: bool) -> Publication | None:
    """The row if it is still ours; with draft and account only where the gates are asked."""
    rows = _mine(publication_id, token).select_for_update(of=("self",))
    return lone(rows.select_related("draft", "account").only(*OF_THE_GATES) if whole else rows.only(*OF_A_STAGE))


def _begin(
    publication: Publication, token: str, step: Step, worker: str, moment: dt.datetime, *, settled: dict[str, Any]
) -> Attempt | None:
    """`settled` are the columns of the stage before, written together with the new attempt's number."""
    row = Publication.objects.filter(pk=publication.pk)
    if step.is_last and _is_paused(publication, token):
        if settled:
            row.update(**settled)
        return None
    if step.is_last and (gate := sealed_gate(publication, moment)):
        if settled:
            row.update(**settled)
        close_gate(publication=publication, still=_mine(publication.pk, token), gate=gate, at=moment)
        return None
    number = publication.attempt_no + 1
    row.update(attempt_no=number, lease_until=moment + seconds(limits().lease_seconds), **settled)
    return Attempt.objects.create(
        publication=publication, no=number, stage=step.stage.key, label=step.stage.label[:60],
        is_last=step.is_last, started_at=moment, worker=worker[:120], steady=clock.steady_mark(),
    )  # fmt: skip


def _is_paused(publication: Publication, token: str) -> bool:
    """Paused between the claim and the last stage: the row goes back to its place and waits; what was uploaded stays."""
    share_the_brake()
    if not is_paused(publication):
        return False
    _mine(publication.pk, token).update(state=PublicationState.SCHEDULED, **FREE)
    return True


@silent(EVIDENCE)
@transaction.atomic
def settle_stage(
    *,
    attempt: Attempt,
    token: str,
    facts: Remote,
    connector: Connector,
    then: Step | None,
    at: dt.datetime | None = None,
) -> Attempt | None:
    """A call succeeded: keep what the platform told in the same transaction as the end of the attempt, and begin the next stage.

    Clause: 3.3.3.  Events: publishing:publication:accepted (after the last stage).  Returns the next attempt, or None.
    """
    moment = at or clock.now()
    _close(attempt, AttemptOutcome.DONE, "", moment)
    if attempt.is_last:
        _accept(attempt, facts, connector, moment)
        return None
    publication = _locked(attempt.publication_id, token, whole=bool(then and then.is_last))
    if publication is None:
        return None
    settled: dict[str, Any] = {"remote": publication.remote | facts, "stage": attempt.stage}
    if then is not None:
        return _begin(publication, token, then, attempt.worker, moment, settled=settled)
    until = moment + seconds(limits().lease_seconds)
    Publication.objects.filter(pk=publication.pk).update(lease_until=until, **settled)
    return None


def _close(attempt: Attempt, outcome: AttemptOutcome, detail: str, moment: dt.datetime, technical: str = "") -> None:
    Attempt.objects.filter(pk=attempt.pk).update(
        ended_at=moment, outcome=outcome, detail=detail[:2000], technical=technical[:2000]
    )


def _accept(attempt: Attempt, facts: Remote, connector: Connector, moment: dt.datetime) -> None:
    """The platform took it. True whoever holds the row by now: a worker given up for dead may bring the answer late."""
    waiting = Q(state__in=[PublicationState.SENDING, PublicationState.UNKNOWN, PublicationState.SCHEDULED])
    rows = Publication.objects.filter(waiting, pk=attempt.publication_id)
    publication = lone(rows.select_for_update(of=("self",)).select_related("account").only(*OF_AN_EVENT))
    if publication is None:
        return
    accept(publication=publication, facts=facts, stage=attempt.stage, connector=connector, at=moment)
    note_answer(platform_id=publication.account.platform_id, at=moment)
    note_passed(account_id=publication.account_id, at=moment)


@guarded("3.3.3")
@transaction.atomic(savepoint=False)
def accept(*, publication: Publication, facts: Remote, stage: str, connector: Connector, at: dt.datetime) -> None:
    """The platform has it: keep its ids at once, ask for the result soon.  Clause: 3.3.3.  Events: publishing:publication:accepted."""
    remote = publication.remote | facts
    Publication.objects.filter(pk=publication.pk).update(
        state=PublicationState.ACCEPTED, stage=stage, accepted_at=at, looks=0, no_count=0,
        failure_kind="", failure_message="", failure_advice="", **next_try(at + poll_after(0), at=at),
        **reference_columns(remote, connector), **FREE,
    )  # fmt: skip
    data = {"stage": stage, **{k: str(v)[:120] for k, v in facts.items() if isinstance(v, str | int)}}
    trail.record(PublishingEvent.ACCEPTED, target=publication, version=publication.content_hash, data=data, at=at)


def reference_columns(remote: Remote, connector: Connector) -> dict[str, Any]:
    """The remote facts with the two that are searched for, as columns."""
    publish_key = getattr(connector, "publish_key", "publish_id")
    return {
        "remote": remote,
        "remote_key": str(remote.get(publish_key) or "")[:120],
        "figures_ref": str(remote.get(connector.figures_key) or "")[:120],
    }


@silent("each outcome records its own event; a retry is in the attempt row")
@transaction.atomic
def settle_fault(*, attempt: Attempt, token: str, fault: PlatformFault, at: dt.datetime | None = None) -> None:
    """A call did not succeed. What is known decides: try later, give up with a reason, or never repeat and look it up.

    Clause: 3.3.3.  Events: by outcome.  Units: `fault.retry_after` in seconds.
    """
    moment = at or clock.now()
    kind = fault.kind
    technical = " ".join(filter(None, [fault.platform_code, fault.detail]))
    _close(attempt, AttemptOutcome(kind.value), str(fault.message), moment, technical)
    rows = _mine(attempt.publication_id, token)
    publication = rows.select_for_update(of=("self",)).select_related("draft", "account").first()
    if publication is None:
        return
    waits = _tell_circuit(publication, fault, moment)
    if kind == FaultKind.UNKNOWN_OUTCOME and attempt.is_last:
        mark_unknown(publication=publication, still=rows, at=moment, why=str(fault.message))
    elif kind == FaultKind.CREDENTIAL:
        close_by_credential(publication=publication, still=rows, fault=fault, at=moment)
    elif kind == FaultKind.REJECTED:
        close_unsent(
            publication=publication,
            still=rows,
            kind=kind.value,
            at=moment,
            message=str(fault.message),
            advice=str(fault.advice),
        )
    elif kind == FaultKind.THROTTLED:
        until = note_throttle(account=publication.account, fault=fault, at=moment)
        _later(rows, fault, until, tries=publication.tries, at=moment)
    elif waits:  # the platform itself is down: the row waits for its circuit and burns no try
        _later(rows, fault, moment, tries=publication.tries, at=moment)
    else:  # surely not sent, or a repeatable stage whose outcome does not matter
        _retry(publication, rows, fault, moment)


def _tell_circuit(publication: Publication, fault: PlatformFault, moment: dt.datetime) -> bool:
    """Whether the circuit of the platform is open now."""
    platform_id = publication.account.platform_id
    if is_of_the_platform(fault):
        said = " ".join(filter(None, [str(fault.message), fault.detail]))
        return note_fault(platform_id=platform_id, account_id=publication.account_id, said=said, at=moment)
    if fault.platform_code != HELD_UP:
        note_answer(platform_id=platform_id, at=moment)
    return False


def _retry(publication: Publication, rows: QuerySet[Publication], fault: PlatformFault, moment: dt.datetime) -> None:
    tries = publication.tries + 1
    wait = retry_after(tries)
    if wait is None:
        message = _("连续 %(n)s 次没有连上平台：%(why)s") % {"n": tries, "why": fault.message}
        close_unsent(
            publication=publication,
            still=rows,
            kind=fault.kind.value,
            at=moment,
            message=message,
            advice=str(fault.advice),
        )
        return
    _later(rows, fault, moment + wait, tries=tries, at=moment)


def _later(
    rows: QuerySet[Publication], fault: PlatformFault, when: dt.datetime, *, tries: int, at: dt.datetime
) -> None:
    rows.update(
        state=PublicationState.SCHEDULED, tries=tries, failure_kind=fault.kind.value,
        failure_message=str(fault.message), failure_advice=str(fault.advice), **next_try(when, at=at), **FREE,
    )  # fmt: skip


@silent("closing the gate records the event")
@transaction.atomic
def block_claimed(*, publication_id: int, token: str, gate: Gate, at: dt.datetime | None = None) -> None:
    """The approved version cannot be had any more (voided, material missing): stop before the first call.  Clause: 3.3.2."""
    rows = _mine(publication_id, token)
    publication = rows.select_for_update(of=("self",)).select_related("draft", "account").first()
    if publication is not None:
        close_gate(publication=publication, still=rows, gate=gate, at=at or clock.now())
