"""The locks on the trail: triggers that make the database itself refuse UPDATE, DELETE and TRUNCATE.

Migration 0002 sets them. A later migration that rebuilds one of these tables must call `lock` again (SQLite drops
the triggers of a rebuilt table); `tests/test_locks.py` finds a table without its locks.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("trail_event", "trail_sealbatch", "trail_eventseal")
KEYS = {"trail_event": ("id",), "trail_sealbatch": ("id",), "trail_eventseal": ("event_id", "position")}
MESSAGE = "the trail is append-only"


def lock(connection: BaseDatabaseWrapper) -> None:
    """Set the triggers; setting them twice is harmless."""
    unlock(connection)
    _run(connection, _postgresql() if connection.vendor == "postgresql" else _sqlite())


def unlock(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away (test databases, and the reverse of the migration)."""
    if connection.vendor == "postgresql":
        connection.check_constraints()  # deferred foreign keys of this transaction would block the DROP
        statements = [f"DROP TRIGGER IF EXISTS {table}_is_append_only ON {table}" for table in TABLES]
    else:
        deeds = ("update", "delete", "replace")
        statements = [f"DROP TRIGGER IF EXISTS {table}_refuses_{deed}" for table in TABLES for deed in deeds]
    _run(connection, statements)


@contextmanager
def unlocked(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without locks inside, locked again afterwards."""
    unlock(connection)
    try:
        yield
    finally:
        lock(connection)


def _postgresql() -> list[str]:
    """One statement trigger per table: refuses even an UPDATE that matches no row, and TRUNCATE, which fires no row trigger."""
    complaint = (
        f"RAISE EXCEPTION '{MESSAGE}: % on %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'"
    )
    head = "CREATE OR REPLACE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql"
    deeds, effect = "BEFORE UPDATE OR DELETE OR TRUNCATE", "FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse()"
    triggers = [f"CREATE TRIGGER {table}_is_append_only {deeds} ON {table} {effect}" for table in TABLES]
    return [f"{head} AS $trail$ BEGIN {complaint}; END $trail$", *triggers]


def _sqlite() -> list[str]:
    """Row triggers; the third is against INSERT OR REPLACE, which removes the old row without firing a DELETE trigger."""
    statements = []
    for table in TABLES:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}: {table}'); END"
        same = " OR ".join(f"{key} = NEW.{key}" for key in KEYS[table])
        known = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608  names of our own, no input
        statements += [
            f"CREATE TRIGGER {table}_refuses_update BEFORE UPDATE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_refuses_replace BEFORE INSERT ON {table} {known} {refuse}",
        ]
    return statements


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
