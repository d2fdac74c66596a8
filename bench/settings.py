"""A place for measurements: as in development, in a folder of its own, without a broker; the engine's figures come from the caller."""

import json
import os

from masthead.config.settings.dev import *  # noqa: F403

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PUBLISHING_ENGINE = {
    key: tuple(value) if isinstance(value, list) else value
    for key, value in json.loads(os.environ.get("BENCH_ENGINE", "{}")).items()
}
