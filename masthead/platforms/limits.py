"""What platforms accept, as data that an administrator can correct. No models here: connectors read a number, the room fills it in.

A connector states its facts once with `platform_limits`; `value` answers with the corrected number where there is one, else with the
connector's own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.utils.functional import Promise

from masthead.core.registry import Registry
from masthead.platforms.states import Mark

KB, MB = 1024, 1024 * 1024
KEPT_AS = "platforms.limits.marked"
KEPT_SECONDS = 300
POSTS_A_DAY = "posts_a_day"  # the key under which a connector states how many posts a day are taken
Words = str | Promise
Corrections = Mapping[tuple[str, str], tuple[int, str]]  # (platform, key) → (number, mark)


@dataclass(frozen=True)
class Limit:
    """One fact. `mark`: sure = official page or two sources, likely = one source, unsure = to be tried on a real account.

    `stated` is the connector's own number, `most` the one in force; `warn` only tells (0 = no warning).
    `counted` = chars | half (a Latin letter counts half) | graphemes (an emoji counts one) | bytes.
    """

    platform: str
    key: str
    label: Words
    stated: int
    unit: Words
    mark: str
    source: str
    warn: int = 0
    counted: str = "chars"
    only: tuple[str, str] | None = None  # (option, value): holds for accounts whose connection is set so

    @property
    def most(self) -> int:
        """What an administrator corrected, else what is stated."""
        return value(self.platform, self.key, self.stated)

    @property
    def is_sure(self) -> bool:
        """Is the number in force known for certain? Only then may it refuse what the platform has not refused yet."""
        return _corrected((self.platform, self.key), (self.stated, self.mark))[1] == Mark.SURE


class Limits:
    """The facts of one platform, in their order; calling it states one more. For the top of a connector's `limits.py`."""

    def __init__(self, platform: str) -> None:
        self.platform = platform
        self.stated: list[Limit] = []

    def __call__(
        self,
        key: str,
        label: Words,
        stated: int,
        unit: Words,
        mark: str,
        source: str,
        *,
        warn: int = 0,
        counted: str = "chars",
        only: tuple[str, str] | None = None,
    ) -> Limit:
        limit = Limit(self.platform, key, label, stated, unit, mark, source, warn, counted, only)
        self.stated.append(limit)
        return limit


LIMITS: Registry[tuple[Limit, ...]] = Registry("platforms.limits")
_loaders: list[Callable[[], Corrections]] = []


def platform_limits(stated: Limits) -> None:
    """State a platform's limits (connector.py only)."""
    keys = [limit.key for limit in stated.stated]
    if len(keys) != len(set(keys)):
        raise ValueError(f"{stated.platform}: a limit is stated twice")
    LIMITS.add(stated.platform, tuple(stated.stated), depth=2)


def filled_by(load: Callable[[], Corrections]) -> None:
    """The room tells where corrections are read (registrations.py only)."""
    _loaders[:] = [load]


def value(platform_key: str, key: str, default: int) -> int:
    """The limit in force: what an administrator corrected, else `default`, the connector's own."""
    return _corrected((platform_key, key), (default, ""))[0]


def _corrected(which: tuple[str, str], otherwise: tuple[int, str]) -> tuple[int, str]:
    kept: Corrections | None = cache.get(KEPT_AS)
    if kept is None:
        kept = dict(_loaders[0]()) if _loaders else {}
        cache.set(KEPT_AS, kept, KEPT_SECONDS)
    return kept.get(which, otherwise)


def posts_a_day(platform_key: str, options: Mapping[str, Any]) -> Limit | None:
    """How many posts a day the platform takes from an account with these settings; None when nobody has stated it, or 0 stands for none."""
    stated = next((limits for key, limits in LIMITS.items() if key == platform_key), ())
    found = next((limit for limit in stated if limit.key == POSTS_A_DAY), None)
    if found is None or (found.only and options.get(found.only[0]) != found.only[1]):
        return None
    return found if found.most else None


def forget() -> None:
    """A correction was made: the next question reads anew."""
    cache.delete(KEPT_AS)
