"""Doors of `accounts`: the register, without anything of its secrets."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query

from masthead.accounts import queries
from masthead.accounts.models import Account
from masthead.accounts.states import AccountStatus, ConnectionState
from masthead.core.permissions import requires
from masthead.core.rest import Doors, In, Key, Listed, Named, Out, Paging, Search, caller, listed
from masthead.platforms.abilities import Ability, Mode

doors = Doors("accounts", _("账号"))


class AccountOut(Out):
    id: int
    name: str
    platform: str
    unit: Named
    administrator: Named
    status: AccountStatus
    frozen: bool
    connection: ConnectionState
    published_count: int
    last_published_at: dt.datetime | None
    handle: str
    platform_uid: str
    is_core: bool
    backup: Named
    company_name: str
    certified_until: dt.date | None
    checkup_score: int | None


class AbilityOut(Out):
    ability: Ability
    mode: Mode
    reason: str
    probed_at: dt.datetime | None


class ConnectionOut(Out):
    state: ConnectionState
    note: str
    advice: str
    checked_at: dt.datetime | None
    grant_expires_at: dt.datetime | None
    trouble_since: dt.datetime | None
    locked_down: bool
    abilities: list[AbilityOut]


class AccountQuery(In):
    q: Search = ""
    status: AccountStatus | None = None


def account_of(account: Account) -> dict[str, Any]:
    names = ("name", "status", "frozen", "published_count", "last_published_at", "handle", "platform_uid", "is_core")
    return {
        "id": account.pk,
        **{name: getattr(account, name) for name in names},
        "platform": account.platform.key,
        "unit": {"id": account.unit_id, "name": account.unit.name},
        "administrator": {"id": account.administrator_id, "name": account.administrator.name},
        "connection": account.connection_state,
        "backup": {"id": account.backup_id, "name": account.backup.name},
        **{name: getattr(account, name) for name in ("company_name", "certified_until", "checkup_score")},
    }


@doors.get("/accounts", _("列出账号"), Listed[AccountOut])
@requires(queries.READ)
def accounts(request: HttpRequest, wanted: Query[AccountQuery], paging: Query[Paging]) -> Any:
    rows = queries.with_facts(queries.account_rows(caller(request), {"q": wanted.q, "status": wanted.status or ""}))
    return listed(request, rows, paging, order=["-pk"], shape=account_of)


@doors.get("/accounts/{pk}", _("读取一个账号"), AccountOut)
@requires(queries.READ)
def account(request: HttpRequest, pk: Key) -> Any:
    found = queries.get_account_for(caller(request), pk)
    return account_of(queries.with_facts(queries.accounts_with_people([found.pk])).get())


@doors.get("/accounts/{pk}/connection", _("读取账号的连接与能力"), ConnectionOut)
@requires(queries.READ)
def account_connection(request: HttpRequest, pk: Key) -> Any:
    found = queries.get_account_for(caller(request), pk)
    trouble = queries.trouble_of(found)
    return {
        "state": found.connection_state,
        "note": found.connection_note,
        "advice": found.connection_advice,
        "checked_at": found.connection_checked_at,
        "grant_expires_at": found.grant_expires_at,
        "trouble_since": trouble.opened_at if trouble else None,
        "locked_down": queries.open_incident_of(found) is not None,
        "abilities": [
            {"ability": line.ability, "mode": line.mode, "reason": line.reason, "probed_at": line.probed_at}
            for line in queries.abilities_of(found)
        ],
    }
