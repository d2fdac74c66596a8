"""Changing the trail: by SQL, through the models, through a page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from masthead.org.models import Member
from masthead.trail import actions
from masthead.trail.models import Event, EventSeal, SealBatch
from tests.attempts.proof import browser

DOINGS = {
    "update": "UPDATE trail_event SET reason = '改写的理由'",
    "update of one": "UPDATE trail_event SET actor_id = 1 WHERE id = (SELECT max(id) FROM trail_event)",
    "delete": "DELETE FROM trail_event",
    "delete of the newest": "DELETE FROM trail_event WHERE id = (SELECT max(id) FROM trail_event)",
    "update of a seal": "UPDATE trail_eventseal SET chain = 'x'",
    "delete of a seal": "DELETE FROM trail_eventseal",
    "update of a batch": "UPDATE trail_sealbatch SET root = 'x'",
    "delete of a batch": "DELETE FROM trail_sealbatch",
}
ONLY_SQLITE = {"replace": "INSERT OR REPLACE INTO trail_event SELECT * FROM trail_event"}
ONLY_POSTGRESQL = {"truncate": "TRUNCATE trail_event CASCADE", "truncate of seals": "TRUNCATE trail_eventseal"}


def everything() -> list[Any]:
    return [list(model._base_manager.order_by("pk").values_list()) for model in (Event, EventSeal, SealBatch)]


@pytest.fixture
def sealed(scene: Any, db: None) -> list[Any]:
    """A trail with many events, sealed."""
    actions.seal_events()
    connection.check_constraints()
    return everything()


@pytest.mark.parametrize("what", [*DOINGS, *ONLY_SQLITE, *ONLY_POSTGRESQL])
def test_the_database_refuses_to_change_the_trail(sealed: list[Any], what: str) -> None:
    own = ONLY_POSTGRESQL if connection.vendor == "postgresql" else ONLY_SQLITE
    sql = (DOINGS | own).get(what)
    if sql is None:
        return  # the other database's way

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert everything() == sealed


WAYS: dict[str, Callable[[Event], Any]] = {
    "save": lambda event: Event(
        **{**{f.attname: getattr(event, f.attname) for f in Event._meta.concrete_fields}, "reason": "改写"}
    ).save(force_update=True),
    "delete": lambda event: EventSeal.objects.filter(event=event).delete(),
    "queryset": lambda event: Event.objects.filter(pk=event.pk).update(actor_name="别人"),
    "bulk": lambda event: Event.objects.bulk_update([event], ["reason"]),
}


@pytest.mark.parametrize("way", WAYS)
def test_our_own_code_cannot_change_it_either(sealed: list[Any], way: str) -> None:
    event = Event.objects.latest("pk")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        WAYS[way](event)

    assert everything() == sealed


def test_who_switches_the_locks_off_is_found_by_the_chain(sealed: list[Any]) -> None:
    from masthead.trail import queries
    from masthead.trail.testing import trail_unlocked

    with trail_unlocked():
        Event.objects.filter(pk=Event.objects.earliest("pk").pk).update(reason="改写的理由")

    assert queries.verify().faults, "a changed event breaks its digest"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_page_of_the_trail_takes_nothing(sealed: list[Any], auditor: Member, method: str) -> None:
    getattr(browser(auditor), method)(reverse("trail:events"), {"reason": "改写", "id": 1})

    assert everything() == sealed


def test_a_refusal_names_the_person_the_rule_and_the_address(lin: Member, draft_in: Any) -> None:
    browser(lin).post(reverse("content:draft_submit", args=[draft_in("rejected").pk]), REMOTE_ADDR="203.0.113.9")

    event = Event.objects.latest("pk")
    assert (event.outcome, event.actor_id, event.clause, event.address) == ("refused", lin.pk, "3.3.2", "203.0.113.9")
    assert event.request_id and event.target_id == draft_in("rejected").pk
