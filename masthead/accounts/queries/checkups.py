"""Reads of the check-up: what the checks ask in bulk, and the results of the days."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Min, QuerySet
from django.utils.translation import gettext as _

from masthead.accounts.events import AccountEvent
from masthead.accounts.models import Account, AccountDocument, Certification, Checkup, Dossier
from masthead.accounts.queries.documents import missing_documents
from masthead.accounts.queries.register import OWNER_KIND, PEOPLE, accounts_visible_to
from masthead.accounts.registry import CHECKS, Finding
from masthead.accounts.states import AccountStatus
from masthead.core import clock
from masthead.org.models import Member
from masthead.org.queries.factors import has_factor
from masthead.trail.models import Event
from masthead.vault.models import Secret

VALUES = {"ok": 1.0, "warn": 0.5, "bad": 0.0}
HISTORY = 30
SECRET_DAYS = 90  # the house's own rhythm for passwords; single kinds are corrected in the vault


def told_by_platform(accounts: Sequence[Account]) -> dict[int, dict[str, Any]]:
    """What each platform said of itself at the last test that is on the trail; one query."""
    tests = Event.objects.filter(
        name=AccountEvent.TESTED, target_kind=OWNER_KIND, target_id__in=[a.pk for a in accounts]
    )
    newest = tests.values("target_id").annotate(last=Max("pk")).values("last")
    rows = Event.objects.filter(pk__in=newest).values_list("target_id", "data")
    return {int(pk): dict(data.get("facts") or {}) for pk, data in rows if pk is not None}


def dossiers_of(accounts: Sequence[Account]) -> dict[int, Dossier]:
    """One query."""
    rows = Dossier.objects.filter(account__in=accounts).select_related("phone_holder", "email_holder")
    return {row.account_id: row for row in rows}


def certifications_by_account(accounts: Sequence[Account]) -> dict[int, Certification]:
    """The newest of each; one query."""
    rows = Certification.objects.filter(account__in=accounts).order_by("pk")
    return {row.account_id: row for row in rows}


def with_second_step(members: Collection[int]) -> set[int]:
    """Those who sign in with a second step; one query."""
    return set(Member.objects.filter(has_factor("pk"), pk__in=members).values_list("pk", flat=True))


def oldest_secret_days(accounts: Sequence[Account]) -> dict[int, int]:
    """Days since the oldest current secret of each account was replaced; one query."""
    rows = Secret.objects.filter(owner_kind=OWNER_KIND, owner_id__in=[a.pk for a in accounts]).order_by()
    now = clock.now()
    return {
        row["owner_id"]: (now - row["oldest"]).days
        for row in rows.values("owner_id").annotate(oldest=Min("replaced_at"))
    }


def missing_by_account(accounts: Sequence[Account]) -> dict[int, list[str]]:
    """Needed papers that are not there; one query."""
    papers: dict[int, list[AccountDocument]] = {a.pk: [] for a in accounts}
    for row in AccountDocument.objects.filter(account__in=accounts, replaced_at=None):
        papers[row.account_id].append(row)
    return {pk: missing_documents(rows) for pk, rows in papers.items()}


def to_check_up() -> list[Account]:
    """Accounts that are checked: all but closed ones and those not yet opened."""
    rows = Account.objects.exclude(status=AccountStatus.CLOSED).exclude(status=AccountStatus.APPLIED, is_new=True)
    return list(rows.select_related(*PEOPLE).order_by("pk"))


def findings_for(accounts: Sequence[Account]) -> dict[int, tuple[int, list[dict[str, Any]]]]:
    """{account: (score, results)}; the number of queries is that of the checks."""
    results: dict[int, list[dict[str, Any]]] = {a.pk: [] for a in accounts}
    for check in CHECKS.values():
        found = check.run(accounts)
        for account in accounts:
            one = found.get(account.pk, Finding("skip"))
            row = {"key": check.key, "weight": check.weight, "state": one.state, "note": str(one.note)}
            results[account.pk].append(row)
    return {pk: (score_of(rows), rows) for pk, rows in results.items()}


def score_of(results: Sequence[Mapping[str, Any]]) -> int:
    """0–100: weights of good checks, half of those with a warning, over the weights of all that apply."""
    counted = [r for r in results if r["state"] in VALUES]
    whole = sum(r["weight"] for r in counted)
    return round(100 * sum(r["weight"] * VALUES[r["state"]] for r in counted) / whole) if whole else 100


@dataclass(frozen=True)
class Line:
    """One check of a day for the page: what it cost and what to do."""

    key: str
    label: str
    state: str
    note: str
    cost: int
    advice: str


def lines_of(checkup: Checkup | None) -> list[Line]:
    """The results in words, the dearest first."""
    if checkup is None:
        return []
    whole = sum(r["weight"] for r in checkup.results if r["state"] in VALUES) or 1
    lines = []
    for r in checkup.results:
        check = CHECKS.get(r["key"])
        cost = round(100 * r["weight"] * (1 - VALUES.get(r["state"], 1.0)) / whole)
        label, advice = (str(check.label), str(check.advice)) if check else (r["key"], "")
        lines.append(Line(r["key"], label, r["state"], r["note"], cost, advice))
    return sorted(lines, key=lambda line: -line.cost)


def history_of(account: Account) -> list[Checkup]:
    """The last days, the oldest first."""
    return list(Checkup.objects.filter(account=account).order_by("-on")[:HISTORY])[::-1]


def newest_day() -> Any:
    """The last day with results, or None."""
    return Checkup.objects.aggregate(day=Max("on"))["day"]


def checkups_visible_to(member: Member, filters: Mapping[str, str]) -> "QuerySet[Checkup]":
    """The newest results of accounts in scope, the worst first."""
    newest = Checkup.objects.filter(account__in=accounts_visible_to(member).order_by()).values("account")
    rows = Checkup.objects.filter(pk__in=newest.annotate(last=Max("pk")).values("last")).exclude(
        account__status=AccountStatus.CLOSED
    )
    if platform := filters.get("platform"):
        rows = rows.filter(account__platform__key=platform)
    if text := filters.get("q", "").strip():
        rows = rows.filter(account__name__icontains=text)
    bounds = {"good": {"score__gte": 80}, "fair": {"score__gte": 60, "score__lt": 80}, "poor": {"score__lt": 60}}
    rows = rows.filter(**bounds.get(filters.get("band", ""), {}))
    return rows.select_related("account", "account__platform", "account__unit").order_by("score", "pk")


def check_labels() -> list[tuple[str, str]]:
    """Columns of the table."""
    return [(check.key, str(check.label)) for check in CHECKS.values()]


def words_for(state: str) -> str:
    """A cell in words, for those who cannot see its colour."""
    return {"ok": _("正常"), "warn": _("注意"), "bad": _("异常")}.get(state, _("不适用"))


def checkup_figures(member: Member) -> list[dict[str, Any]]:
    """How many accounts are well, so so and poorly, each opens its rows; one query."""
    scores = list(checkups_visible_to(member, {}).order_by().values_list("score", flat=True))
    mean = round(sum(scores) / len(scores)) if scores else None
    bands = (
        (_("60 分以下"), "poor", sum(1 for n in scores if n < 60)),
        (_("60–79 分"), "fair", sum(1 for n in scores if 60 <= n < 80)),
        (_("80 分以上"), "good", sum(1 for n in scores if n >= 80)),
    )
    found: list[dict[str, Any]] = [{"label": _("平均分"), "value": "—" if mean is None else mean, "href": ""}]
    return found + [{"label": label, "value": n, "href": f"?band={band}"} for label, band, n in bands]
