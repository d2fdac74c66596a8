"""One publication as far as it goes: stage by stage, each call outside any transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from masthead.accounts import queries as accounts_queries
from masthead.content import queries as content_queries
from masthead.core import clock
from masthead.core.errors import DomainError, FaultKind, PlatformFault
from masthead.core.patience import patiently
from masthead.core.rows import lone
from masthead.core.secrets import SecretUnavailable
from masthead.platforms.contract import Channel, Connector, Post, Remote, TokenHold
from masthead.platforms.registry import connector_for
from masthead.publishing import actions, queries
from masthead.publishing.actions import Step
from masthead.publishing.engine import closing
from masthead.publishing.limits import limits
from masthead.publishing.models import Attempt, Publication
from masthead.publishing.queries.gates import Gate
from masthead.publishing.states import PublicationState

OF_A_JOURNEY = (
    "content_hash", "draft", "remote", "stage", "window_end", "window_start",
    *(f"account__{name}" for name in accounts_queries.OF_A_CHANNEL),
)  # fmt: skip


@dataclass(frozen=True)
class Journey:
    """What is needed to send one publication; `steps` are those still ahead."""

    publication: Publication
    token: str
    worker: str
    connector: Connector
    channel: Channel
    post: Post
    steps: Sequence[Step]


def send(publication_id: int, token: str, worker: str) -> None:
    """Carry a claimed publication on until it is accepted, refused, postponed, unknown, or no longer ours."""
    if closing.begun():
        actions.release_claim(publication_id=publication_id, token=token)
        return
    journey = _prepare(publication_id, token, worker)
    if journey is None or not journey.steps:
        return
    remote = dict(journey.publication.remote)
    if gate := _gate_before(journey, journey.steps[0]):
        actions.block_claimed(publication_id=publication_id, token=token, gate=gate)
        return
    attempt = actions.begin_stage(publication_id=publication_id, token=token, step=journey.steps[0], worker=worker)
    for number, step in enumerate(journey.steps):
        if attempt is None:
            return
        facts = _call(journey, step, attempt, remote)
        if isinstance(facts, PlatformFault):
            _settle_fault(attempt, token, facts)
            return
        remote |= facts
        attempt = _go_on(journey, attempt, facts, number + 1)


def _go_on(journey: Journey, attempt: Attempt, facts: Remote, number: int) -> Attempt | None:
    """Keep what the call told and begin the next stage in one transaction, unless a gate has closed or the worker goes home."""
    then = journey.steps[number] if number < len(journey.steps) else None
    gate = _gate_before(journey, then) if then else None
    leaving = then is not None and closing.begun()
    following = _settle_stage(journey, attempt, facts, None if gate or leaving else then)
    if leaving:
        actions.release_claim(publication_id=journey.publication.pk, token=journey.token)
    elif gate is not None:
        actions.block_claimed(publication_id=journey.publication.pk, token=journey.token, gate=gate)
    return following


def _settle_stage(journey: Journey, attempt: Attempt, facts: Remote, then: Step | None) -> Attempt | None:
    """What the last call told is kept even if the database is away for a while; an upload is simply done again."""

    def settle() -> Attempt | None:
        return actions.settle_stage(
            attempt=attempt, token=journey.token, facts=facts, connector=journey.connector, then=then
        )

    return patiently(settle, seconds=_patience()) if attempt.is_last else settle()


def _settle_fault(attempt: Attempt, token: str, fault: PlatformFault) -> None:
    """A call that surely did not arrive need not be looked up because the database was away."""
    patiently(lambda: actions.settle_fault(attempt=attempt, token=token, fault=fault), seconds=_patience())


def _patience() -> float:
    """Longer than a lease it makes no sense for a fault, and harms nobody for an answer: it is true whoever holds the row by then."""
    return limits().lease_seconds


def _gate_before(journey: Journey, step: Step) -> Gate | None:
    """Before the last stage: the seal is computed anew from what stands in the database now. Long reading, so in no transaction."""
    return queries.closed_now(journey.publication.pk, clock.now()) if step.is_last else None


def _prepare(publication_id: int, token: str, worker: str) -> Journey | None:
    """Everything that can be had before the first call: the approved words and pictures, the channel, the way ahead."""
    rows = Publication.objects.filter(pk=publication_id, claimed_by=token, state=PublicationState.SENDING)
    publication = lone(rows.select_related("account__platform").only(*OF_A_JOURNEY))
    if publication is None:
        return None
    gate = queries.outer_gate(publication, clock.now())
    if gate is None:
        try:
            post = content_queries.approved_package(
                publication.draft_id, publication.content_hash, account=publication.account
            )
        except DomainError:
            gate = Gate("approval_void")
    if gate is None:
        try:
            connector = connector_for(publication.account.platform.key)
            channel = replace(accounts_queries.channel_of(publication.account), hold=TokenHold())
        except DomainError:
            gate = Gate("account_unconnected")
    if gate is not None:
        actions.block_claimed(publication_id=publication_id, token=token, gate=gate)
        return None
    stages = list(connector.stages(post))
    keys = [s.key for s in stages]
    done = keys.index(publication.stage) + 1 if publication.stage in keys else 0
    ahead = [s for place, s in enumerate(stages) if place >= done or s.fresh] if done < len(stages) else []
    steps = [Step(s, is_last=s is stages[-1]) for s in ahead]
    return Journey(publication, token, worker, connector, channel, post, steps)


def _call(journey: Journey, step: Step, attempt: Attempt, remote: Remote) -> Remote | PlatformFault:
    """The call itself. Held up for longer than half a lease before it could begin, it is not made at all."""
    waited = clock.seconds_since(attempt.steady)
    if waited is None or waited > limits().lease_seconds / 2:
        return PlatformFault(
            _("处理程序被耽搁，这一步没有开始。"), kind=FaultKind.NOT_SENT, platform_code=actions.HELD_UP
        )
    try:
        if step.is_last:
            return journey.connector.publish(journey.channel, journey.post, dict(remote))
        return journey.connector.upload(journey.channel, journey.post, step.stage.key, dict(remote))
    except PlatformFault as fault:
        return fault
    except SecretUnavailable as error:
        return PlatformFault(str(error.message), kind=FaultKind.CREDENTIAL, advice=str(error.advice))
