"""The engine's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from masthead.core import clock
from masthead.core.permissions import requires
from masthead.publishing import queries
from masthead.publishing.limits import limits


@requires("publishing.engine.read")
def engine(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    context = {"health": queries.engine_health(now), "now": now, "limits": limits()}
    return render(request, "publishing/engine.html", context)
