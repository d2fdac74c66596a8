"""Every page of the role matrix, asked twice: with a few rows behind it and with many. Built once for a module, then rolled back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import world
from masthead.accounts.testing import make_connected_account
from masthead.analytics import actions as analytics
from masthead.approvals.models import FlowVersion
from masthead.core import clock
from masthead.org.models import Member
from masthead.org.testing import build_cast, sign_in
from tests.budgets.crowd import crowd
from tests.matrix.row import Row
from tests.matrix.table import HOLDERS, PEOPLE, ROWS
from tests.matrix.world import things_of

NOT_PAGES = {"web:setup_company", "web:setup_group", "web:setup_admin", "files:download", "notify:open"} | {
    "org:roster_template",
    "org:import_errors",
    "content:almanac_ics",
    "content:planning_template",
    "publishing:calendar_ics",
    "publishing:log_csv",
    "publishing:log_json",
    "publishing:calendar_feed_file",
}
"""Redirects, files, and the wizard, whose pages exist only in an empty system."""
VIEWS = {
    "content:topics": ("?view=board",),
    "approvals:cases": ("?tab=done", "?tab=mine", "?tab=all"),
    "publishing:calendar": ("?view=week", "?view=day", "?view=lanes", "?view=list"),
    "content:almanac": ("?view=year", "?view=list"),
    "rulebook:board": ("?only=alarming",),
}
"""Further views of an address that ask the database differently."""
READERS = {
    "web:home": ("lin", "zhou", "wu", "zheng"),
    "approvals:cases": ("zhou", "zheng"),
    "approvals:case": ("zhou",),
}
"""Whose page it is, where it is not just anybody's who may see it."""
FEW, MANY = range(1001, 1009), range(1009, 1069)
"""Few fill the cards of the workbench (a card that is not full saves the question for its kept counter), many fill every page."""


@dataclass(frozen=True)
class Look:
    """What one page cost: queries with few and with many rows, and the page itself with many."""

    name: str
    few: int
    many: int
    again: list[str]
    html: str

    @property
    def grown(self) -> bool:
        return self.many > self.few


def reader_of(row: Row) -> tuple[str, ...]:
    """Fixture names of those who ask for a page."""
    if row.name in READERS:
        return READERS[row.name]
    holds = HOLDERS.get(row.demand)
    return (next(name for name, roles in PEOPLE.items() if holds is None or roles & holds),)


def pages() -> list[tuple[Row, str, str]]:
    """(row, view, reader) of everything that can be opened as a page."""
    wanted = [row for row in ROWS if not row.post and row.name not in NOT_PAGES]
    return [
        (row, view, reader) for row in wanted for view in ("", *VIEWS.get(row.name, ())) for reader in reader_of(row)
    ]


def ask(member: Member, row: Row, view: str, things: dict[str, list[Any]]) -> tuple[list[str], str]:
    """The queries of one page, and the page."""
    client = Client()
    sign_in(client, member)
    path = reverse(row.name, args=things[row.of] if row.of else []) + view
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    found = [query["sql"] for query in queries.captured_queries]
    # A page that only changes things answers a question with 405 or leads on; a file to download has nothing to weigh.
    is_page = response.status_code == 200 and response.headers["Content-Type"].startswith("text/html")
    return (found, response.content.decode()) if is_page else ([], "")


def looks() -> list[Look]:
    """Every page with a few rows, then with many. Asked once before, so that nothing counts that only a fresh process asks."""
    cast = build_cast()
    people = cast.people
    account = make_connected_account(unit=cast.units["宣传部"], administrator=people["wu"], backup=people["he"])
    things = things_of(cast, account)
    analytics.sync_metrics(by=None)
    company = world.Company(cast, account, FlowVersion.objects.get(key="content.draft"), clock.now())
    world.add(company, FEW)
    crowd(things, company, FEW)
    for row, view, reader in pages():
        ask(people[reader], row, view, things)
    before = {(row.name, view, reader): ask(people[reader], row, view, things) for row, view, reader in pages()}
    world.add(company, MANY)
    crowd(things, company, MANY)
    found = []
    for row, view, reader in pages():
        few, many = before[row.name, view, reader], ask(people[reader], row, view, things)
        if many[1]:
            found.append(Look(f"{row.name}{view} ({reader})", len(few[0]), len(many[0]), many[0], many[1]))
    return found


@pytest.fixture(scope="module")
def seen(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[Look]]:
    """What all pages cost; one transaction, rolled back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield looks()
        transaction.set_rollback(True)
