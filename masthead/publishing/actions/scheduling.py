"""Putting approved content on the calendar: schedule, move, cancel, try again. The gates stand here, whatever door was used."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from masthead.accounts.models import Account
from masthead.accounts.states import ConnectionState
from masthead.content import queries as content_queries
from masthead.content.models import Draft
from masthead.core import clock, jobs
from masthead.org import queries as org_queries
from masthead.org.models import Member
from masthead.platforms.abilities import Mode
from masthead.platforms.registry import connector_for
from masthead.publishing import errors, queries
from masthead.publishing.actions.days import admit_to_day, keep_reason
from masthead.publishing.brakes import Late
from masthead.publishing.events import PublishingEvent
from masthead.publishing.limits import limits
from masthead.publishing.models import Publication
from masthead.publishing.pacing import next_try
from masthead.publishing.states import PUBLICATION, PublicationState
from masthead.publishing.walls import HOME, ZONES, wall_at
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

SEND = "publishing.send"
REASON_MIN = 4


@guarded("3.3.3")
@transaction.atomic
def schedule_publication(
    *,
    draft: Draft,
    account: Account,
    planned_at: dt.datetime,
    by: Member,
    note: str = "",
    late: Late | None = None,
    zone: str = HOME,
    at: dt.datetime | None = None,
) -> Publication:
    """Put the approved version of a draft on the calendar of one account, inside the approved window and not nearer than the minimum lead.

    `late` None = the company's own rule for what is late after a downtime; `note` = why on this day, where the day demands a reason.
    `zone` = where the clock hangs that the planner meant: kept with what it shows.
    Clause: 3.3.3 (approval of the exact version: 3.3.2).  Raises: RuleBroken (a gate, a day that is full at the platform), NotPermitted,
    BadInput without a reason that the day demands.
    Events: publishing:publication:scheduled, publishing:publication:sensitive_day_explained.
    Races: two schedulers of one version and account — the unique constraint lets one through; two of the last place of a day wait in line.
    """
    return _put(draft, account, planned_at, by=by, note=note, late=late, zone=zone, moment=at or clock.now())


@guarded("3.3.3")
@transaction.atomic
def publish_now(
    *, draft: Draft, account: Account, by: Member, note: str = "", at: dt.datetime | None = None
) -> Publication:
    """立即发布: the same gates, no lead; it is due at once.

    Clause: 3.3.3.  Raises: RuleBroken, NotPermitted.  Events: publishing:publication:scheduled.
    Races: as `schedule_publication`.
    """
    return _put(draft, account, None, by=by, note=note, late=None, moment=at or clock.now())


def _put(
    draft: Draft,
    account: Account,
    planned_at: dt.datetime | None,
    *,
    by: Member,
    note: str,
    late: Late | None,
    zone: str = HOME,
    moment: dt.datetime,
) -> Publication:
    """`planned_at` None = now, and no lead is asked. The gates stand in the order in which people can mend them."""
    if zone not in ZONES:
        raise errors.bad_input("zone", "zone")
    late = late or queries.rules_in_force().late
    draft = Draft.objects.select_related("approved_revision").get(pk=draft.pk)
    _require_reach(draft, account, by)
    _require_approval(draft)
    _require_account(draft, account)
    start, end = _require_window(draft, planned_at or moment, moment)
    if planned_at is not None:
        require_lead(planned_at, moment)
    planned_at = planned_at or moment
    _require_format(draft, account)
    publication = _row(draft, account, planned_at, window=(start, end), late=late, zone=zone, by=by, moment=moment)
    due = publication.due_at
    reason = admit_to_day(publication=publication, planned_at=due, words=note, by=by)
    _insert_once(publication)
    data = {"account": account.pk, "planned_at": planned_at.isoformat(), "late": late.policy.value}
    trail.record(
        PublishingEvent.SCHEDULED, target=publication, by=by, version=publication.content_hash, data=data, at=moment
    )
    if reason:
        keep_reason(publication=publication, reason=reason, by=by, at=moment)
    if due <= moment:
        jobs.enqueue(SEND, publication.pk)
    return publication


def _row(
    draft: Draft,
    account: Account,
    planned_at: dt.datetime,
    *,
    window: tuple[dt.datetime, dt.datetime],
    late: Late,
    zone: str,
    by: Member,
    moment: dt.datetime,
) -> Publication:
    """Not saved yet. Before the window opens it is not due, whatever was planned."""
    revision = draft.approved_revision
    assert revision is not None  # content keeps it: an approved draft names its revision
    due = max(planned_at, window[0])
    return Publication(
        draft=draft, revision=revision, account=account, unit_id=draft.unit_id, title=revision.title, case_id=draft.case_id,
        content_hash=draft.approved_hash, window_start=window[0], window_end=window[1], planned_at=planned_at, zone=zone,
        planned_wall=wall_at(planned_at, zone), due_at=due, **next_try(due, at=None),
        scheduled_by=by, scheduled_at=moment, late_policy=late.policy, late_by=late.most(limits().grace_seconds),
    )  # fmt: skip


@guarded("3.3.3")
@transaction.atomic
def schedule_draft(
    *,
    draft: Draft,
    accounts: Sequence[Account],
    planned_at: dt.datetime | None,
    by: Member,
    note: str = "",
    late: Late | None = None,
    zone: str = HOME,
    at: dt.datetime | None = None,
) -> list[Publication]:
    """Put the approved version on the calendar of several accounts at one time: all of them or none. `planned_at` None = 立即发布.

    Clause: 3.3.3.  Raises: as `schedule_publication`, BadInput without an account.  Events: one per account.
    """
    if not accounts:
        raise errors.bad_input("no_account", "accounts")
    if planned_at is None:
        return [publish_now(draft=draft, account=a, by=by, note=note, at=at) for a in accounts]
    return [
        schedule_publication(
            draft=draft, account=a, planned_at=planned_at, by=by, note=note, late=late, zone=zone, at=at
        )
        for a in accounts
    ]


@guarded("3.3.3")
@transaction.atomic
def move_publication(
    *, publication: Publication, planned_at: dt.datetime, by: Member, note: str = "", at: dt.datetime | None = None
) -> Publication:
    """Move a scheduled publication. Inside the approved window the seal holds; outside it is refused, with the way to a new approval.

    Clause: 3.3.3.  Raises: as `schedule_publication`, RuleBroken inside the minimum lead, Stale when the engine has begun.
    Events: publishing:publication:moved, publishing:publication:sensitive_day_explained.
    Races: the conditional update loses against a claim; nothing is moved under the engine's hands.
    """
    moment = at or clock.now()
    _require_handling(publication, by)
    PUBLICATION.require(publication, to=PublicationState.CANCELLED)  # whatever can still be taken off can be moved
    if code := queries.draft_gate(publication.draft, publication.content_hash):
        raise errors.refusal(code)
    if queries.is_too_near(publication, planned_at, moment):
        raise errors.refusal("too_near", **queries.lead_facts(moment))
    _require_window(publication.draft, planned_at, moment)
    require_lead(planned_at, moment)
    reason_of_day = admit_to_day(publication=publication, planned_at=planned_at, words=note, by=by)
    before = publication.planned_at
    # A task that lies with a person goes back to the calendar and is handed over anew before its new time.
    waiting = [PublicationState.SCHEDULED, PublicationState.HANDED, PublicationState.HELD]
    changed = Publication.objects.filter(pk=publication.pk, state__in=waiting).update(
        state=PublicationState.SCHEDULED, planned_at=planned_at, planned_wall=wall_at(planned_at, publication.zone),
        due_at=planned_at, tries=0, remind_at=None, **next_try(planned_at, at=None),
        failure_kind="", failure_message="", failure_advice="",
    )  # fmt: skip
    if changed != 1:
        raise errors.stale("moved_on")
    publication.refresh_from_db()
    data = {"from": before.isoformat(), "to": planned_at.isoformat()}
    trail.record(PublishingEvent.MOVED, target=publication, by=by, version=publication.content_hash, data=data, at=at)
    if reason_of_day:
        keep_reason(publication=publication, reason=reason_of_day, by=by, at=at)
    if planned_at <= moment:
        jobs.enqueue(SEND, publication.pk)
    return publication


@guarded("3.3.3")
@transaction.atomic
def cancel_publication(
    *, publication: Publication, reason: str, by: Member, at: dt.datetime | None = None
) -> Publication:
    """Take a scheduled publication off the calendar, with a reason.

    Clause: 3.3.3.  Raises: BadInput without a reason, RuleBroken, NotPermitted, Stale.  Events: publishing:publication:cancelled.
    """
    _require_handling(publication, by)
    _require_reason(reason)
    PUBLICATION.move(publication, to=PublicationState.CANCELLED, ended_at=at or clock.now())
    trail.record(
        PublishingEvent.CANCELLED,
        target=publication,
        by=by,
        version=publication.content_hash,
        reason=reason.strip(),
        at=at,
    )
    return publication


def _from_the_start(publication: Publication) -> dict[str, Any]:
    """What a platform had taken, or a person had in hand, is made anew as a whole; uploads of a way that was broken off are kept."""
    if not (publication.accepted_at or publication.by_hand):
        return {}
    return {"stage": "", "remote": {}, "remote_key": "", "accepted_at": None}


@guarded("3.3.3")
@transaction.atomic
def retry_publication(
    *, publication: Publication, reason: str, by: Member, at: dt.datetime | None = None
) -> Publication:
    """Send a failed publication again: failed means that it surely is not out. All gates are asked anew, those of the day too.

    Clause: 3.3.3.  Raises: RuleBroken, NotPermitted, BadInput without a reason, Stale.  Events: publishing:publication:retried.
    Races: the unique constraint refuses when the same version was scheduled anew meanwhile.
    """
    moment = at or clock.now()
    _require_handling(publication, by)
    _require_reason(reason)
    PUBLICATION.require(publication, to=PublicationState.SCHEDULED)
    if gate := queries.retry_gate(publication):
        raise errors.refusal(gate.code)
    if publication.content_hash and publication.account_id in queries.live_account_ids(
        publication.draft, publication.content_hash
    ):
        raise errors.refusal("already")
    begin = max(moment, publication.window_start)
    reason_of_day = admit_to_day(publication=publication, planned_at=begin, words=reason, by=by)
    try:
        with transaction.atomic():
            PUBLICATION.move(
                publication, to=PublicationState.SCHEDULED, tries=0, losses=0, looks=0, no_count=0, failure_kind="",
                failure_message="", failure_advice="", ended_at=None,
                **next_try(begin, at=moment if begin == moment else None), **_from_the_start(publication),
            )  # fmt: skip
    except IntegrityError:
        raise errors.refusal("already") from None
    trail.record(
        PublishingEvent.RETRIED,
        target=publication,
        by=by,
        version=publication.content_hash,
        reason=reason.strip(),
        at=at,
    )
    if reason_of_day:
        keep_reason(publication=publication, reason=reason_of_day, by=by, at=at)
    jobs.enqueue(SEND, publication.pk)
    return publication


def _insert_once(publication: Publication) -> None:
    try:
        with transaction.atomic():
            publication.save(force_insert=True)
    except IntegrityError:
        held = queries.live_account_ids(publication.draft, publication.content_hash)
        if publication.account_id not in held:
            raise
        raise errors.refusal("already") from None


def _require_reach(draft: Draft, account: Account, by: Member) -> None:
    if not org_queries.may(by, queries.SCHEDULE, unit_id=draft.unit_id):
        raise errors.not_permitted("draft_out_of_reach")
    if not queries.may_send_through(by, account):
        raise errors.not_permitted("account_out_of_reach")


def _require_handling(publication: Publication, by: Member) -> None:
    if not queries.may_handle(by, queries.SCHEDULE, publication):
        raise errors.not_permitted("out_of_reach")


def _require_reason(reason: str) -> None:
    if len(reason.strip()) < REASON_MIN:
        raise errors.bad_input("reason", "reason")


def _require_approval(draft: Draft) -> None:
    if code := queries.draft_gate(draft, draft.approved_hash):
        raise errors.refusal(code)


def _require_account(draft: Draft, account: Account) -> None:
    if not draft.accounts.filter(pk=account.pk).exists():
        raise errors.refusal("account_not_chosen")
    if code := queries.account_gate(account):
        raise errors.refusal(code)
    if account.publish_mode != Mode.ASSISTED and account.connection_state != ConnectionState.OK:
        raise errors.refusal("account_unconnected")
    if account.pk in queries.live_account_ids(draft, draft.approved_hash):
        was_down = queries.was_withdrawn(account.pk, draft.approved_hash)
        raise errors.refusal("withdrawn_before" if was_down else "already")


def _require_window(draft: Draft, planned_at: dt.datetime, moment: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    if (
        queries.lead_gate(planned_at, moment) == "past"
    ):  # said first: nobody should look for a window that holds a time long gone
        raise errors.bad_input("past", "planned_at", **queries.lead_facts(moment))
    rule = content_queries.planned_time(draft, planned_at, now=moment)
    if rule != content_queries.Planned.KEEPS:
        raise errors.refusal(rule.value)
    assert draft.window_start and draft.window_end  # a time that keeps the seal lies in a window
    return draft.window_start, draft.window_end


def require_lead(planned_at: dt.datetime, moment: dt.datetime) -> None:
    """Not in the past, and not so near that nothing can be checked any more. Raises BadInput with the first time that is far enough."""
    if code := queries.lead_gate(planned_at, moment):
        raise errors.bad_input(code, "planned_at", **queries.lead_facts(moment))


def _require_format(draft: Draft, account: Account) -> None:
    article = content_queries.approved_package(draft.pk, draft.approved_hash, account_id=account.pk)
    issues = connector_for(account.platform.key).validate(article)
    if blocking := [i.message for i in issues if i.block]:
        raise errors.refusal("format", issues=_("；").join(blocking))
