"""How often a key may call, and how often an address may knock with a wrong one. Shared by all processes through Redis."""

import time
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from limits import RateLimitItem, RateLimitItemPerMinute

from masthead.core.errors import TooMany
from masthead.core.limiting import forget, limiter
from masthead.core.rest.problems import problem

__all__ = ["WRONG_KEYS", "Left", "forget", "note_failure", "refusal", "require_calm", "take"]
WRONG_KEYS = 30  # a minute and address


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
    shared, rule, name = limiter(), _rule(), f"api.key.{key_id}"
    allowed = shared.hit(rule, name)
    stats = shared.get_window_stats(rule, name)
    return Left(allowed, rule.amount, max(0, stats.remaining), max(1, round(stats.reset_time - time.time())))


def refusal(left: Left) -> HttpResponse:
    """Too often (429)."""
    words = _("这把密钥每分钟最多调用 %(n)d 次。") % {"n": left.limit}
    advice = _("请在 %(s)d 秒后再试。") % {"s": left.reset}
    return problem(429, words, code="too_many", advice=advice, headers={"Retry-After": str(left.reset)})


def require_calm(address: str) -> None:
    """Raise TooMany for an address that tried too many wrong keys."""
    if not limiter().test(RateLimitItemPerMinute(WRONG_KEYS), f"api.wrong.{address}"):
        raise TooMany(_("无效密钥的请求太多。"), code="too_many_wrong_keys", advice=_("请一分钟后再试。"))


def note_failure(address: str) -> None:
    """A wrong key was tried from there."""
    limiter().hit(RateLimitItemPerMinute(WRONG_KEYS), f"api.wrong.{address}")
