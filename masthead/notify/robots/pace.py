"""How often a robot may speak: the house keeps below the app's limits, so that it is never throttled for ten minutes."""

import time
from functools import cache

from django.conf import settings
from limits import RateLimitItem, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from masthead.notify.robots.catalogue import shape_of


@cache
def _limiter(place: str) -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(storage_from_string(place))


def wait_for(kind: str, robot_id: int) -> float:
    """Take one turn: 0 when it may speak now, otherwise the seconds until it may. Shared by all workers."""
    limiter, shape = _limiter(settings.REDIS_URL or "memory://"), shape_of(kind)
    rules: list[RateLimitItem] = [RateLimitItemPerMinute(shape.per_minute)]
    if shape.per_second:
        rules.append(RateLimitItemPerSecond(shape.per_second))
    name = f"notify.robot.{robot_id}"
    for rule in rules:
        if not limiter.test(rule, name):
            return max(0.1, limiter.get_window_stats(rule, name).reset_time - time.time())
    return 0.0 if all(limiter.hit(rule, name) for rule in rules) else 1.0


def forget() -> None:
    """Empty memory of turns taken (tests)."""
    _limiter.cache_clear()
