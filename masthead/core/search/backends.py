"""The two back ends: SQLite's FTS5 and PostgreSQL's tsvector with a GIN index. Rows carry the key of their SearchEntry.

Newest first, without counting or ranking everything: the key of an entry grows with every change of the thing.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from django.db import connection

from masthead.core.search.grams import Term, grams

Row = tuple[int, str, str, Sequence[str]]
"""(entry key, title, text, scope tokens)"""


class Index(Protocol):
    """What the actions and queries ask of a back end."""

    def put(self, rows: Iterable[Row]) -> None: ...
    def drop(self, keys: Sequence[int]) -> None: ...
    def clear(self) -> None: ...
    def find(
        self, terms: Sequence[Term], scopes: Sequence[str], *, titles: bool, limit: int, below: int
    ) -> list[int]: ...


class SqliteIndex:
    """FTS5 with the tokens written out; a phrase of pairs is an exact run of characters."""

    def put(self, rows: Iterable[Row]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT OR REPLACE INTO core_searchgrams(rowid, title, body, scope) VALUES (%s, %s, %s, %s)",
                [
                    (pk, " ".join(grams(title)), " ".join(grams(text)), " ".join(scope))
                    for pk, title, text, scope in rows
                ],
            )

    def drop(self, keys: Sequence[int]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM core_searchgrams WHERE rowid = %s", [(key,) for key in keys])

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM core_searchgrams")

    def find(self, terms: Sequence[Term], scopes: Sequence[str], *, titles: bool, limit: int, below: int) -> list[int]:
        columns = "title" if titles else "title body"
        words = " AND ".join(f'"{" ".join(term.grams)}"{" *" if term.prefix else ""}' for term in terms)
        wanted = f"{{{columns}}} : ({words}) AND scope : ({' OR '.join(scopes)})"
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rowid FROM core_searchgrams WHERE core_searchgrams MATCH %s AND rowid < %s ORDER BY rowid DESC LIMIT %s",
                [wanted, below, limit],
            )
            return [row[0] for row in cursor.fetchall()]


class PostgresIndex:
    """One tsvector a row: `t…` title, `b…` title and text, `s…` scope. Pairs do not say that they touch, so runs are compared again."""

    def put(self, rows: Iterable[Row]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO core_searchgrams(id, grams) VALUES (%s, array_to_tsvector(%s)) "
                "ON CONFLICT (id) DO UPDATE SET grams = excluded.grams",
                [(pk, _lexemes(title, text, scope)) for pk, title, text, scope in rows],
            )

    def drop(self, keys: Sequence[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM core_searchgrams WHERE id = ANY(%s)", [list(keys)])

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM core_searchgrams")

    def find(self, terms: Sequence[Term], scopes: Sequence[str], *, titles: bool, limit: int, below: int) -> list[int]:
        mark = "t" if titles else "b"
        words = [f"{_quoted(mark + gram)}{':*' if term.prefix else ''}" for term in terms for gram in term.grams]
        query = " & ".join([*words, f"({' | '.join(_quoted('s' + token) for token in scopes)})"])
        runs = [term.run for term in terms if len(term.grams) > 1]
        column = "e.plain_title" if titles else "(e.plain_title || ' ' || e.plain_text)"
        exact = "".join(f" AND strpos({column}, %s) > 0" for _run in runs)
        with connection.cursor() as cursor:
            cursor.execute("SELECT max(id) FROM core_searchgrams WHERE id < %s", [below])
            newest = cursor.fetchone()[0] or 0
            # A common word fills the page from the newest rows; only a word that does not is worth the way through the index.
            for method, floor in ((_NEWEST_ROWS, newest - RECENT), (_BY_INDEX, 0)):
                cursor.execute(method.format(exact=exact), [query, below, floor, *runs, limit])
                keys = [row[0] for row in cursor.fetchall()]
                if len(keys) >= limit:
                    break
        return keys


RECENT = 4000
_NEWEST_ROWS = (
    "SELECT g.id FROM core_searchgrams g JOIN core_searchentry e ON e.id = g.id "
    "WHERE g.grams @@ %s::tsquery AND g.id < %s AND g.id > %s{exact} ORDER BY g.id DESC LIMIT %s"
)
# The fence keeps the planner from reading all rows backwards: it takes every rare word for a frequent one.
_BY_INDEX = (
    "WITH g AS MATERIALIZED (SELECT id FROM core_searchgrams WHERE grams @@ %s::tsquery AND id < %s AND id > %s) "
    "SELECT g.id FROM g JOIN core_searchentry e ON e.id = g.id WHERE true{exact} ORDER BY g.id DESC LIMIT %s"
)


def _lexemes(title: str, text: str, scope: Sequence[str]) -> list[str]:
    heads = set(grams(title))
    return [*(f"t{g}" for g in heads), *(f"b{g}" for g in heads | set(grams(text))), *(f"s{token}" for token in scope)]


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def index() -> Index:
    """The back end of the database in use."""
    return PostgresIndex() if connection.vendor == "postgresql" else SqliteIndex()


SQLITE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS core_searchgrams USING fts5(title, body, scope, tokenize = 'unicode61 remove_diacritics 0')",
)
POSTGRESQL = (
    "CREATE TABLE IF NOT EXISTS core_searchgrams (id bigint PRIMARY KEY, grams tsvector NOT NULL)",
    "CREATE INDEX IF NOT EXISTS core_searchgrams_by_gram ON core_searchgrams USING gin (grams)",
)
