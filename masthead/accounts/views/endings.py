"""The calendar of what ends."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from masthead.accounts import queries
from masthead.accounts.registry import ENDINGS
from masthead.accounts.sections import ending_figures, link_to
from masthead.accounts.views.pages import READ, viewer
from masthead.core.permissions import requires


@require_GET
@requires(READ)
def expiries(request: HttpRequest) -> HttpResponse:
    """The month as a grid, and the list behind it with its figures."""
    given = request.GET.dict()
    every = queries.dues_visible_to(viewer(request), {"kind": given.get("kind", "")})
    month = queries.month_of(given.get("month", ""))
    kinds = [
        {"label": s.label, "href": link_to(given, kind=s.key), "current": given.get("kind") == s.key}
        for s in ENDINGS.values()
    ]
    context = {
        "figures": ending_figures(every, given),
        "dues": queries.chosen_dues(every, given.get("within", "")),
        "weeks": queries.weeks_of(month, every),
        "month": month,
        "before": link_to(given, month=f"{month - dt.timedelta(days=1):%Y-%m}"),
        "after": link_to(given, month=f"{month + dt.timedelta(days=31):%Y-%m}"),
        "kinds": [{"label": _("全部"), "href": link_to(given, kind=""), "current": not given.get("kind")}, *kinds],
        "chosen": given.get("within", ""),
    }
    return render(request, "accounts/expiries.html", context)
