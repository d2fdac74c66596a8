"""The rows behind the calendar: one narrow query over an index range, no model instances. A month may hold thousands."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from masthead.core import clock
from masthead.org import queries as org_queries
from masthead.org.models import Member
from masthead.publishing.models import Publication
from masthead.publishing.queries.publications import SCHEDULE, publications_near
from masthead.publishing.states import PreflightResult, PublicationState

MOST_ROWS = 5000
COLUMNS = (
    "pk", "title", "draft_id", "content_hash", "due_at", "state", "unit_id", "account_id", "account__name", "account__platform__name",
    "account__account_group_id", "preflight__result", "preflight__due_at",
)  # fmt: skip


@dataclass(frozen=True)
class CalendarFilter:
    """Narrowing of the calendar; what is empty does not narrow."""

    account: int | None = None
    platform: str = ""
    unit: int | None = None
    state: str = ""
    owner: int | None = None

    @property
    def query(self) -> str:
        """The same as part of an address."""
        given = {
            "account": self.account, "platform": self.platform, "unit": self.unit, "state": self.state, "owner": self.owner
        }  # fmt: skip
        return "".join(f"&{name}={value}" for name, value in given.items() if value)

    def conditions(self) -> dict[str, Any]:
        named = {
            "account_id": self.account, "account__platform__key": self.platform, "unit_id": self.unit, "state": self.state,
            "draft__author_id": self.owner,
        }  # fmt: skip
        return {name: value for name, value in named.items() if value}


ALL = CalendarFilter()


@dataclass(slots=True)
class Entry:
    """One publication as the calendar needs it. `movable`: whether the one who looks may schedule there."""

    pk: int
    title: str
    draft_id: int
    content_hash: str
    due_at: dt.datetime
    state: str
    unit_id: int
    account_id: int
    account: str
    platform: str
    group_id: int | None
    preflight: str | None
    preflight_for: dt.datetime | None
    local: dt.datetime
    movable: bool

    @property
    def warned(self) -> bool:
        """Did the look ahead of this very time find something that nobody has mended?"""
        return self.preflight not in (None, PreflightResult.OK) and self.preflight_for == self.due_at

    @property
    def minute(self) -> dt.datetime:
        return self.due_at.replace(second=0, microsecond=0)


@dataclass
class Found:
    """What is in a span. `cut`: there was more than is shown."""

    rows: list[Entry]
    first: dt.date
    last: dt.date
    cut: bool = False

    @cached_property
    def by_account(self) -> dict[int, list[Entry]]:
        """Live rows of each account in order of time."""
        found: dict[int, list[Entry]] = {}
        for row in self.rows:
            if row.state not in DEAD:
                found.setdefault(row.account_id, []).append(row)
        return found


DEAD = frozenset(
    {PublicationState.CANCELLED, PublicationState.FAILED, PublicationState.EXPIRED, PublicationState.BLOCKED}
)


def entries_between(member: Member, first: dt.date, last: dt.date, wanted: CalendarFilter = ALL) -> Found:
    """Publications due on the days [first, last] in Shanghai, in order of time; one query on an index range."""
    start, end = clock.at_china(first), clock.at_china(last + dt.timedelta(days=1))
    rows = publications_near(member, start, end).exclude(state=PublicationState.CANCELLED).filter(**wanted.conditions())
    narrow: Any = rows.order_by("due_at", "pk").values_list(*COLUMNS)[: MOST_ROWS + 1]
    may = _may_move(member)
    china = clock.CHINA
    made = [Entry(*(*values, values[4].astimezone(china), may(values[6], values[10]))) for values in narrow]
    return Found(made[:MOST_ROWS], first, last, cut=len(made) > MOST_ROWS)


def _may_move(member: Member) -> Callable[[int, int | None], bool]:
    scope = org_queries.scope_of(member, SCHEDULE)
    if scope.company:
        return lambda _unit, _group: True
    units, groups = scope.unit_ids, scope.account_group_ids
    return lambda unit, group: unit in units or group in groups


def live_between(start: dt.datetime, end: dt.datetime) -> QuerySet[Publication]:
    """Live publications in [start, end), whoever may see them; for the counting of an account's load."""
    return Publication.objects.filter(due_at__gte=start, due_at__lt=end).exclude(state__in=sorted(DEAD))
