"""A server: keys must be given, cookies travel by https only, no sandbox, no loopback targets, no demo company."""

from masthead.config.env import WrongSetting, env_bool, env_int, env_list, env_secret, env_str
from masthead.config.settings.base import *

SECRET_KEY = env_secret("SECRET_KEY", required=True)
if len(SECRET_KEY) < 40:
    raise WrongSetting("SECRET_KEY", "must have at least 40 characters")
ALLOWED_HOSTS = env_list("MASTHEAD_ALLOWED_HOSTS")
if not ALLOWED_HOSTS:
    raise WrongSetting("MASTHEAD_ALLOWED_HOSTS", "is required: the names under which people open this place")
if not REDIS_URL:
    raise WrongSetting(
        "MASTHEAD_REDIS_URL", "is required when the broker is no Redis: cache, limits and beat live there"
    )
if SANDBOX_URL:
    raise WrongSetting("MASTHEAD_SANDBOX_URL", "must be empty in production: posts would go to the emulator")
if ALLOW_LOOPBACK_TARGETS:
    raise WrongSetting("ALLOW_LOOPBACK_TARGETS", "must stay off in production: robots and webhooks could call the house itself")

HTTPS = env_bool("MASTHEAD_HTTPS", default=True)
BASE_URL = env_str("MASTHEAD_BASE_URL", f"{'https' if HTTPS else 'http'}://{ALLOWED_HOSTS[0]}").rstrip("/")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = env_int("MASTHEAD_HSTS_SECONDS", 31_536_000, low=0) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
if TRUSTED_PROXY_COUNT > 0:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
