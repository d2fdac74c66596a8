"""The database may be away for a moment: what a platform has just told must not be lost for that.

Only for writes that may be done twice, or that find out by themselves that they were done: a commit can succeed and its answer be lost.
"""

import time
from collections.abc import Callable
from typing import TypeVar

import structlog
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections

PAUSE_SECONDS = 0.25
T = TypeVar("T")
AWAY = (OperationalError, InterfaceError)
log = structlog.get_logger(__name__)


def patiently(write: Callable[[], T], *, seconds: float) -> T:
    """Do it, again and again with a fresh connection while the database is away, at most so long. Inside a transaction: once."""
    until = time.monotonic() + seconds
    while True:
        try:
            return write()
        except AWAY as error:
            if connections[DEFAULT_DB_ALIAS].in_atomic_block or time.monotonic() > until:
                raise
            log.warning("the database is away, waiting for it", error=str(error)[:200])
            forget_connection()
            time.sleep(PAUSE_SECONDS)


def forget_connection() -> None:
    """Close what may be broken; the next query opens a new one."""
    connections[DEFAULT_DB_ALIAS].close()
