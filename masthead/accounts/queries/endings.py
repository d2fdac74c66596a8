"""Everything of an account that ends, and which step of its notices is due."""

import calendar
import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from masthead.accounts.models import Account, AccountDocument, Certification, Filing
from masthead.accounts.queries.register import accounts_visible_to
from masthead.accounts.registry import ENDINGS, Ending
from masthead.accounts.states import AccountStatus, CertificationState, DocumentKind, FilingKind
from masthead.core import clock
from masthead.org.models import Member

STEPS = (60, 30, 7, 1)
WEEK = 7


@dataclass(frozen=True)
class Due:
    """An ending with its account and how far away it is. `tone` is a chip tone."""

    ending: Ending
    account: Account
    days: int

    @property
    def kind_label(self) -> str:
        return str(ENDINGS[self.ending.kind].label)

    @property
    def icon(self) -> str:
        return ENDINGS[self.ending.kind].icon

    @property
    def tone(self) -> str:
        if self.days < 0:
            return "red"
        return "amber" if self.days <= 30 else "grey"

    @property
    def words(self) -> str:
        if self.days < 0:
            return _("已过期 %(n)d 天") % {"n": -self.days}
        return _("今天到期") if self.days == 0 else _("还有 %(n)d 天") % {"n": self.days}


def step_of(days: int) -> int | None:
    """The step whose notice is due at this distance, the nearest one only; None = too early.

    60, 30, 7, 1 before the end; 0 once it is over, then -7, -14, … each week.
    """
    if days < 0:
        return -(-days // WEEK) * WEEK
    return min((step for step in STEPS if days <= step), default=None)


def _of(rows: "QuerySet[Account]", accounts: Collection[int] | None) -> "QuerySet[Account]":
    return rows if accounts is None else rows.filter(pk__in=accounts)


def certification_endings(accounts: Collection[int] | None) -> Iterator[Ending]:
    """The newest certification of each account, where it was granted and ends."""
    newest = Certification.objects.values("account").annotate(last=Max("pk")).values("last")
    rows = Certification.objects.filter(pk__in=newest, state=CertificationState.VALID, expires_on__isnull=False)
    for row in rows if accounts is None else rows.filter(account__in=accounts):
        assert row.expires_on is not None
        yield Ending(f"certification:{row.pk}", "certification", row.account_id, row.get_kind_display(), row.expires_on)


def grant_endings(accounts: Collection[int] | None) -> Iterator[Ending]:
    """What people authorised at the platforms."""
    rows = _of(Account.objects.exclude(grant_expires_at=None), accounts)
    for pk, ends in rows.values_list("pk", "grant_expires_at"):
        assert ends is not None
        yield Ending(f"grant:{pk}", "grant", pk, _("平台授权"), clock.china(ends).date())


def filing_endings(accounts: Collection[int] | None) -> Iterator[Ending]:
    """Numbers of public registers that have to be renewed."""
    rows = Filing.objects.exclude(expires_on=None)
    for row in rows if accounts is None else rows.filter(account__in=accounts):
        assert row.expires_on is not None
        what = f"{FilingKind(row.kind).label} {row.number}"
        yield Ending(f"filing:{row.pk}", "filing", row.account_id, what, row.expires_on)


def document_endings(accounts: Collection[int] | None) -> Iterator[Ending]:
    """Current papers with a last day."""
    rows = AccountDocument.objects.filter(replaced_at=None).exclude(valid_until=None)
    for row in rows if accounts is None else rows.filter(account__in=accounts):
        assert row.valid_until is not None
        yield Ending(
            f"document:{row.pk}", "document", row.account_id, str(DocumentKind(row.kind).label), row.valid_until
        )


def all_dues(rows: "QuerySet[Account] | None" = None) -> list[Due]:
    """Endings of accounts in use, the next first; one query for the accounts and one a source."""
    chosen = Account.objects.all() if rows is None else rows
    people = chosen.exclude(status=AccountStatus.CLOSED).select_related("platform", "unit", "administrator", "backup")
    accounts = {a.pk: a for a in people.order_by()}
    keys = None if rows is None else list(accounts)
    today = clock.today()
    found = [
        Due(ending, accounts[ending.account_id], (ending.ends_on - today).days)
        for source in ENDINGS.values()
        for ending in source.find(keys)
        if ending.account_id in accounts
    ]
    return sorted(found, key=lambda d: (d.ending.ends_on, d.ending.thing))


def dues_visible_to(member: Member, filters: Mapping[str, str]) -> list[Due]:
    """The calendar's list, narrowed by kind."""
    found = all_dues(accounts_visible_to(member))
    kind = filters.get("kind")
    return [d for d in found if d.ending.kind == kind] if kind else found


def chosen_dues(dues: Sequence[Due], within: str) -> list[Due]:
    """Those that are over (`over`), or end within so many days; anything else = all."""
    if within == "over":
        return [d for d in dues if d.days < 0]
    if within.isdecimal() and len(within) < 4:
        return [d for d in dues if 0 <= d.days <= int(within)]
    return list(dues)


def dues_of(account: Account) -> list[Due]:
    """The account's own."""
    return all_dues(Account.objects.filter(pk=account.pk))


def month_of(text: str) -> dt.date:
    """The first day of `YYYY-MM`; nonsense means this month."""
    try:
        return dt.datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007  a month, not a moment
    except ValueError:
        return clock.today().replace(day=1)


@dataclass(frozen=True)
class Day:
    """One cell of the month."""

    on: dt.date
    inside: bool
    today: bool
    dues: list[Due]


def weeks_of(month: dt.date, dues: list[Due]) -> list[list[Day]]:
    """The month as weeks from Monday."""
    by_day: dict[dt.date, list[Due]] = {}
    for due in dues:
        by_day.setdefault(due.ending.ends_on, []).append(due)
    today = clock.today()
    weeks = calendar.Calendar().monthdatescalendar(month.year, month.month)
    return [[Day(on, on.month == month.month, on == today, by_day.get(on, [])) for on in week] for week in weeks]
