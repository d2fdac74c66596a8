"""How often a key may call, and how often an address may knock with a wrong one. Shared by all processes through Redis."""

import time
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from masthead.core.errors import TooMany
from masthead.core.rest.problems import problem

WRONG_KEYS = 30  # a minute and address


@cache
def _limiter(place: str) -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(storage_from_string(place))


def _here() -> MovingWindowRateLimiter:
    return _limiter(settings.REDIS_URL or "memory://")


@dataclass(frozen=True)
class Left:
    """What a key has left in its window; `reset` in seconds."""

    allowed: bool
    limit: int
    remaining: int
    reset: int

    def headers(self) -> dict[str, str]:
        """As the IETF draft names them."""
        words = {"Limit": self.limit, "Remaining": self.remaining, "Reset": self.reset}
        return {f"RateLimit-{name}": str(value) for name, value in words.items()}


def _rule() -> RateLimitItem:
    return RateLimitItemPerMinute(settings.API_CALLS_PER_MINUTE)


def take(key_id: int) -> Left:
    """Take one turn of a key."""
    limiter, rule, name = _here(), _rule(), f"api.key.{key_id}"
    allowed = limiter.hit(rule, name)
    stats = limiter.get_window_stats(rule, name)
    return Left(allowed, rule.amount, max(0, stats.remaining), max(1, round(stats.reset_time - time.time())))


def refusal(left: Left) -> HttpResponse:
    """Too often (429)."""
    words = _("这把密钥每分钟最多调用 %(n)d 次。") % {"n": left.limit}
    advice = _("请在 %(s)d 秒后再试。") % {"s": left.reset}
    return problem(429, words, code="too_many", advice=advice, headers={"Retry-After": str(left.reset)})


def require_calm(address: str) -> None:
    """Raise TooMany for an address that tried too many wrong keys."""
    if not _here().test(RateLimitItemPerMinute(WRONG_KEYS), f"api.wrong.{address}"):
        raise TooMany(_("无效密钥的请求太多。"), code="too_many_wrong_keys", advice=_("请一分钟后再试。"))


def note_failure(address: str) -> None:
    """A wrong key was tried from there."""
    _here().hit(RateLimitItemPerMinute(WRONG_KEYS), f"api.wrong.{address}")


def forget() -> None:
    """Empty memory of turns taken (tests)."""
    _limiter.cache_clear()
