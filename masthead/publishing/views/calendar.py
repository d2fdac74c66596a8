"""The calendar: month, week, day, lanes and list over one query; the frequency of each account beside its plan."""

import datetime as dt
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from masthead.core import clock
from masthead.core.permissions import requires
from masthead.org import queries as org_queries
from masthead.org.models import Member
from masthead.publishing import queries
from masthead.publishing.forms import CalendarFilterForm

LABELS = {"month": _("月"), "week": _("周"), "day": _("日"), "lanes": _("账号"), "list": _("列表")}
ICONS = {"month": "calendar", "week": "layout-kanban", "day": "clock", "lanes": "users", "list": "layout-list"}


@requires(queries.READ)
def calendar(request: HttpRequest) -> HttpResponse:
    """`?view=month|week|day|lanes|list&on=2026-03-04&account=…`; a wrong value means this month, today, everything."""
    member, on = cast("Member", request.user), _day(request.GET.get("on", ""))
    view = request.GET.get("view", "month")
    view = view if view in queries.VIEWS else "month"
    accounts = list(queries.accounts_in_view(member).select_related("platform", "unit"))
    form = CalendarFilterForm(request.GET, accounts=accounts, people=org_queries.active_members())
    may_schedule = member.has_perm(queries.SCHEDULE)
    context = queries.calendar_page(member, view, on, form.wanted(), accounts, may_schedule=may_schedule)
    context |= {"filters": form, "may_schedule": may_schedule, "switch": _switch(view, on, context["query"])}
    return render(request, "publishing/calendar.html", context)


def _day(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return clock.today()
    return day if 1950 <= day.year <= 2098 else clock.today()


def _switch(view: str, on: dt.date, query: str) -> list[dict[str, object]]:
    return [
        {"label": LABELS[v], "href": f"?view={v}&on={on.isoformat()}{query}", "current": v == view, "icon": ICONS[v]}
        for v in queries.VIEWS
    ]


@requires(queries.READ)
def calendar_day(request: HttpRequest) -> HttpResponse:
    """Everything of one day, for the box over the month."""
    member, on = cast("Member", request.user), _day(request.GET.get("on", ""))
    accounts = list(queries.accounts_in_view(member).select_related("platform", "unit"))
    form = CalendarFilterForm(request.GET, accounts=accounts, people=org_queries.active_members())
    wanted = form.wanted()
    context = {"day": queries.day_sheet(member, on, wanted), "query": wanted.query}
    return render(request, "publishing/calendar_day.html", context)


@requires(queries.READ)
def frequency(request: HttpRequest) -> HttpResponse:
    member, on = cast("Member", request.user), _day(request.GET.get("on", ""))
    return render(request, "publishing/frequency.html", queries.frequency_page(member, on))
