"""Recurring slots: which are kept, which are still empty in a span, and what could fill one."""

import datetime as dt
from bisect import bisect_left
from dataclasses import dataclass

from django.utils.translation import gettext as _

from masthead.accounts.models import Account
from masthead.content import queries as content_queries
from masthead.content.models import Draft
from masthead.content.states import DraftState
from masthead.core import clock
from masthead.org import queries as org_queries
from masthead.org.models import Member
from masthead.publishing import errors, rhythms
from masthead.publishing.models import RecurringSlot
from masthead.publishing.queries.calendar_rows import CalendarFilter, Found
from masthead.publishing.queries.publications import READ, SCHEDULE, live_account_ids, may_send_through

LOOK_AHEAD = dt.timedelta(days=70)  # the next day of any rhythm lies nearer
FILLED_WITHIN = dt.timedelta(minutes=60)
MOST_SLOTS, MOST_FITTING = 300, 20


@dataclass(frozen=True)
class EmptySlot:
    """A slot of a day in which nothing is planned yet."""

    slot: RecurringSlot
    on: dt.date

    @property
    def at(self) -> dt.datetime:
        return clock.at_china(self.on, self.slot.at.hour, self.slot.at.minute)

    @property
    def time(self) -> str:
        return f"{self.slot.at:%H:%M}"


def slots_visible_to(member: Member) -> list[RecurringSlot]:
    """Slots that are kept, of accounts in the member's view, in the order of the week."""
    scope = org_queries.scope_of(member, READ)
    inside = Account.objects.filter(scope.as_q(unit="unit_id", account_group="account_group_id"))
    rows = RecurringSlot.objects.filter(ended_at=None).select_related("account__platform", "made_by")
    rows = rows if scope.company else rows.filter(account__in=inside.values("pk"))
    return list(rows.order_by("weekday", "at", "account__name")[:MOST_SLOTS])


def empty_slots(member: Member, first: dt.date, last: dt.date, found: Found, wanted: CalendarFilter) -> list[EmptySlot]:
    """Slots from now on that nothing stands in; one query. A filter on the account narrows them, one on anything else hides them."""
    today = max(first, clock.today())
    if last < today or wanted.state or wanted.owner:
        return []
    times = {pk: [row.due_at for row in rows] for pk, rows in found.by_account.items()}
    slots = [s for s in slots_visible_to(member) if _wanted(s, wanted)]
    is_open = _open_around(today, last)
    made = [EmptySlot(slot, on) for slot in slots for on in rhythms.days_of(slot, today, last, is_open)]
    made.sort(key=lambda one: (one.on, one.slot.weekday, one.slot.at))
    now = clock.now()
    return [one for one in made if one.at > now and not _taken(times.get(one.slot.account_id, []), one.at)]


def _open_around(first: dt.date, last: dt.date) -> rhythms.IsOpen:
    """Is the office open? Known a little beyond the span, since slots move over holidays; one query."""
    reach = 2 * rhythms.FARTHEST * rhythms.DAY
    return org_queries.open_days(first - reach, last + reach).__contains__


def _wanted(slot: RecurringSlot, wanted: CalendarFilter) -> bool:
    account = slot.account
    return (
        wanted.account in (None, account.pk)
        and wanted.unit in (None, account.unit_id)
        and wanted.platform in ("", account.platform.key)
    )


def _taken(times: list[dt.datetime], at: dt.datetime) -> bool:
    place = bisect_left(times, at - FILLED_WITHIN)
    return place < len(times) and times[place] <= at + FILLED_WITHIN


def get_slot_for(member: Member, pk: int) -> RecurringSlot:
    """One slot of an account in view. Raises NotThere."""
    found = next((slot for slot in slots_visible_to(member) if slot.pk == pk), None)
    if found is None:
        raise errors.not_there("no_slot")
    return found


def slot_moment(slot: RecurringSlot, text: str) -> EmptySlot:
    """The slot on a day that was named, else on its next day. Raises RuleBroken for a day on which it is not."""
    today = clock.today()
    try:
        on = dt.date.fromisoformat(text)
    except ValueError:
        last = today + LOOK_AHEAD
        coming = rhythms.days_of(slot, today, last, _open_around(today, last))
        if not coming:
            raise errors.refusal("slot_day") from None
        return EmptySlot(slot, coming[0])
    if on not in rhythms.days_of(slot, on, on, _open_around(on, on)):
        raise errors.refusal("slot_day")
    return EmptySlot(slot, on)


def drafts_fitting(member: Member, account: Account, at: dt.datetime) -> list[Draft]:
    """Approved drafts sealed for the account whose window holds the moment and that it does not have yet."""
    if not may_send_through(member, account):
        return []
    rows = content_queries.drafts_visible_to(member).filter(
        state=DraftState.APPROVED, accounts=account, window_start__lte=at, window_end__gte=at
    )
    found = [
        d
        for d in rows.order_by("window_end", "pk")[: MOST_FITTING * 2]
        if org_queries.may(member, SCHEDULE, unit_id=d.unit_id)
    ]
    return [d for d in found if account.pk not in live_account_ids(d, d.approved_hash)][:MOST_FITTING]


def accounts_for_slots(member: Member) -> list[Account]:
    """Accounts through which the member may schedule."""
    scope = org_queries.scope_of(member, SCHEDULE)
    rows = Account.objects.filter(scope.as_q(unit="unit_id", account_group="account_group_id"), status="active")
    return list(rows.select_related("platform").order_by("name"))


def slot_words(slot: RecurringSlot) -> str:
    """For messages."""
    return _("%(name)s（%(when)s）") % {"name": slot.name, "when": slot.when}
