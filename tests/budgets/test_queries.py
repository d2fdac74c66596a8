"""No page asks the database more often when there are more rows, and none asks more than fifteen times (session and member included)."""

import pytest

from tests.budgets.conftest import Look

pytestmark = pytest.mark.django_db
MOST = 15
EVERY_ROOM = {
    "web:system": 24, "org:leave": 34, "vault:keys": 24,
    # The reviewer's page shows text, findings, claims, remarks and accounts at once; the panel of a draft its check, its path and its rounds.
    "approvals:case": 18, "content:draft_review": 16,
    # Workers, queue, lateness, faults, alarms, pauses, circuits and paces: a card each, and each room may add one. Moving asks what every gate will ask.
    "publishing:engine": 19, "publishing:moving": 16,
}  # fmt: skip
"""Pages that may ask more than fifteen times: their number grows with the rooms or the parts of a page; never with the rows."""


def table_of(looks: list[Look]) -> str:
    """A line for each page."""
    return "\n".join(f"{look.few:>4} {look.many:>4}  {look.name}" for look in looks)


def test_the_number_of_queries_does_not_grow_with_the_rows(seen: list[Look]) -> None:
    grown = [look for look in seen if look.grown]

    print(f"queries with few and with many rows\n{table_of(seen)}")
    advice = "load what the rows need in one go: select_related, prefetch_related, or one query for all of them"
    assert not grown, f"{advice}\n{table_of(grown)}\n{twins_of(grown[0])}"


def twins_of(look: Look) -> str:
    """The statements that a page repeats, without their values."""
    plain = [sql.split(" WHERE ")[0] for sql in look.again]
    return "\n".join(f"{plain.count(sql)} × {sql[:200]}" for sql in dict.fromkeys(plain) if plain.count(sql) > 1)


def test_no_page_asks_more_than_fifteen_times(seen: list[Look]) -> None:
    many = [look for look in seen if look.many > EVERY_ROOM.get(look.name.split(" ")[0], MOST)]

    advice = f"at most {MOST} queries a page"
    assert not many, "\n".join([advice, table_of(many), *(twins_of(look) for look in many)])


def test_every_page_of_the_role_matrix_is_looked_at(seen: list[Look]) -> None:
    assert len(seen) > 40
