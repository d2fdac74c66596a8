"""Imports as members see them, and which publication a line of a table belongs to."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from masthead.accounts import queries as accounts_queries
from masthead.accounts.models import Account
from masthead.analytics import tables
from masthead.analytics.models import FigureImport, Observation
from masthead.analytics.queries.figures import CARDS
from masthead.analytics.registry import METRICS
from masthead.core import clock
from masthead.core.errors import NotPermitted, NotThere
from masthead.core.models import StoredFile
from masthead.org import queries as org_queries
from masthead.org.models import Member
from masthead.publishing import queries as publishing_queries
from masthead.publishing.models import Publication
from masthead.publishing.states import PublicationState

ENTER = "analytics.figures.enter"
MOST_COMPARED = 2000
LEAST_TITLE = 6  # a shorter beginning of a title names nothing
LINES_SHOWN = 500


@dataclass(frozen=True)
class Line:
    """One line of the preview with the publication that it belongs to."""

    number: int
    title: str
    link: str
    published_on: str
    figures: list[tuple[str, int | None]]
    errors: list[str]
    publication: Publication | None
    by_hand: bool


@dataclass(frozen=True)
class Preview:
    """The table as it will be kept: matched lines, lines that wait for a person, lines with errors, and what can be chosen."""

    names: list[str]
    matched: list[Line]
    open: list[Line]
    wrong: list[Line]
    choices: list[Publication]


def may_enter(member: Member, account: Account) -> bool:
    """May the member bring figures of this account?"""
    return org_queries.may(member, ENTER, unit_id=account.unit_id, account_group_id=account.account_group_id)


def require_entry(member: Member, account: Account) -> None:
    """Raises NotPermitted."""
    if not may_enter(member, account):
        raise NotPermitted(_("您不能录入这个账号的数据。"), code="figures_out_of_reach", clause="5.2.1")


def accounts_to_enter(member: Member) -> list[Account]:
    """Accounts in view that the member may bring figures of."""
    rows = accounts_queries.accounts_visible_to(member).select_related("platform").order_by("name")
    return [a for a in rows if may_enter(member, a)]


def imports_visible_to(member: Member) -> QuerySet[FigureImport]:
    """Imports of accounts that the member may bring figures of, newest first."""
    scope = org_queries.scope_of(member, ENTER)
    accounts = Account.objects.filter(scope.as_q(unit="unit_id", account_group="account_group_id"))
    rows = FigureImport.objects.filter(account__in=accounts.values("pk")).select_related(
        "account__platform", "started_by"
    )
    return rows.defer("rows").order_by("-started_at", "-pk")


def get_import_for(member: Member, pk: int) -> FigureImport:
    """One import. Raises NotThere outside the member's reach."""
    found = imports_visible_to(member).defer(None).filter(pk=pk).first()
    if found is None:
        raise NotThere(
            _("没有这次导入，或它不在您的范围内。"), code="import_not_there", advice=_("请从「导入数据」进入。")
        )
    return found


def import_of(account_id: int, digest: str) -> FigureImport | None:
    """The import of this very file."""
    return FigureImport.objects.filter(account_id=account_id, digest=digest).first()


def may_read_table(user: Any, file: StoredFile) -> bool:
    """Who may see the import may have its file."""
    return isinstance(user, Member) and imports_visible_to(user).filter(file=file).exists()


def _published(account_id: int) -> list[Publication]:
    rows = Publication.objects.filter(account_id=account_id, state=PublicationState.PUBLISHED)
    return list(rows.order_by("-published_at", "-pk")[:MOST_COMPARED])


def matched(account_id: int, rows: list[tables.Row]) -> list[dict[str, Any]]:
    """The lines as they are kept, each with the publication that it surely belongs to: by link, else by title and day."""
    published = _published(account_id)
    by_link = {publishing_queries.key_of_link(p.article_url): p.pk for p in published if p.article_url}
    by_title: dict[str, list[Publication]] = defaultdict(list)
    for p in published:
        by_title[tables.plain_title(p.title)].append(p)
    taken: set[int] = set()
    kept = []
    for row in rows:
        pk = by_link.get(publishing_queries.key_of_link(row.link)) if row.link else None
        how = "link" if pk else "title"
        pk = pk or _by_title(row, by_title)
        if pk in taken:
            pk = None
        if pk:
            taken.add(pk)
        kept.append({
            "line": row.line, "title": row.title[:200], "link": row.link[:500], "figures": row.figures, "errors": row.errors,
            "published_on": row.published_on.isoformat() if row.published_on else "", "publication": pk, "how": how if pk else "",
        })  # fmt: skip
    return kept


def _by_title(row: tables.Row, by_title: dict[str, list[Publication]]) -> int | None:
    """Exactly one publication of that title (or of that beginning, where the platform cut it) within a day of the date."""
    title = tables.plain_title(row.title)
    if not title:
        return None
    found = by_title.get(title, [])
    if not found and len(title) >= LEAST_TITLE:
        found = [
            p
            for key, rows in by_title.items()
            if key.startswith(title) or (title.startswith(key) and len(key) >= LEAST_TITLE)
            for p in rows
        ]
    if row.published_on:
        day = row.published_on
        found = [p for p in found if p.published_at and abs((clock.china(p.published_at).date() - day).days) <= 1]
    return found[0].pk if len(found) == 1 else None


def preview_of(found: FigureImport) -> Preview:
    """What the page shows; two queries."""
    keys = [k for k in METRICS if any(k in row["figures"] for row in found.rows)]
    choices = _published(found.account_id)[:200]
    wanted = {row["publication"] for row in found.rows if row["publication"]}
    known = {p.pk: p for p in Publication.objects.filter(pk__in=wanted)}
    lines = [_line(row, keys, known) for row in found.rows[:LINES_SHOWN]]
    free = [p for p in choices if p.pk not in wanted]
    return Preview(
        names=[str(METRICS[k].name) for k in keys],
        matched=[x for x in lines if x.publication and not x.errors],
        open=[x for x in lines if not x.publication and not x.errors],
        wrong=[x for x in lines if x.errors],
        choices=free,
    )


def _line(row: dict[str, Any], keys: list[str], known: dict[int, Publication]) -> Line:
    figures = [(str(METRICS[k].name), row["figures"].get(k)) for k in keys]
    return Line(
        row["line"], row["title"], row["link"], row["published_on"], figures, row["errors"], known.get(row["publication"]),
        row["how"] == "hand",
    )  # fmt: skip


def totals_of(publication_id: int) -> list[tuple[str, int]]:
    """(name, total) of what is known of a publication; one query."""
    sums: dict[str, int] = defaultdict(int)
    for key, value in Observation.objects.filter(publication=publication_id).values_list("metric_id", "value"):
        sums[str(key)] += value
    wanted = [k for k in METRICS if k in sums or k in CARDS]
    return [(str(METRICS[k].name), sums.get(k, 0)) for k in wanted] if sums else []
