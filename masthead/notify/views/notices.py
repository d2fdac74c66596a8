"""The list of notices, the bell, and reading."""

import datetime as dt
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from masthead.core import clock
from masthead.core.paging import page_of
from masthead.core.permissions import for_every_member
from masthead.notify import actions, queries
from masthead.notify.models import Notice
from masthead.org.models import Member


@dataclass
class Day:
    """Notices of one day that are all unread or all read."""

    on: dt.date
    unread: bool
    notices: list[Notice] = field(default_factory=list)


def _by_day(notices: list[Notice]) -> list[Day]:
    days: list[Day] = []
    for notice in notices:
        on, unread = clock.china(notice.created_at).date(), notice.read_at is None
        if not days or (days[-1].on, days[-1].unread) != (on, unread):
            days.append(Day(on, unread))
        days[-1].notices.append(notice)
    return days


def _member(request: HttpRequest) -> Member:
    assert isinstance(request.user, Member)
    return request.user


def _list(request: HttpRequest, template: str) -> HttpResponse:
    member = _member(request)
    page = page_of(queries.unread_first(member), order=["seen", "-pk"], cursor=request.GET.get("cursor", ""))
    context = {"page": page, "days": _by_day(page.rows), "unread": queries.unread_count(member)}
    return render(request, template, context)


@require_GET
@for_every_member
def notices(request: HttpRequest) -> HttpResponse:
    """The member's notices, unread ones first, by day."""
    return _list(request, "notify/notices.html#rows" if request.headers.get("HX-Request") else "notify/notices.html")


@require_GET
@for_every_member
def bell(request: HttpRequest) -> HttpResponse:
    """What the bell in the page's head opens."""
    return render(request, "notify/_bell.html", {"bell": queries.bell_of(_member(request))})


@require_GET
@for_every_member
def open_notice(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Mark it as read and go where it leads."""
    member = _member(request)
    notice = actions.read_notice(notice=queries.get_notice_for(member, pk), by=member)
    return HttpResponseRedirect(notice.url or reverse("notify:notices"))


@require_POST
@for_every_member
def read_all(request: HttpRequest) -> HttpResponse:
    """Everything is seen."""
    actions.read_all(by=_member(request))
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(reverse("notify:notices"))
    response = _list(request, "notify/notices.html#rows")
    response["HX-Trigger"] = "notify:notice:read"
    return response
