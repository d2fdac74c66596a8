"""Doors of `trail`: events, for those who may read the whole trail."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query

from masthead.core.permissions import requires
from masthead.core.rest import Doors, In, Listed, Out, Paging, Search, listed
from masthead.trail import queries
from masthead.trail.models import Event, Outcome

doors = Doors("trail", _("留痕"))


class EventOut(Out):
    id: int
    at: dt.datetime
    name: str
    outcome: Outcome
    clause: str
    actor_id: int | None
    actor_name: str
    target_kind: str
    target_id: int | None
    target_name: str
    reason: str
    code: str
    request_id: str
    digest: str
    data: dict[str, Any]


class EventQuery(In):
    q: Search = ""
    person: Search = ""
    clause: Search = ""
    outcome: Outcome | None = None


def event_of(event: Event) -> dict[str, Any]:
    return {name: getattr(event, name) for name in EventOut.model_fields}


@doors.get("/events", _("列出留痕"), Listed[EventOut])
@requires("trail.event.read")
def events(request: HttpRequest, wanted: Query[EventQuery], paging: Query[Paging]) -> Any:
    rows = queries.find_events(q=wanted.q, person=wanted.person, clause=wanted.clause, outcome=wanted.outcome or "")
    return listed(request, rows, paging, order=["-pk"], shape=event_of)
