"""The release frequency of each account beside what its positioning sheet asks for: gaps and crowding, week by week."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from masthead.accounts import queries as accounts_queries
from masthead.accounts.models import Account, PositioningSheet
from masthead.accounts.positioning import SheetState
from masthead.accounts.states import AccountStatus
from masthead.core import clock, figures
from masthead.org.models import Member
from masthead.publishing.queries.calendar_rows import live_between
from masthead.publishing.queries.calendar_warnings import monday

WEEKS_BACK, WEEKS_AHEAD = 4, 4
MOST_ACCOUNTS = 60
NONE, GAP, FULL, CROWD = "none", "gap", "good", "crowd"


@dataclass(frozen=True)
class WeekCell:
    """One account in one week. `judged`: gap | good | crowd, or none while no sheet is in force."""

    first: dt.date
    count: int
    judged: str
    share: int  # of the most that the sheet allows, 0..100: the height of the bar
    days: tuple[int, ...]  # Monday to Sunday
    account_id: int

    @property
    def query(self) -> str:
        """The rows behind the figure."""
        return f"?view=lanes&on={self.first}&account={self.account_id}"

    @property
    def ahead(self) -> bool:
        """A week that has not begun: what is missing in it can still be planned."""
        return self.first > clock.today()

    @property
    def words(self) -> str:
        if self.ahead and self.judged == GAP:
            return _("待排")
        return {GAP: _("不足"), FULL: _("合适"), CROWD: _("过密"), NONE: _("未定位")}[self.judged]


@dataclass(frozen=True)
class FrequencyRow:
    """One account: what is wanted, and its weeks."""

    account: Account
    least: int | None
    most: int | None
    weeks: list[WeekCell]

    @property
    def wanted(self) -> str:
        if self.least is None:
            return _("未定位")
        return _("每周 %(a)d–%(b)d 篇") % {"a": self.least, "b": self.most}

    @property
    def gaps(self) -> int:
        """Weeks that were, or are going to end, below what the sheet asks for."""
        return sum(cell.judged == GAP and not cell.ahead for cell in self.weeks)

    @property
    def open_weeks(self) -> int:
        """Weeks to come that are not full yet."""
        return sum(cell.judged == GAP and cell.ahead for cell in self.weeks)

    @property
    def crowds(self) -> int:
        return sum(cell.judged == CROWD for cell in self.weeks)


def frequency_page(member: Member, on: dt.date) -> dict[str, Any]:
    """Nine weeks around `on` for every account in view; three queries."""
    first = monday(on) - dt.timedelta(weeks=WEEKS_BACK)
    weeks = [first + dt.timedelta(weeks=n) for n in range(WEEKS_BACK + 1 + WEEKS_AHEAD)]
    rows = (
        accounts_queries.accounts_visible_to(member)
        .filter(status=AccountStatus.ACTIVE)
        .select_related("platform", "unit")
    )
    accounts = list(rows.order_by("name", "pk")[:MOST_ACCOUNTS])
    ids = [a.pk for a in accounts]
    sheets = {s.account_id: s for s in PositioningSheet.objects.filter(account_id__in=ids, state=SheetState.IN_FORCE)}
    counts = _per_day(ids, weeks)
    return {
        "on": on, "weeks": [(w, figures.short_day_text(w), w == monday(clock.today())) for w in weeks],
        "rows": [_row(account, sheets.get(account.pk), weeks, counts) for account in accounts],
        "previous": on - dt.timedelta(weeks=4), "following": on + dt.timedelta(weeks=4),
    }  # fmt: skip


def _per_day(account_ids: list[int], weeks: list[dt.date]) -> Mapping[tuple[int, dt.date], int]:
    start, end = clock.at_china(weeks[0]), clock.at_china(weeks[-1] + dt.timedelta(days=7))
    rows = live_between(start, end).filter(account_id__in=account_ids)
    days = (
        rows.annotate(day=TruncDate("due_at", tzinfo=clock.CHINA)).values("account_id", "day").annotate(n=Count("pk"))
    )
    return Counter({(row["account_id"], row["day"]): row["n"] for row in days.order_by()})


def _row(
    account: Account, sheet: PositioningSheet | None, weeks: list[dt.date], counts: Mapping[tuple[int, dt.date], int]
) -> FrequencyRow:
    least, most = (sheet.per_week_min, sheet.per_week_max) if sheet else (None, None)
    cells = []
    for week in weeks:
        days = tuple(counts.get((account.pk, week + dt.timedelta(days=n)), 0) for n in range(7))
        count = sum(days)
        share = min(100, round(count / most * 100)) if most else min(100, count * 20)
        cells.append(WeekCell(week, count, _judged(count, least, most), share, days, account.pk))
    return FrequencyRow(account, least, most, cells)


def _judged(count: int, least: int | None, most: int | None) -> str:
    if least is None or most is None:
        return NONE
    return GAP if count < least else CROWD if count > most else FULL
