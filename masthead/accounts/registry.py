"""What other rooms tell the register: checks of the daily check-up, things of an account that end, steps of a lock-down."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

from masthead.accounts.models import Account
from masthead.core.registry import Registry
from masthead.org.models import Member

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


Deed = Callable[[Account, Member, dt.datetime], str]


@dataclass(frozen=True)
class LockDownStep:
    """`run(account, by, at)` says in words what it did; a DomainError is noted and stops no other step. In drills only with `in_drills`."""

    key: str
    label: str | Promise
    run: Deed
    in_drills: bool = True


LOCK_DOWN_STEPS: Registry[LockDownStep] = Registry("accounts.lock_down")


def on_lock_down(key: str, *, label: str | Promise, run: Deed, in_drills: bool = True) -> LockDownStep:
    """Do something of another room at each lock-down (end check-outs, stop a live stream). registrations.py only.

    It may be run twice after a crash: it must be harmless then.
    """
    return LOCK_DOWN_STEPS.add(key, LockDownStep(key, label, run, in_drills), depth=2)
