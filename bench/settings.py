"""A place for measurements: as in development, in a folder of its own, without a broker; the engine's figures come from the caller.

With BROKER_URL the cache and the clockwork are the real ones. With BENCH_CLOCK_FILE the clock of each process is wrong by what that
file says: only these settings know of it.
"""

import json
import os

from masthead.config.settings.dev import *  # noqa: F403

if not os.environ.get("BROKER_URL"):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PUBLISHING_ENGINE = {
    key: tuple(value) if isinstance(value, list) else value
    for key, value in json.loads(os.environ.get("BENCH_ENGINE", "{}")).items()
}
# Only the engine's own work, at a pace that suits its shortened figures; a tick that waited too long is dropped, the next one comes.
CELERY_BEAT_SCHEDULE = {
    name: {"task": name, "schedule": seconds, "options": {"expires": 10}}
    for name, seconds in (("publishing.tick", 1), ("publishing.reconcile", 2))
}
CELERY_REDBEAT_LOCK_TIMEOUT = REDBEAT_LOCK_TIMEOUT = 10
if os.environ.get("BENCH_CLOCK_FILE"):
    INSTALLED_APPS = [*INSTALLED_APPS, "bench.faults.wrong_clock.WrongClock"]  # noqa: F405
