"""The sandbox's own SQLite files: one for the world's state, one for the ledger."""

# ruff: noqa: S608 - only our own table and column names are joined in; every value is bound
from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

WORLD_SCHEMA = """
CREATE TABLE IF NOT EXISTS settings (id INTEGER PRIMARY KEY CHECK (id = 1), body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS apps (appid TEXT PRIMARY KEY, created_at REAL NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS tokens (
    token TEXT PRIMARY KEY, appid TEXT NOT NULL, kind TEXT NOT NULL,
    issued_at REAL NOT NULL, expires_at REAL NOT NULL, dies_at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS tokens_by_app ON tokens (appid, kind, issued_at);
CREATE TABLE IF NOT EXISTS forced (appid TEXT NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS images (
    key TEXT PRIMARY KEY, appid TEXT NOT NULL, sha256 TEXT NOT NULL, mime TEXT NOT NULL,
    size INTEGER NOT NULL, filename TEXT NOT NULL, created_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS materials (
    media_id TEXT PRIMARY KEY, appid TEXT NOT NULL, kind TEXT NOT NULL, image_key TEXT NOT NULL,
    filename TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL, title TEXT NOT NULL,
    introduction TEXT NOT NULL, created_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS drafts (
    number INTEGER PRIMARY KEY AUTOINCREMENT, media_id TEXT NOT NULL UNIQUE, appid TEXT NOT NULL,
    articles TEXT NOT NULL, created_at REAL NOT NULL, updated_at REAL NOT NULL, gone TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS drafts_in_box ON drafts (appid, gone, updated_at);
CREATE TABLE IF NOT EXISTS publications (
    publish_id INTEGER PRIMARY KEY AUTOINCREMENT, appid TEXT NOT NULL, media_id TEXT NOT NULL,
    msg_data_id INTEGER NOT NULL, article_id TEXT NOT NULL, articles TEXT NOT NULL, base_url TEXT NOT NULL,
    submitted_at REAL NOT NULL, due_at REAL NOT NULL, planned INTEGER NOT NULL, status INTEGER NOT NULL,
    fail_idx TEXT NOT NULL, settled_at REAL);
CREATE INDEX IF NOT EXISTS publications_due ON publications (status, due_at);
CREATE INDEX IF NOT EXISTS publications_by_article ON publications (article_id);
CREATE TABLE IF NOT EXISTS articles (
    key TEXT PRIMARY KEY, article_id TEXT NOT NULL, appid TEXT NOT NULL, publish_id INTEGER NOT NULL,
    msg_data_id INTEGER NOT NULL, idx INTEGER NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL,
    published_at REAL NOT NULL, published_on TEXT NOT NULL, is_deleted INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS articles_by_id ON articles (article_id, idx);
CREATE INDEX IF NOT EXISTS articles_by_day ON articles (appid, published_on);
CREATE INDEX IF NOT EXISTS articles_by_title ON articles (title);
CREATE TABLE IF NOT EXISTS callbacks (
    id INTEGER PRIMARY KEY AUTOINCREMENT, appid TEXT NOT NULL, publish_id INTEGER NOT NULL, xml TEXT NOT NULL,
    due_at REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL, note TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS callbacks_due ON callbacks (state, due_at);
CREATE TABLE IF NOT EXISTS faults (
    id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL, active INTEGER NOT NULL DEFAULT 1,
    draws INTEGER NOT NULL DEFAULT 0, hits INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS things (
    number INTEGER PRIMARY KEY AUTOINCREMENT, platform TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, appid TEXT NOT NULL,
    at REAL NOT NULL, body TEXT NOT NULL, UNIQUE (platform, kind, key));
CREATE INDEX IF NOT EXISTS things_of_app ON things (platform, kind, appid, number);
CREATE TABLE IF NOT EXISTS quota_limits (
    appid TEXT NOT NULL, endpoint TEXT NOT NULL, daily_limit INTEGER NOT NULL, PRIMARY KEY (appid, endpoint));
CREATE TABLE IF NOT EXISTS quota_used (
    appid TEXT NOT NULL, endpoint TEXT NOT NULL, day TEXT NOT NULL, used INTEGER NOT NULL,
    PRIMARY KEY (appid, endpoint, day));
"""

LEDGER_SCHEMA = """
CREATE TABLE IF NOT EXISTS ledger (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, platform TEXT NOT NULL, method TEXT NOT NULL,
    endpoint TEXT NOT NULL, appid TEXT NOT NULL, token_ok INTEGER, outcome TEXT NOT NULL, errcode INTEGER NOT NULL,
    http_status INTEGER NOT NULL, fault TEXT NOT NULL, ms REAL NOT NULL, digest TEXT NOT NULL, note TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS ledger_by_endpoint ON ledger (endpoint, id);
"""

TABLES = (
    "apps", "tokens", "forced", "images", "materials", "drafts", "publications", "articles", "callbacks", "faults",
    "quota_limits", "quota_used", "settings", "things",
)  # fmt: skip

Row = sqlite3.Row
Json = dict[str, Any]


class Store:
    """A thin, typed hand on one SQLite file. The process has one thread, so one connection is enough."""

    def __init__(self, path: Path, schema: str, *, synchronous: str) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=512)
        self.connection.row_factory = sqlite3.Row
        self.synchronous = synchronous
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute(f"PRAGMA synchronous={synchronous}")
        self.connection.executescript(schema)

    def run(self, sql: str, *values: object) -> int:
        """Execute one statement; the number of rows that it touched."""
        return self.connection.execute(sql, values).rowcount

    def insert(self, table: str, **columns: object) -> int:
        """Insert one row; its rowid."""
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        cursor = self.connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(columns.values()))
        return cursor.lastrowid or 0

    def rows(self, sql: str, *values: object) -> list[Row]:
        return self.connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> Row | None:
        found: Row | None = self.connection.execute(sql, values).fetchone()
        return found

    def number(self, sql: str, *values: object) -> int:
        found = self.row(sql, *values)
        return int(found[0] or 0) if found is not None else 0

    @contextmanager
    def transaction(self, *, durable: bool = False) -> Iterator[None]:
        """All or nothing. `durable` waits for the disk: used where the platform has accepted a publication."""
        if durable:
            self.connection.execute("PRAGMA synchronous=FULL")
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        else:
            self.connection.execute("COMMIT")
        finally:
            if durable:
                self.connection.execute(f"PRAGMA synchronous={self.synchronous}")

    def close(self) -> None:
        self.connection.close()


def dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def loads(text: str) -> Any:
    return json.loads(text)
