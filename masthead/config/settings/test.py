"""pytest: a fresh folder for each process, quick password hashes, jobs run at once in the caller's process."""

import atexit
import shutil
import tempfile
from pathlib import Path

from masthead.config import databases
from masthead.config.env import env_secret
from masthead.config.logs import logging_settings
from masthead.config.settings.base import *

DATA_DIR = Path(tempfile.mkdtemp(prefix="masthead-test-"))
atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)

SECRET_KEY = "only-for-tests"  # noqa: S105  pragma: allowlist secret
ALLOWED_HOSTS = ["*"]
FILES_DIR = DATA_DIR / "files"
TRAIL_HEAD_FILE = None  # every test has a trail of its own
VAULT_KEY_FILE = DATA_DIR / "vault.keys"
VAULT_KEY_FILE.touch(mode=0o600)
VAULT_KEY_FILE.write_text(
    '{"active": "test", "keys": {"test": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}}',  # pragma: allowlist secret
    encoding="ascii",
)

DATABASES = {"default": databases.database(env_secret("DATABASE_URL"), embedded=DATA_DIR / "masthead.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file and not memory: threads, live servers and child processes of a test need connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"

if not env_secret("BROKER_URL"):
    REDIS_URL = ""
    BROKER_URL = CELERY_BROKER_URL = "memory://"
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True  # each test client starts its own server: none of them lists every built file first
SANDBOX_URL = "http://127.0.0.1:8081"
ALLOW_LOOPBACK_TARGETS = True
DEMO_ALLOWED = True
ALMANAC_SHIPPED_STRICT_DAYS = False  # tests run on every day of the year; those of the shipped days say so
LOGGING = logging_settings(json=True, level="WARNING")
