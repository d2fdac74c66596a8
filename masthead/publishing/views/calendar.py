"""The calendar: month, week, day over one query; an agenda on a phone."""

import datetime as dt
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from masthead.core import clock
from masthead.core.permissions import requires
from masthead.org.models import Member
from masthead.publishing import queries
from masthead.publishing.queries.calendar import VIEWS

LABELS = {"month": _("月"), "week": _("周"), "day": _("日")}
MOST_IN_A_CELL = 4


@requires("publishing.publication.read")
def calendar(request: HttpRequest) -> HttpResponse:
    """`?view=month|week|day&on=2026-03-04`; a wrong value means this month, today."""
    member = cast("Member", request.user)
    view = request.GET.get("view", "month")
    span = queries.span_of(view if view in VIEWS else "month", _day(request.GET.get("on", "")))
    days = queries.calendar_days(member, span)
    context = {
        "span": span,
        "days": days,
        "weeks": [days[n : n + 7] for n in range(0, len(days), 7)],
        "most": MOST_IN_A_CELL,
        "total": sum(len(d.chips) for d in days),
        "today": clock.today(),
        "switch": _switch(span),
        "waiting": queries.drafts_to_schedule(member) if request.user.has_perm(queries.SCHEDULE) else [],
    }
    return render(request, "publishing/calendar.html", context)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return clock.today()


def _switch(span: queries.Span) -> list[dict[str, object]]:
    icons = {"month": "calendar", "week": "layout-kanban", "day": "layout-list"}
    return [
        {"label": LABELS[v], "href": f"?view={v}&on={span.on.isoformat()}", "current": v == span.view, "icon": icons[v]}
        for v in VIEWS
    ]
