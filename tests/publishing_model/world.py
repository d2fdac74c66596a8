"""What the histories are played in: two accounts of one platform, three approved drafts, a clock that platform and house share."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from masthead.accounts.models import Account
from masthead.accounts.testing import CALLBACK_KEY, CALLBACK_TOKEN, make_connected_account
from masthead.content.models import Draft
from masthead.content.testing import unit_of
from masthead.org.models import Member
from masthead.publishing.models import Publication
from masthead.publishing.states import PUBLICATION, PublicationState
from masthead.publishing.testing import make_approved
from sandbox.settings import AppIn
from sandbox.testing import SandboxServer

APPS = {"wx_cloudridge": "云岭茶事", "wx_teashop": "云岭茶铺"}
TITLES = ("晚三天的春茶", "一只盖碗能装多少水", "高山云雾里的采茶人")
SECRET = "cloudridge-secret"  # pragma: allowlist secret
NOWHERE = "http://example.invalid/callback"  # the messages are made and wait; the history itself delivers them


@dataclass
class World:
    """`seals` = what was approved, so that the very version can be approved anew after it was taken up again."""

    platform: SandboxServer
    accounts: list[Account]
    drafts: list[Draft]
    lin: Member
    wu: Member
    apps: dict[str, AppIn] = field(default_factory=dict)
    seals: dict[int, dict[str, Any]] = field(default_factory=dict)

    def begin(self, **settings: Any) -> None:
        """An empty platform that knows our accounts."""
        self.platform.reset(**settings)
        self.platform.shift_clock(offset_seconds=0)
        for (app, name), account in zip(APPS.items(), self.accounts, strict=True):
            more = {
                "callback_url": NOWHERE,
                "callback_token": CALLBACK_TOKEN,
                "aes_key": CALLBACK_KEY,
                "gh_id": account.handle,
            }
            self.apps[app] = self.platform.add_app(app, SECRET, name=name, callback_mode="aes", **more)


def build_world(people: dict[str, Member], platform: SandboxServer) -> World:
    wu, he, lin = people["wu"], people["he"], people["lin"]
    accounts = [
        make_connected_account(
            unit=unit_of(wu), administrator=wu, backup=he, name=name, app_id=app, secret=SECRET,
            callback_token=CALLBACK_TOKEN, callback_key=CALLBACK_KEY,
        )
        for app, name in APPS.items()
    ]  # fmt: skip
    drafts = [make_approved(lin, *accounts, title=title) for title in TITLES]
    names = ("state", "approved_revision_id", "approved_hash", "approved_at", "case_id")
    seals = {row["pk"]: {n: row[n] for n in names} for row in Draft.objects.values("pk", *names)}
    return World(platform, accounts, drafts, lin, wu, seals=seals)


@contextmanager
def watching_moves(seen: Callable[[str, str], None]) -> Iterator[None]:
    """Tell of every change of state that any statement makes to a publication, whoever made it and however."""

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith('UPDATE "publishing_publication"'):
            return execute(sql, params, many, context)
        assert names_the_state_itself(sql), f"{ASKED_AGAIN}\n{sql}"
        before = _states()
        result = execute(sql, params, many, context)
        for key, state in _states().items():
            if before[key] != state:
                seen(before[key], state)
        return result

    with connection.execute_wrapper(watch):
        yield


ASKED_AGAIN = (
    "This UPDATE moves a state and asks for the old one only inside a subquery. PostgreSQL does not ask a subquery again after it has waited "
    "for the row, so two workers both win. Name the state beside the subquery: filter(state=…, pk__in=rows.values('pk'))."
)
INNERMOST = re.compile(r"\(([^()]*)\)")


def names_the_state_itself(sql: str) -> bool:
    """Does an UPDATE of a state that chooses its rows by a subquery name the old state outside of it?"""
    change, _where, condition = sql.partition(" WHERE ")
    if '"state" =' not in change or "SELECT" not in condition:
        return True
    while (shorter := INNERMOST.sub(lambda m: "" if "SELECT" in m[1] else m[1], condition)) != condition:
        condition = shorter
    return '"publishing_publication"."state"' in condition


def _states() -> dict[int, str]:
    return dict(Publication.objects.values_list("pk", "state"))


def is_move(before: str, after: str) -> bool:
    return PUBLICATION.allows(before, PublicationState(after))


def moment(value: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(value, dt.UTC)
