"""What the house says of its own state: each room registers checks, the page 系统状态 and the operators' probe ask them.

A check looks only; it answers within a second and never raises for a fault that it can name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from masthead.core.errors import DomainError
from masthead.core.registry import Registry


class State(StrEnum):
    """`quiet`: nothing to say yet (a room that is not used)."""

    OK = "ok"
    WARN = "at_risk"
    BAD = "failing"
    QUIET = "off"


@dataclass(frozen=True)
class Health:
    """One answer in words. `advice` says what to do, `url` leads to the rows behind it."""

    state: State
    text: str
    advice: str = ""
    url: str = ""


@dataclass(frozen=True)
class Check:
    """`run()` looks. `vital`: without it nobody can work, and the operators' probe answers 503."""

    key: str
    label: str | Promise
    run: Callable[[], Health]
    vital: bool
    order: int


@dataclass(frozen=True)
class Finding:
    """A check with its answer."""

    check: Check
    health: Health


CHECKS: Registry[Check] = Registry("core.health")
FAULTS: tuple[type[Exception], ...] = (OSError, RuntimeError, ValueError, LookupError)


def health_check(
    key: str, *, label: str | Promise, run: Callable[[], Health], vital: bool = False, order: int = 50
) -> Check:
    """Register a check (registrations.py only)."""
    return CHECKS.add(key, Check(key, label, run, vital, order), depth=2)


def findings(*, only_vital: bool = False, faults: Sequence[type[Exception]] = ()) -> list[Finding]:
    """Every check with its answer, in order. A check that breaks is itself a finding: `faults` are added to those expected."""
    checks = sorted(CHECKS.values(), key=lambda c: c.order)
    return [Finding(c, _ask(c, (*FAULTS, *faults))) for c in checks if c.vital or not only_vital]


def _ask(check: Check, faults: tuple[Any, ...]) -> Health:
    try:
        return check.run()
    except DomainError as error:
        return Health(State.BAD, str(error.message), str(error.advice))
    except faults as fault:
        return Health(
            State.BAD,
            _("检查没有完成：%(fault)s。") % {"fault": type(fault).__name__},
            _("请查看服务日志，并按运维手册处理。"),
        )
