"""What other rooms do when an account is locked down."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from masthead.accounts.models import Account
from masthead.core.registry import Registry
from masthead.org.models import Member

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
