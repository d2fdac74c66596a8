"""`./dev run`: everything embedded, the platforms are the sandbox, pages are those of production (DEBUG stays off)."""

from masthead.config import embedded
from masthead.config.env import env_bool, env_str
from masthead.config.logs import logging_settings
from masthead.config.settings.base import *

SECRET_KEY = SECRET_KEY or embedded.kept_secret(DATA_DIR / "secret_key")
DEBUG = env_bool("MASTHEAD_DEBUG", default=False)
SANDBOX_URL = env_str("MASTHEAD_SANDBOX_URL", "http://127.0.0.1:8081").rstrip("/")
ALLOW_LOOPBACK_TARGETS = True
DEMO_ALLOWED = True
LOG_JSON = env_bool("MASTHEAD_LOG_JSON", default=False)
LOGGING = logging_settings(json=LOG_JSON, level=LOG_LEVEL)
