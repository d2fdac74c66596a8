"""The shared limiter, wherever its Redis is."""

import pytest
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage, RedisStorage

from masthead.core import limiting

CACHES = "django.core.cache.backends"


@pytest.fixture(autouse=True)
def _forgotten():
    limiting.forget()
    yield
    limiting.forget()


@pytest.mark.parametrize("place", ["unix:///tmp/somewhere/valkey.sock?db=1", "redis://127.0.0.1:6379/1"])
def test_every_spelling_of_the_settings_is_understood(settings, monkeypatch, place):
    monkeypatch.setitem(settings.CACHES, "default", {"BACKEND": f"{CACHES}.redis.RedisCache", "LOCATION": place})

    assert isinstance(limiting.limiter().storage, RedisStorage)


def test_without_a_redis_it_counts_in_this_process(settings, monkeypatch):
    monkeypatch.setitem(settings.CACHES, "default", {"BACKEND": f"{CACHES}.locmem.LocMemCache"})
    rule = RateLimitItemPerMinute(1)

    assert isinstance(limiting.limiter().storage, MemoryStorage)
    assert limiting.limiter().hit(rule, "a") and not limiting.limiter().hit(rule, "a")
