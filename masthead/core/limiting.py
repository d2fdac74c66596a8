"""Limits of frequency that all processes share: through Redis where there is one, else in this process alone."""

from functools import cache

from django.conf import settings
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter


@cache
def _limiter(place: str) -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(storage_from_string(place))


def limiter() -> MovingWindowRateLimiter:
    """The house's limiter, in the cache's own database. A socket is `unix://` to the cache and `redis+unix://` to this library."""
    cache = settings.CACHES["default"]
    place: str = cache["LOCATION"] if cache["BACKEND"].endswith("RedisCache") else "memory://"
    return _limiter(f"redis+{place}" if place.startswith("unix://") else place)


def forget() -> None:
    """Empty memory of turns taken (tests)."""
    _limiter.cache_clear()
