"""Which claims stand still: seen unchanged by this very process, by a clock that nobody can set.

A lease is a wall-clock moment that its holder wrote. When clocks differ (a machine an hour ahead, a clock that is put right) it says too
little: far in the past it may be in the best of hands, far in the future its holder may be dead. A holder that lives renews it, so what
counts is that it changes.
"""

import datetime as dt

from masthead.core import clock
from masthead.publishing import queries
from masthead.publishing.limits import limits

Lease = tuple[str, dt.datetime | None]
_seen: dict[int, tuple[Lease, float]] = {}
_mended = -1e9


def is_time_to_mend() -> bool:
    """Once in a lease and process is enough to look for waits that a wrong clock has written."""
    global _mended  # noqa: PLW0603  one process, one memory
    now = clock.steady()
    if now - _mended < limits().lease_seconds:
        return False
    _mended = now
    return True


def still_claims() -> dict[int, dt.datetime | None]:
    """Claims that have not changed for a whole lease while this process looked: {publication: its lease}."""
    now, held = clock.steady(), {pk: (by, until) for pk, by, until in queries.claims_held()}
    for pk, lease in held.items():
        if _seen.get(pk, (None, 0.0))[0] != lease:
            _seen[pk] = (lease, now)
    for pk in [pk for pk in _seen if pk not in held]:
        _seen.pop(pk, None)
    patience = limits().lease_seconds
    return {pk: lease[1] for pk, (lease, since) in list(_seen.items()) if now - since >= patience}
