"""How fast an account may be used: learned from throttles, forgotten with successes. All rows of the account wait, none burns a try."""

import datetime as dt

from django.db import transaction

from masthead.accounts.models import Account
from masthead.core.errors import PlatformFault
from masthead.core.rows import lone
from masthead.publishing.events import BrakeEvent
from masthead.publishing.limits import limits, seconds
from masthead.publishing.models import AccountPace, Circuit
from masthead.publishing.pacing import by_our_clock, jittered
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent


@guarded("3.3.3")
@transaction.atomic
def note_throttle(*, account: Account, fault: PlatformFault, at: dt.datetime) -> dt.datetime:
    """The platform asked us to wait; returns until when. Repeated throttles double the gap between two calls of the account.

    A throttle of the whole platform holds all its accounts back, and teaches none of them a pace.
    Clause: 3.3.3.  Events: publishing:account:throttled (the first of a row of them).  Units: `fault.retry_after` in seconds.
    Races: the row is locked; answers to calls that were under way together count as one throttle.
    """
    wait = max(1.0, fault.retry_after or limits().throttle_seconds)
    if fault.everywhere:
        until = at + jittered(wait)
        Circuit.objects.get_or_create(platform_id=account.platform_id)
        Circuit.objects.filter(platform_id=account.platform_id).update(
            not_before=until, changed_at=at, said=str(fault.message)[:300]
        )
        return until
    fresh = {"not_before": at, "last_at": at}
    AccountPace.objects.get_or_create(account_id=account.pk, defaults=fresh)
    pace = AccountPace.objects.select_for_update().get(account_id=account.pk)
    held = by_our_clock(pace.not_before, pace.last_at, at)
    repeated = held <= at
    gap = pace.gap_seconds
    if repeated:
        gap = round(min(max(gap * 2, limits().gap_first_seconds), limits().gap_most_seconds))
    until = max(held, at + jittered(max(wait, gap)))
    said = " ".join(filter(None, [str(fault.message), fault.platform_code]))[:300]
    AccountPace.objects.filter(pk=pace.pk).update(
        gap_seconds=gap, not_before=until, throttles=pace.throttles + repeated, last_at=at, said=said
    )
    if repeated and not pace.gap_seconds:
        data = {"until": until.isoformat(), "gap_seconds": gap}
        trail.record(BrakeEvent.THROTTLED, target=account, reason=said, data=data, at=at)
    return until


@silent("a pace that grows normal again is the engine's own book-keeping")
@transaction.atomic(savepoint=False)
def note_passed(*, account_id: int, at: dt.datetime) -> None:
    """The platform took something: the next call keeps the gap, and the gap halves. Accounts without a learned pace cost one small query.

    Clause: 3.3.3.  Races: the row is locked.
    """
    pace = lone(AccountPace.objects.select_for_update().filter(account_id=account_id, gap_seconds__gt=0))
    if pace is None:
        return
    gap = pace.gap_seconds // 2
    until = max(by_our_clock(pace.not_before, pace.last_at, at), at + seconds(gap))
    AccountPace.objects.filter(pk=pace.pk).update(gap_seconds=gap, not_before=until, last_at=at)
