"""Addresses of databases and brokers, and the keys that the house keeps for itself."""

import stat
from pathlib import Path

import pytest

from masthead.config import databases, embedded
from masthead.config.env import WrongSetting


def test_no_address_means_the_embedded_file(tmp_path):
    found = databases.database("", embedded=tmp_path / "deep" / "m.sqlite3")

    assert found["NAME"] == str(tmp_path / "deep" / "m.sqlite3")
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_postgres_address_is_taken_apart():
    found = databases.database("postgres://lin:p%40ss@db.example:6432/masthead?sslmode=require", embedded=Path("x"))

    parts = [found[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME", "OPTIONS")]
    assert parts == ["lin", "p@ss", "db.example", "6432", "masthead", {"sslmode": "require"}]


def test_a_postgres_socket_folder_is_a_host():
    found = databases.database("postgresql://postgres:@/postgres?host=/run/pg", embedded=Path("x"))

    assert (found["HOST"], found["PORT"], found["OPTIONS"]) == ("/run/pg", "", {})


@pytest.mark.parametrize(
    "url", ["mysql://x/y", "postgres://localhost", "postgres://localhost:port/x", "nonsense", "sqlite://"]
)
def test_an_address_that_names_no_database_is_refused(url):
    with pytest.raises(WrongSetting, match="DATABASE_URL"):
        databases.database(url, embedded=Path("x"))


@pytest.mark.parametrize(
    ("broker", "cache"),
    [
        ("redis+socket:///data/valkey.sock?virtual_host=0", "unix:///data/valkey.sock?db=1"),
        ("redis://:secret@host:6379/0", "redis://:secret@host:6379/1"),
        ("rediss://host/3", "rediss://host/1"),
        ("amqp://guest@localhost//", ""),
    ],
)
def test_the_cache_stands_beside_the_broker(broker, cache):
    assert embedded.redis_url(broker, database=1) == cache


def test_a_kept_secret_is_written_once_and_for_its_owner_only(tmp_path):
    first = embedded.kept_secret(tmp_path / "data" / "secret_key")

    assert len(first) >= 40
    assert embedded.kept_secret(tmp_path / "data" / "secret_key") == first
    assert stat.S_IMODE((tmp_path / "data" / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret_key"]
