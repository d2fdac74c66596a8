"""Signatures and frozen months: triggers that make the database itself refuse UPDATE and DELETE (set by migration 0003).

A later migration that rebuilds one of these tables must call `lock` again (SQLite drops the triggers of a rebuilt table).
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("rulebook_signature", "rulebook_boardsnapshot")
MESSAGE = "a signature or a frozen month is never changed"


def lock(connection: BaseDatabaseWrapper) -> None:
    """Set the triggers; setting them twice is harmless."""
    unlock(connection)
    _run(connection, _postgresql() if connection.vendor == "postgresql" else _sqlite())


def unlock(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away (the reverse of the migration, and tests of tampering)."""
    if connection.vendor == "postgresql":
        connection.check_constraints()
        statements = [f"DROP TRIGGER IF EXISTS {table}_is_kept ON {table}" for table in TABLES]
    else:
        statements = [
            f"DROP TRIGGER IF EXISTS {table}_refuses_{deed}" for table in TABLES for deed in ("update", "delete")
        ]
    _run(connection, statements)


def _postgresql() -> list[str]:
    complaint = (
        f"RAISE EXCEPTION '{MESSAGE}: % on %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'"
    )
    head = "CREATE OR REPLACE FUNCTION rulebook_refuse() RETURNS trigger LANGUAGE plpgsql"
    effect = "FOR EACH STATEMENT EXECUTE FUNCTION rulebook_refuse()"
    triggers = [
        f"CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} {effect}" for table in TABLES
    ]
    return [f"{head} AS $kept$ BEGIN {complaint}; END $kept$", *triggers]


def _sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER {table}_refuses_{deed} BEFORE {deed.upper()} ON {table} BEGIN SELECT RAISE(ABORT, '{MESSAGE}: {table}'); END"
        for table in TABLES
        for deed in ("update", "delete")
    ]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
