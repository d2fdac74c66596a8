"""Catching up after a downtime: what is later than its content allows is put before a person, or not sent. Decided here and nowhere else."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.core import clock, jobs
from masthead.notify import actions as notify_actions
from masthead.org.models import Member
from masthead.publishing import errors, queries
from masthead.publishing.actions.endings import close_gate, people_of
from masthead.publishing.brakes import LatePolicy
from masthead.publishing.errors import MESSAGES
from masthead.publishing.events import BrakeEvent
from masthead.publishing.models import Publication
from masthead.publishing.pacing import next_try
from masthead.publishing.queries.gates import Gate
from masthead.publishing.states import PUBLICATION, PublicationState
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

S = PublicationState


@silent("each row that is held or closed records its own event")
@transaction.atomic
def decide_late(*, at: dt.datetime | None = None, most: int = 200) -> int:
    """Before a tick claims: rows that the house comes too late to, by their own policy. The due query leaves out what is not decided yet.

    Clause: 3.3.3.  Races: the update names the state; of two workers one decides.
    """
    moment = at or clock.now()
    rows = queries.late_rows(moment).exclude(account__publish_mode__in=queries.HAND_MODES)
    count = 0
    for row in rows.select_related("draft", "account").order_by("next_try_at", "pk")[:most]:
        if row.late_policy == LatePolicy.SKIP:
            still = Publication.objects.filter(pk=row.pk, state=S.SCHEDULED)
            count += close_gate(publication=row, still=still, gate=Gate("late_skip", over=True), at=moment)
        else:
            count += hold(publication=row, why="held_late", at=moment)
    return count


@guarded("3.3.3")
@transaction.atomic
def hold(*, publication: Publication, why: str, at: dt.datetime) -> int:
    """Missed its time: its people decide now. Returns 0 when somebody was faster.  Clause: 3.3.3.  Events: publishing:publication:held."""
    message, advice, _clause = MESSAGES[why]
    rows = Publication.objects.filter(pk=publication.pk, state=S.SCHEDULED)
    changed = rows.update(state=S.HELD, failure_kind=why, failure_message=str(message), failure_advice=str(advice))
    if changed:
        data = {"due_at": publication.due_at.isoformat(), "why": why}
        trail.record(
            BrakeEvent.HELD, target=publication, version=publication.content_hash, reason=str(message), data=data, at=at
        )
        notify_actions.tell(
            kind="publishing.held", members=people_of(publication), clause="3.3.3", at=at, url=publication.get_absolute_url(),
            title=_("「%(title)s」错过了在%(account)s的发布时间，请决定")
            % {"title": publication.title, "account": publication.account.name},
            body=f"{message}{advice}",
        )  # fmt: skip
    return changed


@guarded("3.3.3")
@transaction.atomic
def send_late(*, publication: Publication, by: Member, at: dt.datetime | None = None) -> Publication:
    """A person lets a missed one go out now, inside the approved window only; all gates are asked again before it leaves.

    Clause: 3.3.3.  Raises: NotPermitted, RuleBroken, Stale.  Events: publishing:publication:sent_late.
    Races: the conditional move lets one decision through.
    """
    moment = at or clock.now()
    if not queries.may_handle(by, queries.SCHEDULE, publication):
        raise errors.not_permitted("out_of_reach")
    if publication.state != S.HELD:
        raise errors.refusal("not_held")
    if gate := queries.closed_gate(publication, moment):
        raise errors.refusal(gate.code)
    PUBLICATION.move(
        publication,
        to=S.SCHEDULED,
        failure_kind="",
        failure_message="",
        failure_advice="",
        **next_try(moment, at=moment),
    )
    data = {"due_at": publication.due_at.isoformat()}
    trail.record(BrakeEvent.SENT_LATE, target=publication, by=by, version=publication.content_hash, data=data, at=at)
    jobs.enqueue("publishing.send", publication.pk)
    return publication
