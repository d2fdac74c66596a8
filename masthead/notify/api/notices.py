"""One's own notices for machines."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query

from masthead.core.permissions import for_every_member
from masthead.core.rest import Doors, In, Key, Listed, Out, Paging, caller, listed, own_affairs
from masthead.notify import actions, queries
from masthead.notify.models import Notice

doors = Doors("notify", _("通知"))


class NoticeQuery(In):
    unread: bool = False


class NoticeOut(Out):
    id: int
    kind: str
    title: str
    body: str
    url: str
    clause: str
    created_at: dt.datetime
    read_at: dt.datetime | None


def notice_of(notice: Notice) -> dict[str, Any]:
    names = ("kind", "title", "body", "url", "clause", "created_at", "read_at")
    return {"id": notice.pk, **{name: getattr(notice, name) for name in names}}


@doors.get("/notices", _("列出本人的通知"), Listed[NoticeOut])
@for_every_member
@own_affairs
def notices(request: HttpRequest, wanted: Query[NoticeQuery], paging: Query[Paging]) -> Any:
    rows = queries.notices_of(caller(request), unread=wanted.unread)
    return listed(request, rows, paging, order=["-pk"], shape=notice_of)


@doors.post("/notices/{pk}/read", _("标为已读"), NoticeOut)
@for_every_member
@own_affairs
def read_notice(request: HttpRequest, pk: Key) -> Any:
    member = caller(request)
    return notice_of(actions.read_notice(notice=queries.get_notice_for(member, pk), by=member))
