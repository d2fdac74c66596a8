"""Apps, people, and the codes and tokens that were handed out, in a file of their own."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from sandbox.store import Json, Store, dumps, loads
from sandbox.world import World

SCHEMA = """
CREATE TABLE IF NOT EXISTS apps (kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id));
CREATE TABLE IF NOT EXISTS people (kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id));
CREATE TABLE IF NOT EXISTS current (kind TEXT PRIMARY KEY, person TEXT NOT NULL, fault TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS handed (
    word TEXT PRIMARY KEY, kind TEXT NOT NULL, what TEXT NOT NULL, app TEXT NOT NULL, person TEXT NOT NULL,
    at REAL NOT NULL, used INTEGER NOT NULL DEFAULT 0, extra TEXT NOT NULL DEFAULT '');
"""
CODE_SECONDS, TOKEN_SECONDS = 300, 7200


@dataclass(frozen=True)
class Handed:
    """A code or token: whose, when, used already, and what was said when it was made (`extra`)."""

    app: str
    person: str
    used: bool
    old: bool
    extra: str


class Directory:
    """What the three emulators know."""

    def __init__(self, world: World, data: Path) -> None:
        self.world = world
        self.store = Store(data / "signin.sqlite3", SCHEMA, synchronous="NORMAL")

    def keep(self, table: str, kind: str, key: str, body: Json) -> None:
        self.store.run(f"INSERT OR REPLACE INTO {table} (kind, id, body) VALUES (?, ?, ?)", kind, key, dumps(body))  # noqa: S608

    def app(self, kind: str, key: str) -> Json | None:
        return self._body("apps", kind, key)

    def person(self, kind: str, key: str) -> Json | None:
        return self._body("people", kind, key)

    def people(self, kind: str) -> list[Json]:
        rows = self.store.rows("SELECT id, body FROM people WHERE kind = ? ORDER BY id", kind)
        return [{"id": row["id"], **loads(row["body"])} for row in rows]

    def person_by(self, kind: str, name: str, value: str) -> Json | None:
        return next((one for one in self.people(kind) if one.get(name) == value), None)

    def choose(self, kind: str, person: str, fault: str) -> None:
        self.store.run("INSERT OR REPLACE INTO current (kind, person, fault) VALUES (?, ?, ?)", kind, person, fault)

    def current(self, kind: str) -> tuple[str, str]:
        row = self.store.row("SELECT person, fault FROM current WHERE kind = ?", kind)
        return (row["person"], row["fault"]) if row else ("", "")

    def hand_out(self, kind: str, what: str, *, app: str, person: str = "", extra: str = "") -> str:
        word = secrets.token_urlsafe(24)
        self.store.insert(
            "handed", word=word, kind=kind, what=what, app=app, person=person, at=self.world.now(), extra=extra
        )
        return word

    def look(self, kind: str, what: str, word: str) -> Handed | None:
        row = self.store.row("SELECT * FROM handed WHERE word = ? AND kind = ? AND what = ?", word, kind, what)
        if row is None:
            return None
        lives = CODE_SECONDS if what == "code" else TOKEN_SECONDS
        return Handed(row["app"], row["person"], bool(row["used"]), self.world.now() - row["at"] > lives, row["extra"])

    def use(self, word: str) -> None:
        self.store.run("UPDATE handed SET used = 1 WHERE word = ?", word)

    def reset(self) -> None:
        for table in ("apps", "people", "current", "handed"):
            self.store.run(f"DELETE FROM {table}")  # noqa: S608

    def _body(self, table: str, kind: str, key: str) -> Json | None:
        row = self.store.row(f"SELECT body FROM {table} WHERE kind = ? AND id = ?", kind, key)  # noqa: S608
        found: Json | None = loads(row["body"]) if row else None
        return found
