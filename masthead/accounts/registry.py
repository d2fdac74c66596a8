"""What other rooms tell the register: checks of the daily check-up, and things of an account that end."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

from masthead.accounts.models import Account
from masthead.core.registry import Registry

State = Literal["ok", "warn", "bad", "skip"]


@dataclass(frozen=True)
class Finding:
    """What a check says of one account. `skip` = does not apply; it costs nothing and earns nothing."""

    state: State
    note: str | Promise = ""


@dataclass(frozen=True)
class AccountCheck:
    """`run(accounts)` answers for all of them with a number of queries that does not grow; an account it leaves out is skipped."""

    key: str
    label: str | Promise
    weight: int
    run: Callable[[Sequence[Account]], Mapping[int, Finding]]
    advice: str | Promise = ""


@dataclass(frozen=True)
class Ending:
    """One thing of an account that ends. `thing` names it for good (`certification:7`)."""

    thing: str
    kind: str
    account_id: int
    what: str
    ends_on: dt.date


@dataclass(frozen=True)
class EndingSource:
    """`find(accounts)` lists the endings of these accounts (keys); None = of every account."""

    key: str
    label: str | Promise
    icon: str
    find: Callable[[Collection[int] | None], Iterable[Ending]]


CHECKS: Registry[AccountCheck] = Registry("accounts.checks")
ENDINGS: Registry[EndingSource] = Registry("accounts.endings")


def account_check(
    key: str,
    label: str | Promise,
    weight: int,
    run: Callable[[Sequence[Account]], Mapping[int, Finding]],
    advice: str | Promise = "",
) -> AccountCheck:
    """Add a check to the check-up (registrations.py only)."""
    if weight < 1:
        raise ValueError(f"{key}: a check without weight says nothing")
    return CHECKS.add(key, AccountCheck(key, label, weight, run, advice), depth=2)


def ending_source(
    key: str, label: str | Promise, icon: str, find: Callable[[Collection[int] | None], Iterable[Ending]]
) -> EndingSource:
    """Add a kind of ending to the calendar (registrations.py only)."""
    return ENDINGS.add(key, EndingSource(key, label, icon, find), depth=2)
