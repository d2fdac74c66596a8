"""A small store of documents for emulators that need no tables of their own: posts, uploads, tokens, comments."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.store import Json, Row, Store, dumps, loads


@dataclass(frozen=True)
class Thing:
    """One document. `number` grows by age over all kinds; `body` is a copy: change it and `put` it back."""

    number: int
    kind: str
    key: str
    appid: str
    at: float
    body: Json


class Things:
    """The documents of one emulator."""

    def __init__(self, store: Store, platform: str) -> None:
        self.store = store
        self.platform = platform

    def put(self, kind: str, key: str, body: Json, *, appid: str = "", at: float = 0.0) -> None:
        """Create or replace; the number of a replaced one stays."""
        self.store.run(
            "INSERT INTO things (platform, kind, key, appid, at, body) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (platform, kind, key) DO UPDATE SET body = excluded.body, appid = excluded.appid",
            self.platform, kind, key, appid, at, dumps(body),
        )  # fmt: skip

    def get(self, kind: str, key: str) -> Thing | None:
        row = self.store.row(
            "SELECT * FROM things WHERE platform = ? AND kind = ? AND key = ?", self.platform, kind, key
        )
        return _thing(row) if row else None

    def every(self, kind: str, *, appid: str | None = None, newest_first: bool = False) -> list[Thing]:
        """All of a kind, of one account or of all."""
        order = "DESC" if newest_first else "ASC"
        where, values = ("", ()) if appid is None else (" AND appid = ?", (appid,))
        rows = self.store.rows(
            f"SELECT * FROM things WHERE platform = ? AND kind = ?{where} ORDER BY number {order}",  # noqa: S608
            self.platform, kind, *values,
        )  # fmt: skip
        return [_thing(row) for row in rows]

    def drop(self, kind: str, key: str) -> bool:
        return bool(
            self.store.run("DELETE FROM things WHERE platform = ? AND kind = ? AND key = ?", self.platform, kind, key)
        )

    def count(self, kind: str, *, appid: str | None = None) -> int:
        return len(self.every(kind, appid=appid))


def _thing(row: Row) -> Thing:
    return Thing(row["number"], row["kind"], row["key"], row["appid"], row["at"], loads(row["body"]))
