"""What platforms accept, as data that an administrator can correct. No models here: connectors read a number, the room fills it in.

A connector states its facts once with `platform_limits`; `value` answers with the corrected number where there is one, else with the
connector's own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.functional import Promise

from masthead.core.registry import Registry

KB, MB = 1024, 1024 * 1024
KEPT_AS = "platforms.limits"
KEPT_SECONDS = 300
Words = str | Promise
Corrections = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Limit:
    """`most` refuses, `warn` only tells (0 = no warning). `mark`: sure = official page or two sources, likely = one, unsure = hearsay."""

    most: int
    unit: str
    mark: str
    source: str
    warn: int = 0


@dataclass(frozen=True)
class LimitSeed:
    """One fact. `mark`: sure = official page or two sources, likely = one source, unsure = to be tried on a real account."""

    key: str
    label: Words
    value: int
    unit: Words
    mark: str
    source: str


LIMITS: Registry[tuple[LimitSeed, ...]] = Registry("platforms.limits")
_loaders: list[Callable[[], Corrections]] = []


def platform_limits(platform_key: str, seeds: Sequence[LimitSeed]) -> None:
    """State a platform's limits (connector.py only)."""
    keys = [seed.key for seed in seeds]
    if len(keys) != len(set(keys)):
        raise ValueError(f"{platform_key}: a limit is stated twice")
    LIMITS.add(platform_key, tuple(seeds), depth=2)


def filled_by(load: Callable[[], Corrections]) -> None:
    """The room tells where corrections are read (registrations.py only)."""
    _loaders[:] = [load]


def value(platform_key: str, key: str, default: int) -> int:
    """The limit in force: what an administrator corrected, else `default`, the connector's own."""
    kept: Corrections | None = cache.get(KEPT_AS)
    if kept is None:
        kept = dict(_loaders[0]()) if _loaders else {}
        cache.set(KEPT_AS, kept, KEPT_SECONDS)
    return kept.get((platform_key, key), default)


def forget() -> None:
    """A correction was made: the next question reads anew."""
    cache.delete(KEPT_AS)
