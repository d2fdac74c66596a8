"""Where there is room: free hours inside the approved window, and a warning when an hour is crowded."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from masthead.accounts.models import Account
from masthead.core import clock
from masthead.publishing.models import Publication
from masthead.publishing.queries.publications import neighbours, taken_times

FIRST_HOUR, LAST_HOUR = 7, 22
APART = dt.timedelta(minutes=60)


@dataclass(frozen=True)
class Crowd:
    """Publications of the same account within an hour of the chosen time."""

    account: str
    title: str
    at: dt.datetime
    url: str


def free_slots(
    accounts: Sequence[Account], start: dt.datetime, end: dt.datetime, *, now: dt.datetime, most: int = 8
) -> list[dt.datetime]:
    """Whole hours in the window, from now on and in waking hours, with nothing of the accounts within an hour; one query."""
    begin = max(start, now)
    taken = taken_times([a.pk for a in accounts], begin - APART, end + APART)
    hour = clock.china(begin).replace(minute=0, second=0, microsecond=0)
    found: list[dt.datetime] = []
    while hour <= end and len(found) < most:
        if hour >= begin and FIRST_HOUR <= hour.hour <= LAST_HOUR and all(abs(t - hour) >= APART for t in taken):
            found.append(hour)
        hour += dt.timedelta(hours=1)
    return found


def crowd_at(
    accounts: Sequence[Account], planned_at: dt.datetime, *, besides: Publication | None = None
) -> list[Crowd]:
    """What the same accounts send within an hour of that time."""
    rows = neighbours([a.pk for a in accounts], planned_at, besides=besides.pk if besides else None)
    return [Crowd(r.account.name, r.title, r.due_at, r.get_absolute_url()) for r in rows[:5]]
