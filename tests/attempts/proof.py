"""What every failed attempt has to show: the refused status, no row changed, and the refusal on the trail."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.test import Client

from masthead.org.models import Member
from masthead.org.testing import sign_in
from masthead.trail.models import Event, Outcome

JSON = {"Accept": "application/json"}
ASIDE = {"trail", "sessions"}  # the trail grows by the refusal, a session by its flash messages

REFUSALS = ("publishing:callback:refused",)  # nobody is signed in there: the counted refusal is the record


def browser(member: Member | None = None, **options: Any) -> Client:
    """A browser in which the member is signed in; refusals come as JSON so that their code can be read."""
    client = Client(headers=JSON, **options)
    if member is not None:
        sign_in(client, member)
    return client


def contents() -> dict[str, list[Any]]:
    """Every row of every table of the house as the database holds it."""
    found = {}
    with connection.cursor() as cursor:
        for label, sql in questions():
            cursor.execute(sql)
            found[label] = cursor.fetchall()
    return found


@cache
def questions() -> list[tuple[str, str]]:
    """(label, SELECT) of every table; only the moment of the last sign-in does not count."""
    quoted, asked = connection.ops.quote_name, []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in ASIDE:
            columns = ", ".join(quoted(str(f.column)) for f in model._meta.concrete_fields if f.name != "last_login")
            table, key = quoted(model._meta.db_table), quoted(str(model._meta.pk.column))
            asked.append((model._meta.label, f"SELECT {columns} FROM {table} ORDER BY {key}"))
    return asked


@contextmanager
def nothing_changes(*, besides: tuple[str, ...] = ()) -> Iterator[None]:
    """No row of any table but the trail is added, changed or taken away inside; `besides` names tables that may move."""
    before = contents()
    yield
    after = contents()
    moved = [label for label in after if after[label] != before[label] and label not in besides]
    assert not moved, f"changed by an attempt that must fail: {moved}"


def refused(
    attempt: Callable[[], Any], *, status: int, code: str = "", by: Member | None = None, besides: tuple[str, ...] = ()
) -> Any:
    """Do it; it is refused with this status (and code), nothing changes but tables in `besides`. With `by`, that member's refusal is on the trail."""
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with nothing_changes(besides=besides):
        response = attempt()
    said = (
        response.json().get("code", "")
        if response.headers.get("Content-Type", "").startswith("application/json")
        else ""
    )
    assert response.status_code == status, (response.status_code, said)
    if code:
        assert said in (code, ""), f"refused for another reason: {said}"
    kept = Event.objects.filter(pk__gt=newest)
    deeds = kept.exclude(outcome=Outcome.REFUSED).exclude(name__in=REFUSALS)
    assert not deeds.exists(), "a refused attempt leaves no deed on the trail"
    if by is not None:
        found = kept.get(outcome=Outcome.REFUSED)
        assert (found.actor_id, code or found.code) == (by.pk, found.code)
        assert found.clause and found.reason
    return response
