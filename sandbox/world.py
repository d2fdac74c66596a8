"""The emulated world: state, ledger, clock, accounts and fault switches in one hand."""

# ruff: noqa: S608 - only our own table and column names are joined in; every value is bound
from __future__ import annotations

import fnmatch
import hashlib
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from sandbox.settings import AppIn, FaultIn, FaultKind, Settings
from sandbox.store import LEDGER_SCHEMA, TABLES, WORLD_SCHEMA, Json, Row, Store

WHOLE_MOST = 64 * 1024 * 1024


@dataclass(frozen=True)
class Fault:
    """A fault switch as kept, with how often it was asked and how often it struck."""

    id: int
    body: FaultIn
    active: bool
    draws: int
    hits: int

    @property
    def label(self) -> str:
        detail = f":{self.body.errcode}" if self.body.kind == "errcode" else ""
        return f"{self.body.kind}{detail}#{self.id}"

    def as_json(self) -> Json:
        return {
            "id": self.id,
            "active": self.active,
            "draws": self.draws,
            "hits": self.hits,
            **self.body.model_dump(),
        }


class World:
    """Everything that the sandbox remembers. All access happens on one thread, between two awaits."""

    def __init__(self, data: Path) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self.data = data
        self.blobs = data / "blobs"
        self.blobs.mkdir(exist_ok=True)
        self.store = Store(data / "world.sqlite3", WORLD_SCHEMA, synchronous="NORMAL")
        self.ledger = Store(data / "ledger.sqlite3", LEDGER_SCHEMA, synchronous="OFF")
        self.settings = self._load_settings()
        self._faults: list[Fault] | None = None

    # -- clock and settings
    def now(self) -> float:
        return time.time() + self.settings.offset_seconds

    def _load_settings(self) -> Settings:
        row = self.store.row("SELECT body FROM settings WHERE id = 1")
        return Settings.model_validate_json(row["body"]) if row else Settings()

    def change_settings(self, changes: Json) -> Settings:
        """Validate and keep new settings; unknown names are refused by the model."""
        self.settings = Settings.model_validate({**self.settings.model_dump(), **changes})
        self.store.run("INSERT OR REPLACE INTO settings (id, body) VALUES (1, ?)", self.settings.model_dump_json())
        return self.settings

    # -- accounts
    def app(self, appid: str) -> AppIn | None:
        row = self.store.row("SELECT body FROM apps WHERE appid = ?", appid)
        return AppIn.model_validate_json(row["body"]) if row else None

    def apps(self) -> list[AppIn]:
        rows = self.store.rows("SELECT body FROM apps ORDER BY created_at, appid")
        return [AppIn.model_validate_json(row["body"]) for row in rows]

    def keep_app(self, app: AppIn) -> AppIn:
        """Create or replace an account; an empty gh_id is derived from the appid."""
        if not app.gh_id:
            app = app.model_copy(update={"gh_id": "gh_" + hashlib.sha256(app.appid.encode()).hexdigest()[:12]})
        self.store.run(
            "INSERT INTO apps (appid, created_at, body) VALUES (?, ?, ?)"
            " ON CONFLICT (appid) DO UPDATE SET body = excluded.body",
            app.appid, self.now(), app.model_dump_json(),
        )  # fmt: skip
        return app

    # -- faults
    def faults(self) -> list[Fault]:
        if self._faults is None:
            rows = self.store.rows("SELECT * FROM faults ORDER BY id")
            self._faults = [
                Fault(r["id"], FaultIn.model_validate_json(r["body"]), bool(r["active"]), r["draws"], r["hits"])
                for r in rows
            ]
        return self._faults

    def add_fault(self, body: FaultIn) -> Fault:
        number = self.store.insert("faults", body=body.model_dump_json())
        self._faults = None
        return next(fault for fault in self.faults() if fault.id == number)

    def switch_fault(self, number: int, *, active: bool) -> None:
        self.store.run("UPDATE faults SET active = ? WHERE id = ?", int(active), number)
        self._faults = None

    def drop_faults(self, number: int | None = None) -> None:
        if number is None:
            self.store.run("DELETE FROM faults")
        else:
            self.store.run("DELETE FROM faults WHERE id = ?", number)
        self._faults = None

    def draw(self, kinds: tuple[FaultKind, ...], *, endpoint: str, appid: str) -> list[Fault]:
        """The switches that strike now. Chance is a hash of seed, switch and draw: same run, same faults."""
        struck = []
        for fault in self.faults():
            if not fault.active or fault.body.kind not in kinds:
                continue
            if not fnmatch.fnmatchcase(endpoint, _pattern(fault.body.endpoint)):
                continue
            if fault.body.appid not in (None, appid):
                continue
            if self._strikes(fault):
                struck.append(fault)
        return struck

    def _strikes(self, fault: Fault) -> bool:
        spent = fault.body.count is not None and fault.hits >= fault.body.count
        if spent:
            return False
        digest = hashlib.sha256(f"{self.settings.seed}/{fault.id}/{fault.draws}".encode()).digest()
        hit = int.from_bytes(digest[:7], "big") / 2**56 < fault.body.probability
        self.store.run("UPDATE faults SET draws = draws + 1, hits = hits + ? WHERE id = ?", int(hit), fault.id)
        self._faults = None
        return hit

    # -- files
    def keep_blob(self, content: bytes) -> str:
        """Keep an upload under its SHA-256."""
        digest = hashlib.sha256(content).hexdigest()
        target = self.blobs / digest
        if not target.exists():
            partial = self.blobs / f"{digest}.part"
            partial.write_bytes(content)
            partial.replace(target)
        return digest

    def keep_pieces(self, digests: list[str]) -> str:
        """Pieces that were kept one by one, joined. Of a long film only the first piece stays: a sandbox is no archive."""
        paths = [self.blobs / digest for digest in digests]
        if sum(path.stat().st_size for path in paths) > WHOLE_MOST:
            return digests[0]
        return self.keep_blob(b"".join(path.read_bytes() for path in paths))

    def first_bytes(self, digest: str, count: int = 16) -> bytes:
        """What tells the kind of a kept file."""
        with (self.blobs / digest).open("rb") as source:
            return source.read(count)

    # -- whole world
    def reset(self) -> None:
        """Forget everything, the settings and the ledger too."""
        with self.store.transaction():
            for table in TABLES:
                self.store.run(f"DELETE FROM {table}")
            # Callback numbers go on: a push under way must not be taken for one of the new world.
            self.store.run("DELETE FROM sqlite_sequence WHERE name != 'callbacks'")
        self.ledger.run("DELETE FROM ledger")
        self.ledger.run("DELETE FROM sqlite_sequence")
        shutil.rmtree(self.blobs, ignore_errors=True)
        self.blobs.mkdir(exist_ok=True)
        self.settings, self._faults = Settings(), None

    def ledger_rows(self, filters: Json, *, limit: int, after: int = 0) -> list[Row]:
        """Ledger lines, newest first, by any of its columns."""
        allowed = ("platform", "endpoint", "appid", "outcome", "errcode", "fault", "token_ok", "method", "digest")
        chosen = {k: v for k, v in filters.items() if k in allowed}
        where = "".join(f" AND {k} GLOB ?" if k in ("endpoint", "fault") else f" AND {k} = ?" for k in chosen)
        values = [_pattern(str(v)) if k == "endpoint" else v for k, v in chosen.items()]
        return self.ledger.rows(
            f"SELECT * FROM ledger WHERE id > ?{where} ORDER BY id DESC LIMIT ?", after, *values, limit
        )

    def close(self) -> None:
        self.store.close()
        self.ledger.close()


def _pattern(endpoint: str) -> str:
    """`freepublish/*` and `/cgi-bin/freepublish/*` mean the same."""
    return endpoint if endpoint.startswith(("/", "*")) else f"*/{endpoint}"
