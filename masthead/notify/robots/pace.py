"""How often a robot may speak: the house keeps below the app's limits, so that it is never throttled for ten minutes."""

import time

from limits import RateLimitItem, RateLimitItemPerMinute, RateLimitItemPerSecond

from masthead.core.limiting import forget, limiter
from masthead.notify.robots.catalogue import shape_of

__all__ = ["forget", "wait_for"]


def wait_for(kind: str, robot_id: int) -> float:
    """Take one turn: 0 when it may speak now, otherwise the seconds until it may. Shared by all workers."""
    shared, shape = limiter(), shape_of(kind)
    rules: list[RateLimitItem] = [RateLimitItemPerMinute(shape.per_minute)]
    if shape.per_second:
        rules.append(RateLimitItemPerSecond(shape.per_second))
    name = f"notify.robot.{robot_id}"
    for rule in rules:
        if not shared.test(rule, name):
            return max(0.1, shared.get_window_stats(rule, name).reset_time - time.time())
    return 0.0 if all(shared.hit(rule, name) for rule in rules) else 1.0
