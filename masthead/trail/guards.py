"""`@guarded`: an action that refuses by a clause leaves the refusal on the trail, outside the transaction that was rolled back."""

import inspect
import re
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db.models import Model

from masthead.core.errors import DomainError, PlatformFault
from masthead.trail.actions import record_refusal
from masthead.trail.registry import GUARDS, Guard

P = ParamSpec("P")
R = TypeVar("R")
EVENT_NAME = re.compile(r"[a-z_]+:[a-z_]+:[a-z_]+")
_depth: ContextVar[int] = ContextVar("guard_depth", default=0)


def guarded(clause: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Outermost decorator of an action. A DomainError that leaves the outermost guarded call is recorded once, then raised on.

    The first Model among the keyword arguments (other than `by`) is taken as the target. PlatformFault is no refusal.
    """

    def decorate(action: Callable[P, R]) -> Callable[P, R]:
        key = f"{action.__module__.removeprefix('masthead.')}.{action.__name__}"
        text = inspect.getdoc(action) or key
        events = tuple(EVENT_NAME.findall(text.partition("Events:")[2]))
        GUARDS.add(key, Guard(key, clause, text.splitlines()[0], events), depth=2)

        @wraps(action)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            level = _depth.get()
            token = _depth.set(level + 1)
            try:
                return action(*args, **kwargs)
            except DomainError as error:
                if level == 0 and not isinstance(error, PlatformFault):
                    _keep(key, clause, error, kwargs)
                raise
            finally:
                _depth.reset(token)

        run.masthead_guard = clause  # type: ignore[attr-defined]
        return run

    return decorate


def silent(reason: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Marks an action that records no event, with the reason why that is right."""
    if not reason.strip():
        raise ValueError("silence needs a reason")

    def decorate(action: Callable[P, R]) -> Callable[P, R]:
        action.masthead_silent = reason  # type: ignore[attr-defined]
        return action

    return decorate


def _keep(key: str, clause: str, error: DomainError, kwargs: dict[str, Any]) -> None:
    actor = kwargs.get("by")
    target = next((v for k, v in kwargs.items() if k != "by" and isinstance(v, Model) and v.pk), None)
    record_refusal(
        action=key,
        clause=error.clause or clause,
        code=error.code,
        message=str(error.message),
        by=actor if isinstance(actor, Model) else None,
        target=target,
    )
