"""Doors of `publishing`: the calendar's rows, scheduling and cancelling."""

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from ninja import Query, Status
from pydantic import Field

from masthead.content import queries as content_queries
from masthead.core.errors import BadInput
from masthead.core.permissions import requires
from masthead.core.rest import (
    BodyKey,
    Doors,
    In,
    Key,
    Listed,
    Moment,
    Named,
    Out,
    Paging,
    Reason,
    Search,
    caller,
    listed,
)
from masthead.publishing import actions, errors, queries
from masthead.publishing.models import Publication
from masthead.publishing.states import PublicationState
from masthead.publishing.walls import HOME

doors = Doors("publishing", _("发布"))
DayNote = Annotated[str, Field(max_length=300, description=str(_("敏感日说明：当天发布须写明理由的日子才要")))]


class PublicationOut(Out):
    id: int
    title: str
    state: PublicationState
    draft_id: int
    account: Named
    unit: Named
    content_hash: str
    planned_at: dt.datetime
    due_at: dt.datetime
    published_at: dt.datetime | None
    article_url: str
    failure: str
    advice: str


class PublicationsOut(Out):
    items: list[PublicationOut]


class PublicationQuery(In):
    q: Search = ""
    state: PublicationState | None = None
    account: Key | None = None


class ScheduleIn(In):
    accounts: list[BodyKey] = Field(min_length=1, max_length=50)
    planned_at: Moment | None = None
    at_once: bool = False
    zone: Annotated[str, Field(max_length=40, description=str(_("计划者看的钟在哪个时区，只作记录与显示")))] = HOME
    note: DayNote = ""


class MoveIn(In):
    planned_at: Moment
    note: DayNote = ""


class CancelIn(In):
    reason: Reason


def publication_of(row: Publication) -> dict[str, Any]:
    names = ("title", "state", "draft_id", "content_hash", "planned_at", "due_at", "published_at", "article_url")
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in names},
        "account": {"id": row.account_id, "name": row.account.name},
        "unit": {"id": row.unit_id, "name": row.unit.name},
        "failure": row.failure_message,
        "advice": row.failure_advice,
    }


@doors.get("/publications", _("列出发布任务"), Listed[PublicationOut])
@requires(queries.READ)
def publications(request: HttpRequest, wanted: Query[PublicationQuery], paging: Query[Paging]) -> Any:
    rows = queries.publications_visible_to(caller(request))
    rows = queries.filtered(rows, state=wanted.state or "", account=wanted.account, text=wanted.q)
    return listed(request, rows, paging, order=["-due_at", "-id"], shape=publication_of)


@doors.get("/publications/{pk}", _("读取一个发布任务"), PublicationOut)
@requires(queries.READ)
def publication(request: HttpRequest, pk: Key) -> Any:
    return publication_of(queries.get_publication_for(caller(request), pk))


@doors.post("/drafts/{pk}/publications", _("排期"), PublicationsOut, status=201)
@requires(queries.SCHEDULE)
def schedule(request: HttpRequest, pk: Key, given: ScheduleIn) -> Any:
    member = caller(request)
    draft = content_queries.get_draft_for(member, pk)
    by_key = {account.pk: account for account in queries.accounts_to_schedule(member, draft)}
    if missing := sorted(set(given.accounts) - set(by_key)):
        words = _now("这些账号不能排期：%(keys)s。") % {"keys": _("、").join(map(str, missing))}
        raise BadInput(words, code="account_not_open", clause="3.3.3", fields={"accounts": [words]})
    if not given.at_once and given.planned_at is None:
        raise errors.bad_input("no_time", "planned_at")
    chosen = [by_key[key] for key in dict.fromkeys(given.accounts)]
    planned = None if given.at_once else given.planned_at
    made = actions.schedule_draft(
        draft=draft, accounts=chosen, planned_at=planned, zone=given.zone, note=given.note, by=member
    )
    return Status(201, {"items": [publication_of(row) for row in made]})


@doors.post("/publications/{pk}/move", _("改发布时间"), PublicationOut)
@requires(queries.SCHEDULE)
def move(request: HttpRequest, pk: Key, given: MoveIn) -> Any:
    member = caller(request)
    found = queries.get_publication_for(member, pk, queries.SCHEDULE)
    (moved,) = actions.move_together(publication=found, planned_at=given.planned_at, note=given.note, by=member)
    return publication_of(moved)


@doors.post("/publications/{pk}/cancel", _("取消排期"), PublicationOut)
@requires(queries.SCHEDULE)
def cancel(request: HttpRequest, pk: Key, given: CancelIn) -> Any:
    member = caller(request)
    found = queries.get_publication_for(member, pk, queries.SCHEDULE)
    return publication_of(actions.cancel_publication(publication=found, reason=given.reason, by=member))
