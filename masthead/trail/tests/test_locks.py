"""The database itself keeps the trail: no UPDATE, no DELETE, no TRUNCATE, no replacing, on SQLite and on PostgreSQL."""

import pytest
from django.db import DatabaseError, connection, transaction

from masthead.trail import actions, triggers
from masthead.trail.models import Event
from masthead.trail.testing import NotATestDatabase, trail_unlocked

CHANGES = {"trail_event": "reason = 'x'", "trail_sealbatch": "count = 0", "trail_eventseal": "chain = 'x'"}


def attempt(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def sealed(pick):
    pick()
    actions.seal_events()
    connection.check_constraints()


@pytest.mark.parametrize("table", triggers.TABLES)
def test_the_database_refuses_to_change_the_trail(sealed, table):
    with pytest.raises(DatabaseError, match="append-only"):
        attempt(f"UPDATE {table} SET {CHANGES[table]}")


@pytest.mark.parametrize("table", triggers.TABLES)
def test_the_database_refuses_to_delete_from_the_trail(sealed, table):
    with pytest.raises(DatabaseError, match="append-only"):
        attempt(f"DELETE FROM {table}")


@pytest.mark.parametrize("table", triggers.TABLES)
def test_the_database_refuses_to_empty_or_replace_the_trail(sealed, table):
    if connection.vendor == "postgresql":
        sql = f"TRUNCATE {table} CASCADE"
    else:
        sql = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    with pytest.raises(DatabaseError, match="append-only"):
        attempt(sql)


def test_the_orm_is_refused_as_well(sealed):
    event = Event.objects.get()
    event.reason = "改写"
    for deed in (event.save, Event.objects.all().delete, lambda: Event.objects.update(actor_name="别人")):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()


def test_the_locks_open_in_a_test_database_only(sealed, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "NAME", "/srv/masthead.sqlite3")

    with pytest.raises(NotATestDatabase), trail_unlocked():
        pass


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_can_be_reset_and_the_locks_stand_afterwards(pick):
    pick()
    with trail_unlocked():
        attempt("DELETE FROM trail_event")

    pick()
    with pytest.raises(DatabaseError):
        attempt("DELETE FROM trail_event")
