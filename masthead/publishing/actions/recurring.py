"""Recurring slots and the secret address of a calendar."""

import datetime as dt
import hashlib
import secrets

from django.db import IntegrityError, transaction

from masthead.accounts.models import Account
from masthead.content.models import Draft
from masthead.core import clock
from masthead.org.models import Member
from masthead.publishing import errors, queries, rhythms
from masthead.publishing.actions.scheduling import schedule_publication
from masthead.publishing.events import CalendarEvent
from masthead.publishing.models import CalendarFeed, Publication, RecurringSlot
from masthead.publishing.models.calendar import OffDay, Rhythm
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

SECRET_BYTES = 32


@guarded("3.3.3")
@transaction.atomic
def keep_slot(
    *,
    account: Account,
    name: str,
    time: dt.time,
    by: Member,
    weekday: int = 0,
    rhythm: str = rhythms.WEEKLY,
    month_day: int = 0,
    off_day: str = rhythms.KEEP,
    at: dt.datetime | None = None,
) -> RecurringSlot:
    """Give an account a recurring slot.

    Clause: 3.3.3.  Raises: NotPermitted, BadInput without a name or when the account has one at that time.
    Events: publishing:slot:kept.  Races: the unique constraint keeps one.
    """
    if not queries.may_send_through(by, account):
        raise errors.not_permitted("account_out_of_reach")
    if not name.strip() or not 0 <= weekday <= 6:
        raise errors.bad_input("slot_name", "name")
    monthly = rhythm == rhythms.MONTHLY
    if rhythm not in Rhythm.values or off_day not in OffDay.values or (monthly and not 1 <= month_day <= 31):
        raise errors.bad_input("slot_days", "month_day" if monthly else "rhythm")
    slot = RecurringSlot(
        account=account, name=name.strip()[:40], weekday=weekday if rhythm == rhythms.WEEKLY else 0, rhythm=rhythm,
        month_day=month_day if monthly else 0, off_day=off_day, at=time.replace(second=0, microsecond=0), made_by=by,
        made_at=at or clock.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            slot.save()
    except IntegrityError:
        raise errors.bad_input("slot_taken", "time") from None
    trail.record(CalendarEvent.SLOT_KEPT, target=slot, by=by, data={"account": account.pk, "when": slot.when}, at=at)
    return slot


@guarded("3.3.3")
@transaction.atomic
def end_slot(*, slot: RecurringSlot, by: Member, at: dt.datetime | None = None) -> None:
    """Give a recurring slot up; what is scheduled stays.

    Clause: 3.3.3.  Raises: NotPermitted, Stale.  Events: publishing:slot:ended.
    """
    if not queries.may_send_through(by, slot.account):
        raise errors.not_permitted("account_out_of_reach")
    if RecurringSlot.objects.filter(pk=slot.pk, ended_at=None).update(ended_at=at or clock.now()) != 1:
        raise errors.stale("moved_on")
    trail.record(CalendarEvent.SLOT_ENDED, target=slot, by=by, at=at)


@guarded("3.3.3")
@transaction.atomic
def fill_slot(
    *, slot: RecurringSlot, on: dt.date, draft: Draft, by: Member, note: str = "", at: dt.datetime | None = None
) -> Publication:
    """Put an approved draft into a slot of a day: scheduling with all its gates.

    Clause: 3.3.3.  Raises: as `schedule_publication`.  Events: publishing:publication:scheduled.
    """
    moment = clock.at_china(on, slot.at.hour, slot.at.minute)
    return schedule_publication(draft=draft, account=slot.account, planned_at=moment, by=by, note=note, at=at)


def digest_of_secret(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


@guarded("3.3.3")
@transaction.atomic
def open_calendar_feed(*, by: Member, at: dt.datetime | None = None) -> str:
    """A new secret address for the member's own calendar programme; the former one is over. Returns the secret, shown this once.

    Clause: 3.3.3.  Events: publishing:calendar_feed:opened.  Races: one open row a member; the later press wins.
    """
    moment = at or clock.now()
    CalendarFeed.objects.select_for_update().filter(member=by, ended_at=None).update(ended_at=moment)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    feed = CalendarFeed.objects.create(member=by, digest=digest_of_secret(secret), made_at=moment)
    trail.record(CalendarEvent.FEED_OPENED, target=feed, by=by, at=at)
    return secret


@guarded("3.3.3")
@transaction.atomic
def close_calendar_feed(*, by: Member, at: dt.datetime | None = None) -> None:
    """The secret address answers no more.

    Clause: 3.3.3.  Raises: Stale when there is none.  Events: publishing:calendar_feed:closed.
    """
    feed = CalendarFeed.objects.filter(member=by, ended_at=None).first()
    if feed is None or CalendarFeed.objects.filter(pk=feed.pk, ended_at=None).update(ended_at=at or clock.now()) != 1:
        raise errors.stale("moved_on")
    trail.record(CalendarEvent.FEED_CLOSED, target=feed, by=by, at=at)


@silent("reading is no deed; only the time is kept, so that an address that nobody reads can be told")
@transaction.atomic
def note_feed_read(*, feed: CalendarFeed, at: dt.datetime | None = None) -> None:
    """Somebody's calendar programme was here."""
    CalendarFeed.objects.filter(pk=feed.pk).update(read_at=at or clock.now())
