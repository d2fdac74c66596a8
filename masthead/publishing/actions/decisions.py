"""When nobody can tell but a person: an outcome that stays unknown is decided by hand, with a reason, on the record."""

import datetime as dt
from typing import Any

from django.db import transaction

from masthead.accounts import actions as accounts_actions
from masthead.core import clock, jobs
from masthead.org.models import Member
from masthead.publishing import errors, queries
from masthead.publishing.actions.scheduling import REASON_MIN, SEND
from masthead.publishing.events import PublishingEvent
from masthead.publishing.models import Publication
from masthead.publishing.pacing import next_look, next_try
from masthead.publishing.states import PUBLICATION, PublicationState, Verdict
from masthead.trail import actions as trail
from masthead.trail.guards import guarded


@guarded("3.3.3")
@transaction.atomic
def resolve_unknown(
    *, publication: Publication, verdict: Verdict, reason: str, by: Member, url: str = "", at: dt.datetime | None = None
) -> Publication:
    """A person settles an unknown outcome: it is out (with its link), or it surely is not and goes out again.

    Clause: 3.3.3.  Raises: BadInput without reason or link, RuleBroken, NotPermitted, Stale.
    Events: publishing:publication:resolved.
    Races: the look-up may settle it first; the conditional move then loses and nothing is sent twice.
    """
    moment = at or clock.now()
    if not queries.may_handle(by, queries.RESOLVE, publication):
        raise errors.not_permitted("out_of_reach")
    if len(reason.strip()) < REASON_MIN:
        raise errors.bad_input("reason", "reason")
    # Accepted and failed posts have moves of the same name; they are not this person's to make.
    if publication.state != PublicationState.UNKNOWN:
        raise errors.refusal("not_unknown")
    if verdict == Verdict.SENT:
        _confirm_sent(publication, url.strip(), moment)
    else:
        _confirm_not_sent(publication, moment)
    data = {"verdict": verdict.value, "url": url.strip()[:300]}
    trail.record(
        PublishingEvent.RESOLVED,
        target=publication,
        by=by,
        version=publication.content_hash,
        reason=reason.strip(),
        data=data,
        at=at,
    )
    return publication


def _confirm_sent(publication: Publication, url: str, moment: dt.datetime) -> None:
    if not url.startswith(("https://", "http://")) or len(url) < 12:
        raise errors.bad_input("link", "url")
    PUBLICATION.require(publication, to=PublicationState.PUBLISHED)
    PUBLICATION.move(
        publication, to=PublicationState.PUBLISHED, published_at=moment, ended_at=moment, article_url=url[:1000],
        accepted_at=publication.accepted_at or moment, failure_kind="", failure_message="",
        next_verify_at=next_look(0, moment),
    )  # fmt: skip
    accounts_actions.note_published(account_id=publication.account_id, at=moment)


def _confirm_not_sent(publication: Publication, moment: dt.datetime) -> None:
    """Back to the queue with all gates ahead of it; when the window has passed it can only be closed."""
    fields: dict[str, Any] = {"unknown_since": None, "no_count": 0, "looks": 0, "asked_at": None}
    if moment > publication.window_end:
        PUBLICATION.move(
            publication, to=PublicationState.EXPIRED, ended_at=moment, failure_kind="window_over", **fields
        )
        return
    PUBLICATION.move(
        publication,
        to=PublicationState.SCHEDULED,
        failure_kind="",
        failure_message="",
        **next_try(moment, at=moment),
        **fields,
    )
    jobs.enqueue(SEND, publication.pk)
