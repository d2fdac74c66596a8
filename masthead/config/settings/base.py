"""What holds everywhere. Values of a place come through `config.env` only; `.env.example` explains each key."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from masthead.config import databases, embedded
from masthead.config.env import env_bool, env_int, env_list, env_path, env_secret, env_str
from masthead.config.headers import CONTENT_SECURITY_POLICY  # noqa: F401  a setting
from masthead.config.logs import logging_settings
from masthead.config.schedule import SCHEDULE

BASE_DIR = Path(__file__).resolve().parents[3]
DATA_DIR = env_path("MASTHEAD_DATA_DIR", BASE_DIR / "data")
BUILD_DIR = BASE_DIR / "build" / "static"

# --- Who we are -----------------------------------------------------------------------------------------------------
DEBUG = False
SECRET_KEY = env_secret("SECRET_KEY")
ALLOWED_HOSTS = env_list("MASTHEAD_ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = env_list("MASTHEAD_TRUSTED_ORIGINS")
BASE_URL = env_str("MASTHEAD_BASE_URL", "http://localhost:8000").rstrip("/")  # links in notices, platform call-backs
TRUSTED_PROXY_COUNT = env_int("MASTHEAD_TRUSTED_PROXY_COUNT", 0, low=0, high=9)
ROOT_URLCONF = "masthead.config.urls"
WSGI_APPLICATION = "masthead.config.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "django_vite",
    "csp",
    # The house, from the ground up; rooms without tables are not listed yet.
    "masthead.core",
    "masthead.trail",
    "masthead.org",
    "masthead.notify",
    "masthead.approvals",
    "masthead.rulebook",
    "masthead.vault",
    "masthead.platforms",
    "masthead.collab",
    "masthead.accounts",
    "masthead.compliance",
    "masthead.content",
    "masthead.publishing",
    "masthead.analytics",
    "masthead.web",
]

MIDDLEWARE = [
    "masthead.config.headers.ClientAddressMiddleware",
    "masthead.core.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "masthead.config.headers.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads its answers against BREACH; files are compressed at build time
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "masthead.org.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "masthead.org.gate.SignInGateMiddleware",
    "masthead.core.middleware.ErrorsMiddleware",
]

LOADERS = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "masthead" / "web" / "templates"],  # before the apps: our sign-in pages, not allauth's
        "OPTIONS": {
            "loaders": [("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", LOADERS)])],
            "builtins": ["template_partials.templatetags.partials", "django.templatetags.i18n"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- Words and time -------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("英语"))]
LOCALE_PATHS = [BASE_DIR / "masthead" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Database, broker, cache ----------------------------------------------------------------------------------------
DATABASES = {"default": databases.database(env_secret("DATABASE_URL"), embedded=DATA_DIR / "masthead.sqlite3")}

BROKER_URL = env_secret("BROKER_URL") or embedded.embedded_broker_url(DATA_DIR)
REDIS_URL = env_secret("MASTHEAD_REDIS_URL") or embedded.redis_url(BROKER_URL, database=1)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

CELERY_BROKER_URL = BROKER_URL
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_TIME_LIMIT = 600
if BROKER_URL.startswith("redis"):
    # The time-out must exceed the task's limit, or a long task starts twice; the scans make it harmless either way.
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 900,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
    }
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_CONCURRENCY = env_int("MASTHEAD_WORKER_PROCESSES", 2, low=1, high=64)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {name: {"task": task, "schedule": when} for name, (task, when) in SCHEDULE.items()}
if REDIS_URL:
    CELERY_BEAT_SCHEDULER = "redbeat.RedBeatScheduler"  # any number of beats may run, the one with the lock ticks
    # Under both names: the library reads the prefixed one and warns as long as it does not see the bare one.
    CELERY_REDBEAT_REDIS_URL = REDBEAT_REDIS_URL = embedded.redis_url(BROKER_URL, database=0) or REDIS_URL
    CELERY_REDBEAT_REDIS_OPTIONS = REDBEAT_REDIS_OPTIONS = {"retry_period": 60}
    CELERY_REDBEAT_LOCK_TIMEOUT = 30
    CELERY_BEAT_MAX_LOOP_INTERVAL = 5

# --- Files and keys -------------------------------------------------------------------------------------------------
FILES_DIR = env_path("MASTHEAD_FILES_DIR", DATA_DIR / "files")
FILES_S3 = {
    "bucket": env_str("MASTHEAD_S3_BUCKET"),
    "prefix": env_str("MASTHEAD_S3_PREFIX"),
    "endpoint": env_str("MASTHEAD_S3_ENDPOINT"),
    "region": env_str("MASTHEAD_S3_REGION", "us-east-1"),
    "key_id": env_secret("MASTHEAD_S3_KEY_ID"),
    "secret": env_secret("MASTHEAD_S3_SECRET"),
}
TRAIL_KEY = env_secret("TRAIL_KEY")
TRAIL_HEAD_FILE: Path | None = env_path("MASTHEAD_TRAIL_HEAD_FILE", DATA_DIR / "trail-head.json")
VAULT_KEY_FILE = env_path("MASTHEAD_VAULT_KEY_FILE", DATA_DIR / "vault.keys")
VAULT_KEYS = env_secret("MASTHEAD_VAULT_KEYS")
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# --- What the browser loads -----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BUILD_DIR] if BUILD_DIR.is_dir() else []
WHITENOISE_USE_FINDERS = True  # built names carry their hash already; there is no collecting step
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False
DJANGO_VITE = {"default": {"dev_mode": False, "manifest_path": BUILD_DIR / "manifest.json"}}


def is_immutable_file(_path: str, url: str) -> bool:
    """Files below `assets/` are named by their content and may be kept for ever."""
    return url.startswith(f"{STATIC_URL}assets/")


WHITENOISE_IMMUTABLE_FILE_TEST = is_immutable_file

# --- Sign-in --------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "org.Member"
AUTHENTICATION_BACKENDS = [
    "masthead.org.backends.CapabilityBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "masthead.org.passwords.LengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "masthead.org.adapters.AccountAdapter"  # closed: members are added by an administrator
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
    "provider": "30/m/ip",
}
# Wrong passwords are counted by org.actions.locks; login_failed above limits codes of the second step.
ALLAUTH_TRUSTED_PROXY_COUNT = 0  # ClientAddressMiddleware has settled whose address it is
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "preferred"
MFA_TOTP_TOLERANCE = 1  # phones' clocks go wrong by seconds
MFA_FORMS = {
    "authenticate": "masthead.org.sign_in_forms.CodeForm",
    "reauthenticate": "masthead.org.sign_in_forms.CodeAgainForm",
    "activate_totp": "masthead.org.sign_in_forms.ActivateForm",
    "add_webauthn": "masthead.org.sign_in_forms.AddPasskeyForm",
    "edit_webauthn": "masthead.org.sign_in_forms.RenamePasskeyForm",
}
MFA_TOTP_ISSUER = "Masthead"
MFA_ADAPTER = "masthead.org.adapters.MFAAdapter"  # the second factor's key lies sealed by the vault
ACCOUNT_FORMS = {
    "login": "masthead.org.forms.SignInForm",
    "change_password": "masthead.org.sign_in_forms.OwnPasswordForm",
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "masthead.web.views.csrf_refused"

# --- What every answer says to the browser ----------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

# --- The world outside ----------------------------------------------------------------------------------------------
SANDBOX_URL = env_str("MASTHEAD_SANDBOX_URL").rstrip("/")  # the platform emulators; empty = the real platforms
ALLOW_LOOPBACK_TARGETS = False  # may the house call itself and its neighbours? development and tests only
DEMO_ALLOWED = False  # may `manage.py demo` fill this place with the demo company?
EMAIL_HOST = env_str("MASTHEAD_EMAIL_HOST")
EMAIL_PORT = env_int("MASTHEAD_EMAIL_PORT", 587, low=1, high=65535)
EMAIL_HOST_USER = env_str("MASTHEAD_EMAIL_USER")
EMAIL_HOST_PASSWORD = env_secret("MASTHEAD_EMAIL_PASSWORD")
EMAIL_USE_TLS = env_bool("MASTHEAD_EMAIL_TLS", default=True)
DEFAULT_FROM_EMAIL = env_str("MASTHEAD_EMAIL_FROM", "masthead@localhost")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"

METRICS_TOKEN = env_secret("MASTHEAD_METRICS_TOKEN")  # who reads /metrics from elsewhere says it; empty = nobody may
API_CALLS_PER_MINUTE = env_int("MASTHEAD_API_CALLS_PER_MINUTE", 300, low=1, high=100_000)  # of one key
MOVE_LEAD_MINUTES = env_int(
    "MASTHEAD_MOVE_LEAD_MINUTES", 5, low=0, high=1440
)  # no move nearer than that to a publication
ALMANAC_SHIPPED_STRICT_DAYS = (
    True  # the shipped days of mourning and of the state demand a reason, as the company's own do
)

PORTRAIT_BROWSER = env_str(
    "MASTHEAD_PORTRAIT_BROWSER"
)  # a Chromium that draws pictures of live posts; empty = text and people's screenshots

# --- Logs -----------------------------------------------------------------------------------------------------------
LOG_LEVEL = env_str("MASTHEAD_LOG_LEVEL", "INFO", choices=("DEBUG", "INFO", "WARNING", "ERROR"))
LOG_JSON = env_bool("MASTHEAD_LOG_JSON", default=True)
LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logging_settings(json=LOG_JSON, level=LOG_LEVEL)
