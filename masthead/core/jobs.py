"""Background jobs by name. Actions say `enqueue("publishing.send", pk)`; `tasks.py` of the room owns the function.

Rows are the queue: a lost message is found again by the periodic scan of the room, so a job carries ids only and is idempotent.
"""

from collections.abc import Callable
from typing import Any

from celery import current_app, shared_task
from django.db import transaction
from django.utils.module_loading import autodiscover_modules
from kombu.exceptions import OperationalError

from masthead.core.context import work_context
from masthead.core.registry import Registry

JOBS: Registry[Callable[..., Any]] = Registry("core.jobs")


def task(name: str, *, soft_time_limit: int | None = None) -> Callable[[Callable[..., Any]], Any]:
    """Register a job. The decorated function takes ids and plain values only."""

    def register(function: Callable[..., Any]) -> Any:
        def run(*args: Any, **kwargs: Any) -> Any:
            with work_context(f"job:{name}"):
                return function(*args, **kwargs)

        run.__name__, run.__doc__, run.__module__ = function.__name__, function.__doc__, function.__module__
        JOBS.add(name, function, depth=2)
        options: dict[str, Any] = {} if soft_time_limit is None else {"soft_time_limit": soft_time_limit}
        return shared_task(name=name, **options)(run)

    return register


def enqueue(name: str, *args: Any) -> None:
    """Send the job after the current transaction commits; a broker that is down is not an error (the scan will find the row)."""
    transaction.on_commit(lambda: _send(name, args), robust=True)


def ask(name: str, *args: Any, within: float) -> bool:
    """Ask any worker to do a job within so many seconds, after that it is worth nothing; False when no broker can be asked now."""
    try:
        current_app.send_task(name, args=args, expires=within, retry=False)
    except OperationalError:
        return False
    return True


def run_now(name: str, *args: Any) -> Any:
    """Do the job here and now, as a worker would; for processes that are no worker (tests, commands)."""
    autodiscover_modules("tasks")
    with work_context(f"job:{name}"):
        return JOBS[name](*args)


def _send(name: str, args: tuple[Any, ...]) -> None:
    if current_app.conf.task_always_eager:
        run_now(name, *args)
    else:
        current_app.send_task(name, args=args)
