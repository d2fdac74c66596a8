"""Limits of frequency that all processes share: through Redis where there is one, else in this process alone."""

from functools import cache

from django.conf import settings
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter


@cache
def _limiter(place: str) -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(storage_from_string(place))


def limiter() -> MovingWindowRateLimiter:
    """The house's limiter. A socket is spelt `unix://` by the client library and `redis+unix://` by this one."""
    place: str = settings.REDIS_URL or "memory://"
    return _limiter(f"redis+{place}" if place.startswith("unix://") else place)


def forget() -> None:
    """Empty memory of turns taken (tests)."""
    _limiter.cache_clear()
