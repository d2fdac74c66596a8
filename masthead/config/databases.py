"""From one address to Django's database settings: an embedded SQLite file, or PostgreSQL."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from masthead.config.env import WrongSetting

KEY = "DATABASE_URL"
# IMMEDIATE: a writer takes the lock when it begins, so two writers wait for each other and never fail half-way.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; "
    "PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000; PRAGMA journal_size_limit=67108864;"
)


def sqlite(path: Path) -> dict[str, Any]:
    """The embedded database in one file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": options}


def postgresql(url: str) -> dict[str, Any]:
    """`postgres://user:password@host:port/name?sslmode=require`; a host that starts with / is a socket's folder."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise WrongSetting(KEY, "is not an address of the form postgres://user:password@host:port/name") from None
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise WrongSetting(KEY, "lacks the name of the database after the last /")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def database(url: str, *, embedded: Path) -> dict[str, Any]:
    """The database that `url` names, the embedded one when it names none."""
    if not url:
        return sqlite(embedded)
    scheme, _, rest = url.partition("://")
    if scheme in {"postgres", "postgresql"}:
        return postgresql(url)
    if scheme == "sqlite" and rest.lstrip("/"):
        return sqlite(Path(f"/{rest.lstrip('/')}" if rest.startswith("/") else rest))
    raise WrongSetting(KEY, "must start with postgres:// or sqlite:// (empty = embedded SQLite in the data folder)")
