"""Hand-off: the platform's own app publishes, a person taps the button there. Claim → call (no transaction) → settle."""

import datetime as dt
from dataclasses import replace

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from masthead.accounts import queries as accounts_queries
from masthead.core import clock
from masthead.org.models import Member
from masthead.platforms.abilities import Mode
from masthead.platforms.contract import HANDOFF_STAGE, Post, Remote
from masthead.platforms.registry import connector_for
from masthead.publishing import errors, queries
from masthead.publishing.actions.by_hand import gate_by_hand, hand_over, stop_by_gate
from masthead.publishing.actions.stages import reference_columns
from masthead.publishing.events import PublishingEvent
from masthead.publishing.models import Publication
from masthead.publishing.pacing import next_try, poll_after
from masthead.publishing.queries.gates import Gate
from masthead.publishing.states import PublicationState
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

S = PublicationState


def prepare_handoff(*, publication: Publication, by: Member) -> Gate | None:
    """Get from the platform what the person's phone needs; the code is then on the kit page. Returns the gate that stopped the task.

    Clause: 3.3.3.  Raises: RuleBroken, NotPermitted, PlatformFault in words for the person.  Events: publishing:handoff:prepared.
    """
    gate = begin_handoff(publication=publication, by=by)
    if gate is not None:
        return gate
    connector = connector_for(publication.account.platform.key)
    channel = accounts_queries.channel_of(publication.account)
    post = _with_addresses(publication, queries.post_of(publication))
    facts = connector.upload(channel, post, HANDOFF_STAGE, dict(publication.remote))
    settle_handoff(publication=publication, facts=facts, by=by)
    return None


@guarded("3.3.3")
@transaction.atomic
def begin_handoff(*, publication: Publication, by: Member, at: dt.datetime | None = None) -> Gate | None:
    """May this person publish this now? Asked before the platform is.

    Clause: 3.3.2, 3.3.3.  Raises: NotPermitted, RuleBroken.  Events: publishing:publication:blocked.
    """
    moment = at or clock.now()
    if not queries.may_take(by, publication):
        raise errors.not_permitted("out_of_reach")
    if publication.account.publish_mode != Mode.HANDOFF:
        raise errors.refusal("no_handoff")
    if queries.is_paused(publication):
        raise errors.refusal("paused")
    if publication.state == S.SCHEDULED:
        hand_over(publication=publication, at=at)
    if publication.state != S.HANDED:
        raise errors.refusal("not_handed")
    gate = gate_by_hand(publication, moment)
    return stop_by_gate(publication, gate, moment) if gate else None


@guarded("3.3.3")
@transaction.atomic
def settle_handoff(*, publication: Publication, facts: Remote, by: Member, at: dt.datetime | None = None) -> None:
    """Keep what the platform gave; from now on it is asked whether the post has appeared.

    Clause: 3.3.3.  Events: publishing:handoff:prepared.
    Races: two phones — the row is locked and the first share number stays, so that the answer always finds the task.
    """
    moment = at or clock.now()
    rows = Publication.objects.filter(pk=publication.pk, state=S.HANDED)
    locked = rows.select_for_update(of=("self",)).select_related("account__platform").first()
    if locked is None:
        raise errors.stale("moved_on")
    connector = connector_for(locked.account.platform.key)
    kept = {connector.publish_key: locked.remote_key} if locked.remote_key else {}
    columns = reference_columns(locked.remote | facts | kept, connector)
    rows.update(looks=0, **next_try(moment + poll_after(2), at=moment), **columns)
    publication.remote = columns["remote"]
    trail.record(
        PublishingEvent.HANDOFF_PREPARED, target=publication, by=by, version=publication.content_hash,
        data={"share": columns["remote_key"]}, at=at,
    )  # fmt: skip


def _with_addresses(publication: Publication, post: Post) -> Post:
    """The phone's app fetches the media itself: addresses that are good for an hour and name nothing else."""
    options = dict(post.options)
    media = [p.sha256 for p in post.pictures] or ([post.cover.sha256] if post.cover else [])
    names = ["video"] if post.video is not None else media
    for name in names:
        token = queries.media_token(publication.pk, name)
        options[f"url:{name}"] = f"{settings.BASE_URL}{reverse('publishing:kit_media', args=[token])}"
    return replace(post, options=options)
