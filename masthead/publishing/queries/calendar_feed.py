"""The calendar for other programmes: iCalendar of what a member may see."""

import datetime as dt
import hashlib

from django.utils.translation import gettext as _

from masthead.content.ical import CalendarItem, calendar_bytes
from masthead.core import clock
from masthead.org.models import Member
from masthead.publishing import errors
from masthead.publishing.models import CalendarFeed
from masthead.publishing.queries.calendar_rows import ALL, CalendarFilter, entries_between
from masthead.publishing.queries.publications import READ
from masthead.publishing.states import PublicationState

BACK, AHEAD = dt.timedelta(days=30), dt.timedelta(days=90)


def feed_of(member: Member) -> CalendarFeed | None:
    """The member's open address."""
    return CalendarFeed.objects.filter(member=member, ended_at=None).first()


def feed_by_secret(secret: str) -> CalendarFeed:
    """Whose address it is. Raises NotThere for a wrong or revoked one, and when its owner may not read the calendar any more."""
    digest = hashlib.sha256(secret.encode()).hexdigest()
    found = CalendarFeed.objects.select_related("member").filter(digest=digest, ended_at=None).first()
    if found is None or not found.member.is_active or not found.member.has_perm(READ):
        raise errors.not_there("no_feed")
    return found


def calendar_file(
    member: Member,
    base: str,
    *,
    first: dt.date | None = None,
    last: dt.date | None = None,
    wanted: CalendarFilter = ALL,
) -> bytes:
    """What the member may see of the days as iCalendar; a month back and three ahead when no days are named."""
    today = clock.today()
    found = entries_between(member, first or today - BACK, last or today + AHEAD, wanted)
    items = [
        CalendarItem(
            f"publication-{row.pk}@masthead", f"{row.title} → {row.account}", row.due_at,
            f"{row.platform} · {PublicationState(row.state).label}", f"{base}/publishing/{row.pk}/",
        )
        for row in found.rows
    ]  # fmt: skip
    return calendar_bytes(_("发布日历"), items)
